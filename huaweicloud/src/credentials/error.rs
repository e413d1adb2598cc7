//! [`CredentialsError`]: why there are no credentials.

use std::fmt;

use wireright_runtime::{Error, ErrorKind, InvalidRequest};

/// The cause of an error, of any type.
type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why there are no credentials. `Display` holds no secret.
#[derive(Debug)]
pub struct CredentialsError {
    kind: CredentialsErrorKind,
    message: String,
    previous: Vec<(String, CredentialsError)>,
    source: Option<BoxError>,
    is_transient: bool,
    /// Whether a chain tries the next provider.
    has_fallback: bool,
}

/// The kind of a [`CredentialsError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialsErrorKind {
    /// A variable, a file or a metadata service is missing.
    NotConfigured,
    /// A file cannot be read: it is malformed, or permission is missing.
    Unreadable,
    /// The credentials, or a response with credentials, are invalid.
    Invalid,
    /// The service that issues credentials could not be reached, or did not respond.
    Unreachable,
    /// The service that issues credentials rejected the request.
    Rejected,
    /// The credentials have expired, and there are no others.
    Expired,
    /// No provider of a chain has credentials ([`CredentialsError::previous_errors`]).
    NoneFound,
}

impl CredentialsError {
    /// An error of this kind. The message must contain no secret.
    pub fn new(kind: CredentialsErrorKind, message: impl Into<String>) -> Self {
        let has_fallback = kind == CredentialsErrorKind::NotConfigured;
        Self { kind, message: message.into(), previous: Vec::new(), source: None, is_transient: false, has_fallback }
    }

    /// Sets the cause.
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The kind.
    pub fn kind(&self) -> CredentialsErrorKind {
        self.kind
    }

    /// The providers of a chain that were tried before, each with its error, in order.
    pub fn previous_errors(&self) -> impl Iterator<Item = (&str, &CredentialsError)> {
        self.previous.iter().map(|(name, error)| (name.as_str(), error))
    }

    /// The same error, after which a chain tries the next provider. Default for
    /// [`CredentialsErrorKind::NotConfigured`].
    pub fn with_fallback(mut self) -> Self {
        self.has_fallback = true;
        self
    }

    pub(super) fn has_fallback(&self) -> bool {
        self.has_fallback
    }

    /// The reason why a call had no credentials, if that is why it failed.
    pub fn of_call(error: &Error) -> Option<&Self> {
        std::error::Error::source(error)?.downcast_ref()
    }

    /// Whether a later request for credentials may succeed.
    pub fn is_transient(&self) -> bool {
        self.is_transient
    }

    pub(super) fn not_configured(message: impl Into<String>) -> Self {
        Self::new(CredentialsErrorKind::NotConfigured, message)
    }

    pub(super) fn unreadable(message: impl Into<String>) -> Self {
        Self::new(CredentialsErrorKind::Unreadable, message)
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(CredentialsErrorKind::Invalid, message)
    }

    pub(super) fn invalid_request(invalid: &InvalidRequest) -> Self {
        Self::invalid(invalid.to_string())
    }

    /// No provider of a chain has credentials.
    pub(super) fn none_found(previous: Vec<(String, Self)>) -> Self {
        let reasons: Vec<String> = previous.iter().map(|(name, error)| format!("{name}: {error}")).collect();
        let message = match reasons.as_slice() {
            [] => "the chain of providers is empty".to_owned(),
            _ => format!("none of {} providers has credentials; {}", previous.len(), reasons.join("; ")),
        };
        let is_transient = previous.iter().any(|(_, error)| error.is_transient);
        Self { previous, is_transient, ..Self::new(CredentialsErrorKind::NoneFound, message) }
    }

    /// Sets the provider of a chain that failed, and those that were tried before.
    pub(super) fn of_provider(mut self, name: &str, previous: Vec<(String, Self)>) -> Self {
        self.message = format!("{name}: {}", self.message);
        self.previous = previous;
        self
    }

    /// A request for credentials failed. `source` names where it was sent.
    pub(super) fn request_failed(source: &str, error: Error) -> Self {
        let (kind, message) = match (error.kind(), error.status()) {
            (ErrorKind::Service, Some(status)) => {
                let code = error.code().map(|code| format!(", code {code}")).unwrap_or_default();
                let message = error.message().map(|message| format!(": {message}")).unwrap_or_default();
                (CredentialsErrorKind::Rejected, format!("{source} responded with HTTP {status}{code}{message}"))
            }
            // The body of a success may hold a key, and is not shown.
            (_, Some(_)) => return Self::invalid(format!("{source} sent an unreadable response")),
            (ErrorKind::InvalidRequest, None) => {
                (CredentialsErrorKind::Invalid, format!("{source} cannot be called: {error}"))
            }
            (_, None) => (CredentialsErrorKind::Unreachable, format!("{source} could not be reached: {error}")),
        };
        let is_transient = error.is_retryable();
        Self { is_transient, ..Self::new(kind, message).caused_by(error) }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
