//! Headers that a caller adds: which are refused, and how the others are written.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    InvalidRequest, SecurityKind, SecurityScheme, Service,
    text::{has_control, trim_blanks},
};

/// Headers that the client decides itself. Another value would break the connection or the address of a request, or what
/// authenticates it.
const RESERVED: [&str; 5] = ["authorization", "host", "content-length", "transfer-encoding", "connection"];

/// Those that belong to the signature, where a service has one.
const RESERVED_BY_SIGNATURES: [&str; 7] = [
    "x-sdk-date",
    "x-sdk-content-sha256",
    "x-sdk-content-sm3",
    "x-auth-token",
    "x-security-token",
    "x-project-id",
    "x-domain-id",
];

/// A header that a caller may add. An empty value is sent as it is.
pub(crate) fn extra_header(
    service: &Service,
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), InvalidRequest> {
    let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| InvalidRequest::Header {
        name: name.to_owned(),
        problem: "has a name that no header can have".to_owned(),
    })?;
    check_reserved(service, &parsed)?;
    let value = header_value(parsed.as_str(), value)?;
    Ok((parsed, value))
}

/// The value of a header: blanks around it trimmed (they do not belong to it, RFC 9110, section 5.5), other text as UTF-8.
pub(crate) fn header_value(name: &str, value: &str) -> Result<HeaderValue, InvalidRequest> {
    let refuse =
        || InvalidRequest::Header { name: name.to_owned(), problem: "has a control character in its value".to_owned() };
    let value = trim_blanks(value);
    if has_control(value) {
        return Err(refuse());
    }
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| refuse())
}

/// Refuses the headers of a hook that are not its business.
pub(crate) fn check_all(service: &Service, headers: &HeaderMap) -> Result<(), InvalidRequest> {
    headers.keys().try_for_each(|name| check_reserved(service, name))
}

fn check_reserved(service: &Service, name: &HeaderName) -> Result<(), InvalidRequest> {
    let is_signature = |scheme: &SecurityScheme| matches!(scheme.kind, SecurityKind::Signature(_));
    let has_signature = service.security_schemes.iter().any(is_signature);
    if RESERVED.contains(&name.as_str()) || (has_signature && RESERVED_BY_SIGNATURES.contains(&name.as_str())) {
        return Err(InvalidRequest::ReservedHeader { name: name.as_str().to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &Service = &crate::tenant::SERVICE;

    #[test]
    fn reserved_headers_are_refused_in_any_case() {
        for name in ["Authorization", "HOST", "x-sdk-date", "X-Project-Id", "Content-Length"] {
            let refusal = extra_header(SERVICE, name, "x").unwrap_err();
            assert_eq!(refusal, InvalidRequest::ReservedHeader { name: name.to_ascii_lowercase() });
        }
    }

    #[test]
    fn values_are_trimmed_checked_and_may_be_empty() {
        assert_eq!(extra_header(SERVICE, "X-Empty", "").unwrap().1, "");
        assert_eq!(extra_header(SERVICE, "X-Text", " a b\t").unwrap().1, "a b");
        assert_eq!(extra_header(SERVICE, "X-Text", "é").unwrap().1.as_bytes(), "é".as_bytes());
        for value in ["a\nb", "a\0", "a\tb", "\u{85}"] {
            assert!(extra_header(SERVICE, "X-Text", value).is_err(), "{value:?}");
        }
        assert!(extra_header(SERVICE, "a b", "x").is_err());
    }

    #[test]
    fn a_service_without_signatures_may_have_headers_of_such_names() {
        static PLAIN: Service = Service {
            name: "plain",
            title: "Plain",
            user_agent: "plain/1",
            servers: &[],
            security_schemes: &[],
            client_parameters: &[],
        };
        assert!(extra_header(&PLAIN, "X-Project-Id", "p").is_ok());
        assert!(extra_header(&PLAIN, "Authorization", "p").is_err());
    }
}
