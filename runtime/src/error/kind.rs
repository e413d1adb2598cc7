//! [`ErrorKind`]: what kind of failure an error is.

/// What kind of failure an [`Error`](crate::Error) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Something that was given is wrong: nothing was sent.
    InvalidRequest,
    /// The authenticator could not look up a parameter that the request needs: the request itself was not sent.
    ParameterLookup,
    /// The credentials that the request needs could not be provided, or have expired: the request itself was not sent.
    /// The cause is the error's [source](std::error::Error::source).
    Credentials,
    /// The token that the request needs could not be provided: the request itself was not sent.
    Token,
    /// The client's circuit is open, as the service did nothing but fail
    /// ([`CircuitBreaker`](crate::CircuitBreaker)): the request was not sent, or not again.
    CircuitOpen,
    /// No connection could be made (name not found, connection refused, connecting took too long): nothing was sent.
    Connect,
    /// The TLS handshake failed, as when the server's certificate is not trusted: nothing was sent, and trying
    /// again is no help.
    Tls,
    /// Time ran out after the request may have been sent.
    Timeout,
    /// The connection broke, or what came back was not HTTP, after the request may have been sent.
    Interrupted,
    /// The service reported that the request failed.
    Service,
    /// The service responded with success, but its body, or a header that was asked for, could not be read.
    Decode,
}

impl ErrorKind {
    /// A name for metrics and logs, such as `timeout`.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::ParameterLookup => "parameter_lookup",
            Self::Credentials => "credentials",
            Self::Token => "token",
            Self::CircuitOpen => "circuit_open",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::Interrupted => "interrupted",
            Self::Service => "service",
            Self::Decode => "decode",
        }
    }
}
