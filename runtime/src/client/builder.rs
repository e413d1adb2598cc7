//! [`ClientBuilder`]: the settings of a client.

use std::{fmt, marker::PhantomData, sync::Arc};

use super::{Authenticator, Client, settings::Settings};
#[cfg(feature = "reqwest")]
use crate::transport::ReqwestTransportBuilder;
use crate::{
    AuthorizationProvider, CircuitBreaker, ClientCredentials, EndpointResolver, Error, FailureClassifier, Hook,
    RefreshToken, RegionId, RetryBudget, RetryPolicy, Secret, ServerChoice, Service, Timeouts, TokenProvider,
    clock::Clock, header, security::Key, transport::Transport,
};

/// A generated client: a [`Client`] for one service.
pub trait ServiceClient {
    /// The authenticator that the document names; [`NoAuthenticator`](crate::NoAuthenticator) if it names none.
    type Authenticator: Authenticator;

    /// The service.
    const SERVICE: &'static Service;

    /// Wraps the client that a [`ClientBuilder`] made.
    fn from_core(core: Client) -> Self;
}

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
        self.settings.endpoints.region = Some(region.into());
        self
    }

    /// Says where the service is, instead of taking it from the region or the documents: `https://` and host, with a port if need
    /// be. Where the documented servers have a path below which all operations stand, the endpoint's own path replaces it.
    ///
    /// Operations for which the documents name other hosts are sent to this endpoint, too: what is meant for it must not go
    /// elsewhere.
    ///
    /// The authenticator still uses a region that is set in addition.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.settings.endpoints.endpoint = Some(endpoint.into());
        self.settings.endpoints.others.clear();
        self
    }

    /// Says several endpoints where the service is, as [`endpoint`](Self::endpoint) does. The first is used until no connection to it
    /// can be made, then the next one, and so on in a ring. A request is sent elsewhere only if nothing of it was sent: never after
    /// a connection was made.
    pub fn endpoints<E: Into<String>>(mut self, endpoints: impl IntoIterator<Item = E>) -> Self {
        let mut endpoints = endpoints.into_iter().map(Into::into);
        self.settings.endpoints.endpoint = endpoints.next();
        self.settings.endpoints.others = endpoints.collect();
        self
    }

    /// Sets a resolver of endpoints by region, which goes before the documented servers. Default: none.
    pub fn endpoint_resolver(mut self, resolver: impl EndpointResolver + 'static) -> Self {
        self.settings.endpoints.resolver = Some(Arc::new(resolver));
        self
    }

    /// Allows `http://` endpoints. Passwords and tokens then travel in the clear: for tests on this machine.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.settings.endpoints.allow_http = allow;
        self
    }

    /// Sets the authenticator that the document names (`x-authenticator`), or credentials that it is made of.
    pub fn authenticator(mut self, authenticator: impl Into<C::Authenticator>) -> Self {
        self.settings.authenticator = Some(Arc::new(authenticator.into()));
        self
    }

    /// Sets the classifier of failures. Default: that of the client's authenticator type.
    pub fn failure_classifier(mut self, classifier: impl FailureClassifier + 'static) -> Self {
        self.settings.classifier = Some(Arc::new(classifier));
        self
    }

    /// Says which of the documented servers is meant, by its place (the first is 0) or by its URL as documented. If neither this
    /// nor a region nor an endpoint is given, it is the first.
    pub fn server(mut self, server: impl Into<ServerChoice>) -> Self {
        self.settings.endpoints.choice = Some(server.into());
        self
    }

    /// Gives a variable of the server's URL another value than its default. It must be one of those that the document allows.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        self.settings.endpoints.variables.retain(|(known, _)| *known != name);
        self.settings.endpoints.variables.push((name, value));
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
        match header::extra_header(name.as_ref(), value.as_ref()) {
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
        let mut settings = self.settings;
        settings.reserved_headers = C::Authenticator::reserved_headers();
        settings.classifier.get_or_insert_with(C::Authenticator::failure_classifier);
        settings.build(C::SERVICE).map(C::from_core).map_err(Error::invalid)
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
            .field("region", &self.settings.endpoints.region)
            .field("authenticator", &self.settings.authenticator)
            .field("keys", &self.settings.keys)
            .finish_non_exhaustive()
    }
}
