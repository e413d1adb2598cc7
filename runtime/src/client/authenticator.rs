//! [`Authenticator`]: the extension point for a vendor's authentication, such as request signing.
//!
//! One call goes through these steps:
//!
//! 1. [`Authenticator::cached`] returns the credentials that are known without I/O.
//! 2. If the call needs more, the client checks the rest of the request. An invalid request causes no I/O.
//! 3. [`Authenticator::resolve`] fetches credentials and the parameters that depend on them, such as a project id.
//! 4. [`ResolvedCredentials::authenticate`](crate::ResolvedCredentials::authenticate) adds headers to each attempt.
//!    It does no I/O, as [`Client::prepare`](crate::Client::prepare) requires.
//! 5. If the service rejects the credentials,
//!    [`ResolvedCredentials::invalidate`](crate::ResolvedCredentials::invalidate) reports whether others can be
//!    resolved. If the service rejects the time of a request, the client corrects its clock
//!    ([`FailureClassifier::is_clock_rejected`](crate::FailureClassifier::is_clock_rejected)).

use std::{fmt, sync::Arc};

use super::auth_context::AuthCall;
use crate::{
    AttemptInfo, DefaultFailureClassifier, FailureClassifier, InvalidRequest, RegionId, Service,
    security::{AuthError, ResolvedCredentials},
    transport::BoxFuture,
};

/// Authenticates requests by a method that OpenAPI does not describe.
///
/// A security scheme of a document names its authenticator by the key `x-authenticator`, which holds the path of a
/// type. [`ClientBuilder::authenticator`](crate::ClientBuilder::authenticator) then takes a value of that type.
pub trait Authenticator: fmt::Debug + Send + Sync + 'static {
    /// The headers that only the authenticator may set. Users and hooks cannot set them. Default: none.
    fn reserved_headers() -> &'static [&'static str]
    where
        Self: Sized,
    {
        &[]
    }

    /// The classifier for failures of the services that this authenticator is for. A generated client uses it even if
    /// no authenticator is set.
    fn failure_classifier() -> Arc<dyn FailureClassifier>
    where
        Self: Sized,
    {
        Arc::new(DefaultFailureClassifier)
    }

    /// The client parameters that [`ResolvedCredentials::parameter`] can supply. Default: none.
    fn parameters(&self) -> &'static [&'static str] {
        &[]
    }

    /// Checks the authenticator's settings when a client is built. Does no I/O.
    ///
    /// # Errors
    ///
    /// If the settings are incomplete or do not fit the client.
    fn validate(&self, client: &ClientInfo<'_>) -> Result<(), InvalidRequest> {
        let _ = client;
        Ok(())
    }

    /// Checks that an attempt can be authenticated, before anything is sent. Called only for requests that use the
    /// authenticator. Does no I/O.
    ///
    /// # Errors
    ///
    /// If no credentials could authenticate it, for example because a region is missing.
    fn check_attempt(&self, attempt: &AttemptInfo<'_>, region: Option<&RegionId>) -> Result<(), InvalidRequest> {
        let _ = (attempt, region);
        Ok(())
    }

    /// The credentials that are known without I/O.
    ///
    /// # Errors
    ///
    /// If no credentials can be resolved, and I/O would not change that.
    fn cached(&self, call: &AuthCall<'_>) -> Result<CachedCredentials, AuthError>;

    /// Resolves credentials for a call, and the [parameters](AuthCall::missing_parameters) that it needs. May do I/O
    /// through the [context](AuthCall::context) of the call: its requests end at the overall timeout of the call. An
    /// implementation limits other waits by [`AuthContext::within_timeout`](crate::AuthContext::within_timeout).
    ///
    /// Called for each attempt if [`cached`](Self::cached) returns [`CachedCredentials::Incomplete`].
    ///
    /// # Errors
    ///
    /// If the credentials or a parameter cannot be resolved.
    fn resolve<'a>(&'a self, call: &'a AuthCall<'a>) -> BoxFuture<'a, Result<Arc<dyn ResolvedCredentials>, AuthError>> {
        Box::pin(async move {
            match self.cached(call)? {
                CachedCredentials::Ready(credentials) | CachedCredentials::Incomplete(Some(credentials)) => {
                    Ok(credentials)
                }
                CachedCredentials::Incomplete(None) => {
                    let problem = "the authenticator has no credentials".to_owned();
                    Err(InvalidRequest::Credentials { problem }.into())
                }
            }
        })
    }
}

/// The credentials that an [`Authenticator`] knows without I/O.
#[derive(Clone, Debug)]
pub enum CachedCredentials {
    /// Complete credentials for the call.
    Ready(Arc<dyn ResolvedCredentials>),
    /// Credentials that lack a parameter, or none. [`Authenticator::resolve`] does I/O.
    Incomplete(Option<Arc<dyn ResolvedCredentials>>),
}

/// The client for which an [`Authenticator`] is validated.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ClientInfo<'a> {
    /// The service.
    pub service: &'static Service,
    /// The host of the service, in lower case.
    pub host: &'a str,
    /// The region, if one is set.
    pub region: Option<&'a RegionId>,
    /// Whether secrets may be sent without TLS.
    pub allow_http: bool,
}

/// The authenticator type of clients whose documents name none. It has no values.
#[derive(Clone, Copy, Debug)]
pub enum NoAuthenticator {}

impl Authenticator for NoAuthenticator {
    fn cached(&self, _: &AuthCall<'_>) -> Result<CachedCredentials, AuthError> {
        match *self {}
    }
}
