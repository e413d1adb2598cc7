//! Responses: sends an attempt, reads the response within its limits, and decides whether it is a success.

use std::{sync::Arc, time::Duration};

use http::{HeaderMap, header::CONTENT_ENCODING};

use super::{Client, failure_rules::is_failure, plan::Plan};
use crate::{
    ByteStream, Error, FailureClassifier, Operation, RawResponse, Response,
    decode::DecodeError,
    error::{ErrorResponse, ServiceMessage},
    failure::request_id,
    future::first_of,
    hook::CallSuccess,
    json::TimeLimit,
    secret::Redactor,
    stream::{StreamContext, StreamLimits},
    transport::{HttpRequest, ResponseBody, TransportError, TransportErrorKind},
};

/// Maximum length of the response body in an error, in bytes.
const MAX_ERROR_BODY: usize = 64 * 1024;

/// A response, read as far as possible.
pub(super) struct ReceivedResponse {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    body: Vec<u8>,
    /// Why the body is truncated; `None` if it is complete.
    truncation: Option<TruncationReason>,
    /// The body of a success that is streamed.
    streamed_body: Option<ResponseBody>,
    /// Whether a success may contain a new secret.
    is_secret: bool,
}

/// How the body of a success is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyMode {
    /// Read before the call returns.
    Buffered,
    /// Read by the caller while it arrives.
    Streamed,
}

/// Why a body is truncated.
enum TruncationReason {
    TransportFailed(TransportError),
    TooLong,
}

impl ReceivedResponse {
    /// Reads a response. A buffered body is truncated after `max_bytes`, or where the transport fails.
    pub(super) async fn read(
        response: http::Response<ResponseBody>,
        max_bytes: usize,
        body_mode: BodyMode,
        is_secret: bool,
    ) -> Self {
        let (head, mut stream) = response.into_parts();
        let status = head.status.as_u16();
        if body_mode == BodyMode::Streamed && head.status.is_success() {
            return Self {
                status,
                headers: head.headers,
                body: Vec::new(),
                truncation: None,
                streamed_body: Some(stream),
                is_secret,
            };
        }
        let mut body = Vec::new();
        let truncation = read_all(&mut stream, &mut body, max_bytes).await;
        Self { status, headers: head.headers, body, truncation, streamed_body: None, is_secret }
    }

    /// Classifies the response: a success with a complete or streamed body, or an error.
    pub(super) fn classify(
        mut self,
        operation: &'static Operation,
        redactor: Redactor,
        classifier: Arc<dyn FailureClassifier>,
    ) -> Result<Success, Error> {
        let is_success = (200..300).contains(&self.status);
        match self.truncation.take() {
            truncation if !is_success => {
                let is_truncated = truncation.is_some();
                let cause = truncation.and_then(|reason| match reason {
                    TruncationReason::TransportFailed(cause) => Some(cause),
                    TruncationReason::TooLong => None,
                });
                return Err(Error::service(self.into_error_response(&redactor, &*classifier, is_truncated), cause));
            }
            Some(TruncationReason::TransportFailed(cause)) => {
                return Err(Error::transport(cause, Some(self.into_error_response(&redactor, &*classifier, true))));
            }
            Some(TruncationReason::TooLong) => {
                let problem = format!("is longer than the {} bytes that this client accepts", self.body.len());
                return Err(Error::decode(problem, self.into_error_response(&redactor, &*classifier, true)));
            }
            None => {}
        }
        // The client requests no Content-Encoding and decodes none.
        if let Some(encoding) = content_encoding(&self.headers) {
            let encoding = redactor.redact_text(&encoding);
            let problem = format!("has the Content-Encoding `{encoding}`, which was not requested");
            return Err(Error::decode(problem, self.into_error_response(&redactor, &*classifier, false)));
        }
        if is_failure(operation, &self.body) || classifier.is_failure(self.status, &self.body) {
            return Err(Error::service(self.into_error_response(&redactor, &*classifier, false), None));
        }
        let id = request_id(&self.headers, classifier.request_id_headers());
        let request_id = id.map(|id| redactor.redact_text(id));
        Ok(Success { response: self, operation, redactor, classifier, request_id, attempts: 0, limit: None })
    }

