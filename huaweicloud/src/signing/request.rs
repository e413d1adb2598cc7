//! Signs a request: adds the headers of a signed request, and the signature over all of it.

use http::{HeaderMap, HeaderName, header};
use wireright_runtime::{AuthRequest, InvalidRequest, RequestBody, Secret};

use super::{PayloadHash, SignableRequest, Signer, SigningMethod, canonical::UNSIGNED_PAYLOAD, sdk_date};
use crate::credentials::AccessKey;

/// Adds the headers of a signed request, then the signature over all of it. `tenant` is the header with the id of a
/// project or account, and its value.
pub(crate) fn sign_request(
    request: &mut AuthRequest<'_>,
    key: &AccessKey,
    method: SigningMethod<'_>,
    tenant: Option<(&str, &str)>,
) -> Result<(), InvalidRequest> {
    let signer = Signer::by(method, &key.id, &key.secret);
    let date = sdk_date(request.time());
    request.insert_header("x-sdk-date", &date)?;
    if let Some((header, id)) = tenant {
        request.insert_header(header, id)?;
    }
    if let Some(token) = &key.security_token {
        request.insert_secret_header("x-security-token", token)?;
    }
    let payload = if is_hashed(request.headers(), request.body()) {
        signer.payload_hash(request.body().as_bytes())
    } else {
        request.insert_header(signer.content_header(), UNSIGNED_PAYLOAD)?;
        PayloadHash::unsigned()
    };
    let headers = request.headers().iter().filter(|(name, _)| is_signed(name));
    let headers: Vec<(&str, &[u8])> = headers.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let signable = SignableRequest {
        method: request.method().as_str(),
        path: request.path(),
        query: request.query(),
        headers: &headers,
        payload: &payload,
    };
    let authorization = Secret::new(signer.authorization(&signable, &date)?);
    request.insert_secret_header("authorization", &authorization)
}

/// Whether a header is part of the signature. Proxies may change the others, and the service drops names with an
/// underscore.
fn is_signed(name: &HeaderName) -> bool {
    let unsigned = [header::USER_AGENT, header::ACCEPT, header::ACCEPT_ENCODING, header::CONNECTION];
    !name.as_str().contains('_') && !unsigned.contains(name)
}

/// Whether the signature covers the body: JSON, BSON, or no body. The service does not hash others.
fn is_hashed(headers: &HeaderMap, body: &RequestBody) -> bool {
    // A stream cannot be read before it is sent.
    if body.is_streamed() {
        return false;
    }
    let Some(content_type) = headers.get(header::CONTENT_TYPE) else {
        return true;
    };
    let essence = content_type.as_bytes().split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
    body.is_empty() || [b"application/json", b"application/bson"].iter().any(|json| essence.eq_ignore_ascii_case(*json))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_hashed_type(content_type: &str, body: &[u8]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
        is_hashed(&headers, &RequestBody::from(body.to_vec()))
    }

    #[test]
    fn only_json_bson_and_no_body_are_hashed() {
        assert!(is_hashed_type("application/json", b"{}"));
        assert!(is_hashed_type("Application/JSON ; charset=utf-8", b"{}"));
        assert!(is_hashed_type("application/bson", b"x"));
        assert!(is_hashed_type("text/plain", b""));
        assert!(!is_hashed_type("text/plain", b"x"));
        assert!(!is_hashed_type("application/json-patch+json", b"x"));
        assert!(is_hashed(&HeaderMap::new(), &RequestBody::from(b"x".to_vec())));
    }

    #[test]
    fn headers_that_proxies_change_are_not_signed() {
        for name in ["user-agent", "accept", "accept-encoding", "connection", "x_y"] {
            assert!(!is_signed(&HeaderName::from_static(name)), "{name}");
        }
        for name in ["content-type", "host", "x-sdk-date", "x-mine"] {
            assert!(is_signed(&HeaderName::from_static(name)), "{name}");
        }
    }
}
