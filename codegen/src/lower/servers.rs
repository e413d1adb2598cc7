//! Servers and regions: where the service is reached.

use std::collections::BTreeMap;

use super::{
    Context,
    docs::{descriptions, markdown},
    names, paths,
};
use crate::{
    diagnostic::Code,
    model::{Docs, Region, Server, ServerVariable},
    openapi,
};

pub(super) fn lower(context: &mut Context<'_>) -> (Vec<Server>, Vec<Region>) {
    let document = context.document;
    let mut regions: BTreeMap<String, Region> = BTreeMap::new();
    let mut scope = names::NameScope::default();
    for server in &document.servers {
        let Some(region) = &server.region else { continue };
        let name = names::constant_name(&region.value);
        let constant = scope.claim(name, &region.value, &region.at, context.diagnostics);
        let docs = Docs(server.description.as_deref().map(markdown::lines).unwrap_or_default());
        let docs = descriptions::or_line(docs, || format!("The region {}.", markdown::line(&region.value)));
        regions.insert(region.value.clone(), Region { constant, id: region.value.clone(), docs });
    }
    (servers(context, &document.servers), regions.into_values().collect())
}

/// The servers of the document, a path or an operation.
pub(super) fn servers(context: &mut Context<'_>, servers: &[openapi::Server]) -> Vec<Server> {
    servers.iter().filter_map(|server| lower_server(context, server)).collect()
}

fn lower_server(context: &mut Context<'_>, server: &openapi::Server) -> Option<Server> {
    let url = server.url.value.trim_end_matches('/').to_owned();
    let mut variables = Vec::new();
    for name in paths::placeholders(&url) {
        let Some(variable) = server.variables.get(name) else {
            let message = format!("undeclared server variable `{name}`");
            context
                .diagnostics
                .report(Code::MalformedServer, &server.url.at, message)
                .help("declare it in `variables`");
            return None;
        };
        variables.push(ServerVariable {
            name: name.to_owned(),
            label: markdown::code(name),
            default: variable.default.clone(),
            allowed: variable.allowed.clone(),
            docs: Docs(variable.description.as_deref().map(markdown::lines).unwrap_or_default()),
        });
    }
    if is_relative(&url) {
        // The URL is relative to the document's own, which a client does not know: the caller must set an endpoint.
        if !url.is_empty() {
            let message = format!("relative server URL `{url}`: the caller must set the endpoint");
            let path = url.trim_start_matches(['.', '/']);
            let endpoint = match (url.starts_with("//"), path) {
                (true, _) => format!("https:{url}"),
                (false, "") => "https://…".to_owned(),
                (false, path) => format!("https://…/{path}"),
            };
            context
                .diagnostics
                .unsupported(&server.url.at, message)
                .help(format!("write scheme and host, or call `endpoint(\"{endpoint}\")`"));
        }
        return None;
    }
    if let Some(reason) = problem_of(&url) {
        let message = format!("invalid server URL `{}`: {reason}", server.url.value);
        let problem = context.diagnostics.report(Code::MalformedServer, &server.url.at, message);
        problem.help("write scheme, host and path: `https://api.example.com/v1`");
        return None;
    }
    Some(Server { region: server.region.as_ref().map(|region| region.value.clone()), url, variables })
}

/// Whether the URL is relative to that of the document. One without a slash or dots at its beginning is taken for a
/// host without its scheme.
fn is_relative(url: &str) -> bool {
    url.is_empty() || url.starts_with('/') || url.split('/').next().is_some_and(|first| matches!(first, "." | ".."))
}

/// The reason why the client cannot append a path to a URL.
fn problem_of(url: &str) -> Option<&'static str> {
    let template = paths::without_parameter_names(url);
    let after_scheme = template.strip_prefix("https://").or_else(|| template.strip_prefix("http://"));
    let Some(rest) = after_scheme.or_else(|| template.starts_with('{').then_some(&*template)) else {
        return Some("it does not begin with `https://` or `http://`");
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match () {
        () if authority.is_empty() => Some("it has no host"),
        () if rest.contains(char::is_whitespace) => Some("it contains a space"),
        () if rest.contains('#') => Some("it contains a fragment"),
        () if rest.contains('?') => Some("it contains a query"),
        () if authority.contains('@') => Some("it contains credentials"),
        () => None,
    }
}

/// A URL with its description. `None` without a description.
pub(super) fn description(server: &openapi::Server) -> Option<String> {
    let words = [&server.name, &server.description].into_iter().flatten().map(|words| markdown::line(words));
    let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
    (!words.is_empty()).then(|| format!("{}: {}", markdown::code(&server.url.value), words.join(": ")))
}

/// The documentation of an operation's own servers and their variables.
pub(super) fn docs(servers: &[openapi::Server]) -> Vec<String> {
    let mut lines = Vec::new();
    for described in servers {
        lines.extend(description(described).map(|line| format!("- Server {line}")));
        lines.extend(described.variables.iter().filter_map(|(name, variable)| {
            Some(format!("- Variable {}: {}", markdown::code(name), markdown::line(variable.description.as_deref()?)))
        }));
    }
    if lines.is_empty() { lines } else { std::iter::once(String::new()).chain(lines).collect() }
}
