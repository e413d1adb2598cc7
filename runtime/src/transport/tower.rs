//! Middleware of `tower`: a transport as a `tower::Service`, and such a service as a transport.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use tower_layer::Layer;
use tower_service::Service;

use super::{BoxError, BoxFuture, HttpRequest, ResponseBody, Transport, TransportError, TransportResult};
use crate::RequestBody;

/// The limit of a request that a service sends by itself.
const DEFAULT_LIMIT: Duration = Duration::from_secs(30);

/// What a request of the client has besides its HTTP parts. It travels as an extension of the request.
#[derive(Clone, Debug)]
struct CallParts {
    limit: Duration,
    redacted_url: String,
}

/// A transport as a `tower::Service`: the innermost service of a stack of layers.
///
/// ```
/// use wireright_runtime::transport::{CannedResponse, CannedTransport, TowerTransport};
/// # use tower_layer::Identity as Retry;
///
/// // `reqwest` is `ReqwestTransport::builder().build()?`; layers are those of `tower` and `tower-http`, or your own.
/// let reqwest = CannedTransport::new().respond(CannedResponse::new(204));
/// let transport = TowerTransport::layered(reqwest, Retry::new());
/// // pets::Client::builder().transport(transport)
/// # let _: &dyn wireright_runtime::transport::Transport = &transport;
/// ```
#[derive(Clone, Debug)]
pub struct TransportService {
    transport: Arc<dyn Transport>,
}

impl TransportService {
    /// The service of a transport.
    pub fn new(transport: impl Transport + 'static) -> Self {
        Self { transport: Arc::new(transport) }
    }
}

impl Service<http::Request<RequestBody>> for TransportService {
    type Response = http::Response<ResponseBody>;
    type Error = TransportError;
    type Future = BoxFuture<'static, TransportResult>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: http::Request<RequestBody>) -> Self::Future {
        let transport = Arc::clone(&self.transport);
        let parts = request.extensions_mut().remove::<CallParts>();
        Box::pin(async move {
            let limit = parts.as_ref().map_or(DEFAULT_LIMIT, |parts| parts.limit);
            let request = match parts {
                Some(parts) => HttpRequest::new(request, Some(parts.redacted_url)),
                None => HttpRequest::from(request),
            };
            transport.send(request, limit).await
        })
    }
}

/// A `tower::Service` as a transport, for middleware between the client and the network.
///
/// Each attempt of a call is one call of the service: the client signs a request before the layers see it, so a layer
/// must not change what is signed. The client's own retries, timeouts and limits stay in effect outside of it.
///
/// An error of the service that is no [`TransportError`] is one of the kind
/// [`Interrupted`](super::TransportErrorKind::Interrupted): the request may have been sent.
pub struct TowerTransport<S> {
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// A transport that calls clones of this service.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }

    /// A transport with layers around another one: a `tower::ServiceBuilder`, or any `tower::Layer`.
    pub fn layered<L: Layer<TransportService, Service = S>>(transport: impl Transport + 'static, layers: L) -> Self {
        Self::new(layers.layer(TransportService::new(transport)))
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TowerTransport(..)")
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<http::Request<RequestBody>, Response = http::Response<B>> + Clone + Send,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: HttpRequest, limit: Duration) -> BoxFuture<'_, TransportResult> {
        let service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let mut service = service;
            let redacted_url = request.redacted_url().into_owned();
            let mut request = request.into_http();
            request.extensions_mut().insert(CallParts { limit, redacted_url });
            poll_fn(|context| service.poll_ready(context)).await.map_err(TransportError::of_middleware)?;
            let response = service.call(request).await.map_err(TransportError::of_middleware)?;
            Ok(response.map(|body| ResponseBody::from_stream(Data(Box::pin(body)))))
        })
    }
}

/// The data of a body, without trailers.
struct Data<B>(Pin<Box<B>>);

impl<B: Body<Data = Bytes>> Stream for Data<B>
where
    B::Error: Into<BoxError>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(match ready!(self.0.as_mut().poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => Some(Ok(data)),
                    Err(_) => continue,
                },
                Some(Err(error)) => Some(Err(TransportError::of_middleware(error))),
                None => None,
            });
        }
    }
}

/// For layers that read the body of a response.
impl Body for ResponseBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.poll_chunk(context).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{CannedResponse, CannedTransport, TransportErrorKind};

    /// Adds a header to each request, and to each response.
    #[derive(Clone)]
    struct Header;

    #[derive(Clone)]
    struct WithHeader<S>(S);

    impl<S> Layer<S> for Header {
        type Service = WithHeader<S>;

        fn layer(&self, inner: S) -> WithHeader<S> {
            WithHeader(inner)
        }
    }

    impl<S: Service<http::Request<RequestBody>>> Service<http::Request<RequestBody>> for WithHeader<S> {
        type Response = S::Response;
        type Error = S::Error;
        type Future = S::Future;

        fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
            self.0.poll_ready(context)
        }

        fn call(&mut self, mut request: http::Request<RequestBody>) -> S::Future {
            request.headers_mut().insert("x-layer", http::HeaderValue::from_static("1"));
            self.0.call(request)
        }
    }

    /// Fails with an error of its own.
    #[derive(Clone)]
    struct Closed;

    impl Service<http::Request<RequestBody>> for Closed {
        type Response = http::Response<ResponseBody>;
        type Error = std::io::Error;
        type Future = std::future::Ready<Result<Self::Response, Self::Error>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Err(std::io::Error::other("closed")))
        }

        fn call(&mut self, _: http::Request<RequestBody>) -> Self::Future {
            std::future::ready(Err(std::io::Error::other("closed")))
        }
    }

    fn request() -> HttpRequest {
        let request = http::Request::get("https://example.com/?key=hunter2").body(RequestBody::default()).unwrap();
        HttpRequest::new(request, Some("https://example.com/?key=***".to_owned()))
    }

    #[tokio::test]
    async fn layers_see_requests_and_responses() {
        let canned = CannedTransport::new().respond(CannedResponse::new(200).body("hello"));
        let transport = TowerTransport::layered(canned.clone(), Header);
        let response = transport.send(request(), Duration::from_secs(1)).await.unwrap();
        let mut body = response.into_body();
        assert_eq!(body.chunk().await.unwrap().unwrap(), "hello");
        assert!(body.chunk().await.is_none());
        let sent = canned.requests().pop().unwrap();
        assert_eq!(sent.headers()["x-layer"], "1");
        assert!(sent.extensions().get::<CallParts>().is_none());
    }

    #[tokio::test]
    async fn errors_keep_their_kind() {
        let canned = CannedTransport::new().respond(CannedResponse::fails(TransportErrorKind::Timeout));
        let error = TowerTransport::layered(canned, Header).send(request(), Duration::from_secs(1)).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Timeout);
        let error = TowerTransport::new(Closed).send(request(), Duration::from_secs(1)).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Interrupted);
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}
