//! Credentials that are supplied to a client: [`ResolvedCredentials`] by an [`Authenticator`](crate::Authenticator),
//! and values of the `Authorization` header by [`TokenProvider`] and [`AuthorizationProvider`]. Does no I/O.

use std::{fmt, sync::Arc, time::SystemTime};

use http::{HeaderMap, HeaderName, Method};

use crate::{
    AttemptInfo, Error, InvalidRequest, RegionId, RequestBody, Secret, SecurityScheme, header::header_value,
    transport::BoxFuture,
};

/// Credentials that authenticate the attempts of a call. Its methods do no I/O.
pub trait ResolvedCredentials: fmt::Debug + Send + Sync {
    /// The kind of credentials, for error messages: `an access key`.
    fn description(&self) -> &str;

    /// Whether these credentials satisfy a security scheme. A key of the client for the scheme takes precedence.
    fn supports(&self, scheme: &SecurityScheme) -> bool;

    /// The default of a client parameter that neither the call nor the client sets.
    fn parameter(&self, name: &str) -> Option<&str> {
        let _ = name;
        None
    }

    /// The secrets of the credentials. They are redacted in responses.
    fn secrets(&self) -> Vec<Secret> {
        Vec::new()
    }

    /// Adds the headers that authenticate an attempt.
    ///
    /// # Errors
    ///
    /// If the attempt cannot be authenticated. The call then ends before the attempt is sent.
    fn authenticate(&self, request: &mut AuthRequest<'_>) -> Result<(), InvalidRequest>;

    /// Called when the service rejected these credentials. Returns whether other credentials can be resolved. An
    /// idempotent request is then sent once more. Default: no.
    fn invalidate(&self) -> bool {
        false
    }
}

/// An attempt that [`ResolvedCredentials::authenticate`](crate::ResolvedCredentials::authenticate) adds headers to.
/// Everything else, including `Host` and the headers of hooks, is final. `Debug` omits path, query and parameters: they
/// may contain secrets.
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

impl fmt::Debug for AuthRequest<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AuthRequest")
            .field("attempt", &self.attempt)
            .field("headers", &self.headers)
            .field("time", &self.time)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl<'a> AuthRequest<'a> {
    /// Operation, number and URL of the attempt.
    pub fn attempt(&self) -> &AttemptInfo<'a> {
        &self.attempt
    }

    /// The HTTP method.
    pub fn method(&self) -> &'a Method {
        self.attempt.method
    }

    /// The path, percent-encoded.
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// The query, percent-encoded, without the `?`. Empty if there is none.
    pub fn query(&self) -> &'a str {
        self.query
    }

    /// The headers that are set.
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// The body. A streamed body cannot be read before it is sent.
    pub fn body(&self) -> &'a RequestBody {
        self.body
    }

    /// The time of the client's clock, corrected by the clock skew of the service, if it is known.
    pub fn time(&self) -> SystemTime {
        self.time
    }

    /// The client's region, if one is set.
    pub fn region(&self) -> Option<&'a RegionId> {
        self.region
    }

    /// The security schemes that the authenticator must satisfy.
    pub fn schemes(&self) -> &'a [&'static SecurityScheme] {
        self.schemes
    }

    /// The value of a path parameter of this request, else of the client parameter of this name.
    pub fn parameter(&self, name: &str) -> Option<&'a str> {
        let path_parameter = self.path_parameters.iter().find(|(known, _)| *known == name);
        let client_parameter = || self.client_parameters.iter().find(|(known, _)| known == name);
        path_parameter.map(|(_, value)| value.as_str()).or_else(|| client_parameter().map(|(_, value)| value.as_str()))
    }

    /// Sets a header.
    ///
    /// # Errors
    ///
    /// If the name or the value is invalid.
    pub fn insert_header(&mut self, name: &str, value: &str) -> Result<(), InvalidRequest> {
        self.insert(name, value, false)
    }

    /// Sets a header whose value `Debug` redacts.
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

/// Failure of an [`Authenticator`](crate::Authenticator) to resolve credentials or client parameters. Becomes the
/// [`Error`] of the call.
#[derive(Debug)]
pub struct AuthError(Error);

impl AuthError {
    /// No credentials are available. `Display` of the call's error shows the message. The cause becomes its
    /// [source](std::error::Error::source). Neither may contain a secret. `is_transient`: whether a later call may
    /// succeed.
    pub fn credentials(
        message: impl Into<String>,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
        is_transient: bool,
    ) -> Self {
        Self(Error::credentials(message, cause.into(), is_transient))
    }

    /// The overall timeout of the call elapsed.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self(Error::timeout_before_send(message))
    }

    /// The lookup of a client parameter failed, or did not return exactly one result.
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
    fn from(invalid: InvalidRequest) -> Self {
        Self(Error::invalid(invalid))
    }
}

/// The credentials of a call, if it has any.
pub(crate) type CallCredentials = Option<Arc<dyn ResolvedCredentials>>;

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
    /// which has the nonce of a digest. It lists several challenges if the service accepts several schemes (RFC 9110,
    /// section 11.6.1): lines of the header are joined by commas.
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

/// A request that needs authorization. `Debug` omits the target, which may contain secrets.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct AuthorizationInfo<'a> {
    /// The HTTP method.
    pub method: &'a Method,
    /// Scheme, host, and port if it is not the default of the scheme.
    pub origin: &'a str,
    /// Path and query, percent-encoded.
    pub target: &'a str,
}

impl fmt::Debug for AuthorizationInfo<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AuthorizationInfo")
            .field("method", self.method)
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}
