//! [`ErrorKind`]: the kind of a failure.

/// Kind of failure of an [`Error`](crate::Error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request or a setting is invalid. Nothing was sent.
    InvalidRequest,
    /// The authenticator could not look up a parameter that the request needs: the request itself was not sent.
    ParameterLookup,
    /// The credentials that the request needs could not be provided, or have expired: the request itself was not sent.
    /// The cause is the error's [source](std::error::Error::source).
    Credentials,
    /// The token that the request needs is not available. The request was not sent.
    Token,
    /// The circuit of the client is open ([`CircuitBreaker`](crate::CircuitBreaker)). The request was not sent, or
    /// not sent again.
    CircuitOpen,
    /// No connection: unknown host, connection refused, or connecting timed out. Nothing was sent.
    Connect,
    /// The TLS handshake failed, for instance because the certificate of the server is not trusted. Nothing was
    /// sent. Retrying does not help.
    Tls,
    /// The call timed out after the request may have been sent.
    Timeout,
    /// The connection broke, or the response was not HTTP, after the request may have been sent.
    Interrupted,
    /// The service reported a failure.
    Service,
    /// The response is a success, but its body or a requested header could not be decoded.
    Decode,
}

impl ErrorKind {
    /// Name for metrics and logs, such as `timeout`.
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
