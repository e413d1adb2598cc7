//! [`TransportError`]: why no whole response came.

use std::fmt;

/// The cause of an error, of any type.
pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why no whole response came.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    words: String,
    source: Option<BoxError>,
    missing: Option<CertificatePart>,
}

/// What a client needs that proves by TLS who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CertificatePart {
    /// Its certificate.
    Certificate,
    /// The private key of that.
    PrivateKey,
}

/// What kind of failure a [`TransportError`] is. It decides whether a request is sent again, so in doubt it must be
/// one of those after which the request may have been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport cannot send such a request. Nothing was sent.
    InvalidRequest,
    /// No connection could be made: the name was not found, the connection was refused, or connecting took too
    /// long. Nothing was sent.
    Connect,
    /// The TLS handshake failed, as when the server's certificate is not trusted. Nothing was sent.
    Tls,
    /// Time ran out. The request may have been sent.
    Timeout,
    /// The connection broke, or what came back was not HTTP. The request may have been sent.
    Interrupted,
}

impl TransportError {
    /// A failure of this kind, in words that hold no secret.
    pub fn new(kind: TransportErrorKind, words: impl Into<String>) -> Self {
        Self { kind, words: words.into(), source: None, missing: None }
    }

    /// Adds what caused it.
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Says what of the client's certificate is not there.
    #[cfg(feature = "reqwest")]
    pub(super) fn lacking(mut self, part: CertificatePart) -> Self {
        self.missing = Some(part);
        self
    }

    /// What of the client's certificate is not in the PEM texts that were given, if that is what is wrong.
    pub fn missing(&self) -> Option<CertificatePart> {
        self.missing
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// What caused it.
    pub(crate) fn into_source(self) -> Option<BoxError> {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}
