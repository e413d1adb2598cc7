//! From settings to a client: everything is checked here, before anything is sent.

use std::sync::Arc;

use http::{HeaderMap, header::USER_AGENT};

use super::{Client, Shared, places::Places, spare::Spare};
use crate::{
    CircuitBreaker, Hook, InvalidRequest, RetryBudget, RetryPolicy, SecurityKind, SecurityScheme, Service, Timeouts,
    clock::Clock,
    credentials::{CredentialsProvider, CredentialsSource},
    endpoint::Endpoint,
    header,
    resilience::Circuit,
    resilience::RetryTokenBucket,
    security::{Kept, Keyring},
    signature::{Credentials, Signing},
    tenant::{self, Tenant},
    transport::Transport,
};
#[cfg(feature = "reqwest")]
use crate::{
    clock::SystemClock,
    transport::{CertificatePart, ReqwestTransport, ReqwestTransportBuilder},
};

/// The longest body of an answer that is read unless it is said otherwise, in bytes.
const LONGEST_ANSWER: usize = 8 * 1024 * 1024;

/// What was set, not yet checked.
pub(super) struct Settings {
    pub(super) places: Places,
    pub(super) keys: Keyring,
    pub(super) credentials: Option<Credentials>,
    pub(super) tenant: Tenant,
    pub(super) signing: Signing,
    pub(super) provider: Option<Arc<dyn CredentialsProvider>>,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) hooks: Vec<Arc<dyn Hook>>,
    pub(super) retry: RetryPolicy,
    pub(super) budget: RetryBudget,
    pub(super) breaker: Option<CircuitBreaker>,
    pub(super) timeouts: Timeouts,
    pub(super) max_response_bytes: usize,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) clock: Option<Arc<dyn Clock>>,
    #[cfg(feature = "reqwest")]
    pub(super) network: ReqwestTransportBuilder,
    #[cfg(feature = "reqwest")]
    pub(super) is_network_set: bool,
    /// The first thing that was wrong.
    pub(super) refusal: Option<InvalidRequest>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            places: Places::default(),
            keys: Keyring::default(),
            credentials: None,
            tenant: Tenant::default(),
            signing: Signing::default(),
            provider: None,
            parameters: Vec::new(),
            headers: HeaderMap::new(),
            hooks: Vec::new(),
            retry: RetryPolicy::new(),
            budget: RetryBudget::new(),
            breaker: None,
            timeouts: Timeouts::new(),
            max_response_bytes: LONGEST_ANSWER,
            transport: None,
            clock: None,
            #[cfg(feature = "reqwest")]
            network: ReqwestTransport::builder(),
            #[cfg(feature = "reqwest")]
            is_network_set: false,
            refusal: None,
        }
    }
}

impl Settings {
    /// Checks all settings and makes the client.
    pub(super) fn build(mut self, service: &'static Service) -> Result<Client, InvalidRequest> {
        if let Some(refusal) = self.refusal.take() {
            return Err(refusal);
        }
        self.check_parameters(service)?;
        self.places.override_region(service)?;
        if self.timeouts.has_zero() {
            return setting("a time limit is zero, with which no request can succeed");
        }
        let credentials = self.credentials.take().map(Credentials::checked).transpose()?;
        let provider = self.provider.take();
        if credentials.is_some() && provider.is_some() {
            return setting("both credentials and a provider of credentials were given");
        }
        let keys = std::mem::take(&mut self.keys).checked(service)?;
        let is_signature = |scheme: &SecurityScheme| matches!(scheme.kind, SecurityKind::Signature(_));
        // Other services may have operations that need none; those that do say so when they are called.
        if credentials.is_none()
            && provider.is_none()
            && keys.is_empty()
            && service.security_schemes.iter().any(is_signature)
        {
            let problem = "no credentials were given";
            // Whoever lacks both should not learn it in two rounds.
            return match self.places.endpoint(service) {
                Ok(_) => setting(&format!("{problem}; `credentials_provider(Credentials::chain())` looks for some")),
                Err(other) => setting(&format!("{problem}; {other}")),
            };
        }
        let endpoint = self.places.endpoint(service)?;
        // An operation may have a host of its own, so each request asks again.
        self.signing.check_at(endpoint.host(), self.tenant.signing_region(self.places.region.as_ref()))?;
        let spare = Spare::new(self.places.others(service)?);
        let keys = keys.located(service, self.places.allow_http, &endpoint)?;
        let iam = self.iam_endpoint(credentials.as_ref())?;
        if !self.headers.contains_key(USER_AGENT) {
            let own = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
            let user_agent = header::header_value("user-agent", &format!("{} {own}", service.user_agent))?;
            self.headers.insert(USER_AGENT, user_agent);
        }
        let given = credentials.map(CredentialsSource::given);
        let provided = provider.map(CredentialsSource::provided);
        let transport = self.transport(keys.needs_certificate())?;
        let clock = self.clock()?;
        let shared = Shared {
            service,
            endpoint,
            spare,
            places: self.places,
            credentials: given.or(provided).map(Arc::new),
            signing: self.signing,
            keys,
            iam,
            parameters: self.parameters,
            headers: self.headers,
            hooks: self.hooks,
            transport,
            clock,
            skew: Arc::default(),
            retries: Arc::new(RetryTokenBucket::new(self.budget)),
            circuit: Circuit::new(self.breaker),
            max_response_bytes: self.max_response_bytes,
            tenant: self.tenant,
            tenant_id: Kept::default(),
        };
        Ok(Client { shared: Arc::new(shared), retry: self.retry, timeouts: self.timeouts })
    }

