//! SDK-SM2-SM3: what of it is particular to the curve.
//!
//! Coordinates are hashed in 32 bytes each, as GB/T 32918.2 and the Go SDK have it. The Python SDK leaves out leading zero bytes, so
//! that what one in 128 keys signs there is verified by nobody else.

use ::sm2::dsa::{SigningKey, signature::Signer as _};

/// How many points the curve has (GB/T 32918.5).
pub(super) const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x72, 0x03, 0xdf,
    0x6b, 0x21, 0xc6, 0x05, 0x2b, 0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5, 0x41, 0x23,
];

/// Who signs, where nobody says another name (GB/T 35276).
const IDENTITY: &str = "1234567812345678";

/// The signature in DER.
pub(super) fn sign(private_key: &[u8; 32], text: &str) -> Option<Vec<u8>> {
    let signature = SigningKey::from_slice(IDENTITY, private_key).ok()?.try_sign(text.as_bytes()).ok()?;
    Some(signature.to_der().as_bytes().to_vec())
}
