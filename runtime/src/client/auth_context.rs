//! The interface of a client for authenticators: [`AuthCall`], a call to authenticate; [`AuthContext`], access to the
//! client's transport, clock and timeouts; and [`AuthClient`], a client of the service that issues credentials.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, header::USER_AGENT};

use super::{
    Client, Deadline, Shared,
    authenticator::Authenticator,
    endpoints::{EndpointConfig, EndpointFailover},
    response::BodyMode,
    settings::Settings,
    timing::first_of,
};
use crate::{
    AttemptInfo, CallInfo, Endpoint, Error, Hook, InvalidRequest, Operation, OutcomeInfo, RegionId, Request, Response,
    RetryPolicy, Secret, SecurityScheme, Service,
    clock::Clock,
    decode::Decode,
    resilience::Circuit,
    security::{AuthState, Key, Keyring, ResolvedCredentials, choose},
    transport::Transport,
};

/// A call that an [`Authenticator`](crate::Authenticator) resolves credentials for.
#[derive(Clone, Copy)]
pub struct AuthCall<'a> {
    pub(super) client: &'a Client,
    pub(super) operation: &'static Operation,
    pub(super) missing: &'a [&'static str],
    /// The deadline of the call; `None` if nothing is sent.
    pub(super) deadline: Option<Deadline>,
}

impl AuthCall<'_> {
    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The parameters among [`Authenticator::parameters`](crate::Authenticator::parameters) that the path of the
    /// request needs and that neither the call nor the client sets.
    pub fn missing_parameters(&self) -> &[&'static str] {
        self.missing
    }

    /// The security schemes of the request that these credentials would satisfy.
    pub fn schemes(&self, credentials: &dyn ResolvedCredentials) -> Vec<&'static SecurityScheme> {
        let chosen = choose(self.operation, AuthState::Resolved(credentials), &self.client.shared.keys);
        let schemes = chosen.into_iter().flat_map(|(_, materials)| materials);
        schemes.filter_map(|material| material.authenticator_scheme()).collect()
    }

    /// Whether the request is sent. If not, [`Authenticator::resolve`](crate::Authenticator::resolve) is not called.
    pub fn is_sent(&self) -> bool {
        self.deadline.is_some()
    }

    /// The client's region, if one is set.
    pub fn region(&self) -> Option<&RegionId> {
        self.client.region()
    }

    /// The client's clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.client.shared.clock
    }

    /// The transport, clock and timeouts of the client, for requests of the authenticator.
    pub fn context(&self) -> AuthContext {
        let deadline = self.deadline.unwrap_or_else(|| self.client.deadline());
        AuthContext { client: self.client.clone(), deadline }
    }
}

impl fmt::Debug for AuthCall<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AuthCall").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

/// Access of an authenticator to the transport, clock, timeouts and hooks of a client, for its own requests.
#[derive(Clone)]
pub struct AuthContext {
    client: Client,
    deadline: Deadline,
}

/// The service of a context that belongs to no client.
static NO_SERVICE: Service = Service {
    name: "none",
    title: "None",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[crate::Server { region: None, url: "https://localhost", variables: &[] }],
    security_schemes: &[],
    client_parameters: &[],
};

impl AuthContext {
    /// A context that belongs to no client, with the default timeouts.
    ///
    /// # Errors
    ///
    /// Never at present.
    pub fn new(transport: impl Transport + 'static, clock: impl Clock + 'static) -> Result<Self, Error> {
        let client =
            Client::with_transport(&NO_SERVICE, Arc::new(transport), Arc::new(clock)).map_err(Error::invalid)?;
        let deadline = client.deadline();
        Ok(Self { client, deadline })
    }

    /// The client's transport.
    pub fn transport(&self) -> &dyn Transport {
        &*self.client.shared.transport
    }

    /// The client's clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.client.shared.clock
    }

    /// The client's region, if one is set.
    pub fn region(&self) -> Option<&RegionId> {
        self.client.region()
    }

    /// Whether the client may send secrets without TLS.
    pub fn allows_http(&self) -> bool {
        self.client.shared.endpoints.allow_http
    }

    /// The time until the overall timeout of the call.
    pub fn remaining(&self) -> Duration {
        self.deadline.remaining(self.clock())
    }

    /// Waits for a future until the overall timeout of the call; `None` if that ends first.
    pub async fn within_timeout<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let clock = self.clock();
        first_of(future, async { clock.sleep(self.remaining()).await }).await
    }

    /// A client of another service. It has the timeouts, retries and hooks of the calling client, and none of its keys
    /// and headers. Hooks observe its attempts and add no headers.
    pub fn client(&self, service: &'static Service, endpoint: Endpoint) -> AuthClient {
        let client = self.client.with(self.client.shared.for_service(service, endpoint).observe_only());
        AuthClient { client, hooks: self.client.shared.hooks.clone(), deadline: self.deadline }
    }
}