    fn check_parameters(&self, service: &Service) -> Result<(), InvalidRequest> {
        for (name, value) in &self.parameters {
            if !service.client_parameters.contains(&name.as_str()) && name != self.tenant.parameter() {
                return setting(&format!("{} has no parameter `{name}` that its client could be given", service.name));
            }
            if value.is_empty() {
                return setting(&format!("the parameter `{name}` of the client is empty"));
            }
        }
        Ok(())
    }

    /// Where IAM is: as the credentials say, else as the region does. Without a region there is no project to ask it for.
    fn iam_endpoint(&self, credentials: Option<&Credentials>) -> Result<Option<Endpoint>, InvalidRequest> {
        let given = credentials.and_then(|credentials| credentials.iam_endpoint.as_deref());
        match (given, &self.places.region) {
            (Some(given), _) => Endpoint::parse(given, self.places.allow_http).map(Some),
            // A region id that makes no host name has no IAM, which matters only if a look-up is needed.
            (None, Some(region)) => Ok(Endpoint::parse(&tenant::region_endpoint(region), false).ok()),
            (None, None) if self.tenant == Tenant::Domain => Endpoint::parse(tenant::IAM, false).map(Some),
            (None, None) => Ok(None),
        }
    }

    #[cfg(feature = "reqwest")]
    fn transport(&mut self, needs_certificate: bool) -> Result<Arc<dyn Transport>, InvalidRequest> {
        match self.transport.take() {
            Some(_) if self.is_network_set => setting(
                "`network`, `resolve` and `root_certificate_pem` set the transport that was replaced by `transport`",
            ),
            Some(transport) => Ok(transport),
            None if needs_certificate && !self.network.has_client_certificate() => {
                Err(InvalidRequest::ClientCertificate {
                    missing: CertificatePart::Certificate,
                    problem: "`mutual_tls` says that a certificate is shown, and none was given: \
                          `network` takes one by `client_certificate_pem`"
                        .to_owned(),
                })
            }
            None => {
                let network = std::mem::take(&mut self.network).connect_timeout(self.timeouts.connect);
                let transport = network.build().map_err(|error| match (error.missing(), error.to_string()) {
                    (Some(missing), problem) => InvalidRequest::ClientCertificate { missing, problem },
                    (None, problem) => InvalidRequest::Transport { problem },
                })?;
                Ok(Arc::new(transport))
            }
        }
    }

    #[cfg(not(feature = "reqwest"))]
    fn transport(&mut self, _: bool) -> Result<Arc<dyn Transport>, InvalidRequest> {
        self.transport.take().map_or_else(|| setting("no transport was given, and the feature `reqwest` is off"), Ok)
    }

    #[cfg(feature = "reqwest")]
    #[expect(clippy::unnecessary_wraps, reason = "without the feature there is no default")]
    fn clock(&mut self) -> Result<Arc<dyn Clock>, InvalidRequest> {
        Ok(self.clock.take().unwrap_or_else(|| Arc::new(SystemClock)))
    }

    #[cfg(not(feature = "reqwest"))]
    fn clock(&mut self) -> Result<Arc<dyn Clock>, InvalidRequest> {
        self.clock.take().map_or_else(|| setting("no clock was given, and the feature `reqwest` is off"), Ok)
    }
}

fn setting<T>(problem: &str) -> Result<T, InvalidRequest> {
    Err(InvalidRequest::Setting { problem: problem.to_owned() })
}
