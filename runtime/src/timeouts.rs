//! [`Timeouts`]: how long a call may take.

use std::time::Duration;

/// How long a call may take..
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) overall: Duration,
}

impl Timeouts {
    /// The defaults: 10 s to connect, 30 s for an attempt, 90 s for a call.
    pub const fn new() -> Self {
        Self { connect: Duration::from_secs(10), attempt: Duration::from_secs(30), overall: Duration::from_secs(90) }
    }

    /// Bounds the time to connect, TLS handshake included. It is a setting of the transport: one given by
    /// [`ClientBuilder::transport`](crate::ClientBuilder::transport) has its own.
    pub const fn connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// Bounds one attempt, from connecting to the last byte of the answer.
    pub const fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = limit;
        self
    }

    /// Bounds a whole call: all attempts, the waits between them, and looking up the project id where that is needed.
    pub const fn overall(mut self, limit: Duration) -> Self {
        self.overall = limit;
        self
    }

    /// Whether a bound is zero, with which no request can succeed.
    pub(crate) fn has_zero(self) -> bool {
        self.connect.is_zero() || self.attempt.is_zero() || self.overall.is_zero()
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::new()
    }
}
