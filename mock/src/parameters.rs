//! Validation of request parameters.

use serde_json::{Map, Value as Json};
use wireright_codegen::model::Direction;

use crate::{
    api::{Api, Location, MatchedOperation},
    body::{essence, is_json},
    http::RawRequest,
    validator::Violation,
    values::{candidates, joined_parts, parse_pairs, parse_value, percent_decoded, raw_pairs, types},
};

/// Header parameters that OpenAPI ignores (Parameter Object).
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// The sources of parameters in a request.
struct RequestParameters<'r> {
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
    /// The query with percent-encoded values: an encoded delimiter is part of an item.
    raw_query: Vec<(String, String)>,
    request: &'r RawRequest,
}

/// A documented parameter.
struct Parameter {
    name: String,
    location: String,
    /// Whether cookies are sent without percent-encoding (OpenAPI 3.2, style `cookie`).
    is_raw: bool,
    definition: Location,
}

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
    let actual = RequestParameters {
        path: path.collect(),
        query: parse_pairs(query),
        raw_query: raw_pairs(query).map(|(name, value)| (percent_decoded(name), value.to_owned())).collect(),
        request,
    };
    let mut problems: Vec<String> =
        parameters.iter().flat_map(|parameter| parameter_problems(api, parameter, &actual)).collect();
    problems.extend(unknown(api, &parameters, &actual, other_names));
    problems
}

