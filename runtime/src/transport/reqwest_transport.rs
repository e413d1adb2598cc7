//! [`ReqwestTransport`]: HTTP over the network, by reqwest.
//!
//! All that reqwest does by itself is turned off: redirects, proxies of the environment, repeating, cookies. No
//! type of reqwest is in a public signature.

use std::{
    error::Error as _,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderValue, Method, header::CONTENT_LENGTH};
use http_body::{Body as _, Frame, SizeHint};

use super::{BoxFuture, ResponseBody, SENT_BEFORE, Transport, TransportError, TransportErrorKind, TransportResult};
use crate::{BodyStream, RequestBody};

/// Sends requests over the network. Clones share connections. It must be used within a tokio runtime with I/O and
/// time enabled.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    pub(super) fn of(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<RequestBody>, limit: Duration) -> BoxFuture<'_, TransportResult> {
        Box::pin(async move {
            let request = translate(request, limit)?;
            let response = self.client.execute(request).await.map_err(|error| explain(error, limit))?;
            let (head, body) = http::Response::<reqwest::Body>::from(response).into_parts();
            let body = Chunks { body, limit };
            Ok(http::Response::from_parts(head, ResponseBody::from_stream(body)))
        })
    }
}

/// The same request as reqwest's type, or a refusal if that would change where it goes.
fn translate(request: http::Request<RequestBody>, limit: Duration) -> Result<reqwest::Request, TransportError> {
    let refuse = |words| TransportError::new(TransportErrorKind::InvalidRequest, words);
    let (head, body) = request.into_parts();
    let written = head.uri.to_string();
    let url = reqwest::Url::parse(&written).map_err(|error| refuse("the URL is malformed").caused_by(error))?;
    // A URL parser may rewrite what it reads; but the path is signed, and must address what it says.
    if url.as_str() != written {
        return Err(refuse("the URL would be changed on the way"));
    }
    let mut request = reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.timeout_mut() = Some(limit);
    if body.is_streamed() {
        let length = body.length();
        let stream = body.into_stream().ok_or_else(|| refuse(SENT_BEFORE))?;
        *request.body_mut() = Some(reqwest::Body::wrap(Sending { stream: Mutex::new(stream), length }));
    } else if !body.is_empty() {
        *request.body_mut() = Some(body.into_bytes().into());
    } else if matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
        // These usually have a body, so its absence is said (RFC 9110, section 8.6); some gateways respond 411
        // otherwise.
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(request)
}

/// The body of a request as it is sent. reqwest asks for `Sync`, which the lock gives; nothing is ever locked.
struct Sending {
    stream: Mutex<BodyStream>,
    length: Option<u64>,
}

impl http_body::Body for Sending {
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

/// The body as it arrives.
struct Chunks {
    body: reqwest::Body,
    limit: Duration,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(explain(error, self.limit)))),
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => Poll::Ready(Some(Ok(data))),
                    // Trailers: nothing that is read has any.
                    Err(_) => continue,
                },
            };
        }
    }
}

/// What an error of reqwest means for the question of whether the request was sent.
fn explain(error: reqwest::Error, limit: Duration) -> TransportError {
    // Of the URL, only the host may be shown: path and query can hold anything.
    let host = error.url().and_then(|url| url.host_str()).map(str::to_owned);
    let with_host = host.map(|host| format!(" to `{host}`")).unwrap_or_default();
    let error = error.without_url();
    let (kind, words) = if error.is_builder() {
        (TransportErrorKind::InvalidRequest, "the request cannot be sent".to_owned())
    } else if error.is_connect() && has_tls_cause(&error) {
        (TransportErrorKind::Tls, format!("the TLS handshake of a connection{with_host} failed"))
    } else if is_stranger(&error) {
        (TransportErrorKind::Tls, format!("the server of a connection{with_host} does not accept this client"))
    } else if error.is_connect() {
        (TransportErrorKind::Connect, format!("no connection{with_host} could be made"))
    } else if error.is_timeout() {
        (TransportErrorKind::Timeout, format!("no whole response came within {} s", limit.as_secs_f64()))
    } else if is_not_gzip(&error) {
        (TransportErrorKind::Interrupted, "the response is said to be compressed and cannot be expanded".to_owned())
    } else {
        (TransportErrorKind::Interrupted, "the connection broke before a whole response came".to_owned())
    };
    let words = match root_cause(&error) {
        Some(cause) if kind != TransportErrorKind::Timeout => format!("{words}: {cause}"),
        _ => words,
    };
    TransportError::new(kind, words).caused_by(error)
}

/// Whether rustls is what failed. A connection that was closed during the handshake is not meant: it may succeed
/// next time.
fn has_tls_cause(error: &reqwest::Error) -> bool {
    causes(error).any(<dyn std::error::Error>::is::<rustls::Error>)
}

/// Whether the server ended the handshake because of the client's certificate, or because there is none. In TLS 1.3
/// the client learns it only when it reads, but nothing is read by the server before the handshake ends.
fn is_stranger(error: &reqwest::Error) -> bool {
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

/// Whether what came is not compressed as it is said to be.
fn is_not_gzip(error: &reqwest::Error) -> bool {
    use std::io::{Error, ErrorKind};
    let is_malformed = |error: &Error| matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::InvalidInput);
    cfg!(feature = "gzip")
        && !has_tls_cause(error)
        && causes(error).filter_map(|cause| cause.downcast_ref::<Error>()).any(is_malformed)
}

/// The words of the innermost cause, which say the most.
fn root_cause(error: &reqwest::Error) -> Option<String> {
    causes(error).last().map(ToString::to_string)
}

/// All causes, the outermost first. The `source` of an `io::Error` is not what it wraps, but the source of that.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        let wrapped = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        wrapped.map(|inner| inner as _).or_else(|| cause.source())
    })
}
