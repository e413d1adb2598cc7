//! [`ReqwestTransportBuilder`]: the settings of the transport over the network.

use std::{net::SocketAddr, time::Duration};

use super::{Proxies, ReqwestTransport, TlsVersion, TransportError, TransportErrorKind, tls::Tls};
use crate::Secret;

/// Default bound of connecting, that of [`Timeouts::new`](crate::Timeouts::new).
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection is kept for the next request. Shorter than servers keep theirs, so that a request is
/// rarely written to a connection that is being closed, after which nobody knows whether it arrived.
const KEPT_IDLE: Duration = Duration::from_secs(20);

/// The settings of a [`ReqwestTransport`]. Nothing of them is taken from the environment unless it says so
/// ([`Proxies::from_env`]), and no feature of Cargo changes what is sent by itself.
///
/// ```
/// use wireright_runtime::transport::{Proxies, ReqwestTransport, TlsVersion};
///
/// let settings = ReqwestTransport::builder().proxies(Proxies::from_env()).min_tls_version(TlsVersion::V1_3);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    addresses: Vec<(String, SocketAddr)>,
    tls: Tls,
    proxies: Proxies,
    kept_idle: Duration,
    max_idle: usize,
    #[cfg(feature = "http2")]
    http2: bool,
    #[cfg(feature = "gzip")]
    gzip: bool,
}

impl ReqwestTransport {
    /// Settings with their defaults.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::default()
    }
}

impl Default for ReqwestTransportBuilder {
    fn default() -> Self {
        Self {
            connect_timeout: CONNECT_TIMEOUT,
            addresses: Vec::new(),
            tls: Tls::default(),
            proxies: Proxies::new(),
            kept_idle: KEPT_IDLE,
            max_idle: usize::MAX,
            #[cfg(feature = "http2")]
            http2: false,
            #[cfg(feature = "gzip")]
            gzip: false,
        }
    }
}

impl ReqwestTransportBuilder {
    /// Bounds the time to connect, TLS handshake and the way through a proxy included; 10 s if it is not said.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// Connects to this address wherever a URL names this host. The address' port is used unless the URL has one.
    pub fn resolve(mut self, host: impl Into<String>, address: SocketAddr) -> Self {
        self.addresses.push((host.into().to_ascii_lowercase(), address));
        self
    }

    /// Has requests go through these proxies; none, if it is not said.
    pub fn proxies(mut self, proxies: Proxies) -> Self {
        self.proxies = proxies;
        self
    }

    /// Trusts the certificates of this PEM text too, beside those that this machine trusts.
    pub fn root_certificate_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.roots.push(pem.into());
        self
    }

    /// Trusts the certificates of [`root_certificate_pem`](Self::root_certificate_pem) alone, and none that this
    /// machine trusts.
    pub fn only_root_certificates(mut self, is_only: bool) -> Self {
        self.tls.only_roots = is_only;
        self
    }

    /// Shows this certificate to servers that ask for one (mutual TLS): its PEM text, with the certificates between
    /// it and the authority that the server knows after it, and the PEM text of its private key.
    pub fn client_certificate_pem(mut self, chain: impl Into<Vec<u8>>, key: impl Into<Secret>) -> Self {
        self.tls.client = Some((chain.into(), key.into()));
        self
    }

    /// Whether it has a certificate of the client.
    pub(crate) fn has_client_certificate(&self) -> bool {
        self.tls.client.is_some()
    }

    /// Speaks TLS from this version on; from 1.2 if it is not said.
    pub fn min_tls_version(mut self, version: TlsVersion) -> Self {
        self.tls.min_version = version;
        self
    }

    /// Keeps an idle connection for so long; 20 s if it is not said, which is shorter than services keep theirs:
    /// one that is closed while a request is written to it leaves unknown whether that arrived.
    pub fn pool_idle_timeout(mut self, time: Duration) -> Self {
        self.kept_idle = time;
        self
    }

    /// Keeps at most so many idle connections to a host; with 0, each request has a connection of its own. As many
    /// as there are if it is not said.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.max_idle = connections;
        self
    }

    /// Offers HTTP/2 to servers, which is spoken where the server knows it; only HTTP/1.1 is if it is not said.
    #[cfg(feature = "http2")]
    pub fn http2(mut self, is_offered: bool) -> Self {
        self.http2 = is_offered;
        self
    }

    /// Asks for responses that are compressed by gzip, and expands them. The bound of a response's length
    /// ([`ClientBuilder::max_response_bytes`](crate::ClientBuilder::max_response_bytes)) is for what they expand to.
    #[cfg(feature = "gzip")]
    pub fn gzip(mut self, is_asked_for: bool) -> Self {
        self.gzip = is_asked_for;
        self
    }

    /// Makes the transport. Nothing is sent.
    ///
    /// # Errors
    ///
    /// If a certificate or a key cannot be used, if this machine trusts no certificate at all and none was given,
    /// if a proxy has no address, or if no provider of TLS is there.
    #[cfg_attr(not(feature = "http2"), expect(unused_mut, reason = "nothing is changed then"))]
    pub fn build(mut self) -> Result<ReqwestTransport, TransportError> {
        #[cfg(feature = "http2")]
        if self.http2 {
            self.tls.protocols = [&b"h2"[..], b"http/1.1"].map(<[u8]>::to_vec).to_vec();
        }
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.config()?)
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.kept_idle)
            .pool_max_idle_per_host(self.max_idle)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            // Those of the environment; the ones that are added below count all the same.
            .no_proxy();
        if self.tls.protocols.is_empty() {
            builder = builder.http1_only();
        }
        #[cfg(feature = "gzip")]
        {
            builder = builder.gzip(self.gzip);
        }
        for proxy in self.proxies.to_reqwest()? {
            builder = builder.proxy(proxy);
        }
        for (host, address) in &self.addresses {
            builder = builder.resolve(host, *address);
        }
        let client = builder.build().map_err(|error| {
            TransportError::new(TransportErrorKind::InvalidRequest, "the network cannot be set up").caused_by(error)
        })?;
        Ok(ReqwestTransport::of(client))
    }
}
