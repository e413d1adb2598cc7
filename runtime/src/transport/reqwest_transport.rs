//! [`ReqwestTransport`]: HTTP over the network, with reqwest.
//!
//! Redirects, environment proxies, retries and cookies of reqwest are disabled. No public signature contains a type
//! of reqwest.

use std::{
    error::Error as _,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
#[cfg(feature = "gzip")]
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, RANGE};
use http::{HeaderValue, header::CONTENT_LENGTH};
use http_body::{Body as _, Frame, SizeHint};

#[cfg(feature = "gzip")]
use super::gzip::{GzipBody, is_gzip};
use super::{
    BoxFuture, HttpRequest, ResponseBody, SENT_BEFORE, Transport, TransportError, TransportErrorKind, TransportResult,
};
use crate::BodyStream;

/// Sends requests over the network. Clones share connections. It needs a tokio runtime with I/O and time enabled.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: Client,
    #[cfg(feature = "gzip")]
    gzip: bool,
}

impl ReqwestTransport {
    pub(super) fn of(client: Client, #[cfg(feature = "gzip")] gzip: bool) -> Self {
        Self {
            client,
            #[cfg(feature = "gzip")]
            gzip,
        }
    }
}

/// The client of reqwest, or one with middleware around it.
#[derive(Clone, Debug)]
pub(super) enum Client {
    Plain(reqwest::Client),
    #[cfg(feature = "reqwest-middleware")]
    WithMiddleware(reqwest_middleware::ClientWithMiddleware),
}

impl Client {
    async fn execute(&self, request: reqwest::Request, limit: Duration) -> Result<reqwest::Response, TransportError> {
        match self {
            Self::Plain(client) => client.execute(request).await.map_err(|error| classify(error, limit)),
            #[cfg(feature = "reqwest-middleware")]
            Self::WithMiddleware(client) => client.execute(request).await.map_err(|error| match error {
                reqwest_middleware::Error::Reqwest(error) => classify(error, limit),
                reqwest_middleware::Error::Middleware(error) => TransportError::of_middleware(error),
            }),
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest, limit: Duration) -> BoxFuture<'_, TransportResult> {
        Box::pin(async move {
            #[cfg_attr(not(feature = "gzip"), expect(unused_mut, reason = "nothing is added then"))]
            let mut request = translate(request, limit)?;
            #[cfg(feature = "gzip")]
            if self.gzip && !request.headers().contains_key(RANGE) {
                request.headers_mut().entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
            }
            let response = self.client.execute(request, limit).await?;
            #[cfg_attr(not(feature = "gzip"), expect(unused_mut, reason = "nothing is removed then"))]
            let (mut head, body) = http::Response::<reqwest::Body>::from(response).into_parts();
            let body = ResponseStream { body, limit };
            #[cfg(feature = "gzip")]
            if self.gzip && is_gzip(&head.headers) {
                // Both describe the compressed body.
                head.headers.remove(CONTENT_ENCODING);
                head.headers.remove(CONTENT_LENGTH);
                return Ok(http::Response::from_parts(head, ResponseBody::from_stream(GzipBody::new(body))));
            }
            Ok(http::Response::from_parts(head, ResponseBody::from_stream(body)))
        })
    }
}