/// The path, in its normal form, with the values of secret parameters (`format: password`) redacted.
pub(crate) fn redacted_path(api: &Api, matched: &MatchedOperation, path: &str) -> String {
    let is_secret = |parameter: &Parameter| {
        let schema = api.resolved_value(&parameter.definition.child("schema"));
        parameter.location == "path" && schema.is_some_and(|schema| schema.get("format") == Some(&"password".into()))
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

fn parameter_problems(api: &Api, parameter: &Parameter, request: &RequestParameters<'_>) -> Vec<String> {
    let Parameter { name, location, definition, .. } = parameter;
    let Some(object) = api.value(definition) else { return Vec::new() };
    let is_required = object.get("required") == Some(&Json::Bool(true));
    let message = |problem: &str| format!("{location} parameter `{name}`: {problem}");
    let schema = definition.child("schema");
    let candidates = if object.get("content").is_some() {
        let Some((name, media_type)) = api.entries(&definition.child("content")).into_iter().next() else {
            return Vec::new();
        };
        if location == "querystring" {
            return query_string_problems(api, &name, &media_type, is_required, request, &message);
        }
        let Some(text) = strings(parameter, request).pop() else { return missing(is_required, &message) };
        let schema = media_type.child("schema");
        let json: Option<Json> = serde_json::from_str(&text).ok();
        let candidates: Vec<Json> = match json {
            None if is_json(&essence(&name)) => return vec![message("invalid JSON")],
            Some(json) if is_json(&essence(&name)) => vec![json],
            json => [Json::String(text)].into_iter().chain(json).collect(),
        };
        return violations(api, &schema, &candidates, &message);
    } else {
        let schema_value = api.resolved_value(&schema).cloned().unwrap_or_default();
        candidate_values(api, parameter, object, &schema, &schema_value, request)
    };
    if candidates.is_empty() { missing(is_required, &message) } else { violations(api, &schema, &candidates, &message) }
}

/// The problems of the whole query. Only a form is checked.
fn query_string_problems(
    api: &Api,
    media_type: &str,
    definition: &Location,
    is_required: bool,
    request: &RequestParameters<'_>,
    message: &dyn Fn(&str) -> String,
) -> Vec<String> {
    if request.raw_query.is_empty() {
        return missing(is_required, message);
    }
    if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Vec::new();
    }
    let schema = definition.child("schema");
    let resolved = api.resolved_value(&schema).cloned().unwrap_or_default();
    let property = |name: &str| resolved.get("properties").and_then(|all| all.get(name)).unwrap_or(&Json::Null);
    let pairs = request.query.iter().map(|(name, value)| (name.clone(), parse_value(value, property(name))));
    violations(api, &schema, &[Json::Object(pairs.collect())], message)
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

/// The decoded strings of a parameter.
fn strings(parameter: &Parameter, request: &RequestParameters<'_>) -> Vec<String> {
    let name = parameter.name.as_str();
    let named = |pairs: &[(String, String)]| -> Vec<String> {
        pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    };
    match parameter.location.as_str() {
        "path" => named(&request.path).iter().map(|value| percent_decoded(value)).collect(),
        "query" => named(&request.query),
        "header" => request.request.values(name).map(|value| String::from_utf8_lossy(value).into_owned()).collect(),
        _ => named(&sent_cookies(parameter, request)),
    }
}

/// All cookies of the request, decoded as the style of the parameter says.
fn sent_cookies(parameter: &Parameter, request: &RequestParameters<'_>) -> Vec<(String, String)> {
    if parameter.is_raw { raw_cookies(request.request) } else { cookies(request.request) }
}

pub(crate) fn cookies(request: &RawRequest) -> Vec<(String, String)> {
    raw_cookies(request).into_iter().map(|(name, value)| (name, percent_decoded(&value))).collect()
}

/// The cookies with their values as they were sent.
fn raw_cookies(request: &RawRequest) -> Vec<(String, String)> {
    let text = request.header("cookie").unwrap_or_default();
    let pairs = text.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The candidate values of a parameter, the most likely first. Empty if the request does not contain it.
fn candidate_values(
    api: &Api,
    parameter: &Parameter,
    object: &Json,
    schema: &Location,
    schema_value: &Json,
    request: &RequestParameters<'_>,
) -> Vec<Json> {
    let default = if matches!(parameter.location.as_str(), "query" | "cookie") { "form" } else { "simple" };
    let style = object.get("style").and_then(Json::as_str).unwrap_or(default);
    let explode = object.get("explode").and_then(Json::as_bool).unwrap_or(matches!(style, "form" | "cookie"));
    let types = types(schema_value);
    if types.contains(&"array") {
        let items = api.resolved_value(&schema.child("items")).or_else(|| schema_value.get("items")).cloned();
        let items = items.unwrap_or_default();
        let parts = array_items(parameter, style, explode, request);
        return parts
            .map(|parts| Json::Array(parts.iter().map(|part| parse_value(part, &items)).collect()))
            .into_iter()
            .collect();
    }
    if types.contains(&"object") {
        return object_properties(parameter, style, explode, schema_value, request)
            .map(Json::Object)
            .into_iter()
            .collect();
    }
    let Some(text) = strings(parameter, request).into_iter().next() else { return Vec::new() };
    let text = strip_style_prefix(&text, style, &parameter.name);
    let mut all = vec![parse_value(&text, schema_value)];
    all.extend(candidates(&text));
    all
}

/// Removes the prefix of the styles `label` and `matrix`.
fn strip_style_prefix(text: &str, style: &str, name: &str) -> String {
    match style {
        "label" => text.strip_prefix('.').unwrap_or(text).to_owned(),
        "matrix" => text.strip_prefix(&format!(";{name}=")).unwrap_or(text).to_owned(),
        _ => text.to_owned(),
    }
}

/// The items of an array.
fn array_items(
    parameter: &Parameter,
    style: &str,
    explode: bool,
    request: &RequestParameters<'_>,
) -> Option<Vec<String>> {
    let name = &parameter.name;
    if parameter.location == "query" {
        let bracketed = format!("{name}[]");
        let raw: Vec<&String> = request
            .raw_query
            .iter()
            .filter(|(known, _)| known == name || *known == bracketed)
            .map(|(_, value)| value)
            .collect();
        let plain = |text: &str| percent_decoded(&text.replace('+', " "));
        if raw.is_empty() || explode {
            return (!raw.is_empty()).then(|| raw.iter().map(|value| plain(value)).collect());
        }
        let delimiters: &[&str] = match style {
            "spaceDelimited" => &["%20", "+", " "],
            "pipeDelimited" => &["|", "%7C", "%7c"],
            _ => &[","],
        };
        let first = raw.first()?.as_str();
        let whole = delimiters.iter().fold(first.to_owned(), |text, delimiter| text.replace(delimiter, ","));
        return Some(whole.split(',').map(plain).collect());
    }
    let text = undecoded_text(parameter, request)?;
    let own = format!("{name}=");
    let text = text.trim_start_matches(|first| style != "simple" && style != "form" && (first == '.' || first == ';'));
    let parts = joined_parts(text, style, explode);
    let decoded = parts.into_iter().map(|part| decode(parameter, part.trim_start_matches(own.as_str())));
    (!text.is_empty()).then(|| decoded.collect())
}

/// The value of a parameter that is not in the query, as it was sent: an encoded delimiter is part of an item.
fn undecoded_text(parameter: &Parameter, request: &RequestParameters<'_>) -> Option<String> {
    let named = |pairs: &[(String, String)]| -> Vec<String> {
        pairs.iter().filter(|(key, _)| *key == parameter.name).map(|(_, value)| value.clone()).collect()
    };
    let values = match parameter.location.as_str() {
        "path" => named(&request.path),
        "header" => strings(parameter, request),
        _ => named(&raw_cookies(request.request)),
    };
    (!values.is_empty()).then(|| values.join(","))
}

/// Decodes an item. Headers have no percent-encoding.
fn decode(parameter: &Parameter, text: &str) -> String {
    if parameter.is_raw || parameter.location == "header" { text.to_owned() } else { percent_decoded(text) }
}

/// The properties of an object.
fn object_properties(
    parameter: &Parameter,
    style: &str,
    explode: bool,
    schema: &Json,
    request: &RequestParameters<'_>,
) -> Option<Map<String, Json>> {
    let own = |name: &str| schema.pointer(&format!("/properties/{}", name.replace('~', "~0").replace('/', "~1")));
    let read = |name: &str, text: &str| (name.to_owned(), parse_value(text, own(name).unwrap_or(&Json::Null)));
    let properties: Map<String, Json> = if style == "deepObject" {
        let start = format!("{}[", parameter.name);
        let inner = |name: &str| name.strip_prefix(&start)?.strip_suffix(']').map(str::to_owned);
        request.query.iter().filter_map(|(name, value)| Some(read(&inner(name)?, value))).collect()
    } else if style == "form" && explode && parameter.location == "query" {
        request.query.iter().filter(|(name, _)| own(name).is_some()).map(|(name, value)| read(name, value)).collect()
    } else if explode && parameter.location == "cookie" {
        let all = sent_cookies(parameter, request);
        all.iter().filter(|(name, _)| own(name).is_some()).map(|(name, value)| read(name, value)).collect()
    } else {
        let text = match parameter.location.as_str() {
            "query" => strings(parameter, request).into_iter().next()?,
            _ => undecoded_text(parameter, request)?,
        };
        let text = strip_style_prefix(&text, style, &parameter.name);
        let parts = joined_parts(&text, style, explode);
        let read = |name: &str, value: &str| read(&decode(parameter, name), &decode(parameter, value));
        if explode {
            parts.iter().filter_map(|part| part.split_once('=')).map(|(name, value)| read(name, value)).collect()
        } else {
            parts.chunks(2).filter_map(|pair| Some(read(pair.first()?, pair.get(1)?))).collect()
        }
    };
    (!properties.is_empty()).then_some(properties)
}

/// Query keys without a parameter. An exploded object may use any key.
fn unknown(
    api: &Api,
    parameters: &[Parameter],
    request: &RequestParameters<'_>,
    other_names: &[String],
) -> Vec<String> {
    let query_parameters: Vec<&Parameter> =
        parameters.iter().filter(|parameter| parameter.location == "query").collect();
    let is_open = |parameter: &&Parameter| {
        let schema = api.resolved_value(&parameter.definition.child("schema"));
        schema.is_some_and(|schema| types(schema).contains(&"object") || types(schema).is_empty())
    };
    if query_parameters.iter().any(is_open) || parameters.iter().any(|one| one.location == "querystring") {
        return Vec::new();
    }
    let names = |name: &str| {
        query_parameters.iter().any(|parameter| name == parameter.name || name == format!("{}[]", parameter.name))
    };
    let unknown = request.query.iter().filter(|(name, _)| !names(name) && !other_names.contains(name));
    unknown.map(|(name, _)| format!("unknown query parameter `{name}`")).collect()
}
