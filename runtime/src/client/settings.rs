//! [`Settings`] of a client: checks them and builds the client. [`EndpointConfig`]: the settings that determine its
//! endpoints. Does no I/O.

use std::sync::Arc;

use http::{HeaderMap, header::USER_AGENT};

use super::{Authenticator, Client, ClientInfo, SharedState};
use crate::{
    CircuitBreaker, DefaultFailureClassifier, FailureClassifier, Hook, InvalidRequest, Operation, RegionId,
    RetryBudget, RetryPolicy, Secret, SecurityKind, Server, ServerChoice, Service, Timeouts,
    clock::Clock,
    endpoint::{Endpoint, EndpointResolver},
    header,
    region::nearest,
    resilience::{Circuit, EndpointFailover, RetryTokenBucket},
    secret::Redactor,
    security::Keyring,
    server::{ServerQuery, expand, find},
    transport::Transport,
};
#[cfg(feature = "reqwest")]
use crate::{
    clock::SystemClock,
    transport::{CertificatePart, ReqwestTransport, ReqwestTransportBuilder},
};

/// The default maximum length of a response body, in bytes.
const DEFAULT_MAX_RESPONSE_BYTES: usize = 8 * 1024 * 1024;

/// The message for a timeout of zero.
pub(super) const ZERO_TIMEOUT: &str = "a timeout is zero, so that no request can succeed";

/// Unchecked settings.
pub(super) struct Settings {
    pub(super) endpoints: EndpointConfig,
    pub(super) keys: Keyring,
    pub(super) authenticator: Option<Arc<dyn Authenticator>>,
    pub(super) reserved_headers: &'static [&'static str],
    pub(super) classifier: Option<Arc<dyn FailureClassifier>>,
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
    /// The first invalid setting.
    pub(super) invalid: Option<InvalidRequest>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            endpoints: EndpointConfig::default(),
            keys: Keyring::default(),
            authenticator: None,
            reserved_headers: &[],
            classifier: None,
            parameters: Vec::new(),
            headers: HeaderMap::new(),
            hooks: Vec::new(),
            retry: RetryPolicy::new(),
            budget: RetryBudget::new(),
            breaker: None,
            timeouts: Timeouts::new(),
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            transport: None,
            clock: None,
            #[cfg(feature = "reqwest")]
            network: ReqwestTransport::builder(),
            #[cfg(feature = "reqwest")]
            is_network_set: false,
            invalid: None,
        }
    }
}

impl Settings {
    /// Checks all settings and builds the client.
    pub(super) fn build(mut self, service: &'static Service) -> Result<Client, InvalidRequest> {
        if let Some(invalid) = self.invalid.take() {
            return Err(invalid);
        }
        self.check_parameters(service)?;
        self.endpoints.resolve_region(service)?;
        for name in self.headers.keys() {
            header::check_reserved(self.reserved_headers, name)?;
        }
        if self.timeouts.has_zero() {
            return invalid_setting(ZERO_TIMEOUT);
        }
        let keys = std::mem::take(&mut self.keys).checked(service)?;
        self.check_credentials(service, &keys)?;
        let endpoint = self.endpoints.endpoint(service)?;
        if let Some(authenticator) = &self.authenticator {
            let (region, allow_http) = (self.endpoints.region.as_ref(), self.endpoints.allow_http);
            authenticator.validate(&ClientInfo { service, host: endpoint.host(), region, allow_http })?;
        }
        let failover = EndpointFailover::new(self.endpoints.fallback_endpoints(service)?);
        let keys = keys.with_token_sources(service, self.endpoints.allow_http, &endpoint)?;
        if !self.headers.contains_key(USER_AGENT) {
            let own = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
            let user_agent = header::header_value("user-agent", &format!("{} {own}", service.user_agent))?;
            self.headers.insert(USER_AGENT, user_agent);
        }
        let transport = self.transport(keys.needs_certificate())?;
        let clock = self.clock()?;
        let shared = SharedState {
            service,
            endpoint,
            failover,
            endpoints: self.endpoints,
            authenticator: self.authenticator,
            reserved_headers: self.reserved_headers,
            classifier: self.classifier.unwrap_or_else(|| Arc::new(DefaultFailureClassifier)),
            keys,
            parameters: self.parameters,
            headers: self.headers,
            hooks: self.hooks,
            transport,
            clock,
            skew: Arc::default(),
            retries: Arc::new(RetryTokenBucket::new(self.budget)),
            circuit: Circuit::new(self.breaker),
            max_response_bytes: self.max_response_bytes,
            has_secret_responses: false,
        };
        Ok(Client { shared: Arc::new(shared), retry: self.retry, timeouts: self.timeouts })
    }

