//! [`AuthorizationProvider`]: the hook for schemes of HTTP that depend on the request, or that this crate does not know.

use std::sync::Arc;

use http::Method;

use crate::{Secret, transport::BoxFuture};

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
