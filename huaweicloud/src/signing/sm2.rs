//! SDK-SM2-SM3: the parts that depend on the curve.
//!
//! Coordinates are hashed in 32 bytes each, as in GB/T 32918.2 and the Go SDK. The Python SDK omits leading zero
//! bytes: one in 128 of its keys makes signatures that nothing else verifies.

use ::sm2::dsa::{SigningKey, signature::Signer as _};

/// The order of the curve (GB/T 32918.5).
pub(super) const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x72, 0x03, 0xdf,
    0x6b, 0x21, 0xc6, 0x05, 0x2b, 0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5, 0x41, 0x23,
];

/// The default identity of a signer (GB/T 35276).
const IDENTITY: &str = "1234567812345678";

/// The signature in DER.
pub(super) fn sign(private_key: &[u8; 32], text: &str) -> Option<Vec<u8>> {
    let signature = SigningKey::from_slice(IDENTITY, private_key).ok()?.try_sign(text.as_bytes()).ok()?;
    Some(signature.to_der().as_bytes().to_vec())
}
