//! [`CannedTransport`]: prepared responses from memory, for tests without a network.

use std::{
    collections::VecDeque,
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderName, HeaderValue, StatusCode, header::ACCEPT};
use serde::Serialize;

use super::{
    BoxFuture, HttpRequest, RequestMatcher, ResponseBody, SENT_BEFORE, Transport, TransportError, TransportErrorKind,
    TransportResult,
};
use crate::{OperationRequest, RequestBody, secret::with_secrets};

/// The error of a request that no matcher, queued response or function responds to.
const NO_RESPONSE: &str = "the canned transport has no response for this request; `respond_to_operation` sets one";

/// A transport that returns prepared responses and records requests. Clones share both.
///
/// A request gets the response of the first matching matcher ([`respond_to`](Self::respond_to)), any number of times.
/// Other requests get the queued responses in order, then the response of the responder, if there is one. Without any,
/// the request is rejected.
///
/// ```
/// use wireright_runtime::transport::{CannedResponse, CannedTransport, TransportErrorKind};
///
/// let transport = CannedTransport::new()
///     .respond(CannedResponse::fails(TransportErrorKind::Interrupted))
///     .respond(CannedResponse::new(200).header("x-request-id", "r-1").body(r#"{"code":"1"}"#));
/// assert!(transport.requests().is_empty());
/// ```
#[derive(Clone, Default)]
pub struct CannedTransport {
    shared: Arc<Mutex<SharedState>>,
}

/// Function that returns a response.
type Responder = Box<dyn FnMut(&http::Request<RequestBody>) -> CannedResponse + Send>;

#[derive(Default)]
struct SharedState {
    matched: Vec<(RequestMatcher, CannedResponse)>,
    responses: VecDeque<CannedResponse>,
    responder: Option<Responder>,
    requests: Vec<http::Request<RequestBody>>,
}

impl CannedTransport {
    /// A transport without responses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Queues a response.
    pub fn respond(self, response: CannedResponse) -> Self {
        self.push(response);
        self
    }

    /// Queues a response on a transport in use.
    pub fn push(&self, response: CannedResponse) {
        self.lock().responses.push_back(response);
    }

    /// Sets the response to every matching request. The first matching matcher counts.
    pub fn respond_to(self, matcher: RequestMatcher, response: CannedResponse) -> Self {
        self.lock().matched.push((matcher, response));
        self
    }

    /// Sets the response to every request of an operation: its status, and its body of the type that the operation
    /// returns. The first media type of the request's `Accept` decides how the body is encoded: as JSON, or for a
    /// string or bytes as they are. For documented errors and operations with several types of bodies, use
    /// [`respond_to_requests_of`](Self::respond_to_requests_of).
    ///
    /// ```
    /// # use wireright_runtime::{Operation, OperationRequest, Service, transport::CannedTransport};
    /// # static SERVICE: Service = Service {
    /// #     name: "pets", title: "Pets", user_agent: "pets/1", servers: &[], security_schemes: &[],
    /// #     client_parameters: &[],
    /// # };
    /// # static OPERATION: Operation = Operation {
    /// #     id: "list_pets", name: "pets.list_pets", method: "GET", path: "/pets", idempotent: true,
    /// #     security: &[], failures: &[], servers: &[], service: &SERVICE,
    /// # };
    /// # struct ListPets;
    /// # impl OperationRequest for ListPets {
    /// #     type Body = Vec<String>;
    /// #     const OPERATION: &'static Operation = &OPERATION;
    /// # }
    /// // `ListPets` is the request type of an operation that returns a list of names.
    /// let transport = CannedTransport::new().respond_to_operation::<ListPets>(200, &vec!["Minka".to_owned()]);
    /// assert_eq!(transport.requests_of::<ListPets>().len(), 0);
    /// ```
    pub fn respond_to_operation<R: OperationRequest>(self, status: u16, body: &R::Body) -> Self
    where
        R::Body: Serialize,
    {
        self.respond_to_requests_of::<R>(CannedResponse { is_negotiated: true, ..CannedResponse::of(status, body) })
    }

