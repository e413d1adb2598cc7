//! How bytes move: the [`Transport`] trait, one over the network, and one that responds from memory.
//!
//! A transport sends one request once and says what came back. It decides nothing else: it signs nothing, repeats
//! nothing, follows no redirect, stores no cookie and reads no status.

mod body;
mod canned;
mod error;
mod matcher;
#[cfg(feature = "reqwest")]
mod proxies;
#[cfg(feature = "reqwest")]
mod reqwest_builder;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
#[cfg(feature = "reqwest")]
mod tls;

use std::{fmt, sync::Arc, time::Duration};

pub use body::ResponseBody;
pub use canned::{CannedResponse, CannedTransport};
pub(crate) use error::BoxError;
pub use error::{CertificatePart, TransportError, TransportErrorKind};
pub use matcher::RequestMatcher;
#[cfg(feature = "reqwest")]
pub use proxies::{Proxies, Proxy};
#[cfg(feature = "reqwest")]
pub use reqwest_builder::ReqwestTransportBuilder;
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
#[cfg(feature = "reqwest")]
pub use tls::TlsVersion;

use crate::RequestBody;
pub use crate::future::BoxFuture;

/// The words of a refusal to send a streamed body twice.
const SENT_BEFORE: &str = "the upload was sent before, and what comes from a reader or a stream can be sent once";

/// What a transport brings back.
pub type TransportResult = Result<http::Response<ResponseBody>, TransportError>;

/// Sends one HTTP request once.
///
/// It must send method, target, headers and body exactly as they are, since they are signed, and must not repeat
/// the request or follow a redirect. Within `limit` it must have ended, the reading of the body included; when it
/// cannot say whether the request left this machine, it says [`TransportErrorKind::Interrupted`] or
/// [`TransportErrorKind::Timeout`].
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends a request and returns what came back as soon as its headers are there.
    fn send(&self, request: http::Request<RequestBody>, limit: Duration) -> BoxFuture<'_, TransportResult>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<RequestBody>, limit: Duration) -> BoxFuture<'_, TransportResult> {
        T::send(self, request, limit)
    }
}
