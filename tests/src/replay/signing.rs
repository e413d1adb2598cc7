//! Conversion of names of the official SDK to signing settings.

use huaweicloud_reset_password::huaweicloud::{DerivedSigning, SigningAlgorithm};

use super::SkipReason;
use crate::vectors::DerivedSigningCase;

/// The algorithm with this name in the SDK.
pub(super) fn algorithm(name: &str) -> Result<SigningAlgorithm, SkipReason> {
    match name {
        "HMAC_SHA256" => Ok(SigningAlgorithm::HmacSha256),
        "HMAC_SM3" => Ok(SigningAlgorithm::HmacSm3),
        "ECDSA_P256_SHA256" => Ok(SigningAlgorithm::EcdsaP256Sha256),
        "SM2_SM3" => Ok(SigningAlgorithm::Sm2Sm3),
        _ => Err(SkipReason::unsupported(format!("the signing algorithm {name}"))),
    }
}

/// The service and the rule of derived signing keys. Without a service the client reports an error.
pub(super) fn derived(derived: &DerivedSigningCase) -> Result<Option<(String, DerivedSigning)>, SkipReason> {
    let when = match derived.predicate.as_str() {
        "always" => DerivedSigning::Always,
        "default" => DerivedSigning::AtOtherHosts,
        "never" => return Ok(None),
        other => return Err(SkipReason::unsupported(format!("keys derived by the rule {other}"))),
    };
    Ok(Some((derived.service.clone().unwrap_or_default(), when)))
}
