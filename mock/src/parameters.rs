//! The parameters of a request, held against their schemas.

use serde_json::{Map, Value as Json};
use wireright_codegen::model::Direction;

use crate::{
    api::{Api, Call, Node},
    text::{decoded, pairs, reading, readings, types},
    wire::RawRequest,
};

/// Headers that are described elsewhere; a parameter of such a name is to be ignored (OpenAPI 3, Parameter Object).
const NO_PARAMETERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// What a request gives for parameters, taken apart.
struct Given<'r> {
    path: &'r [(String, String)],
    query: Vec<(String, String)>,
    /// The same with their escapes, for lists whose divider may stand in an element.
    raw_query: Vec<(String, String)>,
    request: &'r RawRequest,
}

/// A parameter as the document describes it.
struct Parameter {
    name: String,
    place: String,
    at: Node,
}

/// Everything that is wrong with the parameters. `other_names` are names in the query that are no parameters and yet allowed.
pub(crate) fn problems(
    api: &Api,
    call: &Call,
    request: &RawRequest,
    query: &str,
    other_names: &[String],
) -> Vec<String> {
    let raw_query =
        query.split('&').filter(|part| !part.is_empty()).map(|part| part.split_once('=').unwrap_or((part, "")));
    let given = Given {
        path: &call.path_values,
        query: pairs(query),
        raw_query: raw_query.map(|(name, value)| (decoded(name), value.to_owned())).collect(),
        request,
    };
    let parameters = described(api, call);
    let mut problems: Vec<String> =
        parameters.iter().flat_map(|parameter| problems_of(api, parameter, &given)).collect();
    problems.extend(unknown(api, &parameters, &given, other_names));
    problems
}

/// Those of the operation, and those of its path that it does not describe anew.
fn described(api: &Api, call: &Call) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    for list in [call.operation.child("parameters"), call.item.child("parameters")] {
        for at in api.items(&list) {
            let at = api.resolved(&at);
            let text = |key: &str| api.value(&at)?.get(key)?.as_str().map(str::to_owned);
            if let (Some(name), Some(place)) = (text("name"), text("in"))
                && !found.iter().any(|known| known.name == name && known.place == place)
            {
                found.push(Parameter { name, place, at });
            }
        }
    }
    found.retain(|one| one.place != "header" || !NO_PARAMETERS.contains(&one.name.to_ascii_lowercase().as_str()));
    found
}

fn problems_of(api: &Api, parameter: &Parameter, given: &Given<'_>) -> Vec<String> {
    let Parameter { name, place, at } = parameter;
    let Some(object) = api.value(at) else { return Vec::new() };
    let is_required = object.get("required") == Some(&Json::Bool(true));
    let said = |problem: &str| format!("the {place} parameter `{name}` {problem}");
    let schema = at.child("schema");
    let readings = if object.get("content").is_some() {
        let Some(text) = texts(parameter, given).pop() else { return missing(is_required, &said) };
        let Some((_, media_type)) = api.entries(&at.child("content")).into_iter().next() else { return Vec::new() };
        return match serde_json::from_str(&text) {
            Ok(value) => told(api, &media_type.child("schema"), &[value], &said),
            Err(_) => vec![said("is no JSON")],
        };
    } else {
        let schema_value = api.resolved_value(&schema).cloned().unwrap_or_default();
        values(api, parameter, object, &schema, &schema_value, given)
    };
    if readings.is_empty() { missing(is_required, &said) } else { told(api, &schema, &readings, &said) }
}

fn missing(is_required: bool, said: &dyn Fn(&str) -> String) -> Vec<String> {
    if is_required { vec![said("is required and not there")] } else { Vec::new() }
}

/// What is wrong with the first reading, unless another fits.
fn told(api: &Api, schema: &Node, readings: &[Json], said: &dyn Fn(&str) -> String) -> Vec<String> {
    if api.value(schema).is_none() {
        return Vec::new();
    }
    let mut first = Vec::new();
    for reading in readings {
        let problems = api.problems(Direction::Request, schema, reading);
        if problems.is_empty() {
            return Vec::new();
        }
        if first.is_empty() {
            first = problems;
        }
    }
    let words = |at: &str| if at.is_empty() { String::new() } else { format!(" (at {at})") };
    first.iter().map(|problem| said(&format!("does not fit: {}{}", problem.words, words(&problem.at)))).collect()
}

/// The raw texts that are given under the parameter's name.
fn texts(parameter: &Parameter, given: &Given<'_>) -> Vec<String> {
    let name = parameter.name.as_str();
    let of = |pairs: &[(String, String)]| -> Vec<String> {
        pairs.iter().filter(|(given, _)| given == name).map(|(_, value)| value.clone()).collect()
    };
    match parameter.place.as_str() {
        "path" => of(given.path).iter().map(|value| decoded(value)).collect(),
        "query" => of(&given.query),
        "header" => given.request.values(name).map(|value| String::from_utf8_lossy(value).into_owned()).collect(),
        _ => cookies(given.request).into_iter().filter(|(given, _)| given == name).map(|(_, value)| value).collect(),
    }
}

pub(crate) fn cookies(request: &RawRequest) -> Vec<(String, String)> {
    let text = request.header("cookie").unwrap_or_default();
    text.split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(name, value)| (name.into(), decoded(value)))
        .collect()
}