    /// Sets the response to every request of an operation, such as a documented error or another media type.
    ///
    /// ```
    /// # use wireright_runtime::{Operation, OperationRequest, Service, transport::{CannedResponse, CannedTransport}};
    /// # static SERVICE: Service = Service {
    /// #     name: "pets", title: "Pets", user_agent: "pets/1", servers: &[], security_schemes: &[],
    /// #     client_parameters: &[],
    /// # };
    /// # static OPERATION: Operation = Operation {
    /// #     id: "get_pet", name: "pets.get_pet", method: "GET", path: "/pets/{id}", idempotent: true,
    /// #     security: &[], failures: &[], servers: &[], service: &SERVICE,
    /// # };
    /// # struct GetPet;
    /// # impl OperationRequest for GetPet {
    /// #     type Body = String;
    /// #     const OPERATION: &'static Operation = &OPERATION;
    /// # }
    /// let gone = CannedResponse::json(404, r#"{"title":"gone"}"#).media_type("application/problem+json");
    /// let transport = CannedTransport::new().respond_to_requests_of::<GetPet>(gone);
    /// assert_eq!(transport.requests_of::<GetPet>().len(), 0);
    /// ```
    pub fn respond_to_requests_of<R: OperationRequest>(self, response: CannedResponse) -> Self {
        self.respond_to(RequestMatcher::of_operation(R::OPERATION), response)
    }

    /// All requests of an operation so far, in order.
    pub fn requests_of<R: OperationRequest>(&self) -> Vec<http::Request<RequestBody>> {
        self.requests_like(&RequestMatcher::of_operation(R::OPERATION))
    }

    /// Sets the function for requests that neither a matcher nor the queue serves.
    pub fn respond_with(
        self,
        responder: impl FnMut(&http::Request<RequestBody>) -> CannedResponse + Send + 'static,
    ) -> Self {
        self.lock().responder = Some(Box::new(responder));
        self
    }

    /// All requests so far, in order.
    pub fn requests(&self) -> Vec<http::Request<RequestBody>> {
        self.lock().requests.clone()
    }

    /// The matching requests so far, in order.
    pub fn requests_like(&self, matcher: &RequestMatcher) -> Vec<http::Request<RequestBody>> {
        self.lock().requests.iter().filter(|request| matcher.matches(request)).cloned().collect()
    }

    /// A panic of a responder leaves the data consistent.
    fn lock(&self) -> MutexGuard<'_, SharedState> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self, request: http::Request<RequestBody>) -> TransportResult {
        let mut shared = self.lock();
        let matched = shared.matched.iter().find(|(matcher, _)| matcher.matches(&request));
        let matched = matched.map(|(_, response)| response.clone());
        let matched = matched.map(|response| response.negotiated(request.headers().get(ACCEPT)));
        let response = match matched.or_else(|| shared.responses.pop_front()) {
            Some(response) => Some(response),
            None => shared.responder.as_mut().map(|responder| responder(&request)),
        };
        shared.requests.push(request);
        drop(shared);
        let missing = || Err(TransportError::new(TransportErrorKind::InvalidRequest, NO_RESPONSE));
        response.map_or_else(missing, CannedResponse::into_result)
    }
}

impl Transport for CannedTransport {
    fn send(&self, request: HttpRequest, _: Duration) -> BoxFuture<'_, TransportResult> {
        Box::pin(async move { self.next(read(request.into_http()).await?) })
    }
}

/// Reads a streamed body into memory.
async fn read(request: http::Request<RequestBody>) -> Result<http::Request<RequestBody>, TransportError> {
    if !request.body().is_streamed() {
        return Ok(request);
    }
    let refuse = |words: &str| TransportError::new(TransportErrorKind::InvalidRequest, words);
    let (head, body) = request.into_parts();
    let mut stream = body.into_stream().ok_or_else(|| refuse(SENT_BEFORE))?;
    let mut whole = Vec::new();
    while let Some(chunk) = stream.chunk().await {
        let interrupted =
            |error| TransportError::new(TransportErrorKind::Interrupted, "the upload failed").caused_by(error);
        whole.extend_from_slice(&chunk.map_err(|error: std::io::Error| interrupted(error))?);
    }
    Ok(http::Request::from_parts(head, RequestBody::whole(whole.into())))
}

impl fmt::Debug for CannedTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shared = self.lock();
        formatter
            .debug_struct("CannedTransport")
            .field("responses", &shared.responses.len())
            .field("requests", &shared.requests.len())
            .finish_non_exhaustive()
    }
}

/// Response of a [`CannedTransport`], or a failure.
#[derive(Clone, Debug)]
pub struct CannedResponse {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    body: Bytes,
    /// Whether the body is JSON that becomes what the request accepts.
    is_negotiated: bool,
    /// Failure, instead of a response or after the body.
    failure: Option<(TransportErrorKind, Failure)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    InPlaceOfResponse,
    AfterBody,
}

