//! The response to a valid request: a documented example, or a value generated from the schema.

use serde_json::Value as Json;

use crate::{
    api::{Api, Location, MatchedOperation},
    body::{essence, is_binary, is_in_range, is_json},
    http::{RawRequest, Rejection, Response, forbids_body},
    sample::{self, SampleOptions},
};

/// Depth to which generated values have optional properties.
const OPTIONAL_DEPTH: usize = 2;

/// The first documented success, or the response that the request prefers (`Prefer: code=404`, RFC 7240).
pub(crate) fn build(api: &Api, matched: &MatchedOperation, request: &RawRequest) -> Result<Response, Rejection> {
    let responses = api.entries(&matched.operation.child("responses"));
    let preferred = preference(request, "code").and_then(|code| code.parse::<u16>().ok());
    let (status, documented) = match preferred {
        Some(code) => (code, Some(for_status(&responses, code).ok_or_else(|| reject_undocumented(code, &responses))?)),
        None => first_success(&responses),
    };
    let mut response = Response::new(status);
    let Some(documented) = documented.map(|location| api.resolve_location(&location)) else { return Ok(response) };
    for (name, header) in api.entries(&documented.child("headers")) {
        if let Some(value) = header_value(api, &header).filter(|_| !name.eq_ignore_ascii_case("content-type")) {
            response.headers.push((name, value));
        }
    }
    let offered = api.entries(&documented.child("content"));
    if offered.is_empty() || forbids_body(status) {
        return Ok(response);
    }
    let Some((name, media_type)) = negotiate(&offered, request) else {
        let names = offered.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Rejection::new(406, format!("not acceptable: the operation responds with {names}")));
    };
    let value = example(api, media_type, preference(request, "example").as_deref());
    // Bytes are sent as they are.
    let format = if is_binary(api, &media_type.child("schema")) { String::new() } else { essence(name) };
    response.body = body(&format, value).into_bytes();
    // A range is not a media type.
    let content_type = if name.contains('*') { "application/octet-stream" } else { name };
    response.headers.push(("Content-Type".to_owned(), content_type.to_owned()));
    Ok(response)
}

/// The body of a value in its media type.
fn body(media_type: &str, value: Json) -> String {
    match value {
        value if media_type == "text/event-stream" => events(&value),
        value if media_type.ends_with("json-seq") => format!("\u{1e}{value}\n"),
        Json::String(text) if !is_json(media_type) => text,
        value => value.to_string(),
    }
}

/// Server-sent events (WHATWG HTML, "Server-sent events"). An object with the fields of an event is one; other values
/// are data. A string may already be a stream.
fn events(value: &Json) -> String {
    let is_stream = |text: &str| text.lines().any(|line| line.starts_with("data:") || line.starts_with("event:"));
    if let Json::String(text) = value
        && is_stream(text)
    {
        return format!("{}\n\n", text.trim_end());
    }
    let is_field = |name: &String| matches!(name.as_str(), "data" | "event" | "id" | "retry");
    match value {
        Json::Object(fields) if fields.contains_key("data") && fields.keys().all(is_field) => {
            fields.iter().map(|(name, value)| field(name, value)).collect::<String>() + "\n"
        }
        value => field("data", value) + "\n",
    }
}

/// A field of an event. Each line of its value is a line of the stream.
fn field(name: &str, value: &Json) -> String {
    let text = match value {
        Json::Null => return String::new(),
        Json::String(text) => text.clone(),
        value => value.to_string(),
    };
    text.split('\n').map(|line| format!("{name}: {}\n", line.trim_end_matches('\r'))).collect()
}

fn reject_undocumented(code: u16, responses: &[(String, Location)]) -> Rejection {
    let known = responses.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    Rejection::new(400, format!("undocumented status {code} in `Prefer`: the operation has {known}"))
}

/// The response for a status: exact, by range, or `default`.
fn for_status(responses: &[(String, Location)], code: u16) -> Option<Location> {
    let exact = code.to_string();
    let range = format!("{}XX", code / 100);
    let find = |wanted: &str| responses.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    find(&exact).or_else(|| find(&range)).or_else(|| find("default")).map(|(_, location)| location.clone())
}

fn first_success(responses: &[(String, Location)]) -> (u16, Option<Location>) {
    let codes = responses.iter().filter_map(|(name, location)| Some((name.parse::<u16>().ok()?, location)));
    let lowest = codes.filter(|(code, _)| (200..300).contains(code)).min_by_key(|(code, _)| *code);
    if let Some((code, location)) = lowest {
        return (code, Some(location.clone()));
    }
    let general = |wanted: &str| responses.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    match general("2XX").or_else(|| general("default")) {
        Some((_, location)) => (200, Some(location.clone())),
        None => (200, None),
    }
}

