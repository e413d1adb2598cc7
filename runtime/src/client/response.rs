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

/// How much of a failed answer's body an error keeps, in bytes.
const KEPT: usize = 64 * 1024;

/// An answer as far as it could be read.
pub(super) struct Received {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    body: Vec<u8>,
    /// Why the body is not whole, if it is not.
    cut: Option<Cut>,
    /// The body of a success that is to be read as it arrives.
    unread: Option<ResponseBody>,
}

/// How the body of a success is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Whole,
    AsItArrives,
}

enum Cut {
    Failed(TransportError),
    TooLong,
}

impl Received {
    /// Reads the body to its end, its failure, or `longest` bytes.
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

    /// Judges the answer: a success whose body is whole, or an error.
    pub(super) fn judge(
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
                    Cut::Failed(cause) => Some(cause),
                    Cut::TooLong => None,
                });
                return Err(Error::service(self.kept(&redactor, &*classifier, is_cut), cause));
            }
            Some(Cut::Failed(cause)) => {
                return Err(Error::transport(cause, Some(self.kept(&redactor, &*classifier, true))));
            }
            Some(Cut::TooLong) => {
                let words = format!("is longer than the {} bytes that this client reads", self.body.len());
                return Err(Error::decode(words, self.kept(&redactor, &*classifier, true)));
            }
            None => {}
        }
        // None was asked for, so the bytes are not what the service wrote.
        if let Some(encoding) = foreign_encoding(&self.headers) {
            let encoding = redactor.text(&encoding);
            let words = format!("has the Content-Encoding `{encoding}`, which was not asked for");
            return Err(Error::decode(words, self.kept(&redactor, &*classifier, false)));
        }
        if is_failure(operation, &self.body) || classifier.is_failure(self.status, &self.body) {
            return Err(Error::service(self.kept(&redactor, &*classifier, false), None));
        }
        Ok(Success { answer: self, operation, redactor, classifier, attempts: 0 })
    }

    /// What an error keeps of it.
    fn kept(mut self, redactor: &Redactor, classifier: &dyn FailureClassifier, is_cut: bool) -> ErrorResponse {
        let message = if foreign_encoding(&self.headers).is_none() {
            ServiceMessage::read(&self.body).redacted(redactor)
        } else {
            ServiceMessage::default()
        };
        let body_is_cut = is_cut || self.body.len() > KEPT;
        // Redacted before it is cut, lest half a secret stay at the end.
        let mut body = redactor.bytes(&self.body);
        if is_cut {
            body = redactor.cut_bytes(body);
        }
        body.truncate(KEPT);
        body.shrink_to_fit();
        redactor.headers(&mut self.headers);
        ErrorResponse::new(self.status, self.headers, body, body_is_cut, message, classifier)
    }
}

/// Reads to the end, the failure, or `longest` bytes.
async fn read_all(stream: &mut ResponseBody, body: &mut Vec<u8>, longest: usize) -> Option<Cut> {
    loop {
        match stream.chunk().await {
            None => return None,
            Some(Err(error)) => return Some(Cut::Failed(error)),
            Some(Ok(chunk)) => {
                let room = longest.saturating_sub(body.len());
                if let Some(fitting) = chunk.get(..room).filter(|_| chunk.len() > room) {
                    body.extend_from_slice(fitting);
                    return Some(Cut::TooLong);
                }
                body.extend_from_slice(&chunk);
            }
        }
    }
}

/// The encoding of the body, if it is any.
fn foreign_encoding(headers: &HeaderMap) -> Option<String> {
    let encoding = headers.get(CONTENT_ENCODING)?;
    let encoding = String::from_utf8_lossy(encoding.as_bytes());
    let encoding = encoding.trim();
    (!encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")).then(|| encoding.to_owned())
}

/// Whether a success is a failure in truth, by the rules of the operation.
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

/// Whether a text without escapes, in which a name might be spelled in another way, can hold the place of a pointer, by a look that is
/// much cheaper than reading it: most answers are no failures.
fn may_hold(text: &str, pointer: &str) -> bool {
    let mut names = pointer.split('/').filter(|token| !token.bytes().all(|byte| byte.is_ascii_digit()));
    pointer.contains('~') || names.all(|name| text.contains(name))
}

/// The bounds of an answer that is read as it arrives.
pub(super) struct Bounds {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) idle: Duration,
    pub(super) longest: usize,
}