/// Converts to a reqwest request. Fails if that would change the URL.
fn translate(request: HttpRequest, limit: Duration) -> Result<reqwest::Request, TransportError> {
    let invalid = |message| TransportError::new(TransportErrorKind::InvalidRequest, message);
    let (head, body) = request.into_http().into_parts();
    let written = head.uri.to_string();
    let url = reqwest::Url::parse(&written).map_err(|error| invalid("the URL is malformed").caused_by(error))?;
    // A URL parser may normalize the URL, but the path is signed.
    if url.as_str() != written {
        return Err(invalid("a URL parser would change the URL"));
    }
    let mut request = reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.timeout_mut() = Some(limit);
    if body.is_streamed() {
        let length = body.length();
        let stream = body.into_stream().ok_or_else(|| invalid(SENT_BEFORE))?;
        *request.body_mut() = Some(reqwest::Body::wrap(RequestStream { stream: Mutex::new(stream), length }));
    } else if !body.is_empty() {
        *request.body_mut() = Some(body.into_bytes().into());
    } else if ["POST", "PUT", "PATCH", "QUERY"].contains(&request.method().as_str()) {
        // RFC 9110, section 8.6: methods that usually have a body state an empty one. Some gateways respond 411
        // otherwise.
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(request)
}

/// A streamed request body. reqwest requires `Sync`, which the mutex provides; it is never locked.
struct RequestStream {
    stream: Mutex<BodyStream>,
    length: Option<u64>,
}

impl http_body::Body for RequestStream {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let stream = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner);
        Pin::new(stream).poll_next(context).map_ok(Frame::data)
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A streamed response body.
struct ResponseStream {
    body: reqwest::Body,
    limit: Duration,
}

impl Stream for ResponseStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(classify(error, self.limit)))),
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => Poll::Ready(Some(Ok(data))),
                    // Trailers are ignored.
                    Err(_) => continue,
                },
            };
        }
    }
}

/// Classifies an error of reqwest by whether the request was sent.
fn classify(error: reqwest::Error, limit: Duration) -> TransportError {
    // Only host and port are shown: path and query may contain secrets.
    let host = error.url().and_then(|url| {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Some(format!(" to `{}{port}`", url.host_str()?))
    });
    let with_host = host.unwrap_or_default();
    let error = error.without_url();
    let (kind, message) = if error.is_builder() {
        (TransportErrorKind::InvalidRequest, "the request cannot be sent".to_owned())
    } else if error.is_connect() && has_tls_cause(&error) {
        (TransportErrorKind::Tls, format!("the TLS handshake of a connection{with_host} failed"))
    } else if is_client_rejected(&error) {
        (TransportErrorKind::Tls, format!("the server of a connection{with_host} does not accept this client"))
    } else if error.is_connect() {
        (TransportErrorKind::Connect, format!("no connection{with_host}"))
    } else if error.is_timeout() {
        (TransportErrorKind::Timeout, format!("no complete response within {} s", limit.as_secs_f64()))
    } else if causes(&error).any(|cause| cause.to_string() == HEAD_TOO_LARGE) {
        let message = "the head of the response is too large: it has more than 100 headers, or too many bytes";
        (TransportErrorKind::Interrupted, message.to_owned())
    } else {
        (TransportErrorKind::Interrupted, "the connection broke before the response was complete".to_owned())
    };
    let message = match root_cause(&error) {
        Some(cause) if kind != TransportErrorKind::Timeout => format!("{message}: {cause}"),
        _ => message,
    };
    TransportError::new(kind, message).caused_by(error)
}

/// Whether rustls failed. A connection that closes during the handshake is excluded: it may succeed next time.
fn has_tls_cause(error: &reqwest::Error) -> bool {
    causes(error).any(<dyn std::error::Error>::is::<rustls::Error>)
}

/// Whether the server rejected the client certificate, or requires one. In TLS 1.3 the client learns it on reading,
/// but the server reads nothing before the handshake ends.
fn is_client_rejected(error: &reqwest::Error) -> bool {
    use rustls::{AlertDescription as Alert, Error};
    causes(error).filter_map(|cause| cause.downcast_ref::<Error>()).any(|error| {
        matches!(
            error,
            Error::AlertReceived(
                Alert::CertificateRequired
                    | Alert::BadCertificate
                    | Alert::UnsupportedCertificate
                    | Alert::CertificateRevoked
                    | Alert::CertificateExpired
                    | Alert::CertificateUnknown
                    | Alert::UnknownCA
                    | Alert::AccessDenied
                    | Alert::DecryptError
            )
        )
    })
}

/// The message of hyper for the head of a response with more headers or bytes than it accepts.
const HEAD_TOO_LARGE: &str = "message head is too large";

/// Message of the innermost cause, which is the most specific.
fn root_cause(error: &reqwest::Error) -> Option<String> {
    causes(error).last().map(ToString::to_string)
}

/// All causes, outermost first. The `source` of an `io::Error` skips the error that it wraps.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        let wrapped = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        wrapped.map(|inner| inner as _).or_else(|| cause.source())
    })
}
