//! A transport that sends every request to one address, whatever host it is meant for.

use std::{net::SocketAddr, time::Duration};

use huaweicloud_reset_password::runtime::{
    RequestBody, Uri,
    transport::{BoxFuture, ReqwestTransport, Transport, TransportError, TransportErrorKind, TransportResult},
};

/// Sends over the real transport, but always to this address and without TLS. The bytes are those of the original request: its
/// `Host` header was there before, and stays.
#[derive(Clone, Debug)]
pub struct Reroute {
    address: SocketAddr,
    transport: ReqwestTransport,
}

impl Reroute {
    /// To this address.
    ///
    /// # Panics
    ///
    /// If the transport cannot be made.
    pub fn to(address: SocketAddr) -> Self {
        Self { address, transport: ReqwestTransport::builder().build().expect("the defaults are good") }
    }
}

impl Transport for Reroute {
    fn send(&self, mut request: http::Request<RequestBody>, limit: Duration) -> BoxFuture<'_, TransportResult> {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        match format!("http://{}{target}", self.address).parse::<Uri>() {
            Ok(uri) => *request.uri_mut() = uri,
            Err(error) => {
                let refused =
                    TransportError::new(TransportErrorKind::InvalidRequest, "the target is malformed").caused_by(error);
                return Box::pin(std::future::ready(Err(refused)));
            }
        }
        self.transport.send(request, limit)
    }
}
