//! Traits for values of the `Authorization` header that users supply: [`TokenProvider`] and [`AuthorizationProvider`].

use std::sync::Arc;

use http::Method;

use crate::{Secret, transport::BoxFuture};

/// Gives bearer tokens, as those of OAuth 2.0 and OpenID Connect, which expire.
///
/// It is asked before each attempt, so it should keep a token for as long as it is good. BlockingIter for it counts towards the overall
/// bound of a call.
pub trait TokenProvider: Send + Sync {
    /// A token that is good now. An error ends the call before it is sent; its words must hold no secret.
    fn token(&self) -> BoxFuture<'_, Result<Secret, Box<dyn std::error::Error + Send + Sync>>>;

    /// Is told that the service answered 401 to a token: it should not be given again.
    ///
    /// Where this gives true and the operation may be repeated, the request is sent once more, with what [`token`](Self::token)
    /// gives then.
    fn refused(&self, token: &Secret) -> bool {
        let _ = token;
        false
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token(&self) -> BoxFuture<'_, Result<Secret, Box<dyn std::error::Error + Send + Sync>>> {
        P::token(self)
    }

    fn refused(&self, token: &Secret) -> bool {
        P::refused(self, token)
    }
}

/// Gives what follows the name of an HTTP authentication scheme in the header `Authorization` (RFC 9110, section 11.6.2), for schemes
/// such as `Digest` and `HOBA`, whose text is another for each request.
pub trait AuthorizationProvider: Send + Sync {
    /// What follows the scheme's name for this request. An error ends the call before it is sent; its words must hold no secret.
    fn authorization<'a>(
        &'a self,
        request: AuthorizationInfo<'a>,
    ) -> BoxFuture<'a, Result<Secret, Box<dyn std::error::Error + Send + Sync>>>;

    /// Is told that the service answered 401, with its `WWW-Authenticate` if there was one, from which a digest takes its nonce.
    ///
    /// Where this gives true and the operation may be repeated, the request is sent once more, with what
    /// [`authorization`](Self::authorization) gives then.
    fn refused(&self, challenge: Option<&str>) -> bool {
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

    fn refused(&self, challenge: Option<&str>) -> bool {
        P::refused(self, challenge)
    }
}

/// A request that is to be authorized.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AuthorizationInfo<'a> {
    /// The HTTP method.
    pub method: &'a Method,
    /// Scheme, host, and port where it is not the scheme's own.
    pub origin: &'a str,
    /// The path and the query, as they are sent.
    pub target: &'a str,
}
