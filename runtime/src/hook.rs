//! [`Hook`]: how a program sees requests and adds headers to them.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, Method};

use crate::{Error, Operation};

/// Sees every attempt of every call, and may add headers. It is shown neither bodies nor credentials.
///
/// Hooks run in the order in which they were added, on the task that sends: they must be quick.
pub trait Hook: Send + Sync {
    /// Adds headers to an attempt, which are signed with it. A header that the client decides itself is refused: the attempt is
    /// then not sent ([`Refusal::ReservedHeader`](crate::Refusal::ReservedHeader)).
    fn add_headers(&self, attempt: &AttemptInfo<'_>, headers: &mut HeaderMap) {
        let _ = (attempt, headers);
    }

    /// Is told of an attempt that is about to be sent.
    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        let _ = attempt;
    }

    /// Is told how an attempt ended.
    fn after_attempt(&self, attempt: &AttemptInfo<'_>, outcome: &OutcomeInfo<'_>) {
        let _ = (attempt, outcome);
    }
}

impl<H: Hook + ?Sized> Hook for Arc<H> {
    fn add_headers(&self, attempt: &AttemptInfo<'_>, headers: &mut HeaderMap) {
        H::add_headers(self, attempt, headers);
    }

    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        H::before_attempt(self, attempt);
    }

    fn after_attempt(&self, attempt: &AttemptInfo<'_>, outcome: &OutcomeInfo<'_>) {
        H::after_attempt(self, attempt, outcome);
    }
}

/// An attempt to send a request.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// The operation.
    pub operation: &'static Operation,
    /// Which attempt it is; the first is 1.
    pub number: u32,
    /// The HTTP method.
    pub method: &'a Method,
    /// The URL, without user information (an endpoint has none).
    pub url: &'a str,
}

/// Shows the operation by its name: all of it is long and always the same.
impl fmt::Debug for AttemptInfo<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AttemptInfo")
            .field("operation", &self.operation.name)
            .field("number", &self.number)
            .field("method", self.method)
            .field("url", &self.url)
            .finish()
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OutcomeInfo<'a> {
    /// How long it took, to the last byte of the answer.
    pub elapsed: Duration,
    /// The HTTP status, if an answer came.
    pub status: Option<u16>,
    /// The request id, if an answer came and had one.
    pub request_id: Option<&'a str>,
    /// The error, if the attempt failed.
    pub error: Option<&'a Error>,
    /// How long the client waits before it tries again; `None` if it does not.
    pub retry_after: Option<Duration>,
}
