//! Tokens that a client fetches: cached, refreshed before they expire, and fetched once for all calls. The requests are sent by the
//! client.

use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::Mutex as AsyncMutex;

use super::{
    grant::{Grant, GrantKind, OnRotation},
    single_flight::{Freshness, SingleFlightCache},
    token_endpoint::{TokenEndpoint, TokenUrl},
};
use crate::{
    Error, InvalidRequest, Secret, SecurityKind,
    clock::{Clock, Instant},
    endpoint::Endpoint,
    transport::BoxFuture,
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

/// A request to a token endpoint that is under way.
pub(crate) type TokenRequest = BoxFuture<'static, Result<TokenResponse, Error>>;

/// What a token endpoint issued.
pub(crate) struct TokenResponse {
    pub(crate) token: Token,
    /// The refresh token that replaces the previous one.
    pub(crate) refresh_token: Option<Secret>,
}

/// A grant with the tokens that were fetched by it, for each set of scopes one.
pub(crate) struct TokenSource {
    pub(crate) grant: Grant,
    pub(crate) endpoint: TokenEndpoint,
    /// The state of a refresh token.
    pub(crate) refreshing: Option<RefreshState>,
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
        let endpoint = TokenEndpoint::of(&grant, kind, allow_http, service)?;
        let refreshing = match &grant.by {
            GrantKind::ClientCredentials => None,
            GrantKind::RefreshToken { token, on_rotation } => {
                Some(RefreshState::new(token.clone(), on_rotation.clone()))
            }
        };
        Ok(Self { grant, endpoint, refreshing, tokens: Mutex::default() })
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
        if let TokenEndpoint::Discovered(discovery) = &self.endpoint
            && (error.is_connect() || matches!(error.look_up().and_then(Error::status), Some(404 | 410)))
        {
            discovery.forget(url);
        }
    }

    /// The secrets that are sent, the refresh token that is good now among them.
    pub(super) fn secrets(&self) -> Vec<Secret> {
        let now = self.refreshing.as_ref().map(RefreshState::token);
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

/// The refresh token that is good now, and the question that is asked by it.
pub(crate) struct RefreshState {
    token: Mutex<Secret>,
    on_rotation: Option<OnRotation>,
    /// The question that is under way. It outlives a call that is given up: its answer may hold the one refresh token that is good
    /// from then on. Whoever comes next waits for it.
    under_way: AsyncMutex<Option<TokenRequest>>,
}

impl RefreshState {
    pub(super) fn new(token: Secret, on_rotation: Option<OnRotation>) -> Self {
        Self { token: Mutex::new(token), on_rotation, under_way: AsyncMutex::default() }
    }

    /// The refresh token that is good now.
    pub(super) fn token(&self) -> Secret {
        self.token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks for a token by the refresh token.
    pub(crate) async fn refresh(
        &self,
        clock: &dyn Clock,
        ask: impl FnOnce(Secret) -> TokenRequest,
    ) -> Result<Token, Error> {
        let mut under_way = self.under_way.lock().await;
        if let Some(question) = &mut *under_way {
            let answer = question.await;
            *under_way = None;
            // Why it failed matters to the one who gave up: it was asked within that call's time.
            if let Ok(token) = answer.map(|granted| self.take(granted))
                && token.is_good(clock.instant())
            {
                return Ok(token);
            }
        }
        let answer = under_way.insert(ask(self.token())).await;
        *under_way = None;
        answer.map(|granted| self.take(granted))
    }

    /// Takes the new refresh token, if there is one, and then tells of it.
    fn take(&self, granted: TokenResponse) -> Token {
        if let Some(token) = granted.refresh_token {
            let before =
                std::mem::replace(&mut *self.token.lock().unwrap_or_else(PoisonError::into_inner), token.clone());
            if let Some(tell) = self.on_rotation.as_ref().filter(|_| before != token) {
                tell(&token);
            }
        }
        granted.token
    }
}
