//! [`TransportError`]: why no complete response arrived.

use std::fmt;

use crate::secret::Redactor;

/// The cause of an error, of any type.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why no complete response arrived.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
    source: Option<BoxError>,
    missing: Option<CertificatePart>,
}

/// Part of a client certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CertificatePart {
    /// The certificate.
    Certificate,
    /// The private key.
    PrivateKey,
}

/// Kind of a [`TransportError`]. It decides about retries: if a transport cannot tell whether the request was sent,
/// it must use `Timeout` or `Interrupted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport cannot send the request. Nothing was sent.
    InvalidRequest,
    /// No connection: unknown host, connection refused, or connecting timed out. Nothing was sent.
    Connect,
    /// The TLS handshake failed, for instance because the certificate of the server is not trusted. Nothing was
    /// sent.
    Tls,
    /// The time limit elapsed. The request may have been sent.
    Timeout,
    /// The connection broke, or the response was not HTTP. The request may have been sent.
    Interrupted,
}

impl TransportError {
    /// A failure. The message must not contain a secret.
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None, missing: None }
    }

    /// Sets the cause.
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// An error of middleware. An error of a transport is returned unchanged.
    #[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
    pub(super) fn of_middleware(error: impl Into<BoxError>) -> Self {
        match error.into().downcast::<Self>() {
            Ok(error) => *error,
            Err(error) => Self::new(TransportErrorKind::Interrupted, "the middleware failed").caused_by(error),
        }
    }

    /// Sets the missing part of the client certificate.
    #[cfg(feature = "reqwest")]
    pub(super) fn lacking(mut self, part: CertificatePart) -> Self {
        self.missing = Some(part);
        self
    }

    /// Missing part of the client certificate, if that is the problem.
    pub fn missing(&self) -> Option<CertificatePart> {
        self.missing
    }

    /// Kind of the failure.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Redacts secrets in the message.
    pub(crate) fn redacted(mut self, redactor: &Redactor) -> Self {
        self.message = redactor.redact_text(&self.message);
        self
    }

    /// The cause.
    pub(crate) fn into_source(self) -> Option<BoxError> {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
