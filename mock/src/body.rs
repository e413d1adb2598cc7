//! Validation of request bodies, and media type matching.

use serde_json::Value as Json;
use wireright_codegen::model::Direction;

use crate::{
    api::{Api, Location, MatchedOperation},
    form,
    http::{RawRequest, Rejection},
};

/// Validates the body of a request. Only JSON and form bodies are validated against their schema.
pub(crate) fn check(api: &Api, matched: &MatchedOperation, request: &RawRequest) -> Result<(), Rejection> {
    let location = api.resolve_location(&matched.operation.child("requestBody"));
    let Some(object) = api.value(&location) else {
        return if request.body.is_empty() {
            Ok(())
        } else {
            Err(Rejection::new(400, "unexpected body: the operation has none"))
        };
    };
    if request.body.is_empty() {
        let is_required = object.get("required") == Some(&Json::Bool(true));
        return if is_required { Err(Rejection::new(400, "missing required body")) } else { Ok(()) };
    }
    let offered = api.entries(&location.child("content"));
    if offered.is_empty() {
        return Ok(());
    }
    let names = offered.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>().join(", ");
    let content_type = request.header("content-type").unwrap_or_default();
    if content_type.is_empty() {
        return Err(Rejection::new(415, format!("missing Content-Type: expected {names}")));
    }
    let Some((_, media_type)) = best_match(&offered, &content_type) else {
        return Err(Rejection::new(
            415,
            format!("unsupported Content-Type `{}`: expected {names}", essence(&content_type)),
        ));
    };
    let schema = media_type.child("schema");
    let value = match essence(&content_type).as_str() {
        // The bytes of the whole body, which are no JSON string.
        _ if is_binary(api, &schema) => return Ok(()),
        name if is_json(name) => serde_json::from_slice(&request.body).map_err(|error| {
            Rejection::new(400, format!("invalid JSON in the body at line {} column {}", error.line(), error.column()))
        })?,
        form::MEDIA_TYPE => form::value(api, media_type, &String::from_utf8_lossy(&request.body), request),
        _ => return Ok(()),
    };
    if api.value(&schema).is_none() {
        return Ok(());
    }
    let problems = api.violations(Direction::Request, &schema, &value).into_iter().map(|violation| {
        match violation.pointer.as_str() {
            "" => format!("invalid body: {}", violation.message),
            pointer => format!("invalid body at {pointer}: {}", violation.message),
        }
    });
    let problems: Vec<String> = problems.collect();
    if problems.is_empty() { Ok(()) } else { Err(Rejection { problems, ..Rejection::new(400, "") }) }
}

/// Whether the schema is the bytes of the whole body (OpenAPI 3.0.4, "Data Types").
pub(crate) fn is_binary(api: &Api, schema: &Location) -> bool {
    api.resolved_value(schema).is_some_and(|schema| schema.get("format").is_some_and(|format| format == "binary"))
}

/// The media type without parameters, in lowercase.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

pub(crate) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}

/// The documented media type for an actual one: an exact match precedes a range.
fn best_match<'o>(offered: &'o [(String, Location)], actual: &str) -> Option<&'o (String, Location)> {
    let actual = essence(actual);
    let fits = |(name, _): &&(String, Location)| is_in_range(&actual, &essence(name));
    let exact = offered.iter().find(|(name, _)| essence(name) == actual);
    exact.or_else(|| offered.iter().filter(fits).max_by_key(|(name, _)| name.len()))
}

/// Whether a media type is in a range such as `image/*`, `application/*+json` or `*/*`.
pub(crate) fn is_in_range(media_type: &str, range: &str) -> bool {
    range == "*/*"
        || range == media_type
        || range.split_once('*').is_some_and(|(start, end)| {
            start.contains('/') && media_type.strip_prefix(start).is_some_and(|rest| rest.ends_with(end))
        })
}
