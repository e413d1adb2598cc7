//! The `Authorization` header of a signed request.

use super::{Algorithm, Mismatch};
use crate::wire::RawRequest;

/// `SDK-HMAC-SHA256 Access=AK, SignedHeaders=a;b;c, Signature=0123…`, taken apart; of a derived key, `Credential=AK/…/…/…`.
pub(super) struct Authorization {
    pub(super) algorithm: Algorithm,
    pub(super) access_key: String,
    /// For what the key is derived, if it is: `yyyymmdd/region/service`.
    pub(super) scope: Option<String>,
    pub(super) signed_headers: Vec<String>,
    pub(super) signature: String,
}

impl Authorization {
    pub(super) fn of(request: &RawRequest) -> Result<Self, Mismatch> {
        let mut values = request.values("authorization").map(|value| String::from_utf8_lossy(value).into_owned());
        let value = values.next().ok_or(Mismatch::NoAuthorization)?;
        if values.next().is_some() {
            return Err(Mismatch::Malformed("more than one Authorization header".to_owned()));
        }
        Self::parse(&value).ok_or(Mismatch::Malformed(value))
    }

    fn parse(value: &str) -> Option<Self> {
        let (name, parts) = value.split_once(' ')?;
        let algorithm = Algorithm::of(name)?;
        let (caller, parts) = parts.split_once(", SignedHeaders=")?;
        let (access_key, scope) = match algorithm {
            Algorithm::V11HmacSha256 => {
                let (access_key, scope) = caller.strip_prefix("Credential=")?.split_once('/')?;
                (access_key, Some(scope.to_owned()))
            }
            _ => (caller.strip_prefix("Access=")?, None),
        };
        let (signed_headers, signature) = parts.split_once(", Signature=")?;
        let is_short = algorithm.name().contains("HMAC");
        let hexadecimal = (signature.len() == 64 || !is_short)
            && signature.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let lower_case = signed_headers.bytes().all(|byte| !byte.is_ascii_uppercase());
        (hexadecimal && lower_case && !signed_headers.is_empty()).then(|| Self {
            algorithm,
            access_key: access_key.to_owned(),
            scope,
            signed_headers: signed_headers.split(';').map(str::to_owned).collect(),
            signature: signature.to_owned(),
        })
    }
}
