//! [`Reply`]: what the server answers to a request that is allowed.

use serde_json::Value as Json;

use crate::{
    api::{Api, Call, Node},
    body::{essence, is_json, is_of},
    refusal::Refusal,
    sample::{self, Taste},
    wire::RawRequest,
};

/// To which depth values that are made have members that need not be there.
const DEPTH: usize = 2;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers; the length of the body is not among them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    pub(crate) fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }
}

/// The documented answer: the first success, or the status that the caller prefers (`Prefer: code=404`, RFC 7240).
pub(crate) fn documented(api: &Api, call: &Call, request: &RawRequest) -> Result<Reply, Refusal> {
    let responses = api.entries(&call.operation.child("responses"));
    let preferred = preferred(request, "code").and_then(|code| code.parse::<u16>().ok());
    let (status, response) = match preferred {
        Some(code) => (code, Some(of_code(&responses, code).ok_or_else(|| undocumented(code, &responses))?)),
        None => success(&responses),
    };
    let mut reply = Reply::new(status);
    let Some(response) = response.map(|node| api.resolved(&node)) else { return Ok(reply) };
    for (name, header) in api.entries(&response.child("headers")) {
        if let Some(value) = header_value(api, &header).filter(|_| !name.eq_ignore_ascii_case("content-type")) {
            reply.headers.push((name, value));
        }
    }
    let offered = api.entries(&response.child("content"));
    if offered.is_empty() || has_no_body(status) {
        return Ok(reply);
    }
    let Some((name, media_type)) = chosen(&offered, request) else {
        let names = offered.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Refusal::new(406, format!("the answer is none of what Accept names; it may be {names}")));
    };
    let value = example(api, media_type, preferred_example(request).as_deref());
    reply.body = match value {
        Json::String(text) if !is_json(&essence(name)) => text.into_bytes(),
        value => value.to_string().into_bytes(),
    };
    // A range stands for any of its media types.
    let written = if name.contains('*') { "application/octet-stream" } else { name };
    reply.headers.push(("Content-Type".to_owned(), written.to_owned()));
    Ok(reply)
}

pub(crate) fn has_no_body(status: u16) -> bool {
    status == 204 || status == 304 || status < 200
}

fn undocumented(code: u16, responses: &[(String, Node)]) -> Refusal {
    let known = responses.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    Refusal::new(400, format!("`Prefer` asks for an answer {code}, and the operation has {known}"))
}

/// The response of a status: its own, that of its class, or the default one.
fn of_code(responses: &[(String, Node)], code: u16) -> Option<Node> {
    let own = code.to_string();
    let class = format!("{}XX", code / 100);
    let find = |wanted: &str| responses.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    find(&own).or_else(|| find(&class)).or_else(|| find("default")).map(|(_, node)| node.clone())
}

fn success(responses: &[(String, Node)]) -> (u16, Option<Node>) {
    let codes = responses.iter().filter_map(|(name, node)| Some((name.parse::<u16>().ok()?, node)));
    let least = codes.filter(|(code, _)| (200..300).contains(code)).min_by_key(|(code, _)| *code);
    if let Some((code, node)) = least {
        return (code, Some(node.clone()));
    }
    let general = |wanted: &str| responses.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    match general("2XX").or_else(|| general("default")) {
        Some((_, node)) => (200, Some(node.clone())),
        None => (200, None),
    }
}

/// A preference of the caller.
fn preferred(request: &RawRequest, name: &str) -> Option<String> {
    let text = request.header("prefer")?;
    let preferences = text.split([',', ';'].as_slice()).filter_map(|part| part.trim().split_once('='));
    preferences.filter(|(given, _)| *given == name).map(|(_, value)| value.trim_matches('"').to_owned()).next_back()
}

fn preferred_example(request: &RawRequest) -> Option<String> {
    preferred(request, "example")
}

/// The first offered media type that `Accept` names; JSON before others where it names nothing.
fn chosen<'o>(offered: &'o [(String, Node)], request: &RawRequest) -> Option<&'o (String, Node)> {
    let accept = request.header("accept").unwrap_or_default();
    let ranges: Vec<String> = accept.split(',').map(essence).filter(|range| !range.is_empty()).collect();
    let fits = |(name, _): &&(String, Node)| {
        let name = essence(name);
        ranges.is_empty() || ranges.iter().any(|range| is_of(&name, range) || is_of(range, &name))
    };
    let json = offered.iter().filter(fits).find(|(name, _)| is_json(&essence(name)));
    json.or_else(|| offered.iter().find(fits))
}

/// The documented example: the one of this name, the first, or a value made from the schema.
fn example(api: &Api, media_type: &Node, name: Option<&str>) -> Json {
    let named = api.entries(&media_type.child("examples"));
    let wanted = named.iter().find(|(given, _)| Some(given.as_str()) == name);
    if wanted.is_none()
        && let Some(value) = api.value(&media_type.child("example"))
    {
        return value.clone();
    }
    let chosen = wanted.or_else(|| named.first()).and_then(|(_, node)| {
        let node = api.resolved(node);
        api.value(&node.child("value")).or_else(|| api.value(&node.child("dataValue")))
    });
    chosen.cloned().unwrap_or_else(|| sample_of(api, &media_type.child("schema")))
}

/// The example of a schema, or a value made for it: with members that need not be there, as far as that has an end.
fn sample_of(api: &Api, schema: &Node) -> Json {
    let at = api.resolved(schema);
    let Some(found) = api.value(&at) else { return Json::Null };
    let listed = || found.get("examples")?.as_array()?.first();
    if let Some(example) = found.get("example").or_else(listed).or_else(|| found.get("default")) {
        return example.clone();
    }
    let taste = |optional| Taste { examples: true, optional, items: 1, branch: 0, without: "writeOnly" };
    let made = |optional| sample::value(&api.documents, (&at.file, found), taste(optional));
    made(DEPTH).or_else(|| made(0)).unwrap_or_default()
}

fn header_value(api: &Api, header: &Node) -> Option<String> {
    let header = api.resolved(header);
    let value = match api.value(&header.child("example")) {
        Some(value) => value.clone(),
        None => sample_of(api, &header.child("schema")),
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