/// A preference of the `Prefer` header.
fn preference(request: &RawRequest, name: &str) -> Option<String> {
    let text = request.header("prefer")?;
    let preferences = text.split([',', ';'].as_slice()).filter_map(|part| part.trim().split_once('='));
    preferences.filter(|(key, _)| *key == name).map(|(_, value)| value.trim_matches('"').to_owned()).next_back()
}

/// The first documented media type that `Accept` allows. JSON precedes other media types.
fn negotiate<'o>(offered: &'o [(String, Location)], request: &RawRequest) -> Option<&'o (String, Location)> {
    let accept = request.header("accept").unwrap_or_default();
    let ranges: Vec<String> = accept.split(',').map(essence).filter(|range| !range.is_empty()).collect();
    let is_accepted = |(name, _): &&(String, Location)| {
        let name = essence(name);
        ranges.is_empty() || ranges.iter().any(|range| is_in_range(&name, range) || is_in_range(range, &name))
    };
    let json = offered.iter().filter(is_accepted).find(|(name, _)| is_json(&essence(name)));
    json.or_else(|| offered.iter().find(is_accepted))
}

/// The example with this name, the first example, or a value generated from the schema.
fn example(api: &Api, media_type: &Location, name: Option<&str>) -> Json {
    let named = api.entries(&media_type.child("examples"));
    let wanted = named.iter().find(|(key, _)| Some(key.as_str()) == name);
    if wanted.is_none()
        && let Some(value) = api.value(&media_type.child("example"))
    {
        return value.clone();
    }
    let chosen = wanted.or_else(|| named.first()).and_then(|(_, location)| {
        let location = api.resolve_location(location);
        api.value(&location.child("value")).or_else(|| api.value(&location.child("dataValue")))
    });
    // OpenAPI 3.2 describes the items of a stream.
    let schema = media_type.child("schema");
    let schema = if api.value(&schema).is_none() { media_type.child("itemSchema") } else { schema };
    chosen.cloned().unwrap_or_else(|| sample_for(api, &schema))
}

/// The example or default of a schema, or a generated value. A recursive schema gets no optional properties.
fn sample_for(api: &Api, schema: &Location) -> Json {
    let location = api.resolve_location(schema);
    let Some(found) = api.value(&location) else { return Json::Null };
    let listed = || found.get("examples")?.as_array()?.first();
    if let Some(example) = found.get("example").or_else(listed).or_else(|| found.get("default")) {
        return example.clone();
    }
    let options = |optional_depth| SampleOptions {
        use_examples: true,
        optional_depth,
        items: 1,
        branch: 0,
        skip_flag: "writeOnly",
    };
    let generate = |optional| sample::sample_value(&api.documents, (&location.file, found), options(optional));
    generate(OPTIONAL_DEPTH).or_else(|| generate(0)).unwrap_or_default()
}

fn header_value(api: &Api, header: &Location) -> Option<String> {
    let header = api.resolve_location(header);
    let value = match api.value(&header.child("example")) {
        Some(value) => value.clone(),
        None => sample_for(api, &header.child("schema")),
    };
    let text = match value {
        Json::Null => return None,
        Json::String(text) => text,
        Json::Array(items) => items
            .iter()
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(","),
        value => value.to_string(),
    };
    (!text.contains(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_stream_has_the_form_of_its_media_type() {
        let events = |value| body("text/event-stream", value);
        assert_eq!(events(json!({"a": 1})), "data: {\"a\":1}\n\n");
        assert_eq!(events(json!("a\nb")), "data: a\ndata: b\n\n");
        assert_eq!(events(json!("event: x\ndata: 1\n")), "event: x\ndata: 1\n\n");
        assert_eq!(events(json!({"event": "x", "data": {"a": 1}, "id": null})), "data: {\"a\":1}\nevent: x\n\n");
        assert_eq!(events(json!({"data": "x", "other": 1})), "data: {\"data\":\"x\",\"other\":1}\n\n");
        assert_eq!(body("application/json-seq", json!([1])), "\u{1e}[1]\n");
        assert_eq!(body("application/geo+json-seq", json!([1])), "\u{1e}[1]\n");
        assert_eq!(body("application/jsonl", json!({"a": 1})), "{\"a\":1}");
        assert_eq!(body("text/plain", json!("a")), "a");
        assert_eq!(body("application/json", json!("a")), "\"a\"");
    }
}
