//! Responses: sends an attempt, reads the response within bounds, and decides whether it is a success.

use std::{sync::Arc, time::Duration};

use http::{HeaderMap, header::CONTENT_ENCODING};

use super::{Client, plan::Plan, timing::first_of};
use crate::{
    ByteStream, Error, FailureClassifier, FailureRule, Operation, RawResponse, RequestBody, Response,
    clock::Clock,
    decode::DecodeError,
    error::{ErrorResponse, ServiceMessage},
    failure::request_id,
    hook::CallSuccess,
    json::{decode_lossy, pointer, text_of},
    secret::Redactor,
    stream::StreamContext,
    transport::{ResponseBody, TransportError, TransportErrorKind},
};

/// The maximum size of a body that an error keeps, in bytes.
const MAX_KEPT_BYTES: usize = 64 * 1024;

/// A response, as far as it could be read.
pub(super) struct ReceivedResponse {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    body: Vec<u8>,
    /// Why the body is incomplete, if it is.
    cut: Option<Incomplete>,
    /// The unread body of a success, for streaming.
    unread: Option<ResponseBody>,
}

/// Whether the body of a success is buffered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Whole,
    AsItArrives,
}

enum Incomplete {
    Failed(TransportError),
    TooLong,
}

impl ReceivedResponse {
    /// Reads the body to its end, to a failure, or up to `longest` bytes.
    pub(super) async fn read(response: http::Response<ResponseBody>, longest: usize, reading: Reading) -> Self {
        let (head, mut stream) = response.into_parts();
        let status = head.status.as_u16();
        if reading == Reading::AsItArrives && head.status.is_success() {
            return Self { status, headers: head.headers, body: Vec::new(), cut: None, unread: Some(stream) };
        }
        let mut body = Vec::new();
        let cut = read_all(&mut stream, &mut body, longest).await;
        Self { status, headers: head.headers, body, cut, unread: None }
    }

    /// Decides whether the response is a success with a complete body, or an error.
    pub(super) fn classify(
        mut self,
        operation: &'static Operation,
        redactor: Redactor,
        classifier: Arc<dyn FailureClassifier>,
    ) -> Result<Success, Error> {
        let is_success = (200..300).contains(&self.status);
        match self.cut.take() {
            cut if !is_success => {
                let is_cut = cut.is_some();
                let cause = cut.and_then(|cut| match cut {
                    Incomplete::Failed(cause) => Some(cause),
                    Incomplete::TooLong => None,
                });
                return Err(Error::service(self.into_error_response(&redactor, &*classifier, is_cut), cause));
            }
            Some(Incomplete::Failed(cause)) => {
                return Err(Error::transport(cause, Some(self.into_error_response(&redactor, &*classifier, true))));
            }
            Some(Incomplete::TooLong) => {
                let words = format!("is longer than the {} bytes that this client accepts", self.body.len());
                return Err(Error::decode(words, self.into_error_response(&redactor, &*classifier, true)));
            }
            None => {}
        }
        // No encoding was requested, so the bytes are not those of the service.
        if let Some(encoding) = foreign_encoding(&self.headers) {
            let encoding = redactor.text(&encoding);
            let words = format!("has the Content-Encoding `{encoding}`, which was not requested");
            return Err(Error::decode(words, self.into_error_response(&redactor, &*classifier, false)));
        }
        if is_failure(operation, &self.body) || classifier.is_failure(self.status, &self.body) {
            return Err(Error::service(self.into_error_response(&redactor, &*classifier, false), None));
        }
        Ok(Success { response: self, operation, redactor, classifier, attempts: 0 })
    }

    /// The response as an error keeps it.
    fn into_error_response(
        mut self,
        redactor: &Redactor,
        classifier: &dyn FailureClassifier,
        is_cut: bool,
    ) -> ErrorResponse {
        let message = if foreign_encoding(&self.headers).is_none() {
            ServiceMessage::read(&self.body).redacted(redactor)
        } else {
            ServiceMessage::default()
        };
        let body_is_cut = is_cut || self.body.len() > MAX_KEPT_BYTES;
        // Redacted before it is truncated, so that no part of a secret remains at the end.
        let mut body = redactor.bytes(&self.body);
        if is_cut {
            body = redactor.cut_bytes(body);
        }
        body.truncate(MAX_KEPT_BYTES);
        body.shrink_to_fit();
        redactor.headers(&mut self.headers);
        ErrorResponse::new(self.status, self.headers, body, body_is_cut, message, classifier)
    }
}

