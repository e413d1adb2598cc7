//! [`Hook`]: how a program sees requests and adds headers to them.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, Method};

use crate::{Error, Operation};

/// Sees every attempt of every call, and may add headers. It is shown neither bodies nor credentials.
///
/// Hooks run in the order in which they were added, on the task that sends: they must be quick.
pub trait Hook: Send + Sync {
    /// Adds headers to an attempt, which are signed with it. A header that the client decides itself is refused:
    /// the attempt is then not sent ([`InvalidRequest::ReservedHeader`](crate::InvalidRequest::ReservedHeader)).
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

    /// Is told how a call ended, with all of its attempts; of one that was refused before anything was sent, too.
    /// It is not told of a call that was dropped, nor what became of the body of a success.
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
    /// The host that it is sent to.
    pub host: &'a str,
    /// The port there.
    pub port: u16,
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
    /// How long it took, to the last byte of the response.
    pub elapsed: Duration,
    /// The HTTP status, if a response came.
    pub status: Option<u16>,
    /// The request id, if a response came and had one.
    pub request_id: Option<&'a str>,
    /// The error, if the attempt failed.
    pub error: Option<&'a Error>,
    /// How long the client waits before it tries again; `None` if it does not.
    pub retry_after: Option<Duration>,
}

/// How a call ended.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct CallInfo<'a> {
    /// The operation.
    pub operation: &'static Operation,
    /// How long it took, with its look-ups and waits, to the last byte of the response.
    pub elapsed: Duration,
    /// How often the request was sent or tried to be sent.
    pub attempts: u32,
    /// The HTTP status of the last response, if one came.
    pub status: Option<u16>,
    /// The request id of the last response, if it had one.
    pub request_id: Option<&'a str>,
    /// The error, if the call failed.
    pub error: Option<&'a Error>,
}

/// What hooks are told of a success.
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

/// Shows the operation by its name.
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
