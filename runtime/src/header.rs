//! Headers of the caller: which are reserved, and how values are encoded.

use http::{HeaderName, HeaderValue};

use crate::{
    InvalidRequest,
    text::{has_control, trim_blanks},
};

/// Headers that only the client sets. Another value would break the connection, the address or the authentication
/// of a request.
const RESERVED: [&str; 5] = ["authorization", "host", "content-length", "transfer-encoding", "connection"];

/// Validates a header of the caller. An empty value is sent.
pub(crate) fn extra_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), InvalidRequest> {
    let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| InvalidRequest::Header {
        name: name.to_owned(),
        problem: "has a name that no header can have".to_owned(),
    })?;
    check_reserved(&[], &parsed)?;
    let value = header_value(parsed.as_str(), value)?;
    Ok((parsed, value))
}

/// Encodes a value: surrounding blanks are removed (RFC 9110, section 5.5), other characters are UTF-8.
pub(crate) fn header_value(name: &str, value: &str) -> Result<HeaderValue, InvalidRequest> {
    let invalid =
        || InvalidRequest::Header { name: name.to_owned(), problem: "has a control character in its value".to_owned() };
    let value = trim_blanks(value);
    if has_control(value) {
        return Err(invalid());
    }
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| invalid())
}

/// Rejects a header that only the client or its authenticator sets.
pub(crate) fn check_reserved(authenticator_headers: &[&str], name: &HeaderName) -> Result<(), InvalidRequest> {
    if RESERVED.contains(&name.as_str()) || authenticator_headers.contains(&name.as_str()) {
        return Err(InvalidRequest::ReservedHeader { name: name.as_str().to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_headers_are_rejected_in_any_case() {
        for name in ["Authorization", "HOST", "Content-Length"] {
            let error = extra_header(name, "x").unwrap_err();
            assert_eq!(error, InvalidRequest::ReservedHeader { name: name.to_ascii_lowercase() });
        }
    }

    #[test]
    fn values_are_trimmed_and_validated() {
        assert_eq!(extra_header("X-Empty", "").unwrap().1, "");
        assert_eq!(extra_header("X-Text", " a b\t").unwrap().1, "a b");
        assert_eq!(extra_header("X-Text", "é").unwrap().1.as_bytes(), "é".as_bytes());
        for value in ["a\nb", "a\0", "a\tb", "\u{85}"] {
            assert!(extra_header("X-Text", value).is_err(), "{value:?}");
        }
        assert!(extra_header("a b", "x").is_err());
    }

    #[test]
    fn authenticator_headers_are_reserved() {
        let name = HeaderName::from_static("x-date");
        assert!(check_reserved(&["x-date"], &name).is_err());
        assert!(check_reserved(&[], &name).is_ok());
    }
}