/// Reads to the end, to a failure, or up to `longest` bytes.
async fn read_all(stream: &mut ResponseBody, body: &mut Vec<u8>, longest: usize) -> Option<Incomplete> {
    loop {
        match stream.chunk().await {
            None => return None,
            Some(Err(error)) => return Some(Incomplete::Failed(error)),
            Some(Ok(chunk)) => {
                let room = longest.saturating_sub(body.len());
                if let Some(fitting) = chunk.get(..room).filter(|_| chunk.len() > room) {
                    body.extend_from_slice(fitting);
                    return Some(Incomplete::TooLong);
                }
                body.extend_from_slice(&chunk);
            }
        }
    }
}

/// The content encoding of the body, if there is one.
fn foreign_encoding(headers: &HeaderMap) -> Option<String> {
    let encoding = headers.get(CONTENT_ENCODING)?;
    let encoding = String::from_utf8_lossy(encoding.as_bytes());
    let encoding = encoding.trim();
    (!encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")).then(|| encoding.to_owned())
}

/// Whether a response with a success status is a failure, by the rules of the operation.
fn is_failure(operation: &Operation, body: &[u8]) -> bool {
    if operation.failures.is_empty() {
        return false;
    }
    let text = decode_lossy(body);
    let is_escaped = text.contains('\\');
    operation.failures.iter().any(|rule| match rule {
        FailureRule::Present { pointer } | FailureRule::Equals { pointer, .. }
            if !is_escaped && !may_hold(&text, pointer) =>
        {
            false
        }
        FailureRule::Present { pointer: path } => {
            pointer(&text, path).is_some_and(|value| !matches!(value.get(), "null" | "\"\""))
        }
        FailureRule::Equals { pointer: path, value } => {
            pointer(&text, path).is_some_and(|found| text_of(found) == *value)
        }
    })
}

/// Whether a string without escapes can contain the value of a pointer. This is much cheaper than parsing, and most
/// responses are no failures.
fn may_hold(text: &str, pointer: &str) -> bool {
    let mut names = pointer.split('/').filter(|token| !token.bytes().all(|byte| byte.is_ascii_digit()));
    pointer.contains('~') || names.all(|name| text.contains(name))
}

/// The limits of a streamed response.
pub(super) struct StreamLimits {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) idle: Duration,
    pub(super) longest: usize,
}

/// A success whose body is not decoded yet.
pub(super) struct Success {
    response: ReceivedResponse,
    operation: &'static Operation,
    redactor: Redactor,
    classifier: Arc<dyn FailureClassifier>,
    attempts: u32,
}

impl Success {
    /// Sets the number of attempts.
    pub(super) fn after(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    pub(super) fn status(&self) -> u16 {
        self.response.status
    }

    /// The end of the call, for hooks.
    pub(super) fn call_success(&self) -> CallSuccess<'_> {
        CallSuccess { status: self.response.status, request_id: self.request_id(), attempts: self.attempts }
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        request_id(&self.response.headers, self.classifier.request_id_headers())
    }

