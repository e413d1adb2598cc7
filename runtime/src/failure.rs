//! [`FailureClassifier`]: classification of failed responses. Does no I/O.

use std::fmt;

use http::HeaderMap;

/// Classifies the failures of a vendor's services.
///
/// The client reads code and message from JSON bodies in all common spellings. A classifier covers the conventions
/// beyond them. Each method has a default that suits most services.
pub trait FailureClassifier: fmt::Debug + Send + Sync {
    /// The headers of the request id, in order of precedence. Default: `x-request-id`.
    fn request_id_headers(&self) -> &'static [&'static str] {
        REQUEST_ID_HEADERS
    }

    /// Whether a response with a success status (2xx) reports a failure. The
    /// [rules of its operation](crate::Operation::failures) apply in addition. Not called for a streamed body. Default:
    /// never.
    fn is_failure(&self, status: u16, body: &[u8]) -> bool {
        let _ = (status, body);
        false
    }

    /// Whether the service throttled the request. Default: HTTP 429.
    fn is_throttled(&self, failure: &Failure<'_>) -> bool {
        failure.status == 429
    }

    /// Whether the service rejected the credentials, and others may succeed. Default: HTTP 401.
    fn are_credentials_rejected(&self, failure: &Failure<'_>) -> bool {
        failure.status == 401
    }

    /// Whether the service rejected the time of the request and did not execute it. The client then corrects its clock
    /// by the `Date` of the response and sends the request once more. Default: never.
    fn is_clock_rejected(&self, failure: &Failure<'_>) -> bool {
        let _ = failure;
        false
    }
}

/// Default headers of the request id.
pub(crate) const REQUEST_ID_HEADERS: &[&str] = &["x-request-id"];

/// A failed response.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Failure<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The error code of the service, as [`Error::code`](crate::Error::code).
    pub code: Option<&'a str>,
    /// The error message of the service, as [`Error::message`](crate::Error::message).
    pub message: Option<&'a str>,
    /// The seconds by which the `Date` of the response is ahead of the [time](crate::AuthRequest::time) of the attempt.
    /// Only set for [`is_clock_rejected`](FailureClassifier::is_clock_rejected).
    pub clock_offset: Option<i64>,
}

/// The default classifier. All its methods are the defaults.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultFailureClassifier;

impl FailureClassifier for DefaultFailureClassifier {}

/// The first request id that is not empty, in the order of the header names.
pub(crate) fn request_id<'h>(headers: &'h HeaderMap, names: &[&str]) -> Option<&'h str> {
    let ids = names.iter().filter_map(|name| headers.get(*name)?.to_str().ok());
    ids.map(str::trim).find(|id| !id.is_empty())
}
