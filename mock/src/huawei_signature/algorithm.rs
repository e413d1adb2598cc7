//! Signature algorithms.

use hmac::{Hmac, KeyInit, Mac};
use num_bigint::BigUint;
use sha2::{Digest, Sha256};
use sm3::Sm3;

use super::{
    curve::{Curve, Point, der_integers},
    hex,
};

/// A signature algorithm, the first word of `Authorization`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    HmacSha256,
    HmacSm3,
    EcdsaP256Sha256,
    Sm2Sm3,
    V11HmacSha256,
}

const ALL: [Algorithm; 5] = [
    Algorithm::HmacSha256,
    Algorithm::HmacSm3,
    Algorithm::EcdsaP256Sha256,
    Algorithm::Sm2Sm3,
    Algorithm::V11HmacSha256,
];

impl Algorithm {
    pub(super) fn of(name: &str) -> Option<Self> {
        ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::HmacSha256 => "SDK-HMAC-SHA256",
            Self::HmacSm3 => "SDK-HMAC-SM3",
            Self::EcdsaP256Sha256 => "SDK-ECDSA-P256-SHA256",
            Self::Sm2Sm3 => "SDK-SM2-SM3",
            Self::V11HmacSha256 => "V11-HMAC-SHA256",
        }
    }

    fn is_sm3(self) -> bool {
        matches!(self, Self::HmacSm3 | Self::Sm2Sm3)
    }

    /// The header that contains the hash of the body, or a constant for an unsigned body.
    pub(super) fn content_header(self) -> &'static str {
        if self.is_sm3() { "x-sdk-content-sm3" } else { "x-sdk-content-sha256" }
    }

    pub(super) fn digest(self, bytes: &[u8]) -> Vec<u8> {
        if self.is_sm3() { Sm3::digest(bytes).to_vec() } else { Sha256::digest(bytes).to_vec() }
    }

    fn hmac(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        const ANY_LENGTH: &str = "HMAC takes a key of any length";
        if self.is_sm3() {
            let mac = Hmac::<Sm3>::new_from_slice(key).expect(ANY_LENGTH);
            mac.chain_update(message).finalize().into_bytes().to_vec()
        } else {
            let mac = Hmac::<Sha256>::new_from_slice(key).expect(ANY_LENGTH);
            mac.chain_update(message).finalize().into_bytes().to_vec()
        }
    }

    /// Verifies a signature. The error is the expected signature.
    pub(super) fn check(self, key: &KeyPair<'_>, text: &str, signature: &str) -> Result<(), String> {
        let expected = match self {
            Self::HmacSha256 | Self::HmacSm3 => hex(&self.hmac(key.secret_key.as_bytes(), text.as_bytes())),
            Self::V11HmacSha256 => {
                let extracted = self.hmac(key.access_key.as_bytes(), key.secret_key.as_bytes());
                let derived = hex(&self.hmac(&extracted, format!("{}\u{1}", key.scope).as_bytes()));
                hex(&self.hmac(derived.as_bytes(), text.as_bytes()))
            }
            Self::EcdsaP256Sha256 | Self::Sm2Sm3 => {
                let verifies = der_integers(signature).is_some_and(|[r, s]| self.verifies(key, text, &r, &s));
                return if verifies { Ok(()) } else { Err("a signature that the public key verifies".to_owned()) };
            }
        };
        if signature == expected { Ok(()) } else { Err(expected) }
    }

    fn verifies(self, key: &KeyPair<'_>, text: &str, r: &BigUint, s: &BigUint) -> bool {
        let curve = if self.is_sm3() { Curve::sm2() } else { Curve::p256() };
        let public_key = curve.public_key(&self.private_key(key, &curve));
        let number = |bytes: &[u8]| BigUint::from_bytes_be(&self.digest(bytes));
        if self.is_sm3() {
            let identified = [self.digest(&identity(&curve, &public_key)), text.as_bytes().to_vec()].concat();
            curve.sm2_verifies(&public_key, &number(&identified), r, s)
        } else {
            curve.ecdsa_verifies(&public_key, &number(text.as_bytes()), r, s)
        }
    }

    fn private_key(self, key: &KeyPair<'_>, curve: &Curve) -> BigUint {
        let candidate = |counter: u8| {
            let mut message = vec![0, 0, 0, 1];
            message.extend_from_slice(self.name().as_bytes());
            message.push(0);
            message.extend_from_slice(key.access_key.as_bytes());
            message.push(counter);
            message.extend_from_slice(&[0, 0, 1, 0]);
            BigUint::from_bytes_be(&self.hmac(key.secret_key.as_bytes(), &message))
        };
        let largest = &curve.order - 2u8;
        (0..u8::MAX).map(candidate).find(|candidate| *candidate <= largest).expect("one candidate is in range") + 1u8
    }
}

