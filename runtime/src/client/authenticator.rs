//! [`Authenticator`]: the extension point for a vendor's authentication, such as request signing. A client passes it an
//! [`AuthCall`], and sends its requests for credentials by [`AuthContext`] and [`AuthClient`].
//!
//! One call goes through these steps:
//!
//! 1. [`Authenticator::cached`] returns the credentials that are known without I/O.
//! 2. If the call needs more, the client checks the rest of the request. An invalid request causes no I/O.
//! 3. [`Authenticator::resolve`] fetches credentials and the parameters that depend on them, such as a project id.
//! 4. [`ResolvedCredentials::authenticate`](crate::ResolvedCredentials::authenticate) adds headers to each attempt.
//!    It does no I/O, as [`Client::prepare`](crate::Client::prepare) requires.
//! 5. If the service rejects the credentials,
//!    [`ResolvedCredentials::invalidate`](crate::ResolvedCredentials::invalidate) reports whether others can be
//!    resolved. If the service rejects the time of a request, the client corrects its clock
//!    ([`FailureClassifier::is_clock_rejected`](crate::FailureClassifier::is_clock_rejected)).

use std::{fmt, sync::Arc, time::Duration};

use super::{Client, SharedState, response::BodyMode};
use crate::{
    AttemptInfo, DefaultFailureClassifier, Endpoint, Error, FailureClassifier, Hook, InvalidRequest, Operation,
    RegionId, Request, Response, RetryPolicy, Secret, SecurityScheme, Service,
    clock::{Clock, Deadline},
    decode::Decode,
    future::first_of,
    security::{AuthError, AuthState, Key, ResolvedCredentials, choose},
    transport::{BoxFuture, Transport},
};

/// Authenticates requests by a method that OpenAPI does not describe.
///
/// A security scheme of a document names its authenticator by the key `x-authenticator`, which holds the path of a
/// type. [`ClientBuilder::authenticator`](crate::ClientBuilder::authenticator) then takes a value of that type.
pub trait Authenticator: fmt::Debug + Send + Sync + 'static {
    /// The headers that only the authenticator may set. Users and hooks cannot set them. Default: none.
    fn reserved_headers() -> &'static [&'static str]
    where
        Self: Sized,
    {
        &[]
    }

    /// The classifier for failures of the services that this authenticator is for. A generated client uses it even if
    /// no authenticator is set.
    fn failure_classifier() -> Arc<dyn FailureClassifier>
    where
        Self: Sized,
    {
        Arc::new(DefaultFailureClassifier)
    }

    /// The client parameters that [`ResolvedCredentials::parameter`] can supply. Default: none.
    fn parameters(&self) -> &'static [&'static str] {
        &[]
    }

    /// Checks the authenticator's settings when a client is built. Does no I/O.
    ///
    /// # Errors
    ///
    /// If the settings are incomplete or do not fit the client.
    fn validate(&self, client: &ClientInfo<'_>) -> Result<(), InvalidRequest> {
        let _ = client;
        Ok(())
    }

    /// Checks that an attempt can be authenticated, before anything is sent. Called only for requests that use the
    /// authenticator. Does no I/O.
    ///
    /// # Errors
    ///
    /// If no credentials could authenticate it, for example because a region is missing.
    fn check_attempt(&self, attempt: &AttemptInfo<'_>, region: Option<&RegionId>) -> Result<(), InvalidRequest> {
        let _ = (attempt, region);
        Ok(())
    }

    /// The credentials that are known without I/O.
    ///
    /// # Errors
    ///
    /// If no credentials can be resolved, and I/O would not change that.
    fn cached(&self, call: &AuthCall<'_>) -> Result<CachedCredentials, AuthError>;

    /// Resolves credentials for a call, and the [parameters](AuthCall::missing_parameters) that it needs. May do I/O
    /// through the [context](AuthCall::context) of the call: its requests end at the overall timeout of the call. An
    /// implementation limits other waits by [`AuthContext::within_timeout`](crate::AuthContext::within_timeout).
    ///
    /// Called for each attempt if [`cached`](Self::cached) returns [`CachedCredentials::Incomplete`].
    ///
    /// # Errors
    ///
    /// If the credentials or a parameter cannot be resolved.
    fn resolve<'a>(&'a self, call: &'a AuthCall<'a>) -> BoxFuture<'a, Result<Arc<dyn ResolvedCredentials>, AuthError>> {
        Box::pin(async move {
            match self.cached(call)? {
                CachedCredentials::Ready(credentials) | CachedCredentials::Incomplete(Some(credentials)) => {
                    Ok(credentials)
                }
                CachedCredentials::Incomplete(None) => {
                    let problem = "the authenticator has no credentials".to_owned();
                    Err(InvalidRequest::Credentials { problem }.into())
                }
            }
        })
    }
}

/// The credentials that an [`Authenticator`] knows without I/O.
#[derive(Clone, Debug)]
pub enum CachedCredentials {
    /// Complete credentials for the call.
    Ready(Arc<dyn ResolvedCredentials>),
    /// Credentials that lack a parameter, or none. [`Authenticator::resolve`] does I/O.
    Incomplete(Option<Arc<dyn ResolvedCredentials>>),
}

/// The client for which an [`Authenticator`] is validated.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ClientInfo<'a> {
    /// The service.
    pub service: &'static Service,
    /// The host of the service, in lower case.
    pub host: &'a str,
    /// The region, if one is set.
    pub region: Option<&'a RegionId>,
    /// Whether secrets may be sent without TLS.
    pub allow_http: bool,
}

/// The authenticator type of clients whose documents name none. It has no values.
#[derive(Clone, Copy, Debug)]
pub enum NoAuthenticator {}

impl Authenticator for NoAuthenticator {
    fn cached(&self, _: &AuthCall<'_>) -> Result<CachedCredentials, AuthError> {
        match *self {}
    }
}

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
    pub(super) client: Client,
    pub(super) deadline: Deadline,
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
}

impl fmt::Debug for AuthContext {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AuthContext").field("region", &self.region()).finish_non_exhaustive()
    }
}

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

    fn change(mut self, change: impl FnOnce(&mut SharedState)) -> Self {
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
