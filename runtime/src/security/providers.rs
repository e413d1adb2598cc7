//! Traits for values of the `Authorization` header that users supply: [`TokenProvider`] and [`AuthorizationProvider`].

use std::sync::Arc;

use http::Method;

use crate::{Secret, transport::BoxFuture};

/// Provides bearer tokens that expire, such as those of OAuth 2.0 and OpenID Connect.
///
/// It is called before each attempt, so it should cache a valid token. Its time counts towards the overall timeout of a
/// call.
pub trait TokenProvider: Send + Sync {
    /// A valid token.
    ///
    /// # Errors
    ///
    /// If there is none. The call then fails and nothing is sent. The message must not contain a secret.
    fn token(&self) -> BoxFuture<'_, Result<Secret, Box<dyn std::error::Error + Send + Sync>>>;

    /// Called when the service rejected a token with HTTP 401. It should not be provided again.
    ///
    /// Returns whether another token can be provided. An idempotent request is then sent once more, with a new
    /// [`token`](Self::token). Default: no.
    fn invalidate(&self, token: &Secret) -> bool {
        let _ = token;
        false
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token(&self) -> BoxFuture<'_, Result<Secret, Box<dyn std::error::Error + Send + Sync>>> {
        P::token(self)
    }

    fn invalidate(&self, token: &Secret) -> bool {
        P::invalidate(self, token)
    }
}

/// Provides the credentials after the name of an HTTP authentication scheme in the header `Authorization` (RFC 9110,
/// section 11.6.2), for schemes such as `Digest` and `HOBA`, whose credentials differ for each request.
pub trait AuthorizationProvider: Send + Sync {
    /// The credentials for this request, without the name of the scheme.
    ///
    /// # Errors
    ///
    /// If there are none. The call then fails and nothing is sent. The message must not contain a secret.
    fn authorization<'a>(
        &'a self,
        request: AuthorizationInfo<'a>,
    ) -> BoxFuture<'a, Result<Secret, Box<dyn std::error::Error + Send + Sync>>>;

    /// Called when the service rejected the credentials with HTTP 401. `challenge` is the header `WWW-Authenticate`,
    /// which has the nonce of a digest.
    ///
    /// Returns whether other credentials can be provided. An idempotent request is then sent once more, with a new
    /// [`authorization`](Self::authorization). Default: no.
    fn invalidate(&self, challenge: Option<&str>) -> bool {
        let _ = challenge;
        false
    }
}

impl<P: AuthorizationProvider + ?Sized> AuthorizationProvider for Arc<P> {
    fn authorization<'a>(
        &'a self,
        request: AuthorizationInfo<'a>,
    ) -> BoxFuture<'a, Result<Secret, Box<dyn std::error::Error + Send + Sync>>> {
        P::authorization(self, request)
    }

    fn invalidate(&self, challenge: Option<&str>) -> bool {
        P::invalidate(self, challenge)
    }
}

/// A request that needs authorization.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AuthorizationInfo<'a> {
    /// The HTTP method.
    pub method: &'a Method,
    /// Scheme, host, and port if it is not the default of the scheme.
    pub origin: &'a str,
    /// Path and query, percent-encoded.
    pub target: &'a str,
}
