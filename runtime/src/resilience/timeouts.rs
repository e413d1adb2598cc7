//! [`Timeouts`]: how long a call may take.

use std::time::Duration;

/// How long a call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) overall: Duration,
    pub(crate) idle: Duration,
}

impl Timeouts {
    /// The defaults: 10 s to connect, 30 s for an attempt, 90 s for a call; 300 s without a byte of a response that
    /// is read as it arrives.
    pub const fn new() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(30),
            overall: Duration::from_secs(90),
            idle: Duration::from_secs(300),
        }
    }

    /// Bounds the time to connect, TLS handshake included. It is a setting of the transport: one given by
    /// [`ClientBuilder::transport`](crate::ClientBuilder::transport) has its own.
    pub const fn connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// Bounds one attempt, from connecting to the last byte of the response.
    pub const fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = limit;
        self
    }

    /// Bounds a whole call: all attempts, the waits between them, and looking up the id of a project or account
    /// where that is needed.
    pub const fn overall(mut self, limit: Duration) -> Self {
        self.overall = limit;
        self
    }

    /// Bounds the time in which nothing arrives of a response that is read as it arrives. The other bounds are then
    /// for the time until it begins.
    pub const fn idle(mut self, limit: Duration) -> Self {
        self.idle = limit;
        self
    }

    /// Whether a bound is zero, with which no request can succeed.
    pub(crate) fn has_zero(self) -> bool {
        self.connect.is_zero() || self.attempt.is_zero() || self.overall.is_zero() || self.idle.is_zero()
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::new()
    }
}
