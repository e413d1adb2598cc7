//! The settings of a client, for whichever service it is.

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

use crate::{fixture::{self, HuaweiCloudClient}, reroute::Reroute, server::Server};

/// What a test or a case sets. Each client is made anew from it.
#[derive(Clone)]
pub struct Settings {
    /// Scheme, host and port; without them, the region says where.
    pub endpoint: Option<String>,
    /// The region, for looking up a project id.
    pub region: Option<String>,
    /// Further endpoints.
    pub other_endpoints: Vec<String>,
    /// Who calls.
    pub credentials: Credentials,
    /// By which algorithm requests are signed.
    pub signing_algorithm: SigningAlgorithm,
    /// For which service keys are derived, and when.
    pub derived_signing: Option<(String, DerivedSigning)>,
    /// Whether the service is meant to be global, so that requests name an account and no project.
    pub is_global: bool,
    /// Who says who calls, in place of the credentials.
    pub provider: Option<Arc<dyn CredentialsProvider>>,
    /// Waiting moves it at once, so that nothing takes longer than its answers do. None is the clock of this machine.
    pub clock: Option<ManualClock>,
    /// A date that stands still, while waiting takes its time: for calls in which somebody is asked first. It goes before the clock.
    pub date: Option<SystemTime>,
    /// Headers of every request.
    pub headers: Vec<(String, String)>,
    /// How requests reach the loopback server.
    pub network: Network,
    /// Through which proxies they go there.
    pub proxies: Option<Proxies>,
    /// A certificate that is trusted beside those of this machine, as PEM.
    pub root_certificate: Option<String>,
    /// When requests are repeated.
    pub retry: RetryPolicy,
    /// How long a call may take; an attempt is bounded in real time.
    pub timeouts: Timeouts,
    /// How long an answer may be, if it is not the client's own bound.
    pub max_response_bytes: Option<usize>,
    /// What sees each attempt.
    pub hook: Option<Arc<dyn Hook>>,
}

/// How requests reach the loopback server.
#[derive(Clone, Debug)]
pub enum Network {
    /// By themselves: it is the endpoint, or nothing is.
    Direct,
    /// All of them go there, wherever they are meant for.
    Rerouted(SocketAddr),
    /// Those for this host do, as if the name service had said so.
    Resolved(String, SocketAddr),
    /// The same for several hosts.
    ResolvedAll(Vec<(String, SocketAddr)>),
}

impl Settings {
    /// A client of this server, with the fixture's credentials and clock, that sends each request once.
    pub fn of(server: &Server) -> Self {
        Self::at(server.url())
    }

    /// The same, of any endpoint.
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

    /// Makes a client.
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
            builder = builder.clock(StandingDate(date));
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
            Network::Rerouted(address) => builder.transport(Reroute::to(*address)),
            Network::Resolved(host, address) => builder.resolve(host, *address),
            Network::ResolvedAll(hosts) => {
                hosts.iter().fold(builder, |builder, (host, address)| builder.resolve(host, *address))
            }
        };
        builder.build()
    }
}

/// The clock of this machine with another date, which stands still.
#[derive(Clone, Copy, Debug)]
struct StandingDate(SystemTime);

impl Clock for StandingDate {
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
