//! Transport that sends every request to one address.

use std::{net::SocketAddr, time::Duration};

use huaweicloud_reset_password::runtime::{
    Uri,
    transport::{
        BoxFuture, HttpRequest, ReqwestTransport, Transport, TransportError, TransportErrorKind, TransportResult,
    },
};

/// Sends every request to one address, without TLS. The request keeps its `Host` header.
#[derive(Clone, Debug)]
pub struct FixedAddressTransport {
    address: SocketAddr,
    transport: ReqwestTransport,
}

impl FixedAddressTransport {
    /// A transport to this address.
    ///
    /// # Panics
    ///
    /// If the transport cannot be built.
    pub fn new(address: SocketAddr) -> Self {
        Self { address, transport: ReqwestTransport::builder().build().expect("the defaults are good") }
    }
}

impl Transport for FixedAddressTransport {
    fn send(&self, mut request: HttpRequest, limit: Duration) -> BoxFuture<'_, TransportResult> {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        match format!("http://{}{target}", self.address).parse::<Uri>() {
            Ok(uri) => *request.uri_mut() = uri,
            Err(error) => {
                let invalid =
                    TransportError::new(TransportErrorKind::InvalidRequest, "the target is malformed").caused_by(error);
                return Box::pin(std::future::ready(Err(invalid)));
            }
        }
        self.transport.send(request, limit)
    }
}
