//! [`AuthClient`]: a client of a service that issues credentials, for the requests of an authenticator.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, header::USER_AGENT};

use super::{
    AuthContext, Client, Deadline, Shared,
    authenticator::Authenticator,
    endpoints::{EndpointConfig, EndpointFailover},
    response::BodyMode,
    settings::Settings,
};
use crate::{
    AttemptInfo, CallInfo, Endpoint, Error, Hook, InvalidRequest, OutcomeInfo, Request, Response, RetryPolicy, Secret,
    Service,
    clock::Clock,
    decode::Decode,
    resilience::Circuit,
    security::{Key, Keyring},
    transport::Transport,
};

impl AuthContext {
    /// A client of another service. It has the timeouts, retries and hooks of the calling client, and none of its keys
    /// and headers. Hooks observe its attempts and add no headers.
    pub fn client(&self, service: &'static Service, endpoint: Endpoint) -> AuthClient {
        let client = self.client.with(self.client.shared.for_service(service, endpoint).observe_only());
        AuthClient { client, hooks: self.client.shared.hooks.clone(), deadline: self.deadline }
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
