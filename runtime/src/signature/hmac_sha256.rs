//! SDK-HMAC-SHA256: the signature with a shared secret key.
//!
//! ```text
//! string to sign = SDK-HMAC-SHA256 \n X-Sdk-Date \n hex(SHA-256(canonical request))
//! Authorization  = SDK-HMAC-SHA256 Access=AK, SignedHeaders=a;b;c, Signature=hex(HMAC-SHA-256(SK, string to sign))
//! ```

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use super::canonical::{Signable, canonical, hex};
use crate::Secret;

/// The name of the algorithm, which begins the `Authorization` header.
pub const NAME: &str = "SDK-HMAC-SHA256";

/// What is signed in the end, of a canonical request and the text of `X-Sdk-Date`.
pub fn string_to_sign(canonical_request: &[u8], sdk_date: &str) -> String {
    [NAME, sdk_date, &hex(&Sha256::digest(canonical_request))].join("\n")
}

/// The value of the `Authorization` header. `sdk_date` is the text of `X-Sdk-Date`, which must be among the signed headers.
pub fn authorization(request: &Signable<'_>, sdk_date: &str, access_key: &str, secret_key: &Secret) -> String {
    let (canonical, signed_headers) = canonical(request);
    let string_to_sign = string_to_sign(&canonical, sdk_date);
    let signature = hex(&hmac(secret_key.expose().as_bytes(), string_to_sign.as_bytes()));
    [NAME, " Access=", access_key, ", SignedHeaders=", &signed_headers, ", Signature=", &signature].concat()
}

/// HMAC-SHA-256 (RFC 2104). A key of any length is one, so there is no error.
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    Hmac::<Sha256>::new_from_slice(key)
        .map(|hmac| hmac.chain_update(message).finalize().into_bytes().into())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        let mac = hex(&hmac(b"Jefe", b"what do ya want for nothing?"));
        assert_eq!(mac, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
