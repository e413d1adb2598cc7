//! [`ReqwestTransportBuilder`]: settings of the transport over the network.

use std::{net::SocketAddr, time::Duration};

use super::{
    Proxies, ReqwestTransport, TlsVersion, TransportError, TransportErrorKind, reqwest_transport::Client, tls::Tls,
};
use crate::Secret;

/// Default bound of connecting, that of [`Timeouts::new`](crate::Timeouts::new).
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Default idle time of a connection. It is shorter than that of servers, so a request is rarely written to a
/// connection that the server closes.
const KEPT_IDLE: Duration = Duration::from_secs(20);

/// Settings of a [`ReqwestTransport`]. The environment has no effect unless requested ([`Proxies::from_env`]), and
/// Cargo features change nothing by themselves.
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
    /// Limits connecting, including the TLS handshake and a proxy. Default: 10 s.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// Connects to this address for URLs with this host. The port of the URL takes precedence.
    pub fn resolve(mut self, host: impl Into<String>, address: SocketAddr) -> Self {
        self.addresses.push((host.into().to_ascii_lowercase(), address));
        self
    }

    /// Sets the proxies. Default: none.
    pub fn proxies(mut self, proxies: Proxies) -> Self {
        self.proxies = proxies;
        self
    }

    /// Trusts these PEM certificates in addition to those of the system.
    pub fn root_certificate_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.roots.push(pem.into());
        self
    }

    /// Trusts only the certificates of [`root_certificate_pem`](Self::root_certificate_pem).
    pub fn only_root_certificates(mut self, is_only: bool) -> Self {
        self.tls.only_roots = is_only;
        self
    }

    /// Sets the client certificate for mutual TLS: its PEM chain, followed by the intermediate certificates, and
    /// the PEM private key.
    pub fn client_certificate_pem(mut self, chain: impl Into<Vec<u8>>, key: impl Into<Secret>) -> Self {
        self.tls.client = Some((chain.into(), key.into()));
        self
    }

    /// Whether a client certificate is set.
    pub(crate) fn has_client_certificate(&self) -> bool {
        self.tls.client.is_some()
    }

    /// Sets the minimum TLS version. Default: 1.2.
    pub fn min_tls_version(mut self, version: TlsVersion) -> Self {
        self.tls.min_version = version;
        self
    }

    /// Sets the maximum idle time of a connection. Default: 20 s, shorter than that of services: a request on a
    /// connection that the service closes may or may not arrive.
    pub fn pool_idle_timeout(mut self, time: Duration) -> Self {
        self.kept_idle = time;
        self
    }

    /// Sets the maximum number of idle connections per host. 0 uses a new connection per request. Default:
    /// unlimited.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.max_idle = connections;
        self
    }

    /// Offers HTTP/2. Default: HTTP/1.1 only.
    #[cfg(feature = "http2")]
    pub fn http2(mut self, is_offered: bool) -> Self {
        self.http2 = is_offered;
        self
    }

    /// Accepts gzip responses and decompresses them.
    /// [`ClientBuilder::max_response_bytes`](crate::ClientBuilder::max_response_bytes) limits the decompressed
    /// length.
    #[cfg(feature = "gzip")]
    pub fn gzip(mut self, is_asked_for: bool) -> Self {
        self.gzip = is_asked_for;
        self
    }

    /// Builds the transport. Sends nothing.
    ///
    /// # Errors
    ///
    /// A certificate or a key is invalid, no certificate is trusted, a proxy is malformed, or there is no rustls
    /// crypto provider.
    pub fn build(self) -> Result<ReqwestTransport, TransportError> {
        self.build_around(Client::Plain)
    }

    /// Builds the transport with middleware of the crate
    /// [`reqwest-middleware`](https://docs.rs/reqwest-middleware/0.5/reqwest_middleware/) before the network. Sends
    /// nothing.
    ///
    /// Each attempt of a call passes through the middleware once. The client signs a request before, so middleware must
    /// not change what is signed. An error of middleware is one of the kind
    /// [`Interrupted`](TransportErrorKind::Interrupted): the request may have been sent.
    ///
    /// ```
    /// use reqwest_middleware::{ClientBuilder, Middleware};
    /// use wireright_runtime::transport::{ReqwestTransport, TransportError};
    ///
    /// fn transport(middleware: impl Middleware) -> Result<ReqwestTransport, TransportError> {
    ///     let settings = ReqwestTransport::builder();
    ///     settings.build_with_middleware(|client| ClientBuilder::new(client).with(middleware).build())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`build`](Self::build).
    #[cfg(feature = "reqwest-middleware")]
    pub fn build_with_middleware(
        self,
        wrap: impl FnOnce(reqwest::Client) -> reqwest_middleware::ClientWithMiddleware,
    ) -> Result<ReqwestTransport, TransportError> {
        self.build_around(|client| Client::WithMiddleware(wrap(client)))
    }

    #[cfg_attr(not(feature = "http2"), expect(unused_mut, reason = "nothing is changed then"))]
    fn build_around(
        mut self,
        wrap: impl FnOnce(reqwest::Client) -> Client,
    ) -> Result<ReqwestTransport, TransportError> {
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
            // Disables proxies of the environment; the proxies added below still apply.
            .no_proxy();
        if self.tls.protocols.is_empty() {
            builder = builder.http1_only();
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
        Ok(ReqwestTransport::of(
            wrap(client),
            #[cfg(feature = "gzip")]
            self.gzip,
        ))
    }
}
