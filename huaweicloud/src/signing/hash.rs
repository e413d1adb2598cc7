//! The hash functions of the algorithms, and HMAC with each.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
#[cfg(any(feature = "sdk-hmac-sm3", feature = "sdk-sm2-sm3"))]
use sm3::Sm3;

/// A hash function with 32 bytes of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HashFunction {
    Sha256,
    #[cfg(any(feature = "sdk-hmac-sm3", feature = "sdk-sm2-sm3"))]
    Sm3,
}

impl HashFunction {
    /// The hash as lower-case hex.
    pub(super) fn hex(self, bytes: &[u8]) -> String {
        match self {
            Self::Sha256 => hex(&Sha256::digest(bytes)),
            #[cfg(any(feature = "sdk-hmac-sm3", feature = "sdk-sm2-sm3"))]
            Self::Sm3 => hex(&Sm3::digest(bytes)),
        }
    }

    /// HMAC (RFC 2104). Keys of any length are valid, so there is no error.
    pub(super) fn hmac(self, key: &[u8], message: &[u8]) -> [u8; 32] {
        match self {
            Self::Sha256 => Hmac::<Sha256>::new_from_slice(key)
                .map(|hmac| hmac.chain_update(message).finalize().into_bytes().into())
                .unwrap_or_default(),
            #[cfg(any(feature = "sdk-hmac-sm3", feature = "sdk-sm2-sm3"))]
            Self::Sm3 => Hmac::<Sm3>::new_from_slice(key)
                .map(|hmac| hmac.chain_update(message).finalize().into_bytes().into())
                .unwrap_or_default(),
        }
    }

    /// The header with the replacement for the hash of the body.
    pub(super) const fn content_header(self) -> &'static str {
        match self {
            Self::Sha256 => "x-sdk-content-sha256",
            #[cfg(any(feature = "sdk-hmac-sm3", feature = "sdk-sm2-sm3"))]
            Self::Sm3 => "x-sdk-content-sm3",
        }
    }
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| if value < 10 { b'0' + value } else { b'a' + value - 10 };
    let digits: Vec<u8> = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    String::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        let mac = hex(&HashFunction::Sha256.hmac(b"Jefe", b"what do ya want for nothing?"));
        assert_eq!(mac, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[cfg(feature = "sdk-hmac-sm3")]
    #[test]
    fn sm3_is_that_of_the_standard() {
        // GB/T 32905, appendix A.1.
        let hash = HashFunction::Sm3.hex(b"abc");
        assert_eq!(hash, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }
}
