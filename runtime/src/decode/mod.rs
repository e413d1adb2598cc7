//! Decoding of response bodies. Pure: bytes to a value or an error.
//!
//! UTF-8 decoding is lossy: invalid bytes and lone surrogates become U+FFFD. A body whose charset is Latin-1 is
//! decoded as such, JSON only if it is not UTF-8. JSON parsing is strict.
//!
//! - `headers`: documented response headers, each of its type
//! - `media_type`: selection of the documented media type of a response
//! - `raw_response`: [`RawResponse`], a response with its whole body, not decoded

pub mod headers;
mod media_type;
mod raw_response;

use std::fmt;

use serde::de::{DeserializeOwned, IgnoredAny};

pub use raw_response::RawResponse;

use self::raw_response::{decode_latin_1, is_latin_1};
use crate::{
    json::{self, pointer},
    value::Base64,
};

/// Why a body could not be decoded. The response was a success, so the request must not be sent again.
#[derive(Debug)]
pub struct DecodeError {
    description: String,
    /// Whether the call ended first.
    is_timeout: bool,
}

impl DecodeError {
    /// An error. The message completes "the response's body …".
    pub fn new(description: impl Into<String>) -> Self {
        Self { description: description.into(), is_timeout: false }
    }

    /// Whether the call ended while the body was decoded.
    pub(crate) fn is_timeout(&self) -> bool {
        self.is_timeout
    }

    /// The status of a successful response is not documented, so the type of its body is unknown.
    pub fn undocumented(response: &RawResponse<'_>) -> Self {
        Self::new(format!("cannot be decoded: the status {} is not documented", response.status()))
    }

    /// The media type of the body is missing or not documented, so the type of the body is unknown.
    pub(crate) fn undocumented_media_type(came: &str, documented: &[&'static str]) -> Self {
        let documented = documented.join("`, `");
        Self::new(match came {
            "" => format!("cannot be decoded: it has no Content-Type, and `{documented}` are documented"),
            _ => format!("has the Content-Type `{came}`, but `{documented}` are documented"),
        })
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.description)
    }
}

impl std::error::Error for DecodeError {}

