//! [`ClientBuilder`]: the settings of a client.

use std::{fmt, marker::PhantomData, sync::Arc};

use super::{Authenticator, Client, settings::Settings};
#[cfg(feature = "reqwest")]
use crate::transport::ReqwestTransportBuilder;
use crate::{
    AuthorizationProvider, CircuitBreaker, ClientCredentials, EndpointResolver, Error, FailureClassifier, Hook,
    RefreshToken, RegionId, RetryBudget, RetryPolicy, Secret, ServerChoice, ServerVariableValue, Service, Timeouts,
    TokenProvider, clock::Clock, header, security::Key, transport::Transport,
};

/// A generated client: a [`Client`] for one service.
pub trait ServiceClient {
    /// The authenticator type that the document names; [`NoAuthenticator`](crate::NoAuthenticator) if it names none.
    type Authenticator: Authenticator;

    /// The service.
    const SERVICE: &'static Service;

    /// Wraps a client that a [`ClientBuilder`] built.
    fn from_core(core: Client) -> Self;
}

/// The settings of a client of type `C`. Required are credentials, and a region or an endpoint where the documents name
/// no server. [`build`](Self::build) reports invalid settings.
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

    /// Sets the region: a constant of the generated crate, or any name.
    pub fn region(mut self, region: impl Into<RegionId>) -> Self {
        self.settings.endpoints.region = Some(region.into());
        self
    }

    /// Sets the endpoint, in place of the region's or the documented servers: `https://`, host, and a port if needed.
    /// If the documented servers have a base path, the path of the endpoint replaces it.
    ///
    /// Operations with servers of their own are sent to this endpoint too: secrets for it are sent to no other host.
    ///
    /// The authenticator uses a region that is set in addition.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.settings.endpoints.endpoint = Some(endpoint.into());
        self.settings.endpoints.fallbacks.clear();
        self
    }

    /// Sets several endpoints, each as in [`endpoint`](Self::endpoint). The client uses the first until it cannot
    /// connect to it, then the next, and after the last the first again. After a connection is made, a request is not
    /// sent to another endpoint.
    pub fn endpoints<E: Into<String>>(mut self, endpoints: impl IntoIterator<Item = E>) -> Self {
        let mut endpoints = endpoints.into_iter().map(Into::into);
        self.settings.endpoints.endpoint = endpoints.next();
        self.settings.endpoints.fallbacks = endpoints.collect();
        self
    }

    /// Sets a resolver of endpoints by region. It takes precedence over the documented servers. Default: none.
    pub fn endpoint_resolver(mut self, resolver: impl EndpointResolver + 'static) -> Self {
        self.settings.endpoints.resolver = Some(Arc::new(resolver));
        self
    }

    /// Allows `http://` endpoints. Passwords and tokens are then sent unencrypted: for local tests. Default: `false`.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.settings.endpoints.allow_http = allow;
        self
    }

    /// Sets the authenticator that the document names (`x-authenticator`), or credentials that convert into it.
    pub fn authenticator(mut self, authenticator: impl Into<C::Authenticator>) -> Self {
        self.settings.authenticator = Some(Arc::new(authenticator.into()));
        self
    }

    /// Sets the classifier of failures. Default: that of the client's authenticator type.
    pub fn failure_classifier(mut self, classifier: impl FailureClassifier + 'static) -> Self {
        self.settings.classifier = Some(Arc::new(classifier));
        self
    }

    /// Selects a documented server, by its index (the first is 0) or by its URL as documented. Default: that of the
    /// region, or the first.
    pub fn server(mut self, server: impl Into<ServerChoice>) -> Self {
        self.settings.endpoints.choice = Some(server.into());
        self
    }

    /// Sets a variable of the server's URL. The document must allow the value. Default: that of the document. A value
    /// that is a [`Secret`] is redacted wherever the URL is shown.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<ServerVariableValue>) -> Self {
        let name = name.into();
        let endpoints = &mut self.settings.endpoints;
        let value = match value.into() {
            ServerVariableValue::Plain(value) => value,
            ServerVariableValue::Secret(value) => {
                endpoints.secrets.push(value.clone());
                value.expose().to_owned()
            }
        };
        endpoints.variables.retain(|(known, _)| *known != name);
        endpoints.variables.push((name, value));
        self
    }

    /// Sets the key of a security scheme, by its name in the documents (`type: apiKey`). For HTTP schemes other than
    /// basic and bearer, the key follows the scheme's name in `Authorization`.
    pub fn api_key(self, scheme: impl Into<String>, key: impl Into<Secret>) -> Self {
        self.key(scheme, Key::Api(key.into()))
    }

    /// Sets user and password of a security scheme, by its name in the documents (`type: http`, `scheme: basic`).
    pub fn basic(self, scheme: impl Into<String>, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.key(scheme, Key::Basic { user: user.into(), password: password.into() })
    }

    /// Sets the bearer token of a security scheme, by its name in the documents (`type: http` with `scheme: bearer`,
    /// `type: oauth2`, `type: openIdConnect`).
    pub fn bearer(self, scheme: impl Into<String>, token: impl Into<Secret>) -> Self {
        self.key(scheme, Key::Bearer(token.into()))
    }

    /// Sets the provider of bearer tokens for a security scheme, by its name in the documents.
    pub fn token_provider(self, scheme: impl Into<String>, provider: impl TokenProvider + 'static) -> Self {
        self.key(scheme, Key::Provider(Arc::new(provider)))
    }

    /// Sets the client credentials that fetch the tokens of a security scheme, by its name in the documents (`type:
    /// oauth2` with the flow `clientCredentials`, `type: openIdConnect`). They are sent to the token endpoint only.
    pub fn oauth2_client_credentials(self, scheme: impl Into<String>, credentials: ClientCredentials) -> Self {
        self.key(scheme, Key::Grant(credentials.0))
    }

    /// Sets the refresh token that fetches the tokens of a security scheme, by its name in the documents (`type:
    /// oauth2`, `type: openIdConnect`). It is sent to the token endpoint only.
    pub fn oauth2_refresh_token(self, scheme: impl Into<String>, token: RefreshToken) -> Self {
        self.key(scheme, Key::Grant(token.0))
    }

    /// Sets the provider of `Authorization` values for a security scheme, by its name in the documents (`type: http`
    /// with a scheme other than `basic` and `bearer`, such as `digest`).
    pub fn authorization_provider(
        self,
        scheme: impl Into<String>,
        provider: impl AuthorizationProvider + 'static,
    ) -> Self {
        self.key(scheme, Key::Authorization(Arc::new(provider)))
    }

    /// Declares that the transport presents a client certificate, as a security scheme requires (`type: mutualTLS`).
    /// The certificate is set by `network(|network| network.client_certificate_pem(…))`, or in another
    /// [`transport`](Self::transport).
    pub fn mutual_tls(self, scheme: impl Into<String>) -> Self {
        self.key(scheme, Key::Transport)
    }

    fn key(mut self, scheme: impl Into<String>, key: Key) -> Self {
        self.settings.keys.set(scheme.into(), key);
        self
    }

    /// Sets a parameter that calls share, by its name in the API. A call may override it.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        self.settings.parameters.retain(|(known, _)| *known != name);
        self.settings.parameters.push((name, value));
        self
    }

    /// Sets a header of every request, `User-Agent` and `Content-Type` included. An empty value is sent. Headers that
    /// only the client may set are rejected
    /// ([`InvalidRequest::ReservedHeader`](crate::InvalidRequest::ReservedHeader)).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match header::extra_header(name.as_ref(), value.as_ref()) {
            Ok((name, value)) => {
                self.settings.headers.insert(name, value);
            }
            Err(invalid) => {
                self.settings.invalid.get_or_insert(invalid);
            }
        }
        self
    }

    /// Adds a hook. It observes every attempt of every call.
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.settings.hooks.push(Arc::new(hook));
        self
    }

    /// Sets the retry policy. A call may override it ([`ResponseFuture::retry`](crate::ResponseFuture::retry)).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Sets the retry budget that all calls of this client and its clones share.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.settings.budget = budget;
        self
    }

    /// Sets a circuit breaker: the client stops sending to a service that only fails. Default: none.
    pub fn circuit_breaker(mut self, breaker: CircuitBreaker) -> Self {
        self.settings.breaker = Some(breaker);
        self
    }

    /// Sets the timeouts. A call may override them ([`ResponseFuture::timeouts`](crate::ResponseFuture::timeouts)).
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.settings.timeouts = timeouts;
        self
    }

    /// Sets the maximum length of a response body, in bytes. Default: 8 MiB. A longer body is an error.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_response_bytes = bytes;
        self
    }

    /// Sets the transport: one that several clients share, or a
    /// [`CannedTransport`](crate::transport::CannedTransport) in tests. Default: one over the network.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the clock, such as a [`ManualClock`](crate::clock::ManualClock) in tests. Default: the system clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.settings.clock = Some(Arc::new(clock));
        self
    }

    /// Changes the settings of the transport over the network: proxies, certificates, connections, protocols.
    /// [`timeouts`](Self::timeouts) sets the connect timeout.
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

    /// Resolves this host to this address, in place of DNS. The port of the address is used unless the URL has one.
    #[cfg(feature = "reqwest")]
    pub fn resolve(self, host: impl Into<String>, address: std::net::SocketAddr) -> Self {
        self.network(|network| network.resolve(host, address))
    }

    /// Trusts these root certificates (PEM) in addition to those that the system trusts.
    #[cfg(feature = "reqwest")]
    pub fn root_certificate_pem(self, pem: impl Into<Vec<u8>>) -> Self {
        self.network(|network| network.root_certificate_pem(pem))
    }

    /// Builds the client. Does no I/O.
    ///
    /// # Errors
    ///
    /// If a setting is missing or invalid ([`Error::is_invalid_request`]).
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