/// A key pair with the scope of its derived key.
pub(super) struct KeyPair<'k> {
    pub(super) access_key: &'k str,
    pub(super) secret_key: &'k str,
    pub(super) scope: &'k str,
}

/// The signer identity of GB/T 32918.2, section 5.5. Its hash precedes the message.
fn identity(curve: &Curve, public_key: &Point) -> Vec<u8> {
    let mut identity = 128u16.to_be_bytes().to_vec();
    identity.extend_from_slice(b"1234567812345678");
    let Point { x, y } = public_key;
    for number in [&curve.a, &curve.b, &curve.generator.x, &curve.generator.y, x, y] {
        let bytes = number.to_bytes_be();
        identity.extend(std::iter::repeat_n(0, 32 - bytes.len()).chain(bytes));
    }
    identity
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Requests that the official SDK signed.
    fn recorded() -> Vec<Value> {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/requests.json"));
        serde_json::from_str(&text.expect("it is part of the sources")).expect("it is JSON")
    }

    /// The recorded requests with elliptic curve signatures.
    fn on_curves() -> Vec<Value> {
        let cases: Vec<Value> = recorded();
        let cases: Vec<Value> = cases.into_iter().filter(|case| case["ec"].is_object()).collect();
        assert_eq!(cases.len(), 3);
        cases
    }

    fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
        value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} is there"))
    }

    #[test]
    fn the_keys_are_those_of_the_official_sdk() {
        for case in on_curves() {
            let name = text(&case, "/authorization").split(' ').next().unwrap_or_default();
            let algorithm = Algorithm::of(name).expect("it is known");
            let curve = if algorithm == Algorithm::Sm2Sm3 { Curve::sm2() } else { Curve::p256() };
            let key = KeyPair {
                access_key: text(&case, "/credentials/ak"),
                secret_key: text(&case, "/credentials/sk"),
                scope: "",
            };
            let private_key = algorithm.private_key(&key, &curve);
            let public_key = curve.public_key(&private_key);
            for (number, pointer) in
                [(private_key, "/ec/private_d"), (public_key.x, "/ec/public_x"), (public_key.y, "/ec/public_y")]
            {
                assert_eq!(format!("{number:064x}"), text(&case, pointer));
            }
        }
    }

    /// The SDK omits leading zero bytes of coordinates. Its signatures are invalid for other implementations.
    #[test]
    fn the_identity_is_that_of_the_standard() {
        let cases = on_curves();
        let case = cases.iter().find(|case| case["ec"]["za_standard"].is_string()).expect("it is there");
        let number = |pointer| BigUint::parse_bytes(text(case, pointer).as_bytes(), 16).expect("it is a number");
        let curve = Curve::sm2();
        let public_key = Point { x: number("/ec/public_x"), y: number("/ec/public_y") };
        let algorithm = Algorithm::Sm2Sm3;
        assert_eq!(hex(&algorithm.digest(&identity(&curve, &public_key))), text(case, "/ec/za_standard"));

        let signature = text(case, "/authorization").split("Signature=").nth(1).expect("there is one");
        let [r, s] = der_integers(signature).expect("it is DER");
        let sdk_identity = number("/ec/za_as_sdk").to_bytes_be();
        let signed = [&sdk_identity, text(case, "/string_to_sign").as_bytes()].concat();
        let signed = BigUint::from_bytes_be(&algorithm.digest(&signed));
        assert!(curve.sm2_verifies(&public_key, &signed, &r, &s));
        assert!(!curve.sm2_verifies(&public_key, &(signed + 1u8), &r, &s));
    }
}
