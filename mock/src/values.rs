//! Strings of a request as the JSON values that their schemas describe.

use serde_json::Value as Json;

/// The types that a schema allows. Empty if it does not say.
pub(crate) fn types(schema: &Json) -> Vec<&str> {
    match schema.get("type") {
        Some(Json::String(name)) => vec![name],
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
        _ if schema.get("properties").is_some() => vec!["object"],
        _ if schema.get("items").is_some() => vec!["array"],
        _ => Vec::new(),
    }
}

/// The possible values of a string: the string itself, and a number, boolean or null with this spelling.
pub(crate) fn candidates(text: &str) -> Vec<Json> {
    let other = match text {
        "true" | "false" | "null" => serde_json::from_str(text).ok(),
        _ if text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) => {
            serde_json::from_str::<Json>(text).ok().filter(Json::is_number)
        }
        _ => None,
    };
    [Json::String(text.to_owned())].into_iter().chain(other).collect()
}

/// The most likely value of a string for a schema.
pub(crate) fn parse_value(text: &str, schema: &Json) -> Json {
    let types = types(schema);
    let mut candidates = candidates(text);
    let last = candidates.pop().unwrap_or_default();
    let fits = match &last {
        Json::Number(_) => types.iter().any(|kind| ["integer", "number"].contains(kind)),
        Json::Bool(_) => types.contains(&"boolean"),
        Json::Null => types.contains(&"null"),
        _ => true,
    };
    if fits { last } else { Json::String(text.to_owned()) }
}

/// Decodes percent-encoding. Malformed escapes are kept, and invalid UTF-8 is replaced.
pub(crate) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        let escape = after.get(..2).filter(|_| byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = escape.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(escaped) => {
                decoded.push(escaped);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                decoded.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The parts of a list or an object in one string. A delimiter in a quoted string is part of a value (RFC 9110,
/// section 5.6.4).
pub(crate) fn joined_parts<'t>(text: &'t str, style: &str, explode: bool) -> Vec<&'t str> {
    let delimiter = match (style, explode) {
        ("label", true) => '.',
        ("matrix", true) => ';',
        _ => ',',
    };
    let (mut is_quoted, mut is_escaped) = (false, false);
    let is_delimiter = |character: char| {
        let was_escaped = is_escaped;
        is_escaped = is_quoted && character == '\\' && !was_escaped;
        is_quoted ^= character == '"' && style == "simple" && !was_escaped;
        character == delimiter && !is_quoted
    };
    text.split(is_delimiter).map(str::trim).collect()
}

/// The decoded pairs of a query string or a form, in order.
pub(crate) fn parse_pairs(text: &str) -> Vec<(String, String)> {
    let plain = |text: &str| percent_decoded(&text.replace('+', " "));
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (plain(name), plain(value)))
        .collect()
}
