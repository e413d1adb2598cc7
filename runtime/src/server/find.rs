//! Finds the server that is meant among those documented.

use super::ServerChoice;
use crate::{InvalidRequest, RegionId, Server, Service, region::nearest};

/// What tells one server from another.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'w> {
    pub(crate) choice: Option<&'w ServerChoice>,
    pub(crate) region: Option<&'w RegionId>,
}

/// The server that was chosen, else that of the region, else the first for all regions.
pub(crate) fn find(
    service: &'static Service,
    servers: &'static [Server],
    wanted: Wanted<'_>,
) -> Result<&'static Server, InvalidRequest> {
    if let Some(choice) = wanted.choice {
        let found = match choice {
            ServerChoice::Index(index) => servers.get(*index),
            ServerChoice::Url(url) => servers.iter().find(|server| server.url == url),
        };
        return found.ok_or_else(|| unknown(service, servers, choice));
    }
    let for_all = servers.iter().find(|server| server.region.is_none());
    match wanted.region {
        Some(region) => {
            let own = servers.iter().find(|server| server.region == Some(region.as_str()));
            own.or(for_all).ok_or_else(|| InvalidRequest::UnknownRegion {
                service: service.name,
                region: region.to_string(),
                near: nearest(region.as_str(), servers.iter().filter_map(|server| server.region)),
            })
        }
        None => for_all.ok_or_else(|| {
            let problem = if servers.is_empty() {
                format!("the documents of {} say no server: give its `endpoint`", service.name)
            } else {
                format!("neither a region nor an endpoint of {} was given", service.name)
            };
            InvalidRequest::Setting { problem }
        }),
    }
}

fn unknown(service: &Service, servers: &[Server], choice: &ServerChoice) -> InvalidRequest {
    let what = match choice {
        ServerChoice::Index(index) => format!("number {index}"),
        ServerChoice::Url(url) => format!("`{url}`"),
    };
    let known: Vec<&str> = servers.iter().map(|server| server.url).take(5).collect();
    let problem = format!(
        "{} has no server {what} among its {}: `{}`; for a server that is not documented, give its `endpoint`",
        service.name,
        servers.len(),
        known.join("`, `")
    );
    InvalidRequest::Setting { problem }
}
