//! Fetched tokens: cached by scopes, refreshed before they expire, and fetched once for all calls. Does no I/O: the
//! client sends the requests.

use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::Mutex as AsyncMutex;

use super::{
    grant::{Grant, GrantKind, RotationCallback},
    token_endpoint::{TokenEndpoint, TokenUrl},
};
use crate::{
    Error, InvalidRequest, Secret, SecurityKind,
    clock::{Clock, Instant},
    endpoint::Endpoint,
    security::single_flight::{Freshness, SingleFlightCache},
    transport::BoxFuture,
};

/// Safety margin before the expiry of a token, so that it does not expire in transit. At most a tenth of its lifetime.
const EXPIRY_MARGIN: Duration = Duration::from_secs(60);

/// A token with its expiry.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) text: Secret,
    /// Time from which the token is not used. `None`: until the service rejects it.
    pub(crate) expiry: Option<Instant>,
}

impl Token {
    /// A token with a lifetime from now. `None`: unlimited.
    pub(crate) fn new(text: Secret, now: Instant, lifetime: Option<Duration>) -> Self {
        let expiry =
            lifetime.and_then(|lifetime| now.checked_add(lifetime.saturating_sub(EXPIRY_MARGIN.min(lifetime / 10))));
        Self { text, expiry }
    }

    pub(super) fn is_valid(&self, now: Instant) -> bool {
        self.expiry.is_none_or(|expiry| now < expiry)
    }
}

/// A token request in progress.
pub(crate) type TokenRequest = BoxFuture<'static, Result<TokenResponse, Error>>;

/// Successful response of a token endpoint.
pub(crate) struct TokenResponse {
    pub(crate) token: Token,
    /// The refresh token that replaces the previous one.
    pub(crate) refresh_token: Option<Secret>,
}

/// A grant with its fetched tokens: one for each set of scopes.
pub(crate) struct TokenSource {
    pub(crate) grant: Grant,
    pub(crate) endpoint: TokenEndpoint,
    /// State of the refresh token, if the grant is one.
    pub(crate) refresh_state: Option<RefreshState>,
    tokens: Mutex<BTreeMap<String, Arc<SingleFlightCache<Token>>>>,
}

impl TokenSource {
    pub(crate) fn new(
        grant: Grant,
        kind: SecurityKind,
        allow_http: bool,
        service: &Endpoint,
    ) -> Result<Self, InvalidRequest> {
        let endpoint = TokenEndpoint::of(&grant, kind, allow_http, service)?;
        let refresh_state = match &grant.kind {
            GrantKind::ClientCredentials => None,
            GrantKind::RefreshToken { token, on_rotation } => {
                Some(RefreshState::new(token.clone(), on_rotation.clone()))
            }
        };
        Ok(Self { grant, endpoint, refresh_state, tokens: Mutex::default() })
    }

    /// The `scope` parameter of a token request.
    pub(crate) fn scopes(&self, operation_scopes: &[&str]) -> String {
        self.grant.scopes(operation_scopes)
    }

    /// A valid token, and whether it was cached. If several calls need one at the same time, one fetches and the others
    /// wait.
    pub(crate) async fn token<F>(
        &self,
        scopes: &str,
        clock: &dyn Clock,
        fetch: impl FnOnce() -> F,
    ) -> Result<(Token, bool), Error>
    where
        F: Future<Output = Result<Token, Error>>,
    {
        let judge = |token: &Token| if token.is_valid(clock.instant()) { Freshness::Fresh } else { Freshness::Expired };
        self.cache(scopes).get(judge, |_| fetch()).await
    }

    /// Removes a rejected token from the cache. A newer token stays.
    pub(crate) fn forget(&self, scopes: &str, rejected: &Secret) {
        self.cache(scopes).forget(|token| token.text == *rejected);
    }

    /// Discards a discovered endpoint if the error shows that it no longer exists.
    pub(crate) fn discard_missing_endpoint(&self, url: &TokenUrl, error: &Error) {
        if let TokenEndpoint::Discovered(discovery) = &self.endpoint
            && (error.is_connect() || matches!(error.lookup_error().and_then(Error::status), Some(404 | 410)))
        {
            discovery.forget(url);
        }
    }

    /// The secrets of token requests, including the current refresh token.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let refresh_token = self.refresh_state.as_ref().map(RefreshState::token);
        self.grant.secrets().into_iter().chain(refresh_token).collect()
    }

    fn cache(&self, scopes: &str) -> Arc<SingleFlightCache<Token>> {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(tokens.entry(scopes.to_owned()).or_default())
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TokenSource").field("grant", &self.grant).finish_non_exhaustive()
    }
}

/// The current refresh token, and the refresh in progress.
pub(crate) struct RefreshState {
    token: Mutex<Secret>,
    on_rotation: Option<RotationCallback>,
    /// The refresh in progress. It continues when its caller is cancelled: the server may already have rotated the
    /// token, and only this response has the new one. The next caller waits for it.
    pending: AsyncMutex<Option<TokenRequest>>,
}

impl RefreshState {
    pub(crate) fn new(token: Secret, on_rotation: Option<RotationCallback>) -> Self {
        Self { token: Mutex::new(token), on_rotation, pending: AsyncMutex::default() }
    }

    /// The current refresh token.
    pub(super) fn token(&self) -> Secret {
        self.token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fetches a token. `send` starts a request with the current refresh token.
    pub(crate) async fn refresh(
        &self,
        clock: &dyn Clock,
        send: impl FnOnce(Secret) -> TokenRequest,
    ) -> Result<Token, Error> {
        let mut pending = self.pending.lock().await;
        if let Some(request) = &mut *pending {
            let result = request.await;
            *pending = None;
            // A failure is ignored: the request was limited by the timeout of the cancelled call.
            if let Ok(token) = result.map(|response| self.accept(response))
                && token.is_valid(clock.instant())
            {
                return Ok(token);
            }
        }
        let result = pending.insert(send(self.token())).await;
        *pending = None;
        result.map(|response| self.accept(response))
    }

    /// Stores a rotated refresh token and calls the callback. Returns the bearer token.
    fn accept(&self, response: TokenResponse) -> Token {
        if let Some(token) = response.refresh_token {
            let previous =
                std::mem::replace(&mut *self.token.lock().unwrap_or_else(PoisonError::into_inner), token.clone());
            if let Some(callback) = self.on_rotation.as_ref().filter(|_| previous != token) {
                callback(&token);
            }
        }
        response.token
    }
}
