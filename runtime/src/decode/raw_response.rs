//! [`RawResponse`]: a response with its complete body, not decoded.

use std::{borrow::Cow, fmt};

use http::{HeaderMap, header::CONTENT_TYPE};

use super::{DecodeError, media_type};
use crate::{
    json::{TimeLimit, decode_lossy},
    text::split_unquoted,
};

/// A response with its complete body, not decoded. Generated code selects the decoder by its status and media type.
#[derive(Clone, Copy)]
pub struct RawResponse<'a> {
    status: u16,
    headers: &'a HeaderMap,
    body: &'a [u8],
    /// When decoding has to end.
    limit: Option<&'a TimeLimit>,
}

impl<'a> RawResponse<'a> {
    /// Builds a response, also for tests.
    pub fn new(status: u16, headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        Self { status, headers, body, limit: None }
    }

    /// Sets when decoding has to end.
    pub(crate) fn with_time_limit(mut self, limit: Option<&'a TimeLimit>) -> Self {
        self.limit = limit;
        self
    }

    /// When decoding has to end.
    pub(super) fn limit(&self) -> Option<&'a TimeLimit> {
        self.limit
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Media type of the body without parameters, as received: `application/json` (RFC 9110, section 8.3.1). Empty
    /// if the response has none. Case does not matter in media types.
    pub fn content_type(&self) -> &'a str {
        self.whole_content_type().split(';').next().unwrap_or_default().trim()
    }

    /// Charset of the Content-Type.
    pub(crate) fn charset(&self) -> Option<&'a str> {
        split_unquoted(self.whole_content_type(), ';').skip(1).find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
        })
    }

    /// Text of a JSON body. JSON is UTF-8, whatever its charset (RFC 8259, sections 8.1 and 11). A body that is not,
    /// and whose charset is Latin-1, is Latin-1: old servers send such bodies.
    pub(crate) fn json_text(&self) -> Cow<'a, str> {
        if self.charset().is_none_or(|charset| !is_latin_1(charset)) || std::str::from_utf8(self.body).is_ok() {
            return decode_lossy(self.body);
        }
        Cow::Owned(decode_lossy(decode_latin_1(self.body).as_bytes()).into_owned())
    }

    /// The documented media type that matches the response most specifically (OpenAPI 3.0.3, "Response Object":
    /// "only the most specific key is applicable").
    ///
    /// # Errors
    ///
    /// The response has no media type, or an undocumented one.
    pub fn media_type(&self, documented: &[&'static str]) -> Result<&'static str, DecodeError> {
        let came = self.whole_content_type();
        media_type::most_specific(came, documented)
            .ok_or_else(|| DecodeError::undocumented_media_type(self.content_type(), documented))
    }

    fn whole_content_type(&self) -> &'a str {
        // A parameter may have characters outside ASCII, and in Latin-1.
        let chunk = self.headers.get(CONTENT_TYPE).and_then(|value| value.as_bytes().utf8_chunks().next());
        chunk.map(|chunk| chunk.valid()).unwrap_or_default()
    }

    /// The headers.
    pub fn headers(&self) -> &'a HeaderMap {
        self.headers
    }

    /// The bytes of the body.
    pub fn body(&self) -> &'a [u8] {
        self.body
    }
}

/// Omits headers and body, which may contain secrets.
/// Whether the charset is ISO-8859-1.
pub(super) fn is_latin_1(charset: &str) -> bool {
    ["iso-8859-1", "latin1"].iter().any(|name| name.eq_ignore_ascii_case(charset))
}

/// Decodes ISO-8859-1: each byte is a code point.
pub(super) fn decode_latin_1(body: &[u8]) -> String {
    body.iter().copied().map(char::from).collect()
}

impl fmt::Debug for RawResponse<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("status", &self.status)
            .field("content_type", &self.content_type())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_type_has_no_parameters() {
        let essence = |value: Option<&[u8]>| {
            let mut headers = HeaderMap::new();
            if let Some(value) = value {
                headers.insert(CONTENT_TYPE, http::HeaderValue::from_bytes(value).unwrap());
            }
            RawResponse::new(200, &headers, b"").content_type().to_owned()
        };
        assert_eq!(essence(Some(b"application/json; charset=utf-8")), "application/json");
        assert_eq!(essence(Some(b" text/plain ")), "text/plain");
        assert_eq!(essence(Some("text/csv; name=\"ä\"".as_bytes())), "text/csv");
        assert_eq!(essence(Some(b"text/csv; name=\"\xe4\"")), "text/csv");
        assert_eq!(essence(None), "");
    }

    #[test]
    fn debug_shows_no_body() {
        let headers = HeaderMap::new();
        let shown = format!("{:?}", RawResponse::new(200, &headers, b"hunter2"));
        assert!(!shown.contains("hunter2") && !shown.contains("104"), "{shown}");
    }
}
