//! [`Client`]: what a generated client wraps.
//!
//! - `auth_context`: [`AuthCall`], [`AuthContext`] and [`AuthClient`], what an authenticator gets of a client
//! - `authenticator`: [`Authenticator`], the extension point for authentication
//! - `builder`: [`ClientBuilder`]
//! - `call`: one call, with the decision whether a failed attempt is retried
//! - `credentials`: the credentials and tokens of a call
//! - `endpoints`: the endpoints of a client, and failover between them
//! - `oauth2`: requests for tokens
//! - `pages`: [`Pages`] and [`Items`]
//! - `pending`: [`Pending`], the future of a call
//! - `plan`: a request addressed to an endpoint, from which each attempt is made
//! - `response`: sends an attempt and reads the response
//! - `settings`: from settings to a client
//! - `streaming`: responses that are read while they arrive
//! - `timing`: deadlines, and the clock skew

mod auth_context;
mod authenticator;
mod builder;
mod call;
mod credentials;
mod endpoints;
mod oauth2;
mod pages;
mod pending;
mod plan;
mod response;
mod settings;
mod streaming;
mod timing;

use std::{fmt, sync::Arc};

use http::HeaderMap;

pub use auth_context::{AuthCall, AuthClient, AuthContext};
pub use authenticator::{Authenticator, CachedCredentials, ClientInfo, NoAuthenticator};
pub use builder::{ClientBuilder, ServiceClient};
pub use pages::{Items, Pages};
pub use pending::{Pending, PendingStream};
pub(crate) use timing::Deadline;

use crate::{
    Error, FailureClassifier, Hook, InvalidRequest, RegionId, Request, RequestBody, RetryPolicy, Service, Timeouts,
    clock::Clock,
    decode::Decode,
    endpoint::Endpoint,
    resilience::{Circuit, RetryTokenBucket},
    security::Keyring,
    transport::Transport,
};
use endpoints::{EndpointConfig, EndpointFailover};
use response::Reading;
use timing::ClockSkew;

/// Sends the requests of one service with one set of credentials. Cloning is cheap, and clones share connections and the
/// authenticator.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    /// A call may have these otherwise, so that they are not shared.
    pub(crate) retry: RetryPolicy,
    pub(crate) timeouts: Timeouts,
}

/// What the clones of a client share.
struct Shared {
    service: &'static Service,
    endpoint: Endpoint,
    /// Where it is, too.
    failover: EndpointFailover,
    /// What the user said about servers, for operations that have some of their own.
    endpoints: EndpointConfig,
    authenticator: Option<Arc<dyn Authenticator>>,
    /// Headers that the authenticator decides, set or not.
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
    /// How often all calls may be repeated.
    retries: Arc<RetryTokenBucket>,
    /// Whether it is asked at all.
    circuit: Circuit,
    /// The longest body of an answer that is read, in bytes.
    max_response_bytes: usize,
}

impl Client {
    /// Sends a request, again where that is safe and may help, and reads the answer.
    ///
    /// What is returned borrows nothing: it may be moved to another task.
    pub fn send<T: 'static>(&self, request: Request, decode: Decode<T>) -> Pending<T> {
        let request = Box::new(request);
        Pending::new(self, move |client| async move {
            client.execute(request, client.deadline(), Reading::Whole).await?.decode(decode)
        })
    }

    /// The same client with other things shared.
    fn with(&self, shared: Shared) -> Self {
        Self { shared: Arc::new(shared), retry: self.retry, timeouts: self.timeouts }
    }

    /// Builds and signs a request as its first attempt would be sent, and does not send it: for a dry run, or to send it by other
    /// means within the 15 minutes for which a signature is good.
    ///
    /// The headers that authenticate it are marked as sensitive, so that `Debug` does not show them.
    ///
    /// # Errors
    ///
    /// If the input is refused, or if the request needs the id of a project or account that was neither given nor looked up by an
    /// earlier call: no I/O happens here.
    pub fn prepare(&self, request: Request) -> Result<http::Request<RequestBody>, Error> {
        let operation = request.operation;
        let credentials = self.cached_credentials(&request, None).map_err(|error| error.of(operation))?;
        let prepared = self.plan(Box::new(request), credentials).and_then(|plan| {
            if plan.needs_tokens() {
                let problem = "the token of this request is provided when it is sent".to_owned();
                return Err(InvalidRequest::Credentials { problem });
            }
            self.attempt(&plan, 1, &[], self.shared.skew.seconds())
        });
        prepared.map_err(|refusal| Error::invalid(refusal).of(operation))
    }

    /// The service.
    pub fn service(&self) -> &'static Service {
        self.shared.service
    }

    /// The region, if one was given.
    pub fn region(&self) -> Option<&RegionId> {
        self.shared.endpoints.region.as_ref()
    }

    /// Where the service is: scheme, host, and port where it is not the scheme's own; and the path that those of all operations begin
    /// with, if there is one.
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
            .field("endpoint", &format_args!("{}", shared.endpoint))
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
