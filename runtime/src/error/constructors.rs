//! Constructors of [`Error`]: one per kind of failure.

use std::{fmt, time::Duration};

use http::HeaderMap;

use super::{BoxError, Error, ErrorKind, Inner, InvalidRequest, ServiceMessage};
use crate::{
    Failure, FailureClassifier, Operation,
    failure::request_id,
    headers::HeaderError,
    transport::{TransportError, TransportErrorKind},
};

/// Response that an error keeps.
pub(crate) struct ErrorResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// At most 64 KiB, secrets redacted.
    pub(crate) body: Vec<u8>,
    pub(crate) is_body_truncated: bool,
    pub(crate) message: ServiceMessage,
    /// Whether the service says that there were too many requests.
    pub(super) is_throttled: bool,
}

impl ErrorResponse {
    /// Keeps a response whose secrets are taken out.
    pub(crate) fn new(
        status: u16,
        headers: HeaderMap,
        body: Vec<u8>,
        is_body_truncated: bool,
        mut message: ServiceMessage,
        classifier: &dyn FailureClassifier,
    ) -> Self {
        if let Some(id) = request_id(&headers, classifier.request_id_headers()) {
            message.request_id = Some(id.to_owned());
        }
        let mut response = Self { status, headers, body, is_body_truncated, message, is_throttled: false };
        response.is_throttled = classifier.is_throttled(&response.failure());
        response
    }

    /// The failure, as a classifier sees it.
    pub(super) fn failure(&self) -> Failure<'_> {
        let (code, message) = (self.message.code.as_deref(), self.message.message.as_deref());
        Failure { status: self.status, code, message, clock_offset: None }
    }
}

