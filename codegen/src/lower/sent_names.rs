//! Names of headers, cookies, query parameters and path parameters that a request would send for two values. Reports
//! them: a server reads one value, or none.

use std::collections::BTreeMap;

use super::{
    Context,
    effective::{self, SchemaKind},
};
use crate::{
    diagnostic::Code,
    openapi::{Operation, Parameter, ParameterLocation, SecurityRequirement, SecurityScheme},
    source::Location,
};

/// A value of a request: its place, its name on the wire, and what it is.
struct RequestValue {
    place: &'static str,
    /// In lowercase for a header.
    name: String,
    description: String,
    at: Location,
}

/// Reports names that several parameters of an operation send, or a parameter and an API key.
pub(super) fn check(context: &mut Context<'_>, operation: &Operation, parameters: &[Parameter]) {
    let mut known: BTreeMap<(&'static str, String), RequestValue> = BTreeMap::new();
    for parameter in parameters {
        for sent in sent_by(context, parameter) {
            add(context, &mut known, sent);
        }
    }
    let document = context.document;
    for alternative in operation.security.as_deref().unwrap_or(&document.security) {
        for sent in keys(context, alternative) {
            let key = (sent.place, sent.name.clone());
            if let Some(first) = known.get(&key).filter(|first| first.at != sent.at) {
                report(context, &sent, first);
            }
        }
    }
}

/// Reports security schemes of one requirement that set the same header, cookie or query parameter.
pub(super) fn check_requirements(context: &mut Context<'_>, alternatives: &[SecurityRequirement]) {
    for alternative in alternatives {
        let mut known = BTreeMap::new();
        for sent in keys(context, alternative) {
            add(context, &mut known, sent);
        }
    }
}

/// Adds a value. Reports it if an earlier one has its name.
fn add(context: &mut Context<'_>, known: &mut BTreeMap<(&'static str, String), RequestValue>, sent: RequestValue) {
    let key = (sent.place, sent.name.clone());
    match known.get(&key) {
        Some(first) => report(context, &sent, first),
        None => {
            known.insert(key, sent);
        }
    }
}

fn report(context: &mut Context<'_>, sent: &RequestValue, first: &RequestValue) {
    let RequestValue { place, name, description, .. } = sent;
    let message = format!("ambiguous {place} `{name}`: {} and {description} both have this name", first.description);
    let problem = context.diagnostics.report(Code::AmbiguousName, &sent.at, message);
    problem.related(first.at.clone(), format!("{} is here", first.description));
}

/// What a parameter sends: one value, or one for each property of an object.
fn sent_by(context: &mut Context<'_>, parameter: &Parameter) -> Vec<RequestValue> {
    let wire = parameter.name.value.as_str();
    let place = match parameter.location {
        ParameterLocation::Path => "path parameter",
        ParameterLocation::Query | ParameterLocation::QueryString => "query parameter",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    let style = parameter.style.as_ref().map(|style| style.value.as_str());
    let is_deep = style == Some("deepObject");
    let is_form = matches!(parameter.location, ParameterLocation::Query | ParameterLocation::Cookie) && !is_deep;
    let is_exploded = match parameter.explode {
        Some(explode) => explode && (is_form || style == Some("matrix")),
        None => is_form && matches!(style, None | Some("form" | "cookie")),
    };
    if (is_deep || is_exploded)
        && parameter.content.is_empty()
        && let Some(schema) = &parameter.schema
    {
        let schema = effective::value_schema(context, schema);
        if let SchemaKind::Structure = SchemaKind::of(context, &schema) {
            let properties = schema.properties.iter().map(|(property, found)| RequestValue {
                place,
                name: if is_deep { format!("{wire}[{property}]") } else { property.clone() },
                description: format!("property `{property}` of the parameter `{wire}`"),
                at: found.key.clone(),
            });
            return properties.collect();
        }
    }
    let name =
        if parameter.location == ParameterLocation::Header { wire.to_ascii_lowercase() } else { wire.to_owned() };
    vec![RequestValue { place, name, description: format!("the parameter `{wire}`"), at: parameter.name.at.clone() }]
}

/// What the security schemes of a requirement send.
fn keys(context: &mut Context<'_>, alternative: &SecurityRequirement) -> Vec<RequestValue> {
    let document = context.document;
    let mut sent = Vec::new();
    for scheme in &alternative.schemes {
        let Some(declared) = document.security_schemes.get(&scheme.value) else { continue };
        let Some(declared) = effective::object(context, declared) else { continue };
        if let Some((place, name)) = key(&declared) {
            let description = format!("the security scheme `{}`", scheme.value);
            sent.push(RequestValue { place, name, description, at: scheme.at.clone() });
        }
    }
    sent
}

/// The place and the name of what a security scheme sends. An authenticator decides itself.
fn key(scheme: &SecurityScheme) -> Option<(&'static str, String)> {
    let location = scheme.location.as_ref().map(|location| location.value.as_str());
    match (scheme.kind.value.as_str(), location, &scheme.name) {
        _ if scheme.authenticator.is_some() => None,
        ("apiKey", Some("header"), Some(name)) => Some(("header", name.to_ascii_lowercase())),
        ("apiKey", Some("query"), Some(name)) => Some(("query parameter", name.clone())),
        ("apiKey", Some("cookie"), Some(name)) => Some(("cookie", name.clone())),
        ("http" | "oauth2" | "openIdConnect", _, _) => Some(("header", "authorization".to_owned())),
        _ => None,
    }
}
