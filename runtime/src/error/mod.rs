//! [`Error`]: the one error of this crate, with all that a person or a program needs to go on from it.

mod constructors;
mod display;
mod documented;
mod invalid_request;
mod kind;
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
pub(crate) use service_message::ServiceMessage;

pub(crate) use crate::transport::BoxError;

/// A call that did not succeed, or a client that could not be built.
///
/// `Display` is one line: the operation, the status, the service's code and message and the request id. No secret
/// of the request is in it, nor in `Debug`.
pub struct Error(Box<Inner>);

/// All of an [`Error`], boxed so that a `Result` stays small.
struct Inner {
    kind: ErrorKind,
    operation: Option<&'static Operation>,
    /// What happened, for a kind that the service's own words do not explain.
    words: String,
    invalid_request: Option<InvalidRequest>,
    response: Option<ErrorResponse>,
    attempts: u32,
    /// Whether some attempt may have had its effect.
    may_have_been_applied: bool,
    /// Whether the same request may succeed later.
    transient: bool,
    /// Whether it would have been sent again if the client's budget had allowed it.
    is_budget_spent: bool,
    source: Option<BoxError>,
}

impl Error {
    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that failed; `None` if a client or credentials could not be made.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// The HTTP status, if a response came: 200 to 299 too, where the response was a failure in truth or could not
    /// be read.
    pub fn status(&self) -> Option<u16> {
        self.response().map(|response| response.status)
    }

    /// The service's code for the failure, whole and unchanged (but for an echoed secret), as `DCS.4961`.
    pub fn code(&self) -> Option<&str> {
        self.response()?.message.code.as_deref()
    }

    /// The service's message, whole and unchanged (but for an echoed secret). One that was no string is its compact
    /// JSON text.
    pub fn message(&self) -> Option<&str> {
        self.response()?.message.message.as_deref()
    }

    /// What the service's `details` say, as text or JSON text.
    pub fn details(&self) -> Option<&str> {
        self.response()?.message.details.as_deref()
    }

    /// The id of the request at the service: from a header
    /// ([`FailureClassifier`](crate::FailureClassifier::request_id_headers)), else from the body (`request_id`,
    /// `requestId`, `trace_id`). Quote it to the service's support.
    pub fn request_id(&self) -> Option<&str> {
        self.response()?.message.request_id.as_deref()
    }

    /// The headers of the response, if one came, without echoed secrets.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// The body of the response as it came, if a response came: at most 64 KiB of it, and without echoed secrets.
    pub fn body(&self) -> Option<&[u8]> {
        self.response().map(|response| response.body.as_slice())
    }

    /// Whether [`body`](Self::body) is not the whole body: it was longer than 64 KiB, or reading it failed.
    pub fn body_is_cut(&self) -> bool {
        self.response().is_some_and(|response| response.body_is_cut)
    }

    /// How often the request was sent or tried to be sent; 0 if it was refused before.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Why the input was refused, if it was.
    pub fn invalid_request(&self) -> Option<&InvalidRequest> {
        self.0.invalid_request.as_ref()
    }

    /// The code by which a token endpoint refused to give a token (RFC 6749, section 5.2), if that is what failed.
    /// For a refresh token `invalid_grant` says that it has expired or was revoked: the person must sign in again.
    pub fn token_error_code(&self) -> Option<String> {
        let body = self.look_up().filter(|_| self.0.kind == ErrorKind::Token)?.body()?;
        let text = decode_lossy(body);
        let said = RawObject::parse(&text)?;
        said.get("error").filter(|code| JsonKind::of(code) == JsonKind::String).map(text_of)
    }

    /// The failure as the service documents it for this operation and status. `None` for another operation's error,
    /// for a status that is not documented, and for a body that is not as documented.
    pub fn documented<E: DocumentedError>(&self) -> Option<E> {
        if self.0.operation != Some(E::OPERATION) || self.0.kind != ErrorKind::Service {
            return None;
        }
        let response = self.response()?;
        E::decode(&RawResponse::new(response.status, &response.headers, &response.body))
    }