    /// The redacted response, for an error.
    fn into_error_response(
        mut self,
        redactor: &Redactor,
        classifier: &dyn FailureClassifier,
        is_truncated: bool,
    ) -> ErrorResponse {
        let message = if content_encoding(&self.headers).is_none() {
            let response = RawResponse::new(self.status, &self.headers, &self.body);
            ServiceMessage::read(response.content_type(), response.json_text().as_bytes()).redacted(redactor)
        } else {
            ServiceMessage::default()
        };
        // The service issued the secret, so no redactor knows it.
        if self.is_secret && self.status < 400 {
            let names = classifier.request_id_headers();
            let headers = self.headers.iter().filter(|(name, _)| names.contains(&name.as_str()));
            let mut headers = headers.map(|(name, value)| (name.clone(), value.clone())).collect();
            redactor.redact_headers(&mut headers);
            let message = ServiceMessage::default();
            return ErrorResponse::new(self.status, headers, Vec::new(), true, message, classifier);
        }
        let is_body_incomplete = is_truncated || self.body.len() > MAX_ERROR_BODY;
        let mut body = redactor.redact_bytes(&self.body, MAX_ERROR_BODY, is_truncated);
        body.shrink_to_fit();
        redactor.redact_headers(&mut self.headers);
        ErrorResponse::new(self.status, self.headers, body, is_body_incomplete, message, classifier)
    }
}

/// Reads a body up to `max_bytes`. Returns why it is truncated.
async fn read_all(stream: &mut ResponseBody, body: &mut Vec<u8>, max_bytes: usize) -> Option<TruncationReason> {
    loop {
        match stream.chunk().await {
            None => return None,
            Some(Err(error)) => return Some(TruncationReason::TransportFailed(error)),
            Some(Ok(chunk)) => {
                let remaining = max_bytes.saturating_sub(body.len());
                if let Some(prefix) = chunk.get(..remaining).filter(|_| chunk.len() > remaining) {
                    body.extend_from_slice(prefix);
                    return Some(TruncationReason::TooLong);
                }
                body.extend_from_slice(&chunk);
            }
        }
    }
}

