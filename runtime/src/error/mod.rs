//! [`Error`]: the only error type of this crate.
//!
//! - `constructors`: one function per kind of failure
//! - `display`: the message of an error, on one line
//! - `documented`: documented error responses, typed
//! - `invalid_request`: [`InvalidRequest`], why a request or a setting is invalid
//! - `kind`: [`ErrorKind`]
//! - `problem`: [`Problem`], the problem details of an error response
//! - `service_message`: code and message of an error response

mod constructors;
mod display;
mod documented;
mod invalid_request;
mod kind;
mod problem;
mod service_message;

use std::{borrow::Cow, fmt};

use http::HeaderMap;

use crate::{
    Failure, Operation, RawResponse,
    headers::HeaderError,
    json::{JsonKind, RawObject, decode_lossy, text_of},
};

pub(crate) use constructors::ErrorResponse;
pub use documented::{DocumentedError, DocumentedErrorHeaders};
pub use invalid_request::InvalidRequest;
pub use kind::ErrorKind;
pub use problem::Problem;
pub(crate) use service_message::ServiceMessage;

pub(crate) use crate::transport::BoxError;

/// A failed call, or a client that could not be built.
///
/// `Display` is one line: the operation, the status, the code and message of the service (of problem details, title
/// and detail), and the request id. Neither `Display` nor `Debug` contains a secret of the request, or the body of the
/// response: [`body`](Self::body) returns that. The error of a success that could not be decoded may quote the value
/// that does not match.
pub struct Error(Box<Inner>);

/// Fields of an [`Error`], boxed to keep `Result` small.
struct Inner {
    kind: ErrorKind,
    operation: Option<&'static Operation>,
    /// Description of the failure, for kinds without a message of the service.
    description: String,
    invalid_request: Option<InvalidRequest>,
    response: Option<ErrorResponse>,
    attempts: u32,
    /// Whether the service may have executed some attempt.
    may_have_been_executed: bool,
    /// Whether the same request may succeed later.
    transient: bool,
    /// Whether an exhausted retry budget prevented a retry.
    is_budget_spent: bool,
    source: Option<BoxError>,
}

impl Error {
    /// Kind of the failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Operation that failed. `None` if a client or credentials could not be built.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// HTTP status of the response, if there is one. It is 200 to 299 if the body reports a failure or could not be
    /// decoded.
    pub fn status(&self) -> Option<u16> {
        self.response().map(|response| response.status)
    }

    /// Error code of the service, such as `DCS.4961`. Unchanged except for redacted secrets.
    pub fn code(&self) -> Option<&str> {
        self.response()?.message.code.as_deref()
    }

    /// Error message of the service. Unchanged except for redacted secrets. A message that is not a string is given
    /// as compact JSON. For a problem without a message, its detail, else its title.
    pub fn message(&self) -> Option<&str> {
        self.response()?.message.message.as_deref()
    }

    /// Problem details of the response (RFC 9457), if its media type is `application/problem+json`. The document need
    /// not describe them.
    pub fn problem(&self) -> Option<&Problem> {
        self.response()?.message.problem.as_deref()
    }

    /// The property `details` of the error response: a string, or other JSON as its text.
    pub fn details(&self) -> Option<&str> {
        self.response()?.message.details.as_deref()
    }

    /// Request id of the service, for its support: from a header
    /// ([`FailureClassifier`](crate::FailureClassifier::request_id_headers)), else from the body (`request_id`,
    /// `requestId`, `trace_id`).
    pub fn request_id(&self) -> Option<&str> {
        self.response()?.message.request_id.as_deref()
    }

    /// Headers of the response, if there is one, with secrets redacted.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// Body of the response, if there is one: at most 64 KiB, with secrets redacted.
    pub fn body(&self) -> Option<&[u8]> {
        self.response().map(|response| response.body.as_slice())
    }

    /// Whether [`body`](Self::body) is incomplete: longer than 64 KiB, or reading it failed.
    pub fn is_body_truncated(&self) -> bool {
        self.response().is_some_and(|response| response.is_body_truncated)
    }

    /// Number of attempts; 0 if the request was rejected before sending.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Why the request or a setting is invalid, if that is the failure.
    pub fn invalid_request(&self) -> Option<&InvalidRequest> {
        self.0.invalid_request.as_ref()
    }

    /// Error code of a token endpoint (RFC 6749, section 5.2), if it rejected the token request. For a refresh
    /// token, `invalid_grant` means that the token expired or was revoked: the user must sign in again.
    pub fn token_error_code(&self) -> Option<String> {
        let body = self.lookup_error().filter(|_| self.0.kind == ErrorKind::Token)?.body()?;
        let text = decode_lossy(body);
        let said = RawObject::parse(&text)?;
        said.get("error").filter(|code| JsonKind::of(code) == JsonKind::String).map(text_of)
    }

