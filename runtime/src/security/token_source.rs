//! [`TokenSource`]: the tokens that a client has fetched, for as long as they are good.

use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::{ClientCredentials, Freshness, Kept, TokenUrl};
use crate::{
    Error, Refusal, Secret,
    clock::{Clock, Instant},
    endpoint::Endpoint,
};

/// A token is fetched anew this long before it expires, or after nine tenths of its time if that is later, so that it does not
/// expire on its way.
const AHEAD: Duration = Duration::from_secs(60);

/// What to do about an address that the document says, or does not.
const GIVE: &str = "give an address by `ClientCredentials::token_url`";

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

    fn freshness(&self, now: Instant) -> Freshness {
        if self.until.is_none_or(|until| now < until) { Freshness::Good } else { Freshness::Gone }
    }
}

/// Client credentials with the tokens that were fetched by them, for each set of scopes one.
pub(crate) struct TokenSource {
    pub(crate) credentials: ClientCredentials,
    pub(crate) url: TokenUrl,
    tokens: Mutex<BTreeMap<String, Arc<Kept<Token>>>>,
}

impl TokenSource {
    /// A source without tokens. An address that the document says must be https, whatever else is allowed.
    pub(super) fn new(
        credentials: ClientCredentials,
        documented: Option<&str>,
        allow_http: bool,
        service: &Endpoint,
    ) -> Result<Self, Refusal> {
        let refuse = |problem: String| Refusal::Setting { problem };
        let url = match (&credentials.token_url, documented) {
            (Some(given), _) => TokenUrl::parse(given, allow_http, service)?,
            (None, Some(documented)) if documented.to_ascii_lowercase().starts_with("http://") => {
                let problem = format!("the documents have tokens fetched without TLS, at `{documented}`; {GIVE}");
                return Err(refuse(problem));
            }
            (None, Some(documented)) => {
                TokenUrl::parse(documented, false, service).map_err(|refusal| refuse(format!("{refusal}; {GIVE}")))?
            }
            (None, None) => return Err(refuse(format!("the documents do not say where tokens are fetched; {GIVE}"))),
        };
        Ok(Self { credentials, url, tokens: Mutex::default() })
    }

    /// The scopes to ask for, as they are sent: those that were given, else those of the operation.
    pub(crate) fn scopes(&self, of_operation: &[&str]) -> String {
        self.credentials.scopes.as_ref().map_or_else(|| of_operation.join(" "), |given| given.join(" "))
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
        self.slot(scopes).get(|token| token.freshness(clock.instant()), |_| fetch()).await
    }

    /// Forgets a token that was refused, unless another has taken its place.
    pub(crate) fn forget(&self, scopes: &str, refused: &Secret) {
        self.slot(scopes).forget(|token| token.text == *refused);
    }

    fn slot(&self, scopes: &str) -> Arc<Kept<Token>> {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(tokens.entry(scopes.to_owned()).or_default())
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokenSource").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}
