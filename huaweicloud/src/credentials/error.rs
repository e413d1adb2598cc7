//! [`CredentialsError`]: why there are no credentials.

use std::fmt;

use wireright_runtime::{Error, ErrorKind, InvalidRequest};

/// The cause of an error, of any type.
type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why there are no credentials. `Display` holds no secret.
#[derive(Debug)]
pub struct CredentialsError {
    kind: CredentialsErrorKind,
    words: String,
    tried: Vec<(String, CredentialsError)>,
    source: Option<BoxError>,
    is_transient: bool,
    /// Whether a chain goes on to the next provider.
    leads_on: bool,
}

/// What kind of failure a [`CredentialsError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialsErrorKind {
    /// Nothing is set up here: a variable, a file or a metadata service that is not there.
    NotConfigured,
    /// What is set up cannot be read: a file without permission, or one that is malformed.
    Unreadable,
    /// What was found or answered cannot be used.
    Invalid,
    /// Whoever gives the credentials could not be reached, or did not answer.
    Unreachable,
    /// Whoever gives the credentials refused.
    Rejected,
    /// The credentials have expired, and nobody gives others.
    Expired,
    /// None of the providers of a chain has any ([`CredentialsError::tried`]).
    NoneFound,
}

impl CredentialsError {
    /// A failure of this kind, in words that hold no secret.
    pub fn new(kind: CredentialsErrorKind, words: impl Into<String>) -> Self {
        let leads_on = kind == CredentialsErrorKind::NotConfigured;
        Self { kind, words: words.into(), tried: Vec::new(), source: None, is_transient: false, leads_on }
    }

    /// Adds what caused it.
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> CredentialsErrorKind {
        self.kind
    }

    /// The providers of a chain that had nothing to give, with the reason of each, in the order in which they were asked.
    pub fn tried(&self) -> impl Iterator<Item = (&str, &CredentialsError)> {
        self.tried.iter().map(|(name, error)| (name.as_str(), error))
    }

    /// The same, after which a chain goes on to the next provider, as it does anyhow where nothing is set up.
    pub fn passed_over(mut self) -> Self {
        self.leads_on = true;
        self
    }

    pub(super) fn leads_on(&self) -> bool {
        self.leads_on
    }

    /// The reason why a call had no credentials, if that is why it failed.
    pub fn of_call(error: &Error) -> Option<&Self> {
        std::error::Error::source(error)?.downcast_ref()
    }

    /// Whether a later request for credentials may succeed.
    pub fn is_transient(&self) -> bool {
        self.is_transient
    }

    pub(super) fn not_configured(words: impl Into<String>) -> Self {
        Self::new(CredentialsErrorKind::NotConfigured, words)
    }

    pub(super) fn unreadable(words: impl Into<String>) -> Self {
        Self::new(CredentialsErrorKind::Unreadable, words)
    }

    pub(super) fn invalid(words: impl Into<String>) -> Self {
        Self::new(CredentialsErrorKind::Invalid, words)
    }

    pub(super) fn refusal(refusal: &InvalidRequest) -> Self {
        Self::invalid(refusal.to_string())
    }

    /// Nobody had anything.
    pub(super) fn none_found(tried: Vec<(String, Self)>) -> Self {
        let reasons: Vec<String> = tried.iter().map(|(name, error)| format!("{name}: {error}")).collect();
        let words = match reasons.as_slice() {
            [] => "the chain of providers is empty".to_owned(),
            _ => format!("none of {} providers has any; {}", tried.len(), reasons.join("; ")),
        };
        let is_transient = tried.iter().any(|(_, error)| error.is_transient);
        Self { tried, is_transient, ..Self::new(CredentialsErrorKind::NoneFound, words) }
    }

    /// Says which provider of a chain failed, and which were asked before.
    pub(super) fn of(mut self, name: &str, tried: Vec<(String, Self)>) -> Self {
        self.words = format!("{name}: {}", self.words);
        self.tried = tried;
        self
    }

    /// Somebody who was asked for credentials gave none.
    pub(super) fn asked(whom: &str, error: Error) -> Self {
        let (kind, words) = match (error.kind(), error.status()) {
            (ErrorKind::Service, Some(status)) => {
                let code = error.code().map(|code| format!(", code {code}")).unwrap_or_default();
                let message = error.message().map(|message| format!(": {message}")).unwrap_or_default();
                (CredentialsErrorKind::Rejected, format!("{whom} answered HTTP {status}{code}{message}"))
            }
            // What came with a success may hold a key, and is shown to nobody.
            (_, Some(_)) => return Self::invalid(format!("{whom} gave an answer that cannot be read")),
            (ErrorKind::InvalidRequest, None) => {
                (CredentialsErrorKind::Invalid, format!("{whom} cannot be asked: {error}"))
            }
            (_, None) => (CredentialsErrorKind::Unreachable, format!("{whom} could not be asked: {error}")),
        };
        let is_transient = error.is_retryable();
        Self { is_transient, ..Self::new(kind, words).caused_by(error) }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words)
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
