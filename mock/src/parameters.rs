//! Validation of request parameters.

use serde_json::Value as Json;
use wireright_codegen::model::Direction;

use crate::{
    api::{Api, Location, MatchedOperation},
    body::{essence, is_json},
    bracketed_names, form,
    http::RawRequest,
    parameter_values::{Parameter, SentValues, Style},
    schema::Schema,
    validator::Violation,
};

/// Header parameters that OpenAPI ignores (Parameter Object).
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// All problems of the parameters. `other_names` are query keys that are allowed without being parameters.
pub(crate) fn problems(
    api: &Api,
    matched: &MatchedOperation,
    request: &RawRequest,
    query: &str,
    other_names: &[String],
) -> Vec<String> {
    let parameters = documented_parameters(api, matched);
    // A greedy placeholder, `{proxy+}`, has the parameter `proxy`.
    let is_declared = |name: &str| parameters.iter().any(|one| one.location == "path" && one.name == name);
    let path = matched.path_values.iter().map(|(name, value)| {
        let plain = name.trim_end_matches(['+', '*']);
        (if !is_declared(name) && is_declared(plain) { plain } else { name }.to_owned(), value.clone())
    });
    let sent = SentValues::new(path.collect(), query, request);
    let in_query = parameters.iter().filter(|parameter| parameter.location == "query");
    let mut query_names: Vec<String> = in_query.map(|parameter| parameter.name.clone()).collect();
    query_names.extend_from_slice(other_names);
    let problems_of = |parameter| parameter_problems(api, parameter, query, &sent, &query_names);
    let mut problems: Vec<String> = parameters.iter().flat_map(problems_of).collect();
    problems.extend(unknown(api, &parameters, &sent, other_names));
    problems
}

/// The path, in its normal form, with the values of secret parameters (`format: password`) redacted.
pub(crate) fn redacted_path(api: &Api, matched: &MatchedOperation, path: &str) -> String {
    let is_secret = |parameter: &Parameter| {
        parameter.location == "path" && Schema::at(api, &parameter.definition.child("schema")).is_secret()
    };
    let parameters: Vec<Parameter> = documented_parameters(api, matched).into_iter().filter(is_secret).collect();
    let values = matched.path_values.iter().filter(|(name, _)| parameters.iter().any(|secret| secret.name == *name));
    let mut segments: Vec<&str> = path.split('/').collect();
    for (_, value) in values.filter(|(_, value)| !value.is_empty()) {
        let is_whole = segments.contains(&value.as_str());
        let has_value = |segment: &&mut &str| if is_whole { **segment == value } else { segment.contains(value) };
        segments.iter_mut().filter(has_value).for_each(|segment| *segment = "***");
    }
    segments.join("/")
}

/// The parameters of the operation, and those of its path item that it does not override.
fn documented_parameters(api: &Api, matched: &MatchedOperation) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    for list in [matched.operation.child("parameters"), matched.path_item.child("parameters")] {
        for item in api.items(&list) {
            let definition = api.resolve_location(&item);
            let text = |key: &str| api.value(&definition)?.get(key)?.as_str().map(str::to_owned);
            if let (Some(name), Some(location)) = (text("name"), text("in"))
                && !found.iter().any(|known| known.name == name && known.location == location)
            {
                let is_raw = text("style").as_deref() == Some("cookie");
                found.push(Parameter { name, location, is_raw, definition });
            }
        }
    }
    found.retain(|one| one.location != "header" || !IGNORED_HEADERS.contains(&one.name.to_ascii_lowercase().as_str()));
    found
}

fn parameter_problems(
    api: &Api,
    parameter: &Parameter,
    query: &str,
    sent: &SentValues<'_>,
    query_names: &[String],
) -> Vec<String> {
    let Parameter { name, location, definition, .. } = parameter;
    let Some(object) = api.value(definition) else { return Vec::new() };
    let is_required = object.get("required") == Some(&Json::Bool(true));
    let message = |problem: &str| format!("{location} parameter `{name}`: {problem}");
    if object.get("content").is_some() {
        let Some((name, media_type)) = api.entries(&definition.child("content")).into_iter().next() else {
            return Vec::new();
        };
        let schema = media_type.child("schema");
        if location == "querystring" {
            return match essence(&name).as_str() {
                _ if query.is_empty() => missing(is_required, &message),
                form::MEDIA_TYPE => {
                    violations(api, &schema, &[form::value(api, &media_type, query, sent.request)], &message)
                }
                _ => Vec::new(),
            };
        }
        let Some(text) = sent.strings(parameter).pop() else { return missing(is_required, &message) };
        let json: Option<Json> = serde_json::from_str(&text).ok();
        let candidates: Vec<Json> = match json {
            None if is_json(&essence(&name)) => return vec![message("invalid JSON")],
            Some(json) if is_json(&essence(&name)) => vec![json],
            json => [Json::String(text)].into_iter().chain(json).collect(),
        };
        return violations(api, &schema, &candidates, &message);
    }
    let schema = Schema::at(api, &definition.child("schema"));
    let candidates = sent.candidates(parameter, Style::of(Some(object), location), &schema, query_names);
    if candidates.is_empty() {
        return missing(is_required, &message);
    }
    violations(api, &definition.child("schema"), &candidates, &message)
}

fn missing(is_required: bool, message: &dyn Fn(&str) -> String) -> Vec<String> {
    if is_required { vec![message("missing, but required")] } else { Vec::new() }
}

/// The violations of the first candidate, unless another one is valid.
fn violations(api: &Api, schema: &Location, candidates: &[Json], message: &dyn Fn(&str) -> String) -> Vec<String> {
    if api.value(schema).is_none() {
        return Vec::new();
    }
    let mut first = Vec::new();
    for candidate in candidates {
        let violations = api.violations(Direction::Request, schema, candidate);
        if violations.is_empty() {
            return Vec::new();
        }
        if first.is_empty() {
            first = violations;
        }
    }
    let position = |pointer: &str| if pointer.is_empty() { String::new() } else { format!(" (at {pointer})") };
    let text = |violation: &Violation| format!("{}{}", violation.message, position(&violation.pointer));
    first.iter().map(|violation| message(&text(violation))).collect()
}

/// Query keys without a parameter. An object without a name of its own may have any key.
fn unknown(api: &Api, parameters: &[Parameter], sent: &SentValues<'_>, other_names: &[String]) -> Vec<String> {
    let query_parameters: Vec<&Parameter> =
        parameters.iter().filter(|parameter| parameter.location == "query").collect();
    let is_open = |parameter: &&Parameter| {
        let schema = Schema::at(api, &parameter.definition.child("schema"));
        let may_be_object = schema.allows("object") || schema.types().is_empty();
        may_be_object && Style::of(api.value(&parameter.definition), "query").has_names_of_properties()
    };
    if query_parameters.iter().any(is_open) || parameters.iter().any(|one| one.location == "querystring") {
        return Vec::new();
    }
    let is_known = |name: &str| {
        query_parameters.iter().any(|parameter| bracketed_names::keys(name, &parameter.name).is_some())
            || other_names.iter().any(|other| other == name)
    };
    let unknown = sent.query.iter().filter(|(name, _)| !is_known(name));
    unknown.map(|(name, _)| format!("unknown query parameter `{name}`")).collect()
}
