//! The private key that is derived from an access key, for signatures that a public key verifies.
//!
//! ```text
//! candidate = HMAC(SK, 00000001 ‖ name ‖ 00 ‖ AK ‖ counter ‖ 00000100)
//! key       = 1 + the first candidate that is at most n - 2
//! ```

use wireright_runtime::{InvalidRequest, Secret};
use zeroize::{Zeroize as _, Zeroizing};

use super::hash::{HashFunction, hex};

/// The input of a derivation.
pub(super) struct KeyInput<'k> {
    /// The name of the signature algorithm.
    pub(super) algorithm: &'static str,
    pub(super) hash: HashFunction,
    pub(super) access_key: &'k str,
    pub(super) secret_key: &'k Secret,
}

/// Derives the key for a curve of this order and signs with it. Returns the signature in hex.
pub(super) fn derive(
    input: &KeyInput<'_>,
    order: [u8; 32],
    sign: impl FnOnce(&[u8; 32]) -> Option<Vec<u8>>,
) -> Result<String, InvalidRequest> {
    let key = private_key(input, order);
    let signature = key.and_then(|key| sign(&key));
    signature.as_deref().map(hex).ok_or_else(|| InvalidRequest::Credentials {
        problem: format!("no private key for {} can be derived from this access key", input.algorithm),
    })
}

fn private_key(input: &KeyInput<'_>, order: [u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
    // One candidate in 2^32 is too large, so few keys need a second. The SDKs try as many.
    (0..u8::MAX).find_map(|counter| {
        let head = [&[0, 0, 0, 1], input.algorithm.as_bytes(), &[0]].concat();
        let message = [&head, input.access_key.as_bytes(), &[counter], &[0, 0, 1, 0]].concat();
        let mut candidate = input.hash.hmac(input.secret_key.expose().as_bytes(), &message);
        let key = Zeroizing::new(next(candidate));
        // Both are big-endian and of equal length, so they compare as numbers.
        let is_in_range = candidate != [u8::MAX; 32] && *key < order;
        candidate.zeroize();
        is_in_range.then_some(key)
    })
}

/// The number after this one, both big-endian.
fn next(mut number: [u8; 32]) -> [u8; 32] {
    for byte in number.iter_mut().rev() {
        *byte = byte.wrapping_add(1);
        if *byte != 0 {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::{super::SigningAlgorithm, *};

    fn input<'k>(algorithm: SigningAlgorithm, access_key: &'k str, secret_key: &'k Secret) -> KeyInput<'k> {
        KeyInput { algorithm: algorithm.name(), hash: algorithm.hash(), access_key, secret_key }
    }

    #[test]
    fn the_next_number_carries() {
        let mut number = [0; 32];
        number[30..].copy_from_slice(&[1, 0xff]);
        assert_eq!(next(number)[30..], [2, 0]);
        assert_eq!(next([0xff; 32]), [0; 32]);
    }

    /// What the official SDK derives.
    #[test]
    fn the_key_is_that_of_the_official_sdks() {
        let key = |algorithm, order, access_key, secret_key| {
            let secret_key = Secret::new(secret_key);
            hex(&*private_key(&input(algorithm, access_key, &secret_key), order).unwrap())
        };
        #[cfg(feature = "sdk-ecdsa-p256-sha256")]
        assert_eq!(
            key(
                SigningAlgorithm::EcdsaP256Sha256,
                super::super::ecdsa_p256::ORDER,
                "HPUAEXAMPLEAK0000001",
                "Zx8exampleSecretKeyForOracleOnly0000000001"
            ),
            "99ee6fcf04dbfcd1c03c35eb2234743408a3253518f2cfcecd424949428358df"
        );
        #[cfg(feature = "sdk-sm2-sm3")]
        assert_eq!(
            key(SigningAlgorithm::Sm2Sm3, super::super::sm2::ORDER, "AKZ0036", "sk"),
            "b331ed19508cea2a14a36a76b1aca4d61b06489da4c81e8b305d7ae325b11a6f"
        );
    }

    #[test]
    fn a_candidate_that_is_too_large_is_skipped() {
        let secret = Secret::new("sk");
        let input = input(SigningAlgorithm::HmacSha256, "ak", &secret);
        let first = private_key(&input, [0xff; 32]).unwrap();
        // The first candidate is one less than the key, so with the key as the order it is n - 1.
        let second = private_key(&input, *first);
        assert!(second.is_some_and(|second| *second < *first));
        assert!(private_key(&input, [0; 32]).is_none());
    }
}
