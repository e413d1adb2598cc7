//! Strings of a request as the JSON values that their schemas describe.

use serde_json::Value as Json;

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

/// Decodes percent-encoding. Malformed escapes are kept, and invalid UTF-8 is replaced.
pub(crate) fn percent_decoded(text: &str) -> String {
    let bytes: Vec<u8> = bytes(text).map(|(byte, _)| byte).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The normal form of a path (RFC 3986, section 6.2.2), which is the same for equivalent paths. Characters that no path
/// may contain are percent-encoded, such as the spaces of a template. Delimiters remain as they are.
pub(crate) fn normalized_path(path: &str) -> String {
    let mut normalized = String::with_capacity(path.len());
    for (byte, is_escaped) in bytes(path) {
        let is_unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if is_unreserved || (!is_escaped && b"!$&'()*+,;=:@/".contains(&byte)) {
            normalized.push(char::from(byte));
        } else {
            normalized += &format!("%{byte:02X}");
        }
    }
    normalized
}

/// The decoded bytes of a text, and whether each was percent-encoded.
fn bytes(text: &str) -> impl Iterator<Item = (u8, bool)> {
    let mut rest = text.as_bytes();
    std::iter::from_fn(move || {
        let (&byte, after) = rest.split_first()?;
        let digits = after.get(..2).filter(|_| byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
        Some((escaped.unwrap_or(byte), escaped.is_some()))
    })
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
    raw_pairs(text).map(|(name, value)| (plain(name), plain(value))).collect()
}

/// The pairs of a query string or a form as they are, in order.
pub(crate) fn raw_pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').unwrap_or((part, "")))
}