impl fmt::Debug for AuthContext {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AuthContext").field("region", &self.region()).finish_non_exhaustive()
    }
}

/// A client of a service that issues credentials or resolves parameters.
pub struct AuthClient {
    client: Client,
    hooks: Vec<Arc<dyn Hook>>,
    deadline: Deadline,
}

impl AuthClient {
    /// Sets the key of a security scheme of the service (`type: apiKey`).
    pub fn api_key(self, scheme: &str, key: &Secret) -> Self {
        self.change(|shared| shared.keys.set(scheme.to_owned(), Key::Api(key.clone())))
    }

    /// Sets the authenticator of the requests. A measured clock skew is shared with the calling client.
    pub fn authenticator(self, authenticator: impl Authenticator) -> Self {
        self.change(|shared| shared.authenticator = Some(Arc::new(authenticator)))
    }

    /// Lets hooks add headers.
    pub fn with_hook_headers(self) -> Self {
        let hooks = self.hooks.clone();
        self.change(|shared| shared.hooks = hooks)
    }

    /// Limits the timeout of each attempt to this.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.client.timeouts.attempt = self.client.timeouts.attempt.min(timeout);
        self
    }

    /// Sets the retry policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.client.retry = policy;
        self
    }

    /// Sends a request and decodes the response. Counts towards the overall timeout of the call.
    ///
    /// # Errors
    ///
    /// As [`Client::send`].
    pub async fn send<T>(&self, request: Request, decode: Decode<T>) -> Result<Response<T>, Error> {
        // Boxed: `execute` calls the authenticator, which calls this, so the future would contain itself.
        Box::pin(self.client.execute(Box::new(request), self.deadline, BodyMode::Buffered)).await?.decode(decode)
    }

    fn change(mut self, change: impl FnOnce(&mut Shared)) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.client.shared) {
            change(shared);
        }
        self
    }
}

impl fmt::Debug for AuthClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("AuthClient").field(&self.client).finish()
    }
}

impl Shared {
    /// A copy for another service. It has no keys and extra headers: they may hold secrets of this service.
    pub(super) fn for_service(&self, service: &'static Service, endpoint: Endpoint) -> Self {
        Self {
            service,
            endpoint,
            failover: EndpointFailover::default(),
            endpoints: EndpointConfig::default(),
            authenticator: None,
            reserved_headers: self.reserved_headers,
            classifier: Arc::clone(&self.classifier),
            keys: Keyring::default(),
            parameters: Vec::new(),
            headers: self.headers.get(USER_AGENT).cloned().map(|value| (USER_AGENT, value)).into_iter().collect(),
            hooks: self.hooks.clone(),
            transport: self.transport.clone(),
            clock: self.clock.clone(),
            skew: self.skew.clone(),
            retries: self.retries.clone(),
            circuit: Circuit::default(),
            max_response_bytes: self.max_response_bytes,
        }
    }

    /// Replaces the hooks by hooks that observe attempts and add no headers.
    pub(super) fn observe_only(mut self) -> Self {
        let observe_only = |hook: &Arc<dyn Hook>| Arc::new(ObserveOnlyHook(Arc::clone(hook))) as Arc<dyn Hook>;
        self.hooks = self.hooks.iter().map(observe_only).collect();
        self
    }
}

impl Client {
    /// A client with the default settings.
    pub(crate) fn with_transport(
        service: &'static Service,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, InvalidRequest> {
        Settings { transport: Some(transport), clock: Some(clock), ..Settings::default() }.build(service)
    }

    /// The deadline of a call that starts now.
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline::after(&*self.shared.clock, self.timeouts.overall)
    }
}

/// A hook that adds no headers: its headers are for the service of the client only.
struct ObserveOnlyHook(Arc<dyn Hook>);

impl Hook for ObserveOnlyHook {
    fn add_headers(&self, _: &AttemptInfo<'_>, _: &mut HeaderMap) {}

    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        self.0.before_attempt(attempt);
    }

    fn after_attempt(&self, attempt: &AttemptInfo<'_>, outcome: &OutcomeInfo<'_>) {
        self.0.after_attempt(attempt, outcome);
    }

    fn after_call(&self, call: &CallInfo<'_>) {
        self.0.after_call(call);
    }
}

impl fmt::Debug for ObserveOnlyHook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ObserveOnlyHook")
    }
}
