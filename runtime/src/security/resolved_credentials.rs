//! Credentials as an authenticator gives them: [`ResolvedCredentials`], the [`AuthRequest`] that they authenticate, and the
//! [`AuthError`] if there are none. Does no I/O.

use std::{fmt, time::SystemTime};

use http::{HeaderMap, HeaderName, Method};

use crate::{AttemptInfo, Error, InvalidRequest, RegionId, RequestBody, Secret, SecurityScheme, header::header_value};

/// Credentials, and all else that authenticates the attempts of a call. Does no I/O.
pub trait ResolvedCredentials: fmt::Debug + Send + Sync {
    /// The kind of credentials, for error messages: `an access key`.
    fn description(&self) -> &str;

    /// Whether these credentials satisfy a security scheme. Keys that the client has for the scheme go before them.
    fn supports(&self, scheme: &SecurityScheme) -> bool;

    /// The value of a client parameter, where neither the call nor the client sets it.
    fn parameter(&self, name: &str) -> Option<&str> {
        let _ = name;
        None
    }

    /// The secrets among the credentials. They are redacted in whatever the service sends back.
    fn secrets(&self) -> Vec<Secret> {
        Vec::new()
    }

    /// Adds the headers that authenticate an attempt.
    ///
    /// # Errors
    ///
    /// If the attempt cannot be authenticated. The call then ends before the attempt is sent.
    fn authenticate(&self, request: &mut AuthRequest<'_>) -> Result<(), InvalidRequest>;

    /// Called when the service rejected these credentials. Returns whether other credentials can be resolved; an idempotent request
    /// is then sent once more.
    fn invalidate(&self) -> bool {
        false
    }
}

/// An attempt that [`ResolvedCredentials::authenticate`](crate::ResolvedCredentials::authenticate) adds headers to. All else of it,
/// `Host` and the headers of hooks included, is as it will be sent.
#[derive(Debug)]
pub struct AuthRequest<'a> {
    pub(crate) attempt: AttemptInfo<'a>,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a mut HeaderMap,
    pub(crate) body: &'a RequestBody,
    pub(crate) time: SystemTime,
    pub(crate) region: Option<&'a RegionId>,
    pub(crate) schemes: &'a [&'static SecurityScheme],
    pub(crate) path_parameters: &'a [(&'static str, String)],
    pub(crate) client_parameters: &'a [(String, String)],
}

impl<'a> AuthRequest<'a> {
    /// The operation, the number of the attempt, and the host.
    pub fn attempt(&self) -> &AttemptInfo<'a> {
        &self.attempt
    }

    /// The HTTP method.
    pub fn method(&self) -> &'a Method {
        self.attempt.method
    }

    /// The path as it is sent, percent-encoded.
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// The query as it is sent, without the `?`; empty if there is none.
    pub fn query(&self) -> &'a str {
        self.query
    }

    /// The headers so far.
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// The body. A streamed body cannot be read before it is sent.
    pub fn body(&self) -> &'a RequestBody {
        self.body
    }

    /// The time by the service's clock, as far as it is known: the client's clock, corrected by what a rejection showed.
    pub fn time(&self) -> SystemTime {
        self.time
    }

    /// The client's region, if one is set.
    pub fn region(&self) -> Option<&'a RegionId> {
        self.region
    }

    /// The security schemes that the authenticator is to satisfy.
    pub fn schemes(&self) -> &'a [&'static SecurityScheme] {
        self.schemes
    }

    /// The value of a path parameter of this request, else that of the client parameter of this name.
    pub fn parameter(&self, name: &str) -> Option<&'a str> {
        let of_request = self.path_parameters.iter().find(|(known, _)| *known == name);
        let of_client = || self.client_parameters.iter().find(|(known, _)| known == name);
        of_request.map(|(_, value)| value.as_str()).or_else(|| of_client().map(|(_, value)| value.as_str()))
    }

    /// Sets a header.
    ///
    /// # Errors
    ///
    /// If the name or the value is invalid.
    pub fn insert_header(&mut self, name: &str, value: &str) -> Result<(), InvalidRequest> {
        self.insert(name, value, false)
    }

    /// Sets a header whose value `Debug` does not show.
    ///
    /// # Errors
    ///
    /// If the name or the value is invalid.
    pub fn insert_secret_header(&mut self, name: &str, value: &Secret) -> Result<(), InvalidRequest> {
        self.insert(name, value.expose(), true)
    }

    fn insert(&mut self, name: &str, value: &str, is_sensitive: bool) -> Result<(), InvalidRequest> {
        let mut value = header_value(name, value)?;
        value.set_sensitive(is_sensitive);
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| InvalidRequest::Header {
            name: name.to_owned(),
            problem: "has a name that no header can have".to_owned(),
        })?;
        self.headers.insert(name, value);
        Ok(())
    }
}

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

    /// The overall timeout of the call ended first.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self(Error::out_of_time(message))
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
