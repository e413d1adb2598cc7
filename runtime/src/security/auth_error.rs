//! [`AuthError`]: why an authenticator could not resolve credentials or a parameter.

use crate::{Error, InvalidRequest};

/// Why an [`Authenticator`](crate::Authenticator) could not resolve what a call needs. Becomes the [`Error`] of the call.
#[derive(Debug)]
pub struct AuthError(Error);

impl AuthError {
    /// No credentials are available. `Display` of the call's error shows the message and not the cause, which is its
    /// [source](std::error::Error::source); neither may hold a secret. `is_transient` says whether a later call may succeed.
    pub fn credentials(
        message: impl Into<String>,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
        is_transient: bool,
    ) -> Self {
        Self(Error::credentials(message, cause.into(), is_transient))
    }

    /// A client parameter could not be looked up, by a request that failed or that gave no single result.
    pub fn parameter(message: impl Into<String>, cause: Option<Error>) -> Self {
        Self(Error::parameter_lookup(message, cause))
    }
}

impl From<AuthError> for Error {
    fn from(error: AuthError) -> Self {
        error.0
    }
}

/// The settings or the credentials are invalid. Nothing was sent.
impl From<InvalidRequest> for AuthError {
    fn from(refusal: InvalidRequest) -> Self {
        Self(Error::invalid(refusal))
    }
}
