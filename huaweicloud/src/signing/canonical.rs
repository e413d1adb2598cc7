//! The canonical form of a request, which all algorithms hash.

use std::borrow::Cow;

use wireright_runtime::percent::{decode, encode_bytes, encode_into, is_encoded, is_unreserved};

/// Replaces the hash of an unsigned body.
pub(crate) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The signed parts of a request. The order of the headers does not matter.
#[derive(Clone, Copy, Debug)]
pub struct SignableRequest<'r> {
    /// The HTTP method, in upper case.
    pub method: &'r str,
    /// The path as it is sent, encoded, without the query.
    pub path: &'r str,
    /// The query as it is sent, encoded, without the `?`; empty if there is none.
    pub query: &'r str,
    /// Names, in any case, and values of the headers that are signed.
    pub headers: &'r [(&'r str, &'r [u8])],
    /// The hash of the body, or its replacement.
    pub payload: &'r PayloadHash,
}

/// The hash of a body, as lower-case hex ([`Signer::payload_hash`](super::Signer::payload_hash)), or its replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayloadHash(pub(super) String);

impl PayloadHash {
    /// The replacement for an unsigned body. The request then has the header `X-Sdk-Content-Sha256:
    /// UNSIGNED-PAYLOAD`, or the [header](super::Signer::content_header) of another hash.
    pub fn unsigned() -> Self {
        Self(UNSIGNED_PAYLOAD.to_owned())
    }

    /// The string in the canonical request.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The canonical request: bytes, since a header's value need not be UTF-8.
///
/// ```text
/// METHOD \n canonical URI \n canonical query \n canonical headers \n signed headers \n payload hash
/// ```
pub fn canonical_request(request: &SignableRequest<'_>) -> Vec<u8> {
    canonical(request).0
}

/// The canonical request, and the names of the signed headers as the `Authorization` header lists them: `a;b;c`.
pub(super) fn canonical(request: &SignableRequest<'_>) -> (Vec<u8>, String) {
    let headers = sort_headers(request.headers);
    // Enough for most requests, so that there is one allocation.
    let mut signed = String::with_capacity(128);
    let mut canonical = Vec::with_capacity(512);
    for line in [request.method, &canonical_path(request.path), &canonical_query(request.query)] {
        canonical.extend_from_slice(line.as_bytes());
        canonical.push(b'\n');
    }
    for (name, value) in &headers {
        if !signed.is_empty() {
            signed.push(';');
        }
        signed.push_str(name);
        canonical.extend_from_slice(name.as_bytes());
        canonical.push(b':');
        canonical.extend_from_slice(value.trim_ascii());
        canonical.push(b'\n');
    }
    canonical.push(b'\n');
    canonical.extend_from_slice(signed.as_bytes());
    canonical.push(b'\n');
    canonical.extend_from_slice(request.payload.as_str().as_bytes());
    (canonical, signed)
}

fn sort_headers<'r>(headers: &[(&'r str, &'r [u8])]) -> Vec<(Cow<'r, str>, &'r [u8])> {
    let lower = |name: &'r str| {
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        }
    };
    let mut headers: Vec<_> = headers.iter().map(|&(name, value)| (lower(name), value)).collect();
    // Stable, and by name only: two headers of one name stay in their order.
    headers.sort_by(|(left, _), (right, _)| left.cmp(right));
    headers
}

/// The path decoded, split at each `/`, and each segment encoded again; with a `/` at the end.
fn canonical_path(path: &str) -> Cow<'_, str> {
    let is_plain = is_encoded(path, |byte| is_unreserved(byte) || byte == b'/');
    if is_plain && path.ends_with('/') {
        return Cow::Borrowed(path);
    }
    let mut canonical = String::with_capacity(path.len() + 1);
    if is_plain {
        // Without characters to encode, the path is its own canonical form.
        canonical.push_str(path);
    } else {
        for (index, segment) in decode(path).split(|&byte| byte == b'/').enumerate() {
            if index > 0 {
                canonical.push('/');
            }
            encode_into(segment, &mut canonical);
        }
    }
    if !canonical.ends_with('/') {
        canonical.push('/');
    }
    Cow::Owned(canonical)
}

/// The parameters sorted by name, then value, both encoded.
fn canonical_query(query: &str) -> String {
    if query.is_empty() {
        return String::new();
    }
    let mut parameters: Vec<(String, String)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (encode_bytes(&decode(name)), encode_bytes(&decode(value)))
        })
        .collect();
    parameters.sort();
    let parameters: Vec<String> = parameters.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    parameters.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_is_sorted_by_name_then_value() {
        assert_eq!(canonical_query("b=2&a=z&a=%61&c"), "a=a&a=z&b=2&c=");
        assert_eq!(canonical_query(""), "");
    }

    #[test]
    fn the_path_ends_with_a_slash() {
        assert_eq!(canonical_path("/a%2fb/c%20d"), "/a/b/c%20d/");
        assert_eq!(canonical_path("/"), "/");
        assert_eq!(canonical_path(""), "/");
    }
}
