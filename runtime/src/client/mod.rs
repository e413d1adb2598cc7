//! [`Client`]: sends the requests of one service. Generated clients wrap it.
//!
//! - `authenticator`: [`Authenticator`], the extension point for authentication, and the client that it sends with
//! - `builder`: [`ClientBuilder`]
//! - `call`: one call, from its first attempt to its result
//! - `credentials`: the credentials and tokens of a call: resolved, provided or fetched
//! - `failure_rules`: whether a response with a success status is a failure
//! - `pages`: [`Pages`] and [`Items`], the streams of a paginated operation
//! - `response_future`: [`ResponseFuture`], the future of a call, and the methods that return it
//! - `plan`: a request addressed to an endpoint, as all its attempts share it
//! - `response`: sends an attempt and reads the response
//! - `retry_decision`: whether a failed attempt is sent again
//! - `settings`: checks the settings, determines the endpoints and builds a client

mod authenticator;
mod builder;
mod call;
mod credentials;
mod failure_rules;
mod pages;
mod plan;
mod response;
mod response_future;
mod retry_decision;
mod settings;

use std::{fmt, sync::Arc};

use http::{HeaderMap, header::USER_AGENT};

pub use authenticator::{
    AuthCall, AuthClient, AuthContext, Authenticator, CachedCredentials, ClientInfo, NoAuthenticator,
};
pub use builder::{ClientBuilder, ServiceClient};
pub use pages::{Items, Pages};
pub use response_future::ResponseFuture;

use crate::{
    Error, FailureClassifier, Hook, InvalidRequest, RegionId, Request, RetryPolicy, Service, Timeouts,
    clock::{Clock, ClockSkew, Deadline},
    endpoint::Endpoint,
    hook::ObserveOnlyHook,
    resilience::{Circuit, EndpointFailover, RetryTokenBucket},
    security::Keyring,
    transport::{HttpRequest, Transport},
};
use settings::EndpointConfig;

/// Sends the requests of one service with one set of credentials. Cloning is cheap: clones share connections,
/// authenticator, retry budget and circuit.
#[derive(Clone)]
pub struct Client {
    shared: Arc<SharedState>,
    /// Not shared: a call may override the retry policy and the timeouts.
    pub(crate) retry: RetryPolicy,
    pub(crate) timeouts: Timeouts,
}

/// The state that the clones of a client share.
struct SharedState {
    service: &'static Service,
    endpoint: Endpoint,
    /// Further endpoints.
    failover: EndpointFailover,
    /// The settings for endpoints, for operations with servers of their own.
    endpoints: EndpointConfig,
    authenticator: Option<Arc<dyn Authenticator>>,
    /// Headers that only the authenticator may set.
    reserved_headers: &'static [&'static str],
    classifier: Arc<dyn FailureClassifier>,
    /// The keys of security schemes.
    keys: Keyring,
    /// The values of client parameters.
    parameters: Vec<(String, String)>,
    /// Extra headers of every request, and the User-Agent.
    headers: HeaderMap,
    hooks: Vec<Arc<dyn Hook>>,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    /// The measured difference between that clock and the service's.
    skew: Arc<ClockSkew>,
    /// The retry budget of all calls.
    retries: Arc<RetryTokenBucket>,
    circuit: Circuit,
    /// Maximum length of a buffered response body, in bytes.
    max_response_bytes: usize,
    /// Whether a success may contain a new secret. Its errors then keep neither headers nor body.
    has_secret_responses: bool,
}

impl SharedState {
    /// A copy for a service that issues credentials. It has no keys and extra headers: they may hold secrets of this
    /// service.
    fn for_service(&self, service: &'static Service, endpoint: Endpoint) -> Self {
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
            has_secret_responses: true,
        }
    }

    /// Replaces the hooks by hooks that observe attempts and add no headers.
    fn observe_only(mut self) -> Self {
        let observe_only = |hook: &Arc<dyn Hook>| Arc::new(ObserveOnlyHook(Arc::clone(hook))) as Arc<dyn Hook>;
        self.hooks = self.hooks.iter().map(observe_only).collect();
        self
    }
}

impl Client {
    /// The deadline of a call that starts now.
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline::after(&*self.shared.clock, self.timeouts.overall)
    }

    /// A client with this shared state and the same retry policy and timeouts.
    fn with(&self, shared: SharedState) -> Self {
        Self { shared: Arc::new(shared), retry: self.retry, timeouts: self.timeouts }
    }

    /// Builds and authenticates the first attempt of a request, and does not send it: for a dry run, or to send it by
    /// other means while its signature is valid. Does no I/O.
    ///
    /// `Debug` redacts the headers that authenticate it, and secrets in the URL.
    ///
    /// # Errors
    ///
    /// If the request is invalid, or if credentials or parameters are missing that only I/O can resolve.
    pub fn prepare(&self, request: Request) -> Result<HttpRequest, Error> {
        let operation = request.operation;
        let credentials = self.cached_credentials(&request, None).map_err(|error| error.of(operation))?;
        let prepared = self.plan(Box::new(request), credentials).and_then(|plan| {
            if plan.needs_tokens() {
                let problem = "the token of this request is only provided when it is sent".to_owned();
                return Err(InvalidRequest::Credentials { problem });
            }
            self.build_attempt(&plan, 1, &[], self.shared.skew.seconds())
        });
        prepared.map_err(|invalid| Error::invalid(invalid).of(operation))
    }

    /// The service.
    pub fn service(&self) -> &'static Service {
        self.shared.service
    }

    /// The region, if one is set.
    pub fn region(&self) -> Option<&RegionId> {
        self.shared.endpoints.region.as_ref()
    }

    /// The first endpoint of the service: scheme, host, the port if it is not the scheme's default, and the base path
    /// if there is one.
    pub fn endpoint(&self) -> String {
        self.shared.endpoint.to_string()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shared = &*self.shared;
        formatter
            .debug_struct("Client")
            .field("service", &shared.service.name)
            .field("endpoint", &format_args!("{}", shared.endpoints.redact_text(&shared.endpoint.to_string())))
            .field("region", &shared.endpoints.region.as_ref().map(RegionId::as_str))
            .field("authenticator", &shared.authenticator)
            .field("keys", &shared.keys)
            .field("retry", &self.retry)
            .field("retries", &shared.retries)
            .field("circuit", &shared.circuit)
            .field("timeouts", &self.timeouts)
            .field("transport", &shared.transport)
            .finish_non_exhaustive()
    }
}
