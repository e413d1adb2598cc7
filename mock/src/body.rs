//! The body of a request, held against its schema.

use serde_json::{Map, Value as Json};
use wireright_codegen::model::Direction;

use crate::{
    api::{Api, Call, Node},
    refusal::Refusal,
    text::{pairs, reading, types},
    wire::RawRequest,
};

/// Refuses a body that the operation does not take.
pub(crate) fn check(api: &Api, call: &Call, request: &RawRequest) -> Result<(), Refusal> {
    let described = api.resolved(&call.operation.child("requestBody"));
    let Some(object) = api.value(&described) else {
        return if request.body.is_empty() { Ok(()) } else { Err(Refusal::new(400, "the operation takes no body")) };
    };
    if request.body.is_empty() {
        let is_required = object.get("required") == Some(&Json::Bool(true));
        return if is_required { Err(Refusal::new(400, "a body is required and not there")) } else { Ok(()) };
    }
    let offered = api.entries(&described.child("content"));
    if offered.is_empty() {
        return Ok(());
    }
    let names = offered.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>().join(", ");
    let given = request.header("content-type").unwrap_or_default();
    if given.is_empty() {
        return Err(Refusal::new(415, format!("the body has no Content-Type; it may be {names}")));
    }
    let Some((_, media_type)) = best(&offered, &given) else {
        return Err(Refusal::new(415, format!("the Content-Type `{}` is none of {names}", essence(&given))));
    };
    let schema = media_type.child("schema");
    let value = match essence(&given).as_str() {
        name if is_json(name) => serde_json::from_slice(&request.body).map_err(|error| {
            Refusal::new(400, format!("the body is no JSON (line {}, column {})", error.line(), error.column()))
        })?,
        "application/x-www-form-urlencoded" => form(api, &schema, &request.body),
        _ => return Ok(()),
    };
    if api.value(&schema).is_none() {
        return Ok(());
    }
    let problems =
        api.problems(Direction::Request, &schema, &value).into_iter().map(|problem| match problem.at.as_str() {
            "" => format!("the body does not fit: {}", problem.words),
            at => format!("the body does not fit at {at}: {}", problem.words),
        });
    let problems: Vec<String> = problems.collect();
    if problems.is_empty() { Ok(()) } else { Err(Refusal { problems, ..Refusal::new(400, "") }) }
}

/// A form as the object that its schema describes: a name that stands several times is a list.
fn form(api: &Api, schema: &Node, body: &[u8]) -> Json {
    let mut members: Map<String, Json> = Map::new();
    let properties = api.resolved(schema).child("properties");
    for (name, text) in pairs(&String::from_utf8_lossy(body)) {
        let name = name.strip_suffix("[]").unwrap_or(&name).to_owned();
        let property = properties.child(&name);
        let of = api.resolved_value(&property).cloned().unwrap_or_default();
        if types(&of).contains(&"array") {
            let items = api.resolved_value(&api.resolved(&property).child("items")).cloned().unwrap_or_default();
            let list = members.entry(name).or_insert_with(|| Json::Array(Vec::new()));
            if let Json::Array(list) = list {
                list.push(reading(&text, &items));
            }
        } else if types(&of).contains(&"object") {
            members.insert(name, serde_json::from_str(&text).unwrap_or(Json::String(text)));
        } else {
            members.insert(name, reading(&text, &of));
        }
    }
    Json::Object(members)
}

/// The media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

pub(crate) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}

/// The one of the described media types that a given one is: the exact one before a range.
fn best<'o>(offered: &'o [(String, Node)], given: &str) -> Option<&'o (String, Node)> {
    let given = essence(given);
    let fits = |(name, _): &&(String, Node)| is_of(&given, &essence(name));
    let exact = offered.iter().find(|(name, _)| essence(name) == given);
    exact.or_else(|| offered.iter().filter(fits).max_by_key(|(name, _)| name.len()))
}

/// Whether a media type is of a range: `image/*`, `*/*`.
pub(crate) fn is_of(given: &str, range: &str) -> bool {
    range == "*/*"
        || range == given
        || range.strip_suffix('*').is_some_and(|start| start.ends_with('/') && given.starts_with(start))
}
