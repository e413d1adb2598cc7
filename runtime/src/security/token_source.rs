//! [`TokenSource`]: the tokens that a client has fetched, for as long as they are good.

use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::{
    Freshness, Refreshing, SingleFlightCache, TokenPlace, TokenUrl,
    grant::{Grant, GrantKind},
};
use crate::{
    Error, InvalidRequest, Secret, SecurityKind,
    clock::{Clock, Instant},
    endpoint::Endpoint,
};

/// A token is fetched anew this long before it expires, or after nine tenths of its time if that is later, so that it does not
/// expire on its way.
const AHEAD: Duration = Duration::from_secs(60);

/// A token, and until when it is used.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) text: Secret,
    /// `None`: until it is refused.
    pub(crate) until: Option<Instant>,
}

impl Token {
    /// A token that is good for so long from now.
    pub(crate) fn new(text: Secret, now: Instant, lifetime: Option<Duration>) -> Self {
        let until = lifetime.and_then(|lifetime| now.checked_add(lifetime.saturating_sub(AHEAD.min(lifetime / 10))));
        Self { text, until }
    }

    pub(super) fn is_good(&self, now: Instant) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// A grant with the tokens that were fetched by it, for each set of scopes one.
pub(crate) struct TokenSource {
    pub(crate) grant: Grant,
    pub(crate) place: TokenPlace,
    /// The state of a refresh token.
    pub(crate) refreshing: Option<Refreshing>,
    tokens: Mutex<BTreeMap<String, Arc<SingleFlightCache<Token>>>>,
}

impl TokenSource {
    /// A source without tokens.
    pub(super) fn new(
        grant: Grant,
        kind: SecurityKind,
        allow_http: bool,
        service: &Endpoint,
    ) -> Result<Self, InvalidRequest> {
        let place = TokenPlace::of(&grant, kind, allow_http, service)?;
        let refreshing = match &grant.by {
            GrantKind::ClientCredentials => None,
            GrantKind::RefreshToken { token, on_rotation } => Some(Refreshing::new(token.clone(), on_rotation.clone())),
        };
        Ok(Self { grant, place, refreshing, tokens: Mutex::default() })
    }

    /// The scopes to ask for, as they are sent.
    pub(crate) fn scopes(&self, of_operation: &[&str]) -> String {
        self.grant.scopes(of_operation)
    }

    /// A token that is good, and whether it was there already. Calls that need one at the same time wait for one of them to fetch
    /// it.
    pub(crate) async fn token<F>(
        &self,
        scopes: &str,
        clock: &dyn Clock,
        fetch: impl FnOnce() -> F,
    ) -> Result<(Token, bool), Error>
    where
        F: Future<Output = Result<Token, Error>>,
    {
        let judge = |token: &Token| if token.is_good(clock.instant()) { Freshness::Fresh } else { Freshness::Expired };
        self.slot(scopes).get(judge, |_| fetch()).await
    }

    /// Forgets a token that was refused, unless another has taken its place.
    pub(crate) fn forget(&self, scopes: &str, refused: &Secret) {
        self.slot(scopes).forget(|token| token.text == *refused);
    }

    /// Asks again where tokens are fetched, if nothing is there any more.
    pub(crate) fn doubt(&self, url: &TokenUrl, error: &Error) {
        if let TokenPlace::Said(discovery) = &self.place
            && (error.is_connect() || matches!(error.look_up().and_then(Error::status), Some(404 | 410)))
        {
            discovery.forget(url);
        }
    }

    /// The secrets that are sent, the refresh token that is good now among them.
    pub(super) fn secrets(&self) -> Vec<Secret> {
        let now = self.refreshing.as_ref().map(Refreshing::token);
        self.grant.secrets().into_iter().chain(now).collect()
    }

    fn slot(&self, scopes: &str) -> Arc<SingleFlightCache<Token>> {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(tokens.entry(scopes.to_owned()).or_default())
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokenSource").field("grant", &self.grant).finish_non_exhaustive()
    }
}
