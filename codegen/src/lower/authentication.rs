//! What documentation says of security schemes.

use super::markdown;
use crate::openapi::{Flow, SecurityScheme};

/// A way to prove who is calling, with the ways to a token.
pub(super) fn scheme(name: &str, scheme: &SecurityScheme) -> Vec<String> {
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
            lines.extend(flow.iter().flat_map(|flow| way_to_token(name, flow)));
        }
    }
    if let Some(url) = &scheme.open_id_connect_url {
        lines.push(format!("  - Tokens from where {} says", markdown::code(url)));
    }
    let words = scheme.description.as_deref().map(markdown::line);
    let deprecated = scheme.deprecated.then(|| "**Deprecated.**".to_owned());
    let words: Vec<String> = words.into_iter().chain(deprecated).chain(how_to_give(scheme)).collect();
    if words.is_empty() && lines.is_empty() {
        return lines;
    }
    let first = format!("- {}: {}", markdown::code(name), words.join(" "));
    std::iter::once(first.trim_end().trim_end_matches(':').to_owned()).chain(lines).collect()
}

/// How a caller gives what the scheme needs, where that is more than a key or a password.
fn how_to_give(scheme: &SecurityScheme) -> Option<String> {
    let setters: &[&str] = match scheme.kind.value.as_str() {
        "oauth2" => {
            let flows = scheme.flows.as_ref()?;
            let gives_refresh_tokens = [&flows.authorization_code, &flows.device_authorization, &flows.password]
                .iter()
                .any(|flow| flow.is_some());
            match (flows.client_credentials.is_some(), gives_refresh_tokens) {
                (true, true) => &["oauth2_client_credentials", "oauth2_refresh_token"],
                (true, false) => &["oauth2_client_credentials"],
                (false, true) => &["oauth2_refresh_token"],
                (false, false) => return None,
            }
        }
        "openIdConnect" => &["oauth2_client_credentials", "oauth2_refresh_token"],
        "mutualTLS" => &["mutual_tls"],
        "http" if !matches!(scheme.scheme.as_ref()?.value.to_ascii_lowercase().as_str(), "basic" | "bearer") => {
            &["authorization_provider"]
        }
        _ => return None,
    };
    let links: Vec<String> =
        setters.iter().map(|setter| format!("[`{setter}`](wireright_runtime::ClientBuilder::{setter})")).collect();
    Some(format!("See {}.", links.join(" and ")))
}

fn way_to_token(name: &str, flow: &Flow) -> Vec<String> {
    let steps = [
        ("ask the user at", &flow.authorization_url),
        ("announce the device at", &flow.device_authorization_url),
        ("tokens from", &flow.token_url),
        ("fresh ones from", &flow.refresh_url),
    ];
    let steps =
        steps.into_iter().filter_map(|(words, url)| Some(format!("{words} {}", markdown::code(url.as_deref()?))));
    let steps: Vec<String> = steps.collect();
    let steps = if steps.is_empty() { String::new() } else { format!(": {}", steps.join(", ")) };
    let scopes = flow.scopes.iter().map(|(scope, words)| {
        format!("    - Scope {}: {}", markdown::code(scope), markdown::line(words)).trim_end().to_owned()
    });
    std::iter::once(format!("  - {name}{steps}")).chain(scopes).collect()
}
