//! Settings of a client of any service.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use huaweicloud_reset_password::{
    Error, RetryPolicy, Timeouts,
    huaweicloud::{Authenticator, Credentials, DerivedSigning, SigningAlgorithm, credentials::CredentialsProvider},
    runtime::{
        ClientBuilder, Hook,
        clock::{Clock, Instant, ManualClock, SystemClock},
        transport::{BoxFuture, Proxies},
    },
};

use crate::{
    fixed_address_transport::FixedAddressTransport,
    fixture::{self, HuaweiCloudClient},
    server::Server,
};

/// The settings of a test or a case.
#[derive(Clone)]
pub struct Settings {
    /// Scheme, host and port. Default: the endpoint of the region.
    pub endpoint: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// Further endpoints.
    pub other_endpoints: Vec<String>,
    /// The credentials.
    pub credentials: Credentials,
    /// The signing algorithm.
    pub signing_algorithm: SigningAlgorithm,
    /// The service and the rule of derived signing keys.
    pub derived_signing: Option<(String, DerivedSigning)>,
    /// Whether the service is global, so requests have a domain id and no project id.
    pub is_global: bool,
    /// A credentials provider, in place of the credentials.
    pub provider: Option<Arc<dyn CredentialsProvider>>,
    /// The clock. Sleeping advances it at once. `None` selects the system clock.
    pub clock: Option<ManualClock>,
    /// A fixed date with real sleeps, for calls with a lookup. Overrides the clock.
    pub date: Option<SystemTime>,
    /// Headers of every request.
    pub headers: Vec<(String, String)>,
    /// The route of requests to the loopback server.
    pub network: Network,
    /// The proxies.
    pub proxies: Option<Proxies>,
    /// An additional root certificate, as PEM.
    pub root_certificate: Option<String>,
    /// The retry policy.
    pub retry: RetryPolicy,
    /// The timeouts. That of an attempt is in real time.
    pub timeouts: Timeouts,
    /// The response size limit. `None` selects the default.
    pub max_response_bytes: Option<usize>,
    /// The hook.
    pub hook: Option<Arc<dyn Hook>>,
}

/// The route of requests to the loopback server.
#[derive(Clone, Debug)]
pub enum Network {
    /// The endpoint is the server.
    Direct,
    /// All requests are rerouted to the server.
    Rerouted(SocketAddr),
    /// This host resolves to the address of the server.
    Resolved(String, SocketAddr),
    /// These hosts resolve to these addresses.
    ResolvedAll(Vec<(String, SocketAddr)>),
}

impl Settings {
    /// The credentials and the clock of the fixtures, this server, and one attempt for each call.
    pub fn of(server: &Server) -> Self {
        Self::at(server.url())
    }

    /// The same settings for any endpoint.
    pub fn at(endpoint: impl Into<String>) -> Self {
        Self {
            endpoint: Some(endpoint.into()),
            region: None,
            other_endpoints: Vec::new(),
            credentials: fixture::credentials(),
            signing_algorithm: SigningAlgorithm::default(),
            derived_signing: None,
            is_global: false,
            provider: None,
            clock: Some(fixture::clock()),
            date: None,
            headers: Vec::new(),
            network: Network::Direct,
            proxies: None,
            root_certificate: None,
            retry: RetryPolicy::never(),
            timeouts: Timeouts::new(),
            max_response_bytes: None,
            hook: None,
        }
    }

    /// Builds a client.
    pub fn build<C: HuaweiCloudClient>(&self) -> Result<C, Error> {
        let mut authenticator =
            Authenticator::builder().signing_algorithm(self.signing_algorithm).global(self.is_global);
        if let Some((service, when)) = &self.derived_signing {
            authenticator = authenticator.derived_signing(service, when.clone());
        }
        authenticator = match &self.provider {
            Some(provider) => authenticator.credentials_provider(Arc::clone(provider)),
            None => authenticator.credentials(self.credentials.clone()),
        };
        let mut builder = ClientBuilder::<C>::new()
            .allow_http(true)
            .authenticator(authenticator)
            .retry(self.retry)
            .timeouts(self.timeouts);
        if let Some(endpoint) = &self.endpoint {
            builder = builder.endpoints([endpoint].into_iter().chain(&self.other_endpoints));
        }
        if let Some(region) = &self.region {
            builder = builder.region(region);
        }
        if let Some(clock) = &self.clock {
            builder = builder.clock(clock.clone());
        }
        if let Some(date) = self.date {
            builder = builder.clock(FixedClock(date));
        }
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        if let Some(bytes) = self.max_response_bytes {
            builder = builder.max_response_bytes(bytes);
        }
        if let Some(certificate) = &self.root_certificate {
            builder = builder.root_certificate_pem(certificate.as_str());
        }
        if let Some(proxies) = &self.proxies {
            builder = builder.network(|network| network.proxies(proxies.clone()));
        }
        if let Some(hook) = &self.hook {
            builder = builder.hook(Arc::clone(hook));
        }
        builder = match &self.network {
            Network::Direct => builder,
            Network::Rerouted(address) => builder.transport(FixedAddressTransport::new(*address)),
            Network::Resolved(host, address) => builder.resolve(host, *address),
            Network::ResolvedAll(hosts) => {
                hosts.iter().fold(builder, |builder, (host, address)| builder.resolve(host, *address))
            }
        };
        builder.build()
    }
}

/// The system clock with a fixed date.
#[derive(Clone, Copy, Debug)]
struct FixedClock(SystemTime);

impl Clock for FixedClock {
    fn now(&self) -> SystemTime {
        self.0
    }

    fn instant(&self) -> Instant {
        SystemClock.instant()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
