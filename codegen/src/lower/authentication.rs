//! Documentation of security schemes: the section "Authentication".

use super::docs::markdown;
use crate::openapi::{Flow, Flows, SecurityScheme};

/// The section about the schemes. Empty if there are none.
pub(super) fn section<'s>(schemes: impl Iterator<Item = (&'s str, SecurityScheme)>) -> Vec<Vec<String>> {
    let lines: Vec<String> = schemes.flat_map(|(name, scheme)| scheme_lines(name, &scheme)).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let is_linked = |setter: &&str| lines.iter().any(|line| line.contains(&format!("[`{setter}`]")));
    let setters = SETTERS.into_iter().filter(is_linked);
    let links = setters.map(|setter| format!("[`{setter}`]: ::wireright_runtime::ClientBuilder::{setter}"));
    let links = links.collect();
    vec![vec!["# Authentication".to_owned()], lines, links]
}

/// The setters of `ClientBuilder` for keys.
const SETTERS: [&str; 9] = [
    "api_key",
    "authenticator",
    "authorization_provider",
    "basic",
    "bearer",
    "mutual_tls",
    "oauth2_client_credentials",
    "oauth2_refresh_token",
    "token_provider",
];

/// A list item for a scheme, with nested items for its flows and scopes.
fn scheme_lines(name: &str, scheme: &SecurityScheme) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(flows) = &scheme.flows {
        let flows = [
            ("Implicit", &flows.implicit),
            ("Password", &flows.password),
            ("Client credentials", &flows.client_credentials),
            ("Authorization code", &flows.authorization_code),
            ("Device authorization", &flows.device_authorization),
        ];
        for (name, flow) in flows {
            lines.extend(flow.iter().flat_map(|flow| flow_lines(name, flow)));
        }
    }
    if let Some(url) = &scheme.open_id_connect_url {
        lines.push(format!("  - Tokens from the provider with the configuration at {}", markdown::code(url)));
    }
    let description = scheme.description.as_deref().map(markdown::line).map(sentence);
    let deprecated = scheme.deprecated.then(|| "**Deprecated.**".to_owned());
    let sentences: Vec<String> = description.into_iter().chain(deprecated).chain(setters_sentence(scheme)).collect();
    if sentences.is_empty() && lines.is_empty() {
        return lines;
    }
    let first = format!("- {}: {}", markdown::code(name), sentences.join(" "));
    std::iter::once(first.trim_end().trim_end_matches(':').to_owned()).chain(lines).collect()
}

/// The text with a full stop, so that a sentence can follow it.
fn sentence(text: String) -> String {
    if text.is_empty() || text.ends_with(['.', '!', '?', ':', ')', '>']) { text } else { format!("{text}.") }
}

/// A sentence about the key of the scheme and its setters.
fn setters_sentence(scheme: &SecurityScheme) -> Option<String> {
    let (key, setters): (String, &[&str]) = match scheme.kind.value.as_str() {
        _ if scheme.authenticator.is_some() => ("An authenticator".to_owned(), &["authenticator"]),
        "apiKey" => {
            let location = match scheme.location.as_ref()?.value.as_str() {
                "header" => "header",
                "query" => "query parameter",
                "cookie" => "cookie",
                _ => return None,
            };
            (format!("A key in the {location} {}", markdown::code(scheme.name.as_deref()?)), &["api_key"])
        }
        "http" => {
            let name = scheme.scheme.as_ref()?.value.as_str();
            match name.to_ascii_lowercase().as_str() {
                "basic" => ("A user and a password".to_owned(), &["basic"]),
                "bearer" => ("A bearer token".to_owned(), &["bearer", "token_provider"]),
                _ => {
                    let key = format!("The credentials after {} in `Authorization`", markdown::code(name));
                    (key, &["api_key", "token_provider", "authorization_provider"])
                }
            }
        }
        "oauth2" => ("A bearer token".to_owned(), oauth2_setters(scheme.flows.as_ref()?)),
        "openIdConnect" => (
            "A bearer token".to_owned(),
            &["oauth2_client_credentials", "oauth2_refresh_token", "bearer", "token_provider"],
        ),
        "mutualTLS" => ("A client certificate".to_owned(), &["mutual_tls"]),
        _ => return None,
    };
    let links = setters.iter().map(|setter| format!("[`{setter}`]"));
    let links: Vec<String> = links.collect();
    let links = match links.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => links.concat(),
    };
    Some(format!("{key}: set it by {links}."))
}

/// The setters that the flows allow. Those with which the client fetches tokens itself come first.
fn oauth2_setters(flows: &Flows) -> &'static [&'static str] {
    let issuing = [&flows.authorization_code, &flows.device_authorization, &flows.password];
    match (flows.client_credentials.is_some(), issuing.iter().any(|flow| flow.is_some())) {
        (true, true) => &["oauth2_client_credentials", "oauth2_refresh_token", "bearer", "token_provider"],
        (true, false) => &["oauth2_client_credentials", "bearer", "token_provider"],
        (false, true) => &["oauth2_refresh_token", "bearer", "token_provider"],
        (false, false) => &["bearer", "token_provider"],
    }
}

fn flow_lines(name: &str, flow: &Flow) -> Vec<String> {
    let steps = [
        ("authorization at", &flow.authorization_url),
        ("device authorization at", &flow.device_authorization_url),
        ("tokens from", &flow.token_url),
        ("refreshed tokens from", &flow.refresh_url),
    ];
    let steps = steps.into_iter().filter_map(|(step, url)| Some(format!("{step} {}", markdown::code(url.as_deref()?))));
    let steps: Vec<String> = steps.collect();
    let steps = if steps.is_empty() { String::new() } else { format!(": {}", steps.join(", ")) };
    let scopes = flow.scopes.iter().map(|(scope, description)| {
        format!("    - Scope {}: {}", markdown::code(scope), markdown::line(description)).trim_end().to_owned()
    });
    std::iter::once(format!("  - {name}{steps}")).chain(scopes).collect()
}
