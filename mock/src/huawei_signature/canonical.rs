//! The canonical request: the string whose hash is signed.

use super::{Algorithm, Mismatch, hex};
use crate::http::RawRequest;

/// The canonical request. Header values may be invalid UTF-8, so the result is bytes.
pub(super) fn request(
    request: &RawRequest,
    algorithm: Algorithm,
    signed_headers: &[String],
) -> Result<Vec<u8>, Mismatch> {
    if !signed_headers.is_sorted() {
        return Err(Mismatch::UnsortedHeaders(signed_headers.to_vec()));
    }
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let mut canonical = Vec::new();
    for line in [request.method.as_str(), &canonical_path(path), &canonical_query(query)] {
        canonical.extend_from_slice(line.as_bytes());
        canonical.push(b'\n');
    }
    for name in signed_headers {
        let values = request.values(name).collect::<Vec<_>>();
        if values.is_empty() {
            return Err(Mismatch::AbsentHeader(name.clone()));
        }
        canonical.extend_from_slice(name.as_bytes());
        canonical.push(b':');
        canonical.extend_from_slice(&values.join(&b","[..]));
        canonical.push(b'\n');
    }
    canonical.push(b'\n');
    canonical.extend_from_slice(signed_headers.join(";").as_bytes());
    canonical.push(b'\n');
    canonical.extend_from_slice(body_hash(request, algorithm, signed_headers).as_bytes());
    Ok(canonical)
}

fn body_hash(request: &RawRequest, algorithm: Algorithm, signed_headers: &[String]) -> String {
    let is_signed = signed_headers.iter().any(|name| name == algorithm.content_header());
    match request.header(algorithm.content_header()) {
        Some(hash) if is_signed => hash,
        _ => hex(&algorithm.digest(&request.body)),
    }
}

/// The path is decoded before it is split: an encoded slash separates segments too.
fn canonical_path(path: &str) -> String {
    let decoded = decode(path);
    let mut canonical = decoded.split(|&byte| byte == b'/').map(encode).collect::<Vec<_>>().join("/");
    if !canonical.ends_with('/') {
        canonical.push('/');
    }
    canonical
}

fn canonical_query(query: &str) -> String {
    let mut pairs = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect::<Vec<_>>();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}

fn decode(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits =
            bytes.get(at + 1..at + 3).filter(|digits| bytes[at] == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()) {
            decoded.push(byte);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    decoded
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    bytes
        .as_ref()
        .iter()
        .map(|&byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_before_it_is_split_and_encoded_again() {
        assert_eq!(canonical_path("/users/a%2Fb"), "/users/a/b/");
        assert_eq!(canonical_path("/a%2520b/%zz/%C3%A9/+"), "/a%2520b/%25zz/%C3%A9/%2B/");
        assert_eq!(canonical_path("/"), "/");
    }

    #[test]
    fn a_query_is_sorted_by_name_and_then_by_value() {
        assert_eq!(canonical_query("b=2&a=%2b&b=1&flag"), "a=%2B&b=1&b=2&flag=");
        assert_eq!(canonical_query(""), "");
    }
}