    /// The headers as the service documents them for this operation and status. `None` where it does not: for
    /// another operation's error, for a status with other headers or with none, and for a success that could not be
    /// read.
    ///
    /// # Errors
    ///
    /// If one is absent though it is documented as always sent, or is not of the documented type; the error says
    /// which. The struct has a function for each header that reads it alone, from [`headers`](Self::headers), which
    /// has them all as they came.
    pub fn documented_headers<H: DocumentedErrorHeaders>(&self) -> Result<Option<H>, HeaderError> {
        let (Some(operation), Some(response)) = (self.0.operation, &self.0.response) else { return Ok(None) };
        let is_success = (200..300).contains(&response.status);
        if is_success || !H::is_documented(operation, response.status) {
            return Ok(None);
        }
        H::decode(&response.headers).map(Some)
    }

    /// Whether sending the same request again may succeed and is safe: the failure is of a passing kind, and either
    /// the operation may be repeated or it is certain that the request had no effect.
    pub fn is_retryable(&self) -> bool {
        self.0.transient
            && (!self.0.may_have_been_applied || self.0.operation.is_some_and(|operation| operation.idempotent))
    }

    /// Whether time ran out, for the call or for a look-up that it needed.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout || self.look_up().is_some_and(Self::is_timeout)
    }

    /// Whether no connection could be made, for the call or for a look-up that it needed. The request was not sent.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Connect | ErrorKind::Tls) || self.look_up().is_some_and(Self::is_connect)
    }

    /// Whether the request, or a look-up that it needed, was refused because there were too many: by HTTP 429, or
    /// as the [`FailureClassifier`](crate::FailureClassifier::is_throttled) says. It was not carried out.
    pub fn is_throttled(&self) -> bool {
        self.0.response.as_ref().is_some_and(|response| response.is_throttled)
            || self.look_up().is_some_and(Self::is_throttled)
    }

    /// Whether the client's circuit is open, so that nothing, or nothing more, was sent
    /// ([`CircuitBreaker`](crate::CircuitBreaker)).
    pub fn is_circuit_open(&self) -> bool {
        self.0.kind == ErrorKind::CircuitOpen
    }

    /// Whether the request would have been sent again, if its client had not repeated too many already
    /// ([`RetryBudget`](crate::RetryBudget)).
    pub fn is_retry_budget_spent(&self) -> bool {
        self.0.is_budget_spent
    }

    /// What OpenTelemetry calls `error.type`: the status of a response that says that the request failed, else the
    /// name of the kind.
    pub fn error_type(&self) -> Cow<'static, str> {
        match (self.0.kind, self.status()) {
            (ErrorKind::Service, Some(status)) => Cow::Owned(status.to_string()),
            (kind, _) => Cow::Borrowed(kind.name()),
        }
    }

    /// Whether nothing was sent because the input was wrong: what was given must be changed.
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == ErrorKind::InvalidRequest
    }

    /// Whether the request may have had its effect all the same: it left this machine, and no response proves that
    /// it failed.
    ///
    /// After a password reset for which this holds, either password may be the valid one.
    pub fn may_have_been_applied(&self) -> bool {
        self.0.may_have_been_applied
    }

    /// The failure, as a classifier sees it, if the service reported one.
    pub(crate) fn failure(&self) -> Option<Failure<'_>> {
        self.0.response.as_ref().map(ErrorResponse::failure)
    }

    /// The response, or that to the look-up that failed.
    fn response(&self) -> Option<&ErrorResponse> {
        self.0.response.as_ref().or_else(|| self.cause()?.response())
    }

    /// The error of a request of this crate that this call needed, for its project, its token or its credentials.
    pub(crate) fn look_up(&self) -> Option<&Self> {
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

    /// The error of the look-up of the project, if that is what failed.
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

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("display", &format_args!("{self}"))
            .field("attempts", &self.0.attempts)
            .field("may_have_been_applied", &self.0.may_have_been_applied)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}