    /// Fails if no credentials were given and the service has an authenticator. Operations of other services may need
    /// none: each call checks its own.
    fn check_credentials(&self, service: &'static Service, keys: &Keyring) -> Result<(), InvalidRequest> {
        let has_authenticator =
            service.security_schemes.iter().any(|scheme| scheme.kind == SecurityKind::Authenticator);
        if self.authenticator.is_some() || !keys.is_empty() || !has_authenticator {
            return Ok(());
        }
        let problem = "no credentials were given";
        // A missing endpoint is reported in the same error.
        match self.endpoints.endpoint(service) {
            Ok(_) => {
                invalid_setting(&format!("{problem}: set an `authenticator`, or the key of another security scheme"))
            }
            Err(other) => invalid_setting(&format!("{problem}; {other}")),
        }
    }

    fn check_parameters(&self, service: &Service) -> Result<(), InvalidRequest> {
        for (name, value) in &self.parameters {
            if !service.client_parameters.contains(&name.as_str()) {
                return invalid_setting(&format!(
                    "{} has no parameter `{name}` that its client could be given",
                    service.name
                ));
            }
            if value.is_empty() {
                return invalid_setting(&format!("the parameter `{name}` of the client is empty"));
            }
        }
        Ok(())
    }

    #[cfg(feature = "reqwest")]
    fn transport(&mut self, needs_certificate: bool) -> Result<Arc<dyn Transport>, InvalidRequest> {
        match self.transport.take() {
            Some(_) if self.is_network_set => invalid_setting(
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
        self.transport.take().map_or_else(
            || invalid_setting("no transport: set `ClientBuilder::transport`, or enable the feature `reqwest`"),
            Ok,
        )
    }

    #[cfg(feature = "reqwest")]
    #[expect(clippy::unnecessary_wraps, reason = "without the feature there is no default")]
    fn clock(&mut self) -> Result<Arc<dyn Clock>, InvalidRequest> {
        Ok(self.clock.take().unwrap_or_else(|| Arc::new(SystemClock)))
    }

    #[cfg(not(feature = "reqwest"))]
    fn clock(&mut self) -> Result<Arc<dyn Clock>, InvalidRequest> {
        self.clock.take().map_or_else(
            || invalid_setting("no clock: set `ClientBuilder::clock`, or enable the feature `reqwest`"),
            Ok,
        )
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
}

fn invalid_setting<T>(problem: &str) -> Result<T, InvalidRequest> {
    Err(InvalidRequest::Setting { problem: problem.to_owned() })
}

/// The settings that determine the endpoints of a client.
#[derive(Clone, Default)]
pub(super) struct EndpointConfig {
    pub(super) region: Option<RegionId>,
    pub(super) endpoint: Option<String>,
    /// Further endpoints, for failover.
    pub(super) fallbacks: Vec<String>,
    pub(super) choice: Option<ServerChoice>,
    pub(super) variables: Vec<(String, String)>,
    /// The variables that are secret.
    pub(super) secrets: Vec<Secret>,
    pub(super) allow_http: bool,
    pub(super) resolver: Option<Arc<dyn EndpointResolver>>,
}

impl EndpointConfig {
    /// Sets the endpoints that the resolver finds for the region, unless a server or an endpoint is set.
    pub(super) fn resolve_region(&mut self, service: &Service) -> Result<(), InvalidRequest> {
        let (None, None, Some(region), Some(resolver)) = (&self.endpoint, &self.choice, &self.region, &self.resolver)
        else {
            return Ok(());
        };
        let mut endpoints = resolver.endpoints(service, region)?.into_iter();
        self.endpoint = endpoints.next();
        self.fallbacks = endpoints.collect();
        Ok(())
    }

    /// The endpoint of the service: the one that is set, else that of the selected documented server.
    pub(super) fn endpoint(&self, service: &'static Service) -> Result<Endpoint, InvalidRequest> {
        self.check_variables(service)?;
        let Some(text) = self.endpoint.as_deref() else {
            let server = self.find_server(service, service.servers, self.choice.as_ref())?;
            let url = expand(server, &self.variables)?;
            if is_relative(&url) {
                let problem =
                    format!("the documents of {} name no host, only `{url}`: set an `endpoint`", service.name);
                return Err(InvalidRequest::Setting { problem });
            }
            return Endpoint::parse_with_base(&url, self.allow_http).map_err(|invalid| self.redact(invalid));
        };
        if self.choice.is_some() {
            let problem =
                "both a server and an endpoint are set: an endpoint replaces the documented servers, so set only one"
                    .to_owned();
            return Err(InvalidRequest::Setting { problem });
        }
        self.parse_endpoint(service, text)
    }

    /// The further endpoints of the service.
    pub(super) fn fallback_endpoints(&self, service: &'static Service) -> Result<Vec<Endpoint>, InvalidRequest> {
        self.fallbacks.iter().map(|text| self.parse_endpoint(service, text)).collect()
    }

    /// Parses an endpoint that the user set. It may have a path only if the documented servers have a base path.
    fn parse_endpoint(&self, service: &'static Service, text: &str) -> Result<Endpoint, InvalidRequest> {
        let may_have_base = service.servers.is_empty() || service.servers.iter().any(has_base);
        if !may_have_base {
            return Endpoint::parse(text, self.allow_http);
        }
        let endpoint = Endpoint::parse_with_base(text, self.allow_http)?;
        match service.servers.first().filter(|_| endpoint.base().is_empty()) {
            // A relative server URL is relative to the URL of the document (RFC 3986, section 5.1.3): the user sets
            // its host.
            Some(server) if is_relative(server.url) => endpoint.with_base(&expand(server, &self.variables)?),
            _ => Ok(endpoint),
        }
    }

    /// The endpoint of an operation with servers of its own. An endpoint that the user set takes precedence: secrets
    /// for it are sent to no other host.
    pub(super) fn operation_endpoint(
        &self,
        operation: &Operation,
        service_endpoint: &Endpoint,
    ) -> Result<Endpoint, InvalidRequest> {
        let server = self.find_server(operation.service, operation.servers, None)?;
        let url = expand(server, &self.variables)?;
        if is_relative(&url) {
            return service_endpoint.with_base(&url);
        }
        if self.endpoint.is_some() {
            return Ok(service_endpoint.clone());
        }
        Endpoint::parse_with_base(&url, self.allow_http).map_err(|invalid| self.redact(invalid))
    }

    /// Redacts the secret variables.
    pub(super) fn redact_text(&self, text: &str) -> String {
        Redactor::new(self.secrets.clone()).redact_text(text)
    }

    fn redact(&self, invalid: InvalidRequest) -> InvalidRequest {
        match invalid {
            InvalidRequest::Endpoint { problem } => InvalidRequest::Endpoint { problem: self.redact_text(&problem) },
            other => other,
        }
    }

    fn find_server(
        &self,
        service: &'static Service,
        servers: &'static [Server],
        choice: Option<&ServerChoice>,
    ) -> Result<&'static Server, InvalidRequest> {
        find(service, servers, ServerQuery { choice, region: self.region.as_ref() })
    }

    /// Rejects a variable that no server of the service has.
    fn check_variables(&self, service: &'static Service) -> Result<(), InvalidRequest> {
        let known = || service.servers.iter().flat_map(|server| server.variables).map(|variable| variable.name);
        let Some((name, _)) = self.variables.iter().find(|(name, _)| !known().any(|known| known == name)) else {
            return Ok(());
        };
        let near = nearest(name, known());
        let hint = near.first().map(|near| format!("; is it `{near}`?")).unwrap_or_default();
        let problem = format!("no server of {} has a variable `{name}`{hint}", service.name);
        Err(InvalidRequest::Setting { problem })
    }
}

/// Whether a URL has no host. A URL that begins with a variable may be absolute.
fn is_relative(url: &str) -> bool {
    !url.contains("://") && !url.starts_with('{')
}

/// Whether a server has a base path.
fn has_base(server: &Server) -> bool {
    match server.url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').is_some_and(|(_, path)| !path.is_empty()),
        None => true,
    }
}
