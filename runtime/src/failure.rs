//! [`FailureClassifier`]: what a failed response says, and what follows from it. Does no I/O.

use std::fmt;

use http::HeaderMap;

/// Reads what is particular to the failures of a vendor's services.
///
/// Code and message are read from JSON bodies in all common spellings; a classifier is for what goes beyond. Each method has a
/// default that suits most services.
pub trait FailureClassifier: fmt::Debug + Send + Sync {
    /// The headers that hold the id of a request, the most trusted first. Default: `x-request-id`.
    fn request_id_headers(&self) -> &'static [&'static str] {
        REQUEST_ID_HEADERS
    }

    /// Whether a response with a success status (2xx) reports a failure. The
    /// [rules of its operation](crate::Operation::failures) are checked in addition. Not asked for a streamed body. Default: never.
    fn is_failure(&self, status: u16, body: &[u8]) -> bool {
        let _ = (status, body);
        false
    }

    /// Whether the service rejected the request because there were too many. Default: HTTP 429.
    fn is_throttled(&self, failure: &Failure<'_>) -> bool {
        failure.status == 429
    }

    /// Whether the service rejected the credentials, so that others may succeed. Default: HTTP 401.
    fn are_credentials_rejected(&self, failure: &Failure<'_>) -> bool {
        failure.status == 401
    }

    /// Whether the service rejected the request for its time, so that nothing was carried out. The client's clock is then corrected
    /// by the `Date` of the response, and the request sent once more. Default: never.
    fn is_clock_rejected(&self, failure: &Failure<'_>) -> bool {
        let _ = failure;
        false
    }
}

/// The headers that hold the id of a request where no classifier says otherwise.
pub(crate) const REQUEST_ID_HEADERS: &[&str] = &["x-request-id"];

/// A response that a [`FailureClassifier`] judges.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Failure<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The service's code, as [`Error::code`](crate::Error::code).
    pub code: Option<&'a str>,
    /// The service's message, as [`Error::message`](crate::Error::message).
    pub message: Option<&'a str>,
    /// The seconds by which the response's `Date` is ahead of the [time](crate::AuthRequest::time) of the attempt. Only known to
    /// [`is_clock_rejected`](FailureClassifier::is_clock_rejected).
    pub clock_offset: Option<i64>,
}

/// The classifier of clients that have no other. All its methods are the defaults.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultFailureClassifier;

impl FailureClassifier for DefaultFailureClassifier {}

/// The first request id that is not empty, of the headers in this order.
pub(crate) fn request_id<'h>(headers: &'h HeaderMap, names: &[&str]) -> Option<&'h str> {
    let ids = names.iter().filter_map(|name| headers.get(*name)?.to_str().ok());
    ids.map(str::trim).find(|id| !id.is_empty())
}