impl Error {
    /// An error with a description and defaults.
    fn new(kind: ErrorKind, description: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            description: description.into(),
            invalid_request: None,
            response: None,
            attempts: 0,
            may_have_been_executed: false,
            transient: false,
            is_budget_spent: false,
            source: None,
        }))
    }

    /// The request or a setting is invalid.
    pub(crate) fn invalid(invalid_request: InvalidRequest) -> Self {
        let mut error = Self::new(ErrorKind::InvalidRequest, String::new());
        error.0.invalid_request = Some(invalid_request);
        error
    }

    /// A parameter could not be looked up, by a request that failed or that gave no single result.
    pub(crate) fn parameter_lookup(description: impl Into<String>, cause: Option<Error>) -> Self {
        let mut error = Self::new(ErrorKind::ParameterLookup, description);
        error.0.transient = cause.as_ref().is_some_and(|cause| cause.0.transient);
        error.0.source = cause.map(|cause| Box::new(cause) as BoxError);
        error
    }

    /// Credentials are missing or expired.
    pub(crate) fn credentials(description: impl Into<String>, cause: BoxError, is_transient: bool) -> Self {
        let mut error = Self::new(ErrorKind::Credentials, description);
        error.0.transient = is_transient;
        error.0.source = Some(cause);
        error
    }

    /// A token could not be provided.
    pub(crate) fn token(cause: BoxError) -> Self {
        let mut error = Self::new(ErrorKind::Token, format!("no token could be provided: {cause}"));
        error.0.source = Some(cause);
        error
    }

    /// A token could not be fetched. The response of `cause` must not contain a secret.
    pub(crate) fn token_endpoint(description: impl fmt::Display, cause: Error) -> Self {
        let mut error = Self::new(ErrorKind::Token, format!("no token could be fetched: {description}"));
        error.0.transient = cause.0.transient;
        error.0.source = Some(Box::new(cause));
        error
    }

    /// The token endpoint could not be found.
    pub(crate) fn token_endpoint_not_found(description: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Token, format!("no token could be fetched: {description}"))
    }

    /// The overall timeout elapsed before the request, or a retry, was sent.
    pub(crate) fn timeout_before_send(description: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Timeout, description);
        error.0.transient = true;
        error
    }

    /// The circuit is open for `left`; zero while another call probes the service.
    pub(crate) fn circuit_open(left: Duration) -> Self {
        let when = match left {
            Duration::ZERO => "another call tries now whether it is well again".to_owned(),
            left => format!("the next attempt is in {:.1} s", left.as_secs_f64()),
        };
        let mut error = Self::new(
            ErrorKind::CircuitOpen,
            format!("not sent: the service did nothing but fail, so the circuit is open; {when}"),
        );
        error.0.transient = true;
        error
    }

    /// Marks that an exhausted retry budget prevented a retry.
    pub(crate) fn budget_spent(mut self) -> Self {
        self.0.is_budget_spent = true;
        self
    }

    /// The transport returned no complete response. `response` is the part that arrived.
    pub(crate) fn transport(cause: TransportError, response: Option<ErrorResponse>) -> Self {
        let (kind, transient, executed) = match cause.kind() {
            TransportErrorKind::InvalidRequest => {
                return Self::invalid(InvalidRequest::Transport { problem: cause.to_string() });
            }
            TransportErrorKind::Connect => (ErrorKind::Connect, true, false),
            TransportErrorKind::Tls => (ErrorKind::Tls, false, false),
            TransportErrorKind::Timeout => (ErrorKind::Timeout, true, true),
            TransportErrorKind::Interrupted => (ErrorKind::Interrupted, true, true),
        };
        let mut error = Self::new(kind, cause.to_string());
        error.0.transient = transient;
        error.0.may_have_been_executed = executed;
        error.0.response = response;
        error.0.source = cause.into_source();
        error
    }

    /// The service reported a failure. `cause` is why its body is incomplete, if it is.
    pub(crate) fn service(response: ErrorResponse, cause: Option<TransportError>) -> Self {
        let mut error = Self::new(ErrorKind::Service, String::new());
        let is_throttling = response.is_throttled;
        error.0.transient = is_transient(response.status) || is_throttling;
        // From 500 on, the service (or a gateway before it) may have failed after the effect. Below, it says that
        // it refused.
        error.0.may_have_been_executed = !is_throttling && (response.status >= 500 || response.status < 200);
        error.0.response = Some(response);
        error.0.source = cause.map(|cause| Box::new(cause) as BoxError);
        error
    }

    /// A successful response whose body could not be decoded.
    pub(crate) fn decode(description: impl Into<String>, response: ErrorResponse) -> Self {
        let mut error = Self::new(ErrorKind::Decode, description);
        error.0.may_have_been_executed = true;
        error.0.response = Some(response);
        error
    }

    /// A successful response with a header that is not as documented. The error keeps no other header: it may be
    /// secret.
    pub(crate) fn header(cause: HeaderError, status: u16, request_id: Option<&str>) -> Self {
        let message = ServiceMessage { request_id: request_id.map(str::to_owned), ..ServiceMessage::default() };
        let (headers, body) = (HeaderMap::new(), Vec::new());
        let response = ErrorResponse { status, headers, body, is_body_truncated: true, message, is_throttled: false };
        let mut error = Self::decode(String::new(), response);
        error.0.source = Some(Box::new(cause));
        error
    }

    /// Sets the operation.
    pub(crate) fn of(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Sets the number of attempts, and whether an earlier attempt may have been executed.
    pub(crate) fn after(mut self, attempts: u32, may_have_been_executed: bool) -> Self {
        self.0.attempts = attempts;
        self.0.may_have_been_executed |= may_have_been_executed;
        self
    }

    /// Whether the same request may succeed later, regardless of safety.
    pub(crate) fn is_transient(&self) -> bool {
        self.0.transient
    }
}

impl From<InvalidRequest> for Error {
    fn from(invalid_request: InvalidRequest) -> Self {
        Self::invalid(invalid_request)
    }
}

/// A header of an error response that is not as documented, from
/// [`Error::documented_headers`](crate::Error::documented_headers).
impl From<HeaderError> for Error {
    fn from(cause: HeaderError) -> Self {
        let mut error = Self::new(ErrorKind::Decode, String::new());
        error.0.may_have_been_executed = true;
        error.0.source = Some(Box::new(cause));
        error
    }
}

impl From<crate::Violations> for Error {
    fn from(violations: crate::Violations) -> Self {
        Self::invalid(InvalidRequest::Violations(violations))
    }
}

/// Whether a failure with this status is transient.
fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}
