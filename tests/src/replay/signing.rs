//! From the names of the official SDK to how these clients sign.

use huaweicloud_reset_password::huaweicloud::{DerivedSigning, SigningAlgorithm};

use super::NotPlayed;
use crate::vectors::Derived;

/// The algorithm that the SDK calls so.
pub(super) fn algorithm(name: &str) -> Result<SigningAlgorithm, NotPlayed> {
    match name {
        "HMAC_SHA256" => Ok(SigningAlgorithm::HmacSha256),
        "HMAC_SM3" => Ok(SigningAlgorithm::HmacSm3),
        "ECDSA_P256_SHA256" => Ok(SigningAlgorithm::EcdsaP256Sha256),
        "SM2_SM3" => Ok(SigningAlgorithm::Sm2Sm3),
        _ => Err(NotPlayed::unsupported(format!("the signing algorithm {name}"))),
    }
}

/// For which service a key is derived, and when. Without a service it is none, which the client refuses where it is needed.
pub(super) fn derived(derived: &Derived) -> Result<Option<(String, DerivedSigning)>, NotPlayed> {
    let when = match derived.predicate.as_str() {
        "always" => DerivedSigning::Always,
        "default" => DerivedSigning::AtOtherHosts,
        "never" => return Ok(None),
        other => return Err(NotPlayed::unsupported(format!("keys derived by the rule {other}"))),
    };
    Ok(Some((derived.service.clone().unwrap_or_default(), when)))
}