/// A success whose body is still to be decoded.
pub(super) struct Success {
    answer: Received,
    operation: &'static Operation,
    redactor: Redactor,
    classifier: Arc<dyn FailureClassifier>,
    attempts: u32,
}

impl Success {
    /// Says how often the request was sent.
    pub(super) fn after(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    pub(super) fn status(&self) -> u16 {
        self.answer.status
    }

    /// What hooks are told of it at the end of a call.
    pub(super) fn told(&self) -> CallSuccess<'_> {
        CallSuccess { status: self.answer.status, request_id: self.request_id(), attempts: self.attempts }
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        request_id(&self.answer.headers, self.classifier.request_id_headers())
    }

    /// Decodes the body. A failure is final: the service has done what was asked.
    pub(super) fn decode<T>(
        self,
        decode: impl FnOnce(&RawResponse<'_>) -> Result<T, DecodeError>,
    ) -> Result<Response<T>, Error> {
        let answer = RawResponse::new(self.answer.status, &self.answer.headers, &self.answer.body);
        match decode(&answer) {
            Ok(body) => {
                let names = self.classifier.request_id_headers();
                let response = Response::new(self.answer.status, self.answer.headers, body);
                Ok(response.request_id_in(names).after_attempts(self.attempts))
            }
            Err(error) => Err(self.undecodable(&error.to_string())),
        }
    }

    /// The body, as it came.
    pub(super) fn body(&self) -> &[u8] {
        &self.answer.body
    }

    /// An error about where the answer leads, which itself is still to be decoded.
    pub(super) fn misleading(&self, words: &str) -> Error {
        let Received { status, headers, body, .. } = &self.answer;
        let answer =
            Received { status: *status, headers: headers.clone(), body: body.clone(), cut: None, unread: None };
        let kept = answer.kept(&self.redactor, &*self.classifier, false);
        Error::decode(self.redactor.text(words), kept).of(self.operation).after(self.attempts, true)
    }

    /// The body as it arrives.
    pub(super) fn into_stream(mut self, bounds: Bounds) -> Response<ByteStream> {
        let body = self.answer.unread.take().unwrap_or_else(|| ResponseBody::from_bytes(Vec::new()));
        let (status, headers) = (self.answer.status, self.answer.headers);
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

    /// Refuses a body of another media type than is expected, of which none of the parts would be read. The error keeps what
    /// arrives of it soon.
    pub(super) async fn expect(mut self, media_type: &str, bounds: &Bounds) -> Result<Self, Error> {
        let found = RawResponse::new(self.answer.status, &self.answer.headers, &[]).content_type().to_owned();
        if found.is_empty() || found.eq_ignore_ascii_case(media_type) {
            return Ok(self);
        }
        if let Some(mut stream) = self.answer.unread.take() {
            let reading = read_all(&mut stream, &mut self.answer.body, KEPT);
            let cut = first_of(reading, bounds.clock.sleep(bounds.idle)).await;
            self.answer.cut = cut.unwrap_or(Some(Cut::TooLong));
        }
        let (operation, attempts) = (self.operation, self.attempts);
        if is_failure(operation, &self.answer.body) {
            let error = Error::service(self.answer.kept(&self.redactor, &*self.classifier, false), None);
            return Err(error.of(operation).after(attempts, true));
        }
        Err(self.undecodable(&format!("has the Content-Type `{found}`, where `{media_type}` was expected")))
    }

    /// Not generic, so that it is compiled once.
    fn undecodable(self, words: &str) -> Error {
        let words = self.redactor.text(words);
        let is_cut = self.answer.cut.is_some();
        Error::decode(words, self.answer.kept(&self.redactor, &*self.classifier, is_cut))
            .of(self.operation)
            .after(self.attempts, true)
    }
}

/// Longer than any answer takes, and not so long that a clock cannot show it.
const FOR_EVER: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

impl Client {
    /// Sends one attempt and judges its answer.
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
        // The transport's bound is for the whole answer; here it is for the time until the answer begins.
        let exchange = self.exchange(plan, request, FOR_EVER, reading);
        let too_long = async { self.shared.clock.sleep(limit).await };
        Box::pin(first_of(exchange, too_long)).await.unwrap_or_else(|| {
            let words = format!("no answer began within {} s", limit.as_secs_f64());
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
                let answer = Received::read(response, self.shared.max_response_bytes, reading).await;
                answer.judge(plan.operation, plan.redactor.clone(), Arc::clone(&self.shared.classifier))
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
