//! [`RawResponse`]: a response whose body is whole, as functions that decode it see it.

use std::fmt;

use http::{HeaderMap, header::CONTENT_TYPE};

use super::{DecodeError, media_type};

/// A response whose body is whole, before it is decoded. Generated code looks at its status to know what the body is.
#[derive(Clone, Copy)]
pub struct RawResponse<'a> {
    status: u16,
    headers: &'a HeaderMap,
    body: &'a [u8],
}

impl<'a> RawResponse<'a> {
    /// Puts a response together. For tests of code that takes one, too.
    pub fn new(status: u16, headers: &'a HeaderMap, body: &'a [u8]) -> Self {
        Self { status, headers, body }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The media type of the body, without parameters (RFC 9110, section 8.3.1), as it was written:
    /// `application/json`. Empty if the response says none. Upper and lower case do not differ in it.
    pub fn content_type(&self) -> &'a str {
        self.whole_content_type().split(';').next().unwrap_or_default().trim()
    }

    /// The charset that the Content-Type says, if it says one.
    pub(crate) fn charset(&self) -> Option<&'a str> {
        self.whole_content_type().split(';').skip(1).find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
        })
    }

    /// Which of the documented media types the body is in: the one that says most exactly what came. "For responses
    /// that match multiple keys, only the most specific key is applicable" (OpenAPI 3.0.3, "Response Object").
    ///
    /// # Errors
    ///
    /// If the response says no media type, or none of these.
    pub fn media_type(&self, documented: &[&'static str]) -> Result<&'static str, DecodeError> {
        let came = self.whole_content_type();
        media_type::most_specific(came, documented)
            .ok_or_else(|| DecodeError::undocumented_media_type(self.content_type(), documented))
    }

    fn whole_content_type(&self) -> &'a str {
        self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
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

/// Shows neither headers nor body, which may hold secrets.
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
        let essence = |value: Option<&str>| {
            let mut headers = HeaderMap::new();
            if let Some(value) = value {
                headers.insert(CONTENT_TYPE, value.parse().unwrap());
            }
            RawResponse::new(200, &headers, b"").content_type().to_owned()
        };
        assert_eq!(essence(Some("application/json; charset=utf-8")), "application/json");
        assert_eq!(essence(Some(" text/plain ")), "text/plain");
        assert_eq!(essence(None), "");
    }

    #[test]
    fn debug_shows_no_body() {
        let headers = HeaderMap::new();
        let shown = format!("{:?}", RawResponse::new(200, &headers, b"hunter2"));
        assert!(!shown.contains("hunter2") && !shown.contains("104"), "{shown}");
    }
}
