//! The endpoints of a client: [`EndpointConfig`], the settings that they follow from, and [`EndpointFailover`], the
//! next endpoint when one cannot be reached.

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

/// The settings that say where a service is.
#[derive(Clone, Default)]
pub(super) struct EndpointConfig {
    pub(super) region: Option<RegionId>,
    pub(super) endpoint: Option<String>,
    /// Further configured endpoints.
    pub(super) others: Vec<String>,
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
        self.others = endpoints.collect();
        Ok(())
    }

    /// The endpoint of the service: the configured one, else that of the documented server.
    pub(super) fn endpoint(&self, service: &'static Service) -> Result<Endpoint, InvalidRequest> {
        self.check_variables(service)?;
        let Some(given) = self.endpoint.as_deref() else {
            let server = self.find(service, service.servers, self.choice.as_ref())?;
            let url = expand(server, &self.variables)?;
            if is_relative(&url) {
                let problem =
                    format!("the documents of {} say no host, only `{url}`: give its `endpoint`", service.name);
                return Err(InvalidRequest::Setting { problem });
            }
            return Endpoint::parse_with_base(&url, self.allow_http);
        };
        if self.choice.is_some() {
            let problem = "both a server and an endpoint were given, of which the one replaces the other".to_owned();
            return Err(InvalidRequest::Setting { problem });
        }
        self.given(service, given)
    }

    /// The further endpoints of the service.
    pub(super) fn others(&self, service: &'static Service) -> Result<Vec<Endpoint>, InvalidRequest> {
        self.others.iter().map(|given| self.given(service, given)).collect()
    }

    fn given(&self, service: &'static Service, given: &str) -> Result<Endpoint, InvalidRequest> {
        let may_have_base = service.servers.is_empty() || service.servers.iter().any(has_base);
        if !may_have_base {
            return Endpoint::parse(given, self.allow_http);
        }
        let endpoint = Endpoint::parse_with_base(given, self.allow_http)?;
        match service.servers.first().filter(|_| endpoint.base().is_empty()) {
            // A relative server URL refers to the host of the document (RFC 3986, section 5.1.3), which only the user
            // knows.
            Some(server) if is_relative(server.url) => endpoint.with_base(&expand(server, &self.variables)?),
            _ => Ok(endpoint),
        }
    }

    /// The endpoint of an operation with servers of its own. A configured endpoint has precedence: its requests, and
    /// the secrets in them, must not be sent to another host.
    pub(super) fn endpoint_of(&self, operation: &Operation, of_service: &Endpoint) -> Result<Endpoint, InvalidRequest> {
        let server = self.find(operation.service, operation.servers, None)?;
        let url = expand(server, &self.variables)?;
        if is_relative(&url) {
            return of_service.with_base(&url);
        }
        if self.endpoint.is_some() {
            return Ok(of_service.clone());
        }
        Endpoint::parse_with_base(&url, self.allow_http)
    }

    fn find(
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

/// Whether a server URL has a base path.
fn has_base(server: &Server) -> bool {
    match server.url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').is_some_and(|(_, path)| !path.is_empty()),
        None => true,
    }
}

/// Further endpoints of a service, and the one that was reached last.
#[derive(Debug, Default)]
pub(super) struct EndpointFailover {
    others: Vec<Endpoint>,
    /// The index of the current endpoint. 0 is the first, which is not among the others.
    current: AtomicUsize,
}

impl EndpointFailover {
    pub(super) fn new(others: Vec<Endpoint>) -> Self {
        Self { others, current: AtomicUsize::new(0) }
    }

    /// The number of further endpoints.
    pub(super) fn len(&self) -> usize {
        self.others.len()
    }

    /// The current endpoint.
    pub(super) fn current<'e>(&'e self, first: &'e Endpoint) -> &'e Endpoint {
        self.at(self.current.load(Ordering::Relaxed), first)
    }

    /// The endpoint after one that could not be reached. It becomes the current one.
    pub(super) fn after<'e>(&'e self, failed: &Endpoint, first: &'e Endpoint) -> &'e Endpoint {
        let failed = self.others.iter().position(|other| other == failed).map_or(0, |place| place + 1);
        let next = (failed + 1) % (self.others.len() + 1);
        self.current.store(next, Ordering::Relaxed);
        self.at(next, first)
    }

    fn at<'e>(&'e self, place: usize, first: &'e Endpoint) -> &'e Endpoint {
        place.checked_sub(1).and_then(|place| self.others.get(place)).unwrap_or(first)
    }
}