/// What the parameter may stand for, the likeliest first; nothing where it is not given.
fn values(
    api: &Api,
    parameter: &Parameter,
    object: &Json,
    schema: &Node,
    schema_value: &Json,
    given: &Given<'_>,
) -> Vec<Json> {
    let default = if matches!(parameter.place.as_str(), "query" | "cookie") { "form" } else { "simple" };
    let style = object.get("style").and_then(Json::as_str).unwrap_or(default);
    let explode = object.get("explode").and_then(Json::as_bool).unwrap_or(style == "form");
    let types = types(schema_value);
    if types.contains(&"array") {
        let items = api.resolved_value(&schema.child("items")).or_else(|| schema_value.get("items")).cloned();
        let items = items.unwrap_or_default();
        let parts = list(parameter, style, explode, given);
        return parts
            .map(|parts| Json::Array(parts.iter().map(|part| reading(part, &items)).collect()))
            .into_iter()
            .collect();
    }
    if types.contains(&"object") {
        return members(parameter, style, explode, schema_value, given).map(Json::Object).into_iter().collect();
    }
    let Some(text) = texts(parameter, given).into_iter().next() else { return Vec::new() };
    let text = unstyled(&text, style, &parameter.name);
    let mut all = vec![reading(&text, schema_value)];
    all.extend(readings(&text));
    all
}

/// A text without what its style puts before it.
fn unstyled(text: &str, style: &str, name: &str) -> String {
    match style {
        "label" => text.strip_prefix('.').unwrap_or(text).to_owned(),
        "matrix" => text.strip_prefix(&format!(";{name}=")).unwrap_or(text).to_owned(),
        _ => text.to_owned(),
    }
}

/// The elements of a list.
fn list(parameter: &Parameter, style: &str, explode: bool, given: &Given<'_>) -> Option<Vec<String>> {
    let name = &parameter.name;
    if parameter.place == "query" {
        let bracketed = format!("{name}[]");
        let raw: Vec<&String> = given
            .raw_query
            .iter()
            .filter(|(known, _)| known == name || *known == bracketed)
            .map(|(_, value)| value)
            .collect();
        let plain = |text: &str| decoded(&text.replace('+', " "));
        if raw.is_empty() || explode {
            return (!raw.is_empty()).then(|| raw.iter().map(|value| plain(value)).collect());
        }
        let dividers: &[&str] = match style {
            "spaceDelimited" => &["%20", "+", " "],
            "pipeDelimited" => &["|", "%7C", "%7c"],
            _ => &[","],
        };
        let first = raw.first()?.as_str();
        let whole = dividers.iter().fold(first.to_owned(), |text, divider| text.replace(divider, ","));
        return Some(whole.split(',').map(plain).collect());
    }
    let text = texts(parameter, given).join(",");
    let raw =
        given.path.iter().find(|(known, _)| parameter.place == "path" && known == name).map(|(_, raw)| raw.clone());
    let text = raw.unwrap_or(text);
    let divider = match (style, explode) {
        ("label", true) => ".",
        ("matrix", true) => ";",
        _ => ",",
    };
    let own = format!("{name}=");
    let text = text.trim_start_matches(|first| style != "simple" && style != "form" && (first == '.' || first == ';'));
    let parts = text.split(divider).map(|part| decoded(part.trim().trim_start_matches(own.as_str())));
    (!text.is_empty()).then(|| parts.collect())
}

/// The members of an object.
fn members(
    parameter: &Parameter,
    style: &str,
    explode: bool,
    schema: &Json,
    given: &Given<'_>,
) -> Option<Map<String, Json>> {
    let own = |name: &str| schema.pointer(&format!("/properties/{}", name.replace('~', "~0").replace('/', "~1")));
    let read = |name: &str, text: &str| (name.to_owned(), reading(text, own(name).unwrap_or(&Json::Null)));
    let members: Map<String, Json> = if style == "deepObject" {
        let start = format!("{}[", parameter.name);
        let inner = |name: &str| name.strip_prefix(&start)?.strip_suffix(']').map(str::to_owned);
        given.query.iter().filter_map(|(name, value)| Some(read(&inner(name)?, value))).collect()
    } else if style == "form" && explode && parameter.place == "query" {
        given.query.iter().filter(|(name, _)| own(name).is_some()).map(|(name, value)| read(name, value)).collect()
    } else {
        let text = texts(parameter, given).into_iter().next()?;
        let text = unstyled(&text, style, &parameter.name);
        let parts: Vec<&str> = text.split([',', '.', ';'].as_slice()).collect();
        if explode {
            parts.iter().filter_map(|part| part.split_once('=')).map(|(name, value)| read(name, value)).collect()
        } else {
            parts.chunks(2).filter_map(|pair| Some(read(pair.first()?, pair.get(1)?))).collect()
        }
    };
    (!members.is_empty()).then_some(members)
}

/// Names in the query that no parameter has. An object that is written without its name may have any.
fn unknown(api: &Api, parameters: &[Parameter], given: &Given<'_>, other_names: &[String]) -> Vec<String> {
    let queried: Vec<&Parameter> = parameters.iter().filter(|parameter| parameter.place == "query").collect();
    let is_open = |parameter: &&Parameter| {
        let schema = api.resolved_value(&parameter.at.child("schema"));
        schema.is_some_and(|schema| types(schema).contains(&"object") || types(schema).is_empty())
    };
    if queried.iter().any(is_open) || queried.iter().any(|one| one.place == "querystring") {
        return Vec::new();
    }
    let names =
        |name: &str| queried.iter().any(|parameter| name == parameter.name || name == format!("{}[]", parameter.name));
    let unknown = given.query.iter().filter(|(name, _)| !names(name) && !other_names.contains(name));
    unknown.map(|(name, _)| format!("the description has no query parameter `{name}`")).collect()
}