    /// Decodes the body. A failure is final: the service has carried out the request.
    pub(super) fn decode<T>(
        self,
        decode: impl FnOnce(&RawResponse<'_>) -> Result<T, DecodeError>,
    ) -> Result<Response<T>, Error> {
        let response = RawResponse::new(self.response.status, &self.response.headers, &self.response.body);
        match decode(&response) {
            Ok(body) => {
                let names = self.classifier.request_id_headers();
                let response = Response::new(self.response.status, self.response.headers, body);
                Ok(response.request_id_in(names).after_attempts(self.attempts))
            }
            Err(error) => Err(self.undecodable(&error.to_string())),
        }
    }

    /// The body.
    pub(super) fn body(&self) -> &[u8] {
        &self.response.body
    }

    /// An error about the next page that a response names. The response itself is decoded later.
    pub(super) fn invalid_next_page(&self, words: &str) -> Error {
        let ReceivedResponse { status, headers, body, .. } = &self.response;
        let response =
            ReceivedResponse { status: *status, headers: headers.clone(), body: body.clone(), cut: None, unread: None };
        let kept = response.into_error_response(&self.redactor, &*self.classifier, false);
        Error::decode(self.redactor.text(words), kept).of(self.operation).after(self.attempts, true)
    }

    /// The body as a stream.
    pub(super) fn into_stream(mut self, bounds: StreamLimits) -> Response<ByteStream> {
        let body = self.response.unread.take().unwrap_or_else(|| ResponseBody::from_bytes(Vec::new()));
        let (status, headers) = (self.response.status, self.response.headers);
        let context = StreamContext {
            operation: self.operation,
            redactor: self.redactor,
            status,
            headers: headers.clone(),
            attempts: self.attempts,
            clock: bounds.clock,
            idle: bounds.idle,
            longest: bounds.longest,
            classifier: Arc::clone(&self.classifier),
        };
        let names = self.classifier.request_id_headers();
        Response::new(status, headers, ByteStream::new(body, context))
            .request_id_in(names)
            .after_attempts(self.attempts)
    }

    /// Rejects a body with an unexpected media type. The error keeps what arrives of it within the read timeout.
    pub(super) async fn expect(mut self, media_type: &str, bounds: &StreamLimits) -> Result<Self, Error> {
        let found = RawResponse::new(self.response.status, &self.response.headers, &[]).content_type().to_owned();
        if found.is_empty() || found.eq_ignore_ascii_case(media_type) {
            return Ok(self);
        }
        if let Some(mut stream) = self.response.unread.take() {
            let reading = read_all(&mut stream, &mut self.response.body, MAX_KEPT_BYTES);
            let cut = first_of(reading, bounds.clock.sleep(bounds.idle)).await;
            self.response.cut = cut.unwrap_or(Some(Incomplete::TooLong));
        }
        let (operation, attempts) = (self.operation, self.attempts);
        if is_failure(operation, &self.response.body) {
            let error =
                Error::service(self.response.into_error_response(&self.redactor, &*self.classifier, false), None);
            return Err(error.of(operation).after(attempts, true));
        }
        Err(self.undecodable(&format!("has the Content-Type `{found}`, where `{media_type}` was expected")))
    }

    /// Not generic, so that it is compiled once.
    fn undecodable(self, words: &str) -> Error {
        let words = self.redactor.text(words);
        let is_cut = self.response.cut.is_some();
        Error::decode(words, self.response.into_error_response(&self.redactor, &*self.classifier, is_cut))
            .of(self.operation)
            .after(self.attempts, true)
    }
}

/// Longer than any response takes, and representable by clocks.
const NO_TIMEOUT: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

impl Client {
    /// Sends one attempt and reads the response.
    pub(super) async fn send_once(
        &self,
        plan: &Plan,
        request: http::Request<RequestBody>,
        limit: Duration,
        reading: Reading,
    ) -> Result<Success, Error> {
        if reading == Reading::Whole {
            return self.exchange(plan, request, limit, reading).await;
        }
        // The timeout of the transport is for the whole response; here it is for the time until the response begins.
        let exchange = self.exchange(plan, request, NO_TIMEOUT, reading);
        let too_long = async { self.shared.clock.sleep(limit).await };
        Box::pin(first_of(exchange, too_long)).await.unwrap_or_else(|| {
            let words = format!("no response began within {} s", limit.as_secs_f64());
            Err(Error::transport(TransportError::new(TransportErrorKind::Timeout, words), None))
        })
    }

    async fn exchange(
        &self,
        plan: &Plan,
        request: http::Request<RequestBody>,
        limit: Duration,
        reading: Reading,
    ) -> Result<Success, Error> {
        match self.shared.transport.send(request, limit).await {
            Ok(response) => {
                let response = ReceivedResponse::read(response, self.shared.max_response_bytes, reading).await;
                response.classify(plan.operation, plan.redactor.clone(), Arc::clone(&self.shared.classifier))
            }
            Err(error) => Err(Error::transport(error, None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use http::Method;

    static OPERATION: Operation = Operation {
        id: "Get",
        name: "plain.get",
        method: Method::GET,
        path: "/",
        idempotent: true,
        security: &[],
        failures: &[FailureRule::Present { pointer: "/error_code" }],
        servers: &[],
        service: &crate::service::TEST_SERVICE,
    };

    #[test]
    fn a_failure_is_found_however_its_name_is_spelled() {
        assert!(!is_failure(&OPERATION, br#"{"code":"1"}"#));
        assert!(is_failure(&OPERATION, br#"{"error_code":"1"}"#));
        assert!(is_failure(&OPERATION, br#"{"err\u006fr_code":"1"}"#));
    }

    #[test]
    fn a_place_is_ruled_out_only_where_it_cannot_be() {
        assert!(!may_hold(r#"{"code":"1"}"#, "/error_code"));
        assert!(may_hold(r#"{"error_code":"1"}"#, "/error_code"));
        assert!(may_hold(r#"{"a/b":1}"#, "/a~1b"));
        assert!(may_hold(r#"[{"code":"1"}]"#, "/0/code"));
        assert!(!may_hold(r#"[{"status":"1"}]"#, "/0/code"));
    }
}
