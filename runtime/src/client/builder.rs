//! [`ClientBuilder`]: the settings of a client.

use std::{fmt, marker::PhantomData, sync::Arc};

use super::build::Settings;
#[cfg(feature = "reqwest")]
use crate::transport::ReqwestTransportBuilder;
use crate::{
    AuthorizationProvider, CircuitBreaker, ClientCredentials, Error, Hook, RefreshToken, RegionId, RegionOverrides,
    RetryBudget, RetryPolicy, Secret, ServerChoice, ServiceClient, Timeouts, TokenProvider,
    clock::Clock,
    credentials::CredentialsProvider,
    header,
    security::Key,
    signature::{Credentials, DerivedSigning, SigningAlgorithm},
    tenant::Tenant,
    transport::Transport,
};

/// The settings of a client of type `C`. Needed are credentials, and a region or an endpoint; what is wrong is said by
/// [`build`](Self::build).
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<C> {
    settings: Settings,
    client: PhantomData<fn() -> C>,
}

impl<C: ServiceClient> ClientBuilder<C> {
    /// A builder with the defaults.
    pub fn new() -> Self {
        Self { settings: Settings::default(), client: PhantomData }
    }

    /// Says in which region the service is meant: a constant of the generated crate, or any text.
    pub fn region(mut self, region: impl Into<RegionId>) -> Self {
        self.settings.places.region = Some(region.into());
        self
    }

