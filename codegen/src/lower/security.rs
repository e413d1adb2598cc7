//! Security schemes of a document, and the security requirements of its operations.

use super::{Context, effective, parameters::VALID_NAME, sent_names};
use crate::{
    diagnostic::{Code, Tolerance, suggest},
    http::is_token,
    model::{SecurityKind, SecurityScheme, TypePath, WireName},
    openapi::{self, SecurityRequirement, Spanned},
};

/// Fallback for a scheme that the client does not support.
const UNSUPPORTED_SCHEME: &str = "a call without another scheme fails before it is sent";

/// The security schemes of the document, in document order.
pub(super) fn schemes(context: &mut Context<'_>) -> Vec<SecurityScheme> {
    let document = context.document;
    let mut schemes = Vec::new();
    for (name, scheme) in &document.security_schemes {
        let Some(scheme) = effective::object(context, scheme) else { continue };
        let kind = match &scheme.authenticator {
            Some(path) => authenticator(context, path, &schemes),
            None => kind(context, &scheme),
        };
        schemes.extend(kind.map(|kind| SecurityScheme { name: WireName(name.clone()), kind }));
    }
    schemes
}

/// The kind of a scheme with `x-authenticator`. A client has one authenticator.
fn authenticator(context: &mut Context<'_>, path: &Spanned<String>, others: &[SecurityScheme]) -> Option<SecurityKind> {
    let Some(parsed) = TypePath::parse(&path.value) else {
        let message = format!("`x-authenticator` is not the path of a Rust type: `{}`", path.value);
        let problem = context.diagnostics.report(Code::MalformedExtension, &path.at, message);
        problem
            .help("write the path from its crate, for example `my_crate::Authenticator`")
            .fallback(UNSUPPORTED_SCHEME);
        return None;
    };
    let other = others.iter().find_map(|other| match &other.kind {
        SecurityKind::Authenticator(other) if *other != parsed => Some(other.as_str()),
        _ => None,
    });
    if let Some(other) = other {
        let message = format!("conflicting authenticators: `{other}` and `{}`", path.value);
        let problem = context.diagnostics.report(Code::MalformedExtension, &path.at, message);
        problem.help("all `x-authenticator` keys of a document name the same type").fallback(UNSUPPORTED_SCHEME);
        return None;
    }
    Some(SecurityKind::Authenticator(parsed))
}

fn kind(context: &mut Context<'_>, scheme: &openapi::SecurityScheme) -> Option<SecurityKind> {
    match scheme.kind.value.as_str() {
        "apiKey" => key(context, scheme),
        "http" => match scheme.scheme.as_ref().map(|scheme| scheme.value.to_ascii_lowercase()) {
            Some(name) if name == "basic" => Some(SecurityKind::Basic),
            Some(name) if name == "bearer" => Some(SecurityKind::Bearer),
            Some(name) => Some(SecurityKind::Http(name)),
            None => missing(context, scheme, "missing `scheme` of an `http` security scheme"),
        },
        "oauth2" => {
            let flows = scheme.flows.as_ref();
            let flow = flows.and_then(|flows| flows.client_credentials.as_ref());
            let token_url = flow.and_then(|flow| flow.token_url.clone());
            let scopes = flow.map(|flow| flow.scopes.keys().cloned().collect()).unwrap_or_default();
            Some(SecurityKind::OAuth2 { token_url, refresh_url: flows.and_then(refresh_url), scopes })
        }
        "openIdConnect" => match &scheme.open_id_connect_url {
            Some(url) => Some(SecurityKind::OpenIdConnect(url.clone())),
            None => missing(context, scheme, "missing `openIdConnectUrl` of an `openIdConnect` security scheme"),
        },
        "mutualTLS" => Some(SecurityKind::MutualTls),
        other => {
            let message = format!("unknown type of security scheme: `{other}`");
            let problem = context.diagnostics.report_as(
                Code::UnsupportedKeyword,
                Tolerance::WorkAround,
                &scheme.kind.at,
                message,
            );
            problem.help("`type` is one of `apiKey`, `http`, `oauth2`, `openIdConnect` and `mutualTLS`");
            problem.fallback(UNSUPPORTED_SCHEME);
            None
        }
    }
}

