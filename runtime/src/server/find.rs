//! Lookup of a documented server by choice or region.

use super::ServerChoice;
use crate::{InvalidRequest, RegionId, Server, Service, region::nearest};

/// Criteria of a lookup.
#[derive(Clone, Copy)]
pub(crate) struct ServerQuery<'q> {
    pub(crate) choice: Option<&'q ServerChoice>,
    pub(crate) region: Option<&'q RegionId>,
}

/// The chosen server, else the server of the region, else the first server without a region.
pub(crate) fn find(
    service: &'static Service,
    servers: &'static [Server],
    query: ServerQuery<'_>,
) -> Result<&'static Server, InvalidRequest> {
    if let Some(choice) = query.choice {
        let found = match choice {
            ServerChoice::Index(index) => servers.get(*index),
            ServerChoice::Url(url) => servers.iter().find(|server| server.url == url),
        };
        return found.ok_or_else(|| unknown(service, servers, choice));
    }
    let regionless = servers.iter().find(|server| server.region.is_none());
    match query.region {
        Some(region) => {
            let own = servers.iter().find(|server| server.region == Some(region.as_str()));
            own.or(regionless).ok_or_else(|| InvalidRequest::UnknownRegion {
                service: service.name,
                region: region.to_string(),
                near: nearest(region.as_str(), servers.iter().filter_map(|server| server.region)),
            })
        }
        None => regionless.ok_or_else(|| {
            let problem = if servers.is_empty() {
                format!("the documents of {} name no host: give its `endpoint`", service.name)
            } else {
                format!("neither a region nor an endpoint of {} was given", service.name)
            };
            InvalidRequest::Setting { problem }
        }),
    }
}

fn unknown(service: &Service, servers: &[Server], choice: &ServerChoice) -> InvalidRequest {
    let label = match choice {
        ServerChoice::Index(index) => format!("number {index}"),
        ServerChoice::Url(url) => format!("`{url}`"),
    };
    let known: Vec<&str> = servers.iter().map(|server| server.url).take(5).collect();
    let problem = format!(
        "{} has no server {label} among its {}: `{}`; for a server that is not documented, give its `endpoint`",
        service.name,
        servers.len(),
        known.join("`, `")
    );
    InvalidRequest::Setting { problem }
}
