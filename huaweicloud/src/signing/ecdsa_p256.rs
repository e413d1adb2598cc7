//! SDK-ECDSA-P256-SHA256: the parts that depend on the curve.
//!
//! The SDKs use a random nonce. Here it is that of RFC 6979, so that signing needs no source of randomness.
//! Verification does not depend on it.

use p256::ecdsa::{DerSignature, SigningKey, signature::Signer as _};

/// The order of the curve (FIPS 186-5).
pub(super) const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
    0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// The signature in DER.
pub(super) fn sign(private_key: &[u8; 32], text: &str) -> Option<Vec<u8>> {
    let signature: DerSignature = SigningKey::from_slice(private_key).ok()?.try_sign(text.as_bytes()).ok()?;
    Some(signature.as_bytes().to_vec())
}
