//! VariantMatcher a request: adds the headers that belong to a signed one, and the signature over all of it.

use std::time::SystemTime;

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use super::{AccessKey, PayloadHash, Signable, Signer, SigningMethod, canonical::UNSIGNED_PAYLOAD, sdk_date};
use crate::{InvalidRequest, RequestBody, header::header_value};

/// The parts of a request that authenticating it needs. The headers grow.
pub(crate) struct Unsigned<'r> {
    pub(crate) method: &'r Method,
    /// The path as it is sent.
    pub(crate) path: &'r str,
    /// The query as it is sent, without the `?`.
    pub(crate) query: &'r str,
    pub(crate) headers: &'r mut HeaderMap,
    pub(crate) body: &'r RequestBody,
    /// The project or account that is meant, if it is known, and the header that names it.
    pub(crate) tenant: Option<(HeaderName, &'r str)>,
}

/// Adds what belongs to a signed request, then the signature over all of it. `now` dates it.
pub(crate) fn sign(
    request: &mut Unsigned<'_>,
    key: &AccessKey,
    method: SigningMethod<'_>,
    now: SystemTime,
) -> Result<(), InvalidRequest> {
    let signer = Signer::by(method, &key.id, &key.secret);
    let date = sdk_date(now);
    insert(request.headers, HeaderName::from_static("x-sdk-date"), &date, Show::Always)?;
    if let Some((header, id)) = request.tenant.take() {
        insert(request.headers, header, id, Show::Always)?;
    }
    if let Some(token) = &key.security_token {
        insert(request.headers, HeaderName::from_static("x-security-token"), token.expose(), Show::Never)?;
    }
    let payload = if is_hashed(request.headers, request.body) {
        signer.payload_hash(request.body.as_bytes())
    } else {
        insert(request.headers, HeaderName::from_static(signer.content_header()), UNSIGNED_PAYLOAD, Show::Always)?;
        PayloadHash::unsigned()
    };
    let headers: Vec<(&str, &[u8])> = request
        .headers
        .iter()
        .filter(|(name, _)| is_signed(name))
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect();
    let signable = Signable {
        method: request.method.as_str(),
        path: request.path,
        query: request.query,
        headers: &headers,
        payload: &payload,
    };
    let authorization = signer.authorization(&signable, &date)?;
    insert(request.headers, header::AUTHORIZATION, &authorization, Show::Never)
}

/// Whether a header is part of the signature. Left out are those that a proxy may change on the way, and names with an
/// underscore, which the service drops.
fn is_signed(name: &HeaderName) -> bool {
    let unsigned = [header::USER_AGENT, header::ACCEPT, header::ACCEPT_ENCODING, header::CONNECTION];
    !name.as_str().contains('_') && !unsigned.contains(name)
}

/// Whether the signature covers the body: one that is JSON or BSON, or none. The service does not hash others.
fn is_hashed(headers: &HeaderMap, body: &RequestBody) -> bool {
    // What comes once cannot be read before it is sent.
    if body.is_streamed() {
        return false;
    }
    let Some(content_type) = headers.get(header::CONTENT_TYPE) else {
        return true;
    };
    let essence = content_type.as_bytes().split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
    body.is_empty() || [b"application/json", b"application/bson"].iter().any(|json| essence.eq_ignore_ascii_case(*json))
}

/// Whether a header's value may be shown by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    Always,
    Never,
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str, show: Show) -> Result<(), InvalidRequest> {
    let mut value: HeaderValue = header_value(name.as_str(), value)?;
    value.set_sensitive(show == Show::Never);
    headers.insert(name, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashed(content_type: &str, body: &[u8]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
        is_hashed(&headers, &RequestBody::whole(body.to_vec().into()))
    }

    #[test]
    fn only_json_bson_and_no_body_are_hashed() {
        assert!(hashed("application/json", b"{}"));
        assert!(hashed("Application/JSON ; charset=utf-8", b"{}"));
        assert!(hashed("application/bson", b"x"));
        assert!(hashed("text/plain", b""));
        assert!(!hashed("text/plain", b"x"));
        assert!(!hashed("application/json-patch+json", b"x"));
        assert!(is_hashed(&HeaderMap::new(), &RequestBody::whole("x".into())));
    }

    #[test]
    fn what_a_proxy_may_change_is_not_signed() {
        for name in ["user-agent", "accept", "accept-encoding", "connection", "x_y"] {
            assert!(!is_signed(&HeaderName::from_static(name)), "{name}");
        }
        for name in ["content-type", "host", "x-sdk-date", "x-mine"] {
            assert!(is_signed(&HeaderName::from_static(name)), "{name}");
        }
    }
}