/// Decoder of a successful response.
pub type Decode<T> = fn(&RawResponse<'_>) -> Result<T, DecodeError>;

/// Decodes JSON.
pub fn json<T: json::Decode>(response: &RawResponse<'_>) -> Result<T, DecodeError> {
    let text = response.json_text();
    if text.trim_ascii().is_empty() {
        return Err(DecodeError::new("is empty, not JSON"));
    }
    json::read_within(&text, response.limit()).map_err(|error| decode_error(&error))
}

/// Decodes JSON into a type of your own that implements serde's `Deserialize`.
pub fn serde<T: DeserializeOwned>(response: &RawResponse<'_>) -> Result<T, DecodeError> {
    serde_json::from_str(&response.json_text()).map_err(|error| {
        let error = if error.is_data() { mismatch(&error) } else { syntax(&error) };
        decode_error(&error)
    })
}

/// Decodes a string of a range of media types, such as `*/*`: JSON if the response is JSON, otherwise its text. A body
/// without `Content-Type` is JSON if it is a JSON string.
pub fn json_or_text<T: json::Decode>(response: &RawResponse<'_>) -> Result<T, DecodeError> {
    let Some(string) = string_of_text(response)? else { return json(response) };
    json::read_within(&string, response.limit()).map_err(|error| decode_error(&error))
}

/// As [`json_or_text`], for a type of another crate.
pub fn serde_or_text<T: DeserializeOwned>(response: &RawResponse<'_>) -> Result<T, DecodeError> {
    let Some(string) = string_of_text(response)? else { return serde(response) };
    serde_json::from_str(&string).map_err(|error| decode_error(&mismatch(&error)))
}

/// Decodes bytes of a range of media types, such as `*/*`: Base64 if the response is JSON or plain text, which cannot
/// contain bytes, otherwise the body itself. A body without `Content-Type` is JSON if it is a JSON string.
pub fn json_or_bytes(response: &RawResponse<'_>) -> Result<Base64, DecodeError> {
    let is_text = media_type::essence(response.content_type()).eq_ignore_ascii_case("text/plain");
    if is_text || is_json_string(response) { json_or_text(response) } else { bytes(response).map(Base64::from) }
}

/// The text of a response as a JSON string. `None` if the response is JSON.
fn string_of_text(response: &RawResponse<'_>) -> Result<Option<String>, DecodeError> {
    if is_json_string(response) {
        return Ok(None);
    }
    Ok(Some(serde_json::Value::String(text(response)?).to_string()))
}

/// Whether a response that contains a string is JSON.
fn is_json_string(response: &RawResponse<'_>) -> bool {
    let essence = media_type::essence(response.content_type()).to_ascii_lowercase();
    match essence.as_str() {
        "" => serde_json::from_str::<String>(&response.json_text()).is_ok(),
        "application/json" | "text/json" => true,
        other => other.ends_with("+json"),
    }
}

/// Decodes JSON into a type without required properties. An empty body or `null` is decoded as an empty object:
/// `Default` would set constants of requests, which the service did not send.
pub fn json_or_default<T: json::Decode>(response: &RawResponse<'_>) -> Result<T, DecodeError> {
    let text = response.json_text();
    let text = if matches!(text.trim_ascii(), "" | "null") { "{}" } else { &*text };
    json::read_within(text, response.limit()).map_err(|error| decode_error(&error))
}

/// Decodes the list of items at a JSON pointer of a page. A missing or null list is empty.
pub(crate) fn list_at<T: json::Decode>(response: &RawResponse<'_>, path: &str) -> Result<Vec<T>, DecodeError> {
    let text = response.json_text();
    serde_json::from_str::<IgnoredAny>(&text).map_err(|error| decode_error(&syntax(&error)))?;
    let items = pointer(&text, path).map(|items| json::read_within::<Option<Vec<T>>>(items.get(), response.limit()));
    Ok(items.transpose().map_err(|error| decode_error(&error))?.flatten().unwrap_or_default())
}

/// Accepts any body: without `content`, the document does not describe it. An exception is HTML, because captive
/// portals and proxies respond with status 200 and HTML. A body without `Content-Type` must be JSON.
pub fn nothing(response: &RawResponse<'_>) -> Result<(), DecodeError> {
    let essence = media_type::essence(response.content_type()).to_ascii_lowercase();
    let is_suspicious = ["", "application/json", "application/xhtml+xml", "text/html"].contains(&essence.as_str());
    let text = response.json_text();
    if !is_suspicious || text.trim_ascii().is_empty() {
        return Ok(());
    }
    // `IgnoredAny` does not recurse, so depth is unlimited.
    serde_json::from_str::<IgnoredAny>(&text).map(drop).map_err(|error| decode_error(&syntax(&error)))
}

/// Decodes text. A byte order mark is removed, and invalid bytes become U+FFFD. The charset must be UTF-8, ASCII or
/// ISO-8859-1 (Latin-1).
pub fn text(response: &RawResponse<'_>) -> Result<String, DecodeError> {
    let charset = response.charset().unwrap_or_default().to_ascii_lowercase();
    match charset.as_str() {
        "" | "utf-8" | "utf8" | "us-ascii" => {
            let body = response.body().strip_prefix(b"\xef\xbb\xbf").unwrap_or(response.body());
            Ok(String::from_utf8_lossy(body).into_owned())
        }
        name if is_latin_1(name) => Ok(decode_latin_1(response.body())),
        _ => Err(DecodeError::new(format!("is in the unsupported charset `{charset}`"))),
    }
}

/// Returns the bytes.
pub fn bytes(response: &RawResponse<'_>) -> Result<Vec<u8>, DecodeError> {
    Ok(response.body().to_vec())
}

/// Decodes the documented body of an error response. `None` if it does not match.
pub fn error_body<T: json::Decode>(response: &RawResponse<'_>) -> Option<T> {
    json::read(&response.json_text()).ok()
}

fn decode_error(error: &json::JsonError) -> DecodeError {
    if error.is_timeout() {
        DecodeError { is_timeout: true, ..DecodeError::new(error.message()) }
    } else if error.is_syntax() {
        DecodeError::new(format!("is not JSON: {error}"))
    } else {
        DecodeError::new(format!("does not match the documented type: {error}"))
    }
}

/// The error of a type that implements serde's `Deserialize`, without the value: it may be a secret in the wrong place.
/// Only the messages of serde itself are known to begin and end with text of the type.
fn mismatch(error: &serde_json::Error) -> json::JsonError {
    let place = format!("at line {} column {}", error.line(), error.column());
    let message = error.to_string();
    let expected = message.rfind(", expected ").and_then(|start| message.get(start..));
    json::JsonError::new(match (message.split(": ").next(), expected) {
        (Some(problem @ ("invalid type" | "invalid value" | "invalid length")), Some(expected)) => {
            format!("{problem}{expected}")
        }
        _ if message.starts_with("missing field `") => message,
        _ => format!("a value {place}"),
    })
}

fn syntax(error: &serde_json::Error) -> json::JsonError {
    json::JsonError::syntax(error.to_string())
}

/// Decodes the documented body of an error response into a type of another crate. `None` if it does not match.
pub fn serde_error_body<T: DeserializeOwned>(response: &RawResponse<'_>) -> Option<T> {
    serde_json::from_str(&response.json_text()).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use http::{HeaderMap, HeaderValue, header::CONTENT_TYPE};

    use super::*;

    type Object = BTreeMap<String, String>;

    /// Decodes a body, with the Content-Type given.
    fn decode_body<T>(decode: Decode<T>, content_type: &'static str, body: &[u8]) -> Result<T, DecodeError> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        decode(&RawResponse::new(200, &headers, body))
    }

    fn read<T>(decode: Decode<T>, body: &[u8]) -> Result<T, DecodeError> {
        decode_body(decode, "application/json", body)
    }

    /// RFC 8259, section 11: no charset is defined for JSON. A body in UTF-8 is read as such, whatever it says.
    #[test]
    fn a_json_body_in_latin_1_is_decoded_as_its_charset_says() {
        let name = |content_type: &'static str, body: &[u8]| {
            decode_body(json::<Object>, content_type, body).unwrap().remove("a").unwrap()
        };
        let latin = b"{\"a\":\"caf\xe9\"}";
        for content_type in ["application/json; charset=ISO-8859-1", "application/json;charset=\"latin1\""] {
            assert_eq!(name(content_type, latin), "caf\u{e9}");
            assert_eq!(name(content_type, "{\"a\":\"caf\u{e9}\"}".as_bytes()), "caf\u{e9}");
        }
        assert_eq!(name("application/json", latin), "caf\u{fffd}");
        let content_type = "application/json; charset=iso-8859-1";
        assert_eq!(decode_body(serde::<Object>, content_type, latin).unwrap()["a"], "caf\u{e9}");
        assert_eq!(decode_body(json_or_default::<Object>, content_type, latin).unwrap()["a"], "caf\u{e9}");
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        let response = RawResponse::new(400, &headers, latin);
        assert_eq!(error_body::<Object>(&response).unwrap()["a"], "caf\u{e9}");
        assert_eq!(serde_error_body::<Object>(&response).unwrap()["a"], "caf\u{e9}");
        let response = RawResponse::new(200, &headers, b"{\"items\":[\"\xe9\"]}");
        assert_eq!(list_at::<String>(&response, "/items").unwrap(), ["\u{e9}"]);
    }

    /// Spring describes every response as `*/*`, and sends a `String` as `text/plain`.
    #[test]
    fn a_string_of_any_media_type_is_json_or_text() {
        let read = |content_type, body: &[u8]| decode_body(json_or_text::<String>, content_type, body).unwrap();
        assert_eq!(read("text/plain;charset=UTF-8", b"hello"), "hello");
        assert_eq!(read("text/plain", b"\"hello\""), "\"hello\"");
        assert_eq!(read("text/plain; charset=iso-8859-1", b"caf\xe9"), "caf\u{e9}");
        for json in ["application/json", "APPLICATION/problem+json; a=b", "text/json"] {
            assert_eq!(read(json, b"\"hello\""), "hello");
            assert!(decode_body(json_or_text::<String>, json, b"hello").is_err());
        }
        assert_eq!(read("", b"\"hello\""), "hello");
        assert_eq!(read("", b"hello"), "hello");
        let number = |body| decode_body(json_or_text::<crate::Date>, "text/plain", body);
        assert_eq!(number(b"2024-02-29").unwrap().to_string(), "2024-02-29");
        assert!(number(b"soon").is_err());
        assert_eq!(decode_body(serde_or_text::<String>, "text/csv", b"a,b").unwrap(), "a,b");
        assert_eq!(decode_body(serde_or_text::<String>, "application/json", b"\"a\"").unwrap(), "a");
    }

    /// Spring describes `byte[]` as `format: byte` in `*/*`, and sends the bytes.
    #[test]
    fn bytes_of_any_media_type_are_base64_in_text_only() {
        let read = |content_type, body: &[u8]| decode_body(json_or_bytes, content_type, body).map(Base64::into_bytes);
        for (content_type, body) in [("application/json", "\"/9g=\""), ("text/plain", "/9g="), ("", "\"/9g=\"")] {
            assert_eq!(read(content_type, body.as_bytes()).unwrap(), [0xff, 0xd8], "{content_type}");
        }
        for content_type in ["image/jpeg", "text/css", ""] {
            assert_eq!(read(content_type, &[0xff, 0xd8]).unwrap(), [0xff, 0xd8], "{content_type}");
        }
        assert!(read("application/json", &[0xff, 0xd8]).is_err());
    }

    #[test]
    fn empty_and_null_are_an_empty_object() {
        for body in ["", " \n", "null", " null "] {
            assert_eq!(read(json_or_default::<Object>, body.as_bytes()).unwrap(), Object::new());
        }
        assert!(read(json_or_default::<Object>, b"\"hello\"").is_err());
        assert!(read(json_or_default::<Object>, b"{} x").is_err());
        assert!(read(json::<Object>, b"").is_err());
    }

    /// A type of requests and responses. Its default has a constant, as in requests.
    #[derive(Debug)]
    struct Circle(Option<String>);

    impl Default for Circle {
        fn default() -> Self {
            Self(Some("circle".to_owned()))
        }
    }

    impl json::Decode for Circle {
        fn decode(input: json::Input<'_>) -> Result<Self, json::JsonError> {
            Object::decode(input).map(|mut object| Self(object.remove("kind")))
        }
    }

    #[test]
    fn an_empty_body_has_no_constants() {
        for body in ["", "null", "{}"] {
            assert_eq!(read(json_or_default::<Circle>, body.as_bytes()).unwrap().0, None, "{body}");
        }
        assert!(Circle::default().0.is_some());
    }

    #[test]
    fn nothing_accepts_any_body_but_html() {
        for body in ["", "{}", "null", "5", "[1]"] {
            assert!(read(nothing, body.as_bytes()).is_ok(), "{body}");
        }
        assert!(read(nothing, "[".repeat(100_000).as_bytes()).is_err());
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(nothing, deep.as_bytes()).is_ok());
        assert!(read(nothing, b"<html>hi</html>").is_err());
        assert!(read(nothing, b"{} trailing").is_err());
        for accepted in ["text/plain", "Text/Plain; charset=utf-8", "application/octet-stream", "application/xml"] {
            assert!(decode_body(nothing, accepted, b"OK").is_ok(), "{accepted}");
        }
        assert!(decode_body(nothing, "text/html; charset=utf-8", b"<html>hi</html>").is_err());
    }

    #[test]
    fn a_lone_surrogate_is_not_fatal() {
        let object: Object = read(json, br#"{"a":"x\ud800y"}"#).unwrap();
        assert_eq!(object["a"], "x\u{fffd}y");
    }

    #[test]
    fn text_is_decoded_in_its_charset() {
        assert_eq!(decode_body(text, "text/plain", b"\xef\xbb\xbf\xc3\xa9\xff").unwrap(), "é\u{fffd}");
        assert_eq!(decode_body(text, "text/plain; charset=\"ISO-8859-1\"", b"\xe9").unwrap(), "é");
        assert_eq!(decode_body(text, "text/plain;Charset=UTF-8", "é".as_bytes()).unwrap(), "é");
        let error = decode_body(text, "text/plain; charset=shift_jis", b"x").unwrap_err();
        assert!(error.to_string().contains("shift_jis"), "{error}");
    }

    #[test]
    fn bytes_stay_as_they_are() {
        assert_eq!(decode_body(bytes, "image/png", b"\xef\xbb\xbf\x00").unwrap(), b"\xef\xbb\xbf\x00");
    }

    #[test]
    fn an_undocumented_status_is_named() {
        let error = DecodeError::undocumented(&RawResponse::new(207, &HeaderMap::new(), b""));
        assert!(error.to_string().contains("207"), "{error}");
    }
}
