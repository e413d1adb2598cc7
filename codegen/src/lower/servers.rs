//! Servers and regions: where the service is reached.

use std::collections::BTreeMap;

use super::{Context, markdown, names};
use crate::{
    diagnostic::Code,
    model::{Docs, Region, Server},
    openapi,
};

pub(super) fn lower(context: &mut Context<'_>) -> (Vec<Server>, Vec<Region>) {
    let mut servers = Vec::new();
    let mut regions: BTreeMap<String, Region> = BTreeMap::new();
    let mut scope = names::Scope::default();
    for server in &context.document.servers {
        check_address(context, server);
        let region = server.region.as_ref();
        servers.push(Server { region: region.map(|region| region.value.clone()), url: server.url.value.clone() });
        let Some(region) = region else { continue };
        let constant = names::constant_name(&region.value);
        scope.claim(&constant, &region.value, &region.at, context.diagnostics);
        let docs = Docs(server.description.as_deref().map(markdown::lines).unwrap_or_default());
        regions.insert(region.value.clone(), Region { constant, id: region.value.clone(), docs });
    }
    (servers, regions.into_values().collect())
}

/// A server is an absolute address without anything that a request would add.
fn check_address(context: &mut Context<'_>, server: &openapi::Server) {
    let address = &server.url.value;
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let host = host.map(|rest| rest.strip_suffix('/').unwrap_or(rest));
    if host.is_none_or(|host| host.is_empty() || host.contains(['/', '{', '?', '#', '@']) || host.contains(char::is_whitespace)) {
        let message = format!("`{address}` is no address of a server");
        context
            .diagnostics
            .error(Code::MalformedServer, &server.url.at, message)
            .help("write scheme and host: `https://api.example.com`");
    }
}
