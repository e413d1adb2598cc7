//! [`Hook`]: observes calls and adds headers.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, Method};

use crate::{Error, Operation};

/// Observes every attempt of every call, and may add headers. A hook sees neither bodies nor credentials.
///
/// Hooks run in the order in which they were added, on the task that sends. They must not block.
pub trait Hook: Send + Sync {
    /// Adds headers to an attempt. They are signed with it. A reserved header fails the attempt
    /// ([`InvalidRequest::ReservedHeader`](crate::InvalidRequest::ReservedHeader)).
    fn add_headers(&self, attempt: &AttemptInfo<'_>, headers: &mut HeaderMap) {
        let _ = (attempt, headers);
    }

    /// Called before an attempt is sent.
    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        let _ = attempt;
    }

    /// Called at the end of an attempt.
    fn after_attempt(&self, attempt: &AttemptInfo<'_>, outcome: &OutcomeInfo<'_>) {
        let _ = (attempt, outcome);
    }

    /// Called at the end of a call with all its attempts, also if the request is invalid. Not called for a
    /// cancelled call. A later failure to decode the body is not reported.
    fn after_call(&self, call: &CallInfo<'_>) {
        let _ = call;
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

    fn after_call(&self, call: &CallInfo<'_>) {
        H::after_call(self, call);
    }
}

/// An attempt of a call.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// The operation.
    pub operation: &'static Operation,
    /// Number of the attempt; the first is 1.
    pub number: u32,
    /// The HTTP method.
    pub method: &'a Method,
    /// URL of the request.
    pub url: &'a str,
    /// Host of the URL.
    pub host: &'a str,
    /// Port of the URL.
    pub port: u16,
}

/// Shows only the name of the operation.
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

/// Outcome of an attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OutcomeInfo<'a> {
    /// Duration until the last byte of the response.
    pub elapsed: Duration,
    /// HTTP status, if there is a response.
    pub status: Option<u16>,
    /// Request id, if the response has one.
    pub request_id: Option<&'a str>,
    /// The error, if the attempt failed.
    pub error: Option<&'a Error>,
    /// Delay before the next attempt; `None` if there is none.
    pub retry_after: Option<Duration>,
}

/// Outcome of a call.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct CallInfo<'a> {
    /// The operation.
    pub operation: &'static Operation,
    /// Duration including lookups and delays, until the last byte of the response.
    pub elapsed: Duration,
    /// Number of attempts.
    pub attempts: u32,
    /// HTTP status of the last response.
    pub status: Option<u16>,
    /// Request id of the last response.
    pub request_id: Option<&'a str>,
    /// The error, if the call failed.
    pub error: Option<&'a Error>,
}

/// Successful outcome of a call.
pub(crate) struct CallSuccess<'a> {
    pub(crate) status: u16,
    pub(crate) request_id: Option<&'a str>,
    pub(crate) attempts: u32,
}

impl<'a> CallInfo<'a> {
    pub(crate) fn new(
        operation: &'static Operation,
        elapsed: Duration,
        result: Result<CallSuccess<'a>, &'a Error>,
    ) -> Self {
        let (attempts, status, request_id) = match &result {
            Ok(success) => (success.attempts, Some(success.status), success.request_id),
            Err(error) => (error.attempts(), error.status(), error.request_id()),
        };
        Self { operation, elapsed, attempts, status, request_id, error: result.err() }
    }
}

/// Shows only the name of the operation.
impl fmt::Debug for CallInfo<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CallInfo")
            .field("operation", &self.operation.name)
            .field("elapsed", &self.elapsed)
            .field("attempts", &self.attempts)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("error", &self.error)
            .finish()
    }
}

/// A hook that adds no headers: its headers are for the service of the client only.
pub(crate) struct ObserveOnlyHook(pub(crate) Arc<dyn Hook>);

impl Hook for ObserveOnlyHook {
    fn add_headers(&self, _: &AttemptInfo<'_>, _: &mut HeaderMap) {}

    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        self.0.before_attempt(attempt);
    }

    fn after_attempt(&self, attempt: &AttemptInfo<'_>, outcome: &OutcomeInfo<'_>) {
        self.0.after_attempt(attempt, outcome);
    }

    fn after_call(&self, call: &CallInfo<'_>) {
        self.0.after_call(call);
    }
}

impl fmt::Debug for ObserveOnlyHook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ObserveOnlyHook")
    }
}
