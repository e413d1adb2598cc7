//! [`Timeouts`]: the time limits of a call.

use std::time::Duration;

/// Time limits of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub(crate) connect: Duration,
    pub(crate) attempt: Duration,
    pub(crate) overall: Duration,
    pub(crate) idle: Duration,
}

impl Timeouts {
    /// The defaults: 10 s to connect, 30 s per attempt, 90 s per call, and 300 s without data in a streamed
    /// response.
    pub const fn new() -> Self {
        Self {
            connect: Duration::from_secs(10),
            attempt: Duration::from_secs(30),
            overall: Duration::from_secs(90),
            idle: Duration::from_secs(300),
        }
    }

    /// Limits connecting, including the TLS handshake. A transport given by
    /// [`ClientBuilder::transport`](crate::ClientBuilder::transport) has its own limit.
    pub const fn connect(mut self, limit: Duration) -> Self {
        self.connect = limit;
        self
    }

    /// Limits one attempt, from connecting to the last byte of the response.
    pub const fn attempt(mut self, limit: Duration) -> Self {
        self.attempt = limit;
        self
    }

    /// Limits a call: all attempts, the delays between them, lookups, and decoding the response. Checked while a
    /// value with many items, or with nested unions, is decoded.
    pub const fn overall(mut self, limit: Duration) -> Self {
        self.overall = limit;
        self
    }

    /// Limits the time without data in a streamed response. The other limits apply until the response begins.
    pub const fn idle(mut self, limit: Duration) -> Self {
        self.idle = limit;
        self
    }

    /// Whether a limit is zero. No request succeeds with it.
    pub(crate) fn has_zero(self) -> bool {
        self.connect.is_zero() || self.attempt.is_zero() || self.overall.is_zero() || self.idle.is_zero()
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::new()
    }
}