    /// Says where the service is, instead of taking it from the region or the documents: `https://` and host, with a port if need
    /// be. Where the documented servers have a path below which all operations stand, the endpoint's own path replaces it.
    ///
    /// Operations for which the documents name other hosts are sent to this endpoint, too: what is meant for it must not go
    /// elsewhere.
    ///
    /// A region given beside it still serves for looking up the id of the project or account.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.settings.places.endpoint = Some(endpoint.into());
        self.settings.places.others.clear();
        self
    }

    /// Says several places where the service is, as [`endpoint`](Self::endpoint) does. The first is used until no connection to it
    /// can be made, then the next one, and so on in a ring. A request is sent elsewhere only if nothing of it was sent: never after
    /// a connection was made.
    pub fn endpoints<E: Into<String>>(mut self, endpoints: impl IntoIterator<Item = E>) -> Self {
        let mut endpoints = endpoints.into_iter().map(Into::into);
        self.settings.places.endpoint = endpoints.next();
        self.settings.places.others = endpoints.collect();
        self
    }

    /// Takes the endpoints of regions from where the official SDKs let them be overridden. Without this, neither environment nor
    /// files are looked at.
    pub fn region_overrides(mut self, overrides: RegionOverrides) -> Self {
        self.settings.places.overrides = Some(overrides);
        self
    }

    /// Allows `http://` endpoints. Passwords and tokens then travel in the clear: for tests on this machine.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.settings.places.allow_http = allow;
        self
    }

    /// Says who asks.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.settings.credentials = Some(credentials);
        self
    }

    /// Says by which algorithm requests are signed with an access key; `SDK-HMAC-SHA256` if it is not said. IAM tokens sign nothing.
    pub fn signing_algorithm(mut self, algorithm: SigningAlgorithm) -> Self {
        self.settings.signing.algorithm = algorithm;
        self
    }

    /// Says when requests are signed by `V11-HMAC-SHA256`; never if it is not said. The key is derived for this service and the client's
    /// region, which is `globe` where the service is [`global`](Self::global). The name is the one that the service itself derives
    /// keys for, which need not be its name elsewhere: none of the documents tell it.
    pub fn derived_signing(mut self, service: impl Into<String>, when: DerivedSigning) -> Self {
        self.settings.signing.derived = Some((when, service.into()));
        self
    }

    /// Says who gives the credentials: one of those in [`credentials`](crate::credentials), or one of your own.
    /// [`Credentials::chain`] looks everywhere where the official SDK does.
    ///
    /// Nothing is asked before the first call. What is given is kept, shared by all clones, and asked for anew before it expires.
    pub fn credentials_provider(mut self, provider: impl CredentialsProvider + 'static) -> Self {
        self.settings.provider = Some(Arc::new(provider));
        self
    }

    /// Says which of the documented servers is meant, by its place (the first is 0) or by its URL as documented. If neither this
    /// nor a region nor an endpoint is given, it is the first.
    pub fn server(mut self, server: impl Into<ServerChoice>) -> Self {
        self.settings.places.choice = Some(server.into());
        self
    }

    /// Gives a variable of the server's URL another value than its default. It must be one of those that the document allows.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        self.settings.places.variables.retain(|(known, _)| *known != name);
        self.settings.places.variables.push((name, value));
        self
    }

    /// Gives the key of a security scheme, by the scheme's name in the documents (`type: apiKey`). Of another HTTP scheme than
    /// basic and bearer, it is what follows the scheme's name in `Authorization`.
    pub fn api_key(self, scheme: impl Into<String>, key: impl Into<Secret>) -> Self {
        self.key(scheme, Key::Api(key.into()))
    }

    /// Gives the user and the password of a security scheme, by its name in the documents (`type: http`, `scheme: basic`).
    pub fn basic(self, scheme: impl Into<String>, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.key(scheme, Key::Basic { user: user.into(), password: password.into() })
    }

    /// Gives the bearer token of a security scheme, by its name in the documents (`type: http` and `scheme: bearer`, `type: oauth2`,
    /// `type: openIdConnect`).
    pub fn bearer(self, scheme: impl Into<String>, token: impl Into<Secret>) -> Self {
        self.key(scheme, Key::Bearer(token.into()))
    }

    /// Says where the bearer tokens of a security scheme come from, by its name in the documents.
    pub fn token_provider(self, scheme: impl Into<String>, provider: impl TokenProvider + 'static) -> Self {
        self.key(scheme, Key::Provider(Arc::new(provider)))
    }

    /// Gives the id and the secret by which tokens of a security scheme are fetched, by its name in the documents (`type: oauth2`
    /// with the flow `clientCredentials`, and `type: openIdConnect`). They are sent to the token endpoint and nowhere else.
    pub fn oauth2_client_credentials(self, scheme: impl Into<String>, credentials: ClientCredentials) -> Self {
        self.key(scheme, Key::Grant(credentials.0))
    }

    /// Gives the refresh token by which tokens of a security scheme are fetched, by its name in the documents (`type: oauth2`,
    /// `type: openIdConnect`). It is sent to the token endpoint and nowhere else.
    pub fn oauth2_refresh_token(self, scheme: impl Into<String>, token: RefreshToken) -> Self {
        self.key(scheme, Key::Grant(token.0))
    }

    /// Says who makes what follows the scheme's name in `Authorization`, by the name in the documents (`type: http` with a scheme
    /// that is neither `basic` nor `bearer`, such as `digest`).
    pub fn authorization_provider(
        self,
        scheme: impl Into<String>,
        provider: impl AuthorizationProvider + 'static,
    ) -> Self {
        self.key(scheme, Key::Authorization(Arc::new(provider)))
    }

    /// Says that the transport shows the client's certificate, which a security scheme asks for (`type: mutualTLS`): the one over the
    /// network by `network(|network| network.client_certificate_pem(…))`, or another [`transport`](Self::transport).
    pub fn mutual_tls(self, scheme: impl Into<String>) -> Self {
        self.key(scheme, Key::Transport)
    }

    fn key(mut self, scheme: impl Into<String>, key: Key) -> Self {
        self.settings.keys.set(scheme.into(), key);
        self
    }

    /// Says which project is meant, where a call does not. It goes before the credentials' own.
    pub fn project_id(self, project_id: impl Into<String>) -> Self {
        self.parameter(Tenant::Project.parameter(), project_id)
    }

    /// Says that the service is global, as IAM is: it works for an account, which IAM calls a domain, and not for a project of a
    /// region. Signed requests then name that account in `X-Domain-Id`; without a [`domain_id`](Self::domain_id) here and with
    /// the credentials, it is looked up once from IAM.
    pub fn global(mut self) -> Self {
        self.settings.tenant = Tenant::Domain;
        self
    }

    /// Says which account is meant, and that the service is [`global`](Self::global). It goes before the credentials' own.
    pub fn domain_id(self, domain_id: impl Into<String>) -> Self {
        self.global().parameter(Tenant::Domain.parameter(), domain_id)
    }

    /// Gives a parameter that calls share, by its name in the API.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        self.settings.parameters.retain(|(known, _)| *known != name);
        self.settings.parameters.push((name, value));
        self
    }

    /// Adds a header to every request, or replaces one: `User-Agent` and `Content-Type` too, but none that the client must decide
    /// itself ([`InvalidRequest::ReservedHeader`](crate::InvalidRequest::ReservedHeader)). An empty value is sent.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match header::extra_header(C::SERVICE, name.as_ref(), value.as_ref()) {
            Ok((name, value)) => {
                self.settings.headers.insert(name, value);
            }
            Err(refusal) => {
                self.settings.refusal.get_or_insert(refusal);
            }
        }
        self
    }

    /// Adds a hook, which sees every attempt of every call.
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.settings.hooks.push(Arc::new(hook));
        self
    }

    /// Says how often and after what waits a request is sent again; a single one may be told otherwise
    /// ([`Pending::retry`](crate::Pending::retry)).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Says how often all calls of this client and of its clones may be repeated together.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.settings.budget = budget;
        self
    }

    /// Has the client stop asking a service that does nothing but fail. Without this, each call is sent.
    pub fn circuit_breaker(mut self, breaker: CircuitBreaker) -> Self {
        self.settings.breaker = Some(breaker);
        self
    }

    /// Says how long a call may take; a single one may be told otherwise ([`Pending::timeouts`](crate::Pending::timeouts)).
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.settings.timeouts = timeouts;
        self
    }

    /// Says how long the body of an answer may be, in bytes; 8 MiB if it is not said. A longer one is an error.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_response_bytes = bytes;
        self
    }

    /// Has requests sent by another transport, as one shared between clients, or a
    /// [`CannedTransport`](crate::transport::CannedTransport) in tests.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Has the time told by another clock, as a [`ManualClock`](crate::clock::ManualClock) in tests.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.settings.clock = Some(Arc::new(clock));
        self
    }

    /// Changes the settings of the transport over the network: proxies, certificates, connections, protocols. The time to connect is
    /// that of [`timeouts`](Self::timeouts).
    ///
    /// ```
    /// use wireright_runtime::{ClientBuilder, ServiceClient, transport::{Proxies, TlsVersion}};
    ///
    /// fn behind_a_proxy<C: ServiceClient>(builder: ClientBuilder<C>) -> ClientBuilder<C> {
    ///     builder.network(|network| network.proxies(Proxies::from_env()).min_tls_version(TlsVersion::V1_3))
    /// }
    /// ```
    #[cfg(feature = "reqwest")]
    pub fn network(mut self, change: impl FnOnce(ReqwestTransportBuilder) -> ReqwestTransportBuilder) -> Self {
        self.settings.network = change(self.settings.network);
        self.settings.is_network_set = true;
        self
    }

    /// Connects to this address wherever a URL names this host, as if the name service had said so. The address' port is used
    /// unless the URL has one.
    #[cfg(feature = "reqwest")]
    pub fn resolve(self, host: impl Into<String>, address: std::net::SocketAddr) -> Self {
        self.network(|network| network.resolve(host, address))
    }

    /// Trusts the certificates of this PEM text too, beside those that this machine trusts.
    #[cfg(feature = "reqwest")]
    pub fn root_certificate_pem(self, pem: impl Into<Vec<u8>>) -> Self {
        self.network(|network| network.root_certificate_pem(pem))
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// If a setting is missing or wrong ([`Error::is_invalid_request`]).
    pub fn build(self) -> Result<C, Error> {
        self.settings.build(C::SERVICE).map(C::from_core).map_err(Error::invalid)
    }
}

impl<C: ServiceClient> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("region", &self.settings.places.region)
            .field("credentials", &self.settings.credentials)
            .field("provider", &self.settings.provider)
            .field("keys", &self.settings.keys)
            .finish_non_exhaustive()
    }
}