/// The URL for refresh tokens. The flows that issue refresh tokens come first, with their `refreshUrl` or else their
/// `tokenUrl`. Of the other flows only a `refreshUrl` counts.
fn refresh_url(flows: &openapi::Flows) -> Option<String> {
    let issuing = [&flows.authorization_code, &flows.device_authorization, &flows.password].into_iter().flatten();
    let others = [&flows.implicit, &flows.client_credentials].into_iter().flatten();
    let mut urls = issuing.map(|flow| flow.refresh_url.as_ref().or(flow.token_url.as_ref()));
    let url = urls.find_map(|url| url).or_else(|| others.into_iter().find_map(|flow| flow.refresh_url.as_ref()));
    url.cloned()
}

fn missing(context: &mut Context<'_>, scheme: &openapi::SecurityScheme, message: &str) -> Option<SecurityKind> {
    context.diagnostics.report(Code::MissingKey, &scheme.at, message).fallback(UNSUPPORTED_SCHEME);
    None
}

fn key(context: &mut Context<'_>, scheme: &openapi::SecurityScheme) -> Option<SecurityKind> {
    let Some(name) = scheme.name.clone() else {
        return missing(context, scheme, "missing `name` of an `apiKey` security scheme");
    };
    let location = scheme.location.as_ref().map(|location| location.value.as_str());
    if let Some(place @ ("header" | "cookie")) = location
        && !is_token(&name)
    {
        let message = format!("unsupported security scheme: `{name}` is not a valid name of a {place}");
        let problem =
            context.diagnostics.report_as(Code::UnsupportedKeyword, Tolerance::WorkAround, &scheme.at, message);
        problem.help(VALID_NAME).fallback(UNSUPPORTED_SCHEME);
        return None;
    }
    match location {
        Some("header") => Some(SecurityKind::HeaderKey(name)),
        Some("query") => Some(SecurityKind::QueryKey(name)),
        Some("cookie") => Some(SecurityKind::CookieKey(name)),
        _ => missing(context, scheme, "missing or invalid `in` of an `apiKey` security scheme"),
    }
}

/// The security requirement of an operation: its own, else that of the document.
pub(super) fn requirement(context: &mut Context<'_>, own: Option<&[SecurityRequirement]>) -> Vec<Vec<WireName>> {
    let document = context.document;
    let alternatives = own.unwrap_or(&document.security);
    for scheme in alternatives.iter().flat_map(|alternative| &alternative.schemes) {
        let known = &document.security_schemes;
        if known.contains_key(&scheme.value) {
            continue;
        }
        let message = format!("undefined security scheme `{}`", scheme.value);
        let problem =
            context.diagnostics.report(Code::DanglingReference, &scheme.at, message).fallback(UNSUPPORTED_SCHEME);
        match suggest(&scheme.value, known.keys().map(String::as_str)) {
            Some(near) => problem.help(format!("a security scheme with a similar name exists: `{near}`")),
            None => problem.help("define it under `components/securitySchemes`"),
        };
    }
    sent_names::check_requirements(context, alternatives);
    let combination = |alternative: &SecurityRequirement| {
        alternative.schemes.iter().map(|scheme| WireName(scheme.value.clone())).collect()
    };
    alternatives.iter().map(combination).collect()
}

/// The scopes that an operation needs, by alternative and scheme.
pub(super) fn scopes(
    context: &mut Context<'_>,
    own: Option<&[SecurityRequirement]>,
) -> Vec<(usize, WireName, Vec<String>)> {
    let document = context.document;
    let mut result = Vec::new();
    for (index, alternative) in own.unwrap_or(&document.security).iter().enumerate() {
        for (name, scopes) in alternative.scopes.iter().filter(|(_, scopes)| !scopes.is_empty()) {
            let Some(scheme) = document.security_schemes.get(name) else { continue };
            // For other types of schemes, the list contains roles (OpenAPI 3.1, "Security Requirement Object").
            let has_scopes = effective::object(context, scheme)
                .is_some_and(|scheme| matches!(scheme.kind.value.as_str(), "oauth2" | "openIdConnect"));
            if has_scopes {
                result.push((index, WireName(name.clone()), scopes.clone()));
            }
        }
    }
    result
}