/// The `Content-Encoding` of the body; `None` for `identity`.
fn content_encoding(headers: &HeaderMap) -> Option<String> {
    let encoding = headers.get(CONTENT_ENCODING)?;
    let encoding = String::from_utf8_lossy(encoding.as_bytes());
    let encoding = encoding.trim();
    (!encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")).then(|| encoding.to_owned())
}

/// A success whose body is not decoded yet.
pub(super) struct Success {
    response: ReceivedResponse,
    operation: &'static Operation,
    redactor: Redactor,
    classifier: Arc<dyn FailureClassifier>,
    /// The request id for hooks: servers echo that of a request, which may be a secret.
    request_id: Option<String>,
    attempts: u32,
    /// When decoding has to end.
    limit: Option<TimeLimit>,
}

impl Success {
    /// Sets the number of attempts, and when decoding has to end.
    pub(super) fn of_call(mut self, attempts: u32, limit: TimeLimit) -> Self {
        (self.attempts, self.limit) = (attempts, Some(limit));
        self
    }

    pub(super) fn status(&self) -> u16 {
        self.response.status
    }

    /// The success as hooks receive it at the end of a call.
    pub(super) fn call_success(&self) -> CallSuccess<'_> {
        CallSuccess { status: self.response.status, request_id: self.request_id(), attempts: self.attempts }
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Decodes the body. An error is final: the service executed the request.
    pub(super) fn decode<T>(
        self,
        decode: impl FnOnce(&RawResponse<'_>) -> Result<T, DecodeError>,
    ) -> Result<Response<T>, Error> {
        let raw = RawResponse::new(self.response.status, &self.response.headers, &self.response.body);
        match decode(&raw.with_time_limit(self.limit.as_ref())) {
            Ok(body) => {
                let names = self.classifier.request_id_headers();
                let response = Response::new(self.response.status, self.response.headers, body);
                Ok(response.of(self.operation).request_id_in(names).after_attempts(self.attempts))
            }
            Err(error) if error.is_timeout() => Err(self.timeout_error()),
            Err(error) => Err(self.decode_error(&error.to_string())),
        }
    }

    /// The body, not decoded.
    pub(super) fn body(&self) -> &[u8] {
        &self.response.body
    }

    /// The error of an invalid link to the next page. Copies the response: the page itself is decoded afterwards.
    pub(super) fn pagination_error(&self, problem: &str) -> Error {
        let ReceivedResponse { status, headers, body, .. } = &self.response;
        let response = ReceivedResponse {
            status: *status,
            headers: headers.clone(),
            body: body.clone(),
            truncation: None,
            streamed_body: None,
            is_secret: self.response.is_secret,
        };
        let response = response.into_error_response(&self.redactor, &*self.classifier, false);
        Error::decode(self.redactor.redact_text(problem), response).of(self.operation).after(self.attempts, true)
    }

    /// The body as a stream.
    pub(super) fn into_stream(mut self, limits: StreamLimits) -> Response<ByteStream> {
        let body = self.response.streamed_body.take().unwrap_or_else(|| ResponseBody::from_bytes(Vec::new()));
        let (status, headers) = (self.response.status, self.response.headers);
        let context = StreamContext {
            operation: self.operation,
            redactor: self.redactor,
            status,
            headers: headers.clone(),
            attempts: self.attempts,
            limits,
            classifier: Arc::clone(&self.classifier),
        };
        let names = self.classifier.request_id_headers();
        Response::new(status, headers, ByteStream::new(body, context))
            .of(self.operation)
            .request_id_in(names)
            .after_attempts(self.attempts)
    }

    /// Rejects a streamed body of another media type. The error has the part of the body that arrives within the idle
    /// timeout.
    pub(super) async fn expect_media_type(mut self, media_type: &str, limits: &StreamLimits) -> Result<Self, Error> {
        let found = RawResponse::new(self.response.status, &self.response.headers, &[]).content_type().to_owned();
        if found.is_empty() || found.eq_ignore_ascii_case(media_type) {
            return Ok(self);
        }
        if let Some(mut stream) = self.response.streamed_body.take() {
            let reading = read_all(&mut stream, &mut self.response.body, MAX_ERROR_BODY);
            let truncation = first_of(reading, limits.clock.sleep(limits.idle_timeout)).await;
            self.response.truncation = truncation.unwrap_or(Some(TruncationReason::TooLong));
        }
        let (operation, attempts) = (self.operation, self.attempts);
        if is_failure(operation, &self.response.body) {
            let error =
                Error::service(self.response.into_error_response(&self.redactor, &*self.classifier, false), None);
            return Err(error.of(operation).after(attempts, true));
        }
        Err(self.decode_error(&format!("has the Content-Type `{found}`, where `{media_type}` was expected")))
    }

    /// The error of a body whose decoding takes longer than the call may.
    fn timeout_error(self) -> Error {
        let problem = "the overall timeout ended while the response was decoded";
        let cause = TransportError::new(TransportErrorKind::Timeout, problem);
        let response = self.response.into_error_response(&self.redactor, &*self.classifier, false);
        Error::transport(cause, Some(response)).of(self.operation).after(self.attempts, true)
    }

    /// The error of a body that cannot be decoded. Not generic, so that it is compiled once.
    fn decode_error(self, problem: &str) -> Error {
        let problem = self.redactor.redact_text(problem);
        let is_truncated = self.response.truncation.is_some();
        Error::decode(problem, self.response.into_error_response(&self.redactor, &*self.classifier, is_truncated))
            .of(self.operation)
            .after(self.attempts, true)
    }
}

/// No timeout: 10 years. Within the range of every clock.
const NO_TIMEOUT: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

impl Client {
    /// Sends one attempt and classifies the response.
    pub(super) async fn send_once(
        &self,
        plan: &Plan,
        request: HttpRequest,
        timeout: Duration,
        body_mode: BodyMode,
    ) -> Result<Success, Error> {
        if body_mode == BodyMode::Buffered {
            return self.exchange(plan, request, timeout, body_mode).await;
        }
        // The transport's timeout covers the body too. The timeout of a streamed response ends when it starts.
        let exchange = self.exchange(plan, request, NO_TIMEOUT, body_mode);
        let limit = async { self.shared.clock.sleep(timeout).await };
        Box::pin(first_of(exchange, limit)).await.unwrap_or_else(|| {
            let problem = format!("no response began within {} s", timeout.as_secs_f64());
            Err(Error::transport(TransportError::new(TransportErrorKind::Timeout, problem), None))
        })
    }

    async fn exchange(
        &self,
        plan: &Plan,
        request: HttpRequest,
        timeout: Duration,
        body_mode: BodyMode,
    ) -> Result<Success, Error> {
        match self.shared.transport.send(request, timeout).await {
            Ok(response) => {
                let (max_bytes, is_secret) = (self.shared.max_response_bytes, self.shared.has_secret_responses);
                let response = ReceivedResponse::read(response, max_bytes, body_mode, is_secret).await;
                response.classify(plan.operation, plan.redactor.clone(), Arc::clone(&self.shared.classifier))
            }
            // A transport may name the URL.
            Err(error) => Err(Error::transport(error.redacted(&plan.redactor), None)),
        }
    }
}
