//! Transports: [`Transport`] sends one request once. One goes over the network, one returns prepared responses.
//!
//! - `body`: [`ResponseBody`]
//! - `canned`: [`CannedTransport`], for tests
//! - `error`: [`TransportError`]
//! - `gzip`: decompresses responses
//! - `http_request`: [`HttpRequest`], a request as a transport sends it
//! - `matcher`: [`RequestMatcher`], conditions on requests for canned responses
//! - `proxies`: proxy settings
//! - `reqwest_builder`: settings of the transport over the network
//! - `reqwest_transport`: the transport over the network
//! - `tls`: TLS settings
//! - `tower`: middleware of `tower`
//!
//! A transport makes no decisions: it neither signs, retries, follows redirects, stores cookies nor interprets a
//! status.

mod body;
mod canned;
mod error;
#[cfg(all(feature = "gzip", feature = "reqwest"))]
mod gzip;
mod http_request;
mod matcher;
#[cfg(feature = "reqwest")]
mod proxies;
#[cfg(feature = "reqwest")]
mod reqwest_builder;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
#[cfg(feature = "reqwest")]
mod tls;
#[cfg(feature = "tower")]
mod tower;

use std::{fmt, sync::Arc, time::Duration};

pub use body::ResponseBody;
pub use canned::{CannedResponse, CannedTransport};
pub(crate) use error::BoxError;
pub use error::{CertificatePart, TransportError, TransportErrorKind};
pub use http_request::HttpRequest;
pub use matcher::RequestMatcher;
#[cfg(feature = "reqwest")]
pub use proxies::{Proxies, Proxy};
#[cfg(feature = "reqwest")]
pub use reqwest_builder::ReqwestTransportBuilder;
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
#[cfg(feature = "reqwest")]
pub use tls::TlsVersion;
#[cfg(feature = "tower")]
pub use tower::{TowerTransport, TransportService};

pub use crate::future::BoxFuture;

/// Error of sending a streamed body twice.
const SENT_BEFORE: &str = "the upload was sent before: a reader or a stream can be sent only once";

/// Result of a transport.
pub type TransportResult = Result<http::Response<ResponseBody>, TransportError>;

/// Sends one HTTP request once.
///
/// It must send method, target, headers and body unchanged, since they are signed, and must neither retry nor
/// follow redirects. It must end within `limit`, including the body. If it cannot tell whether the request was
/// sent, it returns [`TransportErrorKind::Interrupted`] or [`TransportErrorKind::Timeout`].
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends a request. Returns as soon as the response headers have arrived.
    fn send(&self, request: HttpRequest, limit: Duration) -> BoxFuture<'_, TransportResult>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: HttpRequest, limit: Duration) -> BoxFuture<'_, TransportResult> {
        T::send(self, request, limit)
    }
}