impl CannedResponse {
    /// A response without headers and body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new(), is_negotiated: false, failure: None }
    }

    /// A response with a JSON body.
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status).header("content-type", "application/json").body(body)
    }

    /// A response with the JSON of a value, such as one of a generated type, with its read-only properties and secrets.
    /// The request fails if the value has no JSON form.
    ///
    /// ```
    /// use wireright_runtime::{Secret, transport::CannedResponse};
    ///
    /// let response = CannedResponse::of(200, &[Secret::new("hunter2")]);
    /// ```
    pub fn of<T: Serialize + ?Sized>(status: u16, value: &T) -> Self {
        match with_secrets(|| serde_json::to_vec(value)) {
            Ok(body) => Self::json(status, body),
            Err(_) => Self::fails(TransportErrorKind::InvalidRequest),
        }
    }

    /// A response with a string, as `text/plain` in UTF-8.
    pub fn text(status: u16, text: impl Into<String>) -> Self {
        Self::new(status).header("content-type", "text/plain; charset=utf-8").body(text.into())
    }

    /// A response with bytes, as `application/octet-stream`.
    pub fn bytes(status: u16, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = Bytes::copy_from_slice(bytes.as_ref());
        Self::new(status).header("content-type", "application/octet-stream").body(bytes)
    }

    /// Replaces the `Content-Type`.
    pub fn media_type(mut self, media_type: &str) -> Self {
        self.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        self.header("content-type", media_type)
    }

    /// A failure instead of a response.
    pub fn fails(kind: TransportErrorKind) -> Self {
        Self { failure: Some((kind, Failure::InPlaceOfResponse)), ..Self::new(0) }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Fails after the body, like a connection that breaks.
    pub fn then_fails(mut self, kind: TransportErrorKind) -> Self {
        self.failure = Some((kind, Failure::AfterBody));
        self
    }

    /// The response in the first media type that a request accepts. A value that has no such form stays JSON, which the
    /// operation does not document, so that the call fails.
    fn negotiated(mut self, accept: Option<&HeaderValue>) -> Self {
        if !self.is_negotiated {
            return self;
        }
        let accept = accept.and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        let first = accept.split([',', ';']).next().unwrap_or_default().trim();
        let essence = first.to_ascii_lowercase();
        let is_json = essence.ends_with("/json") || essence.ends_with("+json");
        if essence.is_empty() || essence == "*/*" {
            let is_nothing = *self.body == *b"null";
            return if is_nothing { Self::new(self.status) } else { self };
        }
        if !is_json {
            let text = serde_json::from_slice::<String>(&self.body).map(String::into_bytes);
            match text.or_else(|_| serde_json::from_slice::<Vec<u8>>(&self.body)) {
                Ok(body) => self.body = body.into(),
                Err(_) => return self,
            }
        }
        // A range stands for any of its types.
        let media_type = match first.split_once('*') {
            Some((_, suffix)) if is_json => format!("application/{}", suffix.trim_start_matches('+')),
            Some((kind, _)) => format!("{kind}any"),
            None => first.to_owned(),
        };
        self.media_type(&media_type)
    }

    fn into_result(self) -> TransportResult {
        let canned = |kind| TransportError::new(kind, "a canned failure");
        let failure = match self.failure {
            Some((kind, Failure::InPlaceOfResponse)) => return Err(canned(kind)),
            Some((kind, Failure::AfterBody)) => Some(canned(kind)),
            None => None,
        };
        let malformed = |problem: &str| {
            TransportError::new(TransportErrorKind::InvalidRequest, format!("a canned response {problem}"))
        };
        let mut response = http::Response::new(ResponseBody::from_stream(Chunks { body: Some(self.body), failure }));
        *response.status_mut() = StatusCode::from_u16(self.status).map_err(|_| malformed("has no valid status"))?;
        for (name, value) in self.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| malformed("has a malformed header name"))?;
            let value = HeaderValue::from_bytes(&value).map_err(|_| malformed("has a malformed header value"))?;
            response.headers_mut().append(name, value);
        }
        Ok(response)
    }
}

/// The body, then the failure, if any.
struct Chunks {
    body: Option<Bytes>,
    failure: Option<TransportError>,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let body = self.body.take().filter(|body| !body.is_empty()).map(Ok);
        Poll::Ready(body.or_else(|| self.failure.take().map(Err)))
    }
}