    /// Documented error of the operation for this status. `None` for the error of another operation, for an
    /// undocumented status, and for a body that does not match the document.
    pub fn documented<E: DocumentedError>(&self) -> Option<E> {
        let is_documented = self.0.operation.is_some_and(|operation| E::OPERATIONS.contains(&operation));
        if !is_documented || self.0.kind != ErrorKind::Service {
            return None;
        }
        let response = self.response()?;
        E::decode(&RawResponse::new(response.status, &response.headers, &response.body))
    }

    /// Documented headers of the error response. `None` for the error of another operation, for a status with other
    /// headers or none, and for a success that could not be decoded.
    ///
    /// # Errors
    ///
    /// A required header is absent, or a header is not of the documented type. To read a single header, pass
    /// [`headers`](Self::headers) to the function of that name on the struct.
    pub fn documented_headers<H: DocumentedErrorHeaders>(&self) -> Result<Option<H>, HeaderError> {
        let (Some(operation), Some(response)) = (self.0.operation, &self.0.response) else { return Ok(None) };
        let is_success = (200..300).contains(&response.status);
        if is_success || !H::is_documented(operation, response.status) {
            return Ok(None);
        }
        H::decode(&response.headers).map(Some)
    }

    /// Whether sending the same request again may succeed and is safe: the failure is transient, and either the
    /// operation is idempotent or the service did not execute the request.
    pub fn is_retryable(&self) -> bool {
        self.0.transient
            && (!self.0.may_have_been_executed || self.0.operation.is_some_and(|operation| operation.idempotent))
    }

    /// Whether the call, or a lookup that it needed, timed out.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout || self.lookup_error().is_some_and(Self::is_timeout)
    }

    /// Whether the call, or a lookup that it needed, could not connect. The request was not sent.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Connect | ErrorKind::Tls) || self.lookup_error().is_some_and(Self::is_connect)
    }

    /// Whether the service throttled the request or a lookup that it needed: HTTP 429, or as
    /// [`FailureClassifier::is_throttled`](crate::FailureClassifier::is_throttled) decides. It was not executed.
    pub fn is_throttled(&self) -> bool {
        self.0.response.as_ref().is_some_and(|response| response.is_throttled)
            || self.lookup_error().is_some_and(Self::is_throttled)
    }

    /// Whether the circuit of the client is open, so nothing, or nothing more, was sent
    /// ([`CircuitBreaker`](crate::CircuitBreaker)).
    pub fn is_circuit_open(&self) -> bool {
        self.0.kind == ErrorKind::CircuitOpen
    }

    /// Whether an exhausted [`RetryBudget`](crate::RetryBudget) prevented a retry.
    pub fn is_retry_budget_spent(&self) -> bool {
        self.0.is_budget_spent
    }

    /// The attribute `error.type` of OpenTelemetry: the status of an error response, else the name of the kind.
    pub fn error_type(&self) -> Cow<'static, str> {
        match (self.0.kind, self.status()) {
            (ErrorKind::Service, Some(status)) => Cow::Owned(status.to_string()),
            (kind, _) => Cow::Borrowed(kind.name()),
        }
    }

    /// Whether the request or a setting is invalid. Nothing was sent, and retrying does not help.
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == ErrorKind::InvalidRequest
    }

    /// Whether the service may have executed the request although the call failed.
    ///
    /// If a password reset fails so, either password may be the valid one.
    pub fn may_have_been_executed(&self) -> bool {
        self.0.may_have_been_executed
    }

    /// The reported failure, as a classifier sees it.
    pub(crate) fn failure(&self) -> Option<Failure<'_>> {
        self.0.response.as_ref().map(ErrorResponse::failure)
    }

    /// Response of the call, else of the failed lookup.
    fn response(&self) -> Option<&ErrorResponse> {
        self.0.response.as_ref().or_else(|| self.cause()?.response())
    }

    /// Error of the lookup that this call needed: of a parameter, a token or credentials.
    pub(crate) fn lookup_error(&self) -> Option<&Self> {
        if !matches!(self.0.kind, ErrorKind::ParameterLookup | ErrorKind::Token | ErrorKind::Credentials) {
            return None;
        }
        let mut cause = std::error::Error::source(self);
        while let Some(source) = cause {
            if let Some(error) = source.downcast_ref() {
                return Some(error);
            }
            cause = source.source();
        }
        None
    }

    /// Error of the parameter lookup, if that failed.
    fn cause(&self) -> Option<&Self> {
        match self.0.kind {
            ErrorKind::ParameterLookup => self.0.source.as_ref()?.downcast_ref(),
            _ => None,
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| &**source as _)
    }
}

/// Shows what `Display` shows, and never the body.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("display", &format_args!("{self}"))
            .field("attempts", &self.0.attempts)
            .field("may_have_been_executed", &self.0.may_have_been_executed)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}
