//! The endpoints of a client: [`EndpointConfig`], the settings that determine them, and [`EndpointFailover`], which
//! selects the next endpoint if one is unreachable.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::{
    InvalidRequest, Operation, RegionId, Server, ServerChoice, Service,
    endpoint::{Endpoint, EndpointResolver},
    region::nearest,
    server::{ServerQuery, expand, find},
};

/// The settings that determine the endpoints of a client.
#[derive(Clone, Default)]
pub(super) struct EndpointConfig {
    pub(super) region: Option<RegionId>,
    pub(super) endpoint: Option<String>,
    /// Further endpoints, for failover.
    pub(super) fallbacks: Vec<String>,
    pub(super) choice: Option<ServerChoice>,
    pub(super) variables: Vec<(String, String)>,
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
            return Endpoint::parse_with_base(&url, self.allow_http);
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
        Endpoint::parse_with_base(&url, self.allow_http)
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

/// The further endpoints of a service, and which endpoint is in use.
#[derive(Debug, Default)]
pub(super) struct EndpointFailover {
    fallbacks: Vec<Endpoint>,
    /// The index of the endpoint in use: 0 is the first endpoint, `n` is `fallbacks[n - 1]`.
    current: AtomicUsize,
}

impl EndpointFailover {
    pub(super) fn new(fallbacks: Vec<Endpoint>) -> Self {
        Self { fallbacks, current: AtomicUsize::new(0) }
    }

    /// The number of endpoints in addition to the first.
    pub(super) fn len(&self) -> usize {
        self.fallbacks.len()
    }

    /// The endpoint in use.
    pub(super) fn current<'e>(&'e self, first: &'e Endpoint) -> &'e Endpoint {
        self.at(self.current.load(Ordering::Relaxed), first)
    }

    /// Selects the endpoint after one that is unreachable.
    pub(super) fn next_after<'e>(&'e self, failed: &Endpoint, first: &'e Endpoint) -> &'e Endpoint {
        let failed = self.fallbacks.iter().position(|fallback| fallback == failed).map_or(0, |index| index + 1);
        let next = (failed + 1) % (self.fallbacks.len() + 1);
        self.current.store(next, Ordering::Relaxed);
        self.at(next, first)
    }

    fn at<'e>(&'e self, index: usize, first: &'e Endpoint) -> &'e Endpoint {
        index.checked_sub(1).and_then(|index| self.fallbacks.get(index)).unwrap_or(first)
    }
}
