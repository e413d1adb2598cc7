//! [`Signer`]: signs a canonical request with an access key.
//!
//! ```text
//! string to sign = name \n X-Sdk-Date \n hex(hash(canonical request))
//! Authorization  = name Access=AK, SignedHeaders=a;b;c, Signature=hex(signature of the string to sign)
//! ```
//!
//! With a derived key, its scope is a line of the string to sign, before the hash, and follows the AK:
//! `Credential=AK/yyyymmdd/region/service`.

use std::fmt;

use wireright_runtime::{InvalidRequest, Secret};

#[cfg(any(feature = "sdk-ecdsa-p256-sha256", feature = "sdk-sm2-sm3"))]
use super::private_key;
use super::{
    PayloadHash, SignableRequest, SigningAlgorithm,
    canonical::canonical,
    derived::{self, Scope, SigningMethod, derived_key},
    hash::{HashFunction, hex},
};

/// An access key and its signing method. `Debug` shows no key.
///
/// [`Client::prepare`](wireright_runtime::Client::prepare) signs whole requests. This is for programs that build
/// requests themselves.
#[derive(Clone, Copy)]
pub struct Signer<'k> {
    method: SigningMethod<'k>,
    access_key: &'k str,
    secret_key: &'k Secret,
}

impl<'k> Signer<'k> {
    /// A signer with this algorithm.
    pub fn new(algorithm: SigningAlgorithm, access_key: &'k str, secret_key: &'k Secret) -> Self {
        Self::by(SigningMethod::Plain(algorithm), access_key, secret_key)
    }

    /// A signer with `V11-HMAC-SHA256`: a key is derived for each day, for one region and service.
    ///
    /// # Errors
    ///
    /// If region or service are empty, or have a character that is invalid in the `Authorization` header.
    pub fn derived(
        region: &'k str,
        service: &'k str,
        access_key: &'k str,
        secret_key: &'k Secret,
    ) -> Result<Self, InvalidRequest> {
        let scope = Scope::new(Some(region), service)?;
        Ok(Self::by(SigningMethod::Derived(scope), access_key, secret_key))
    }

    pub(crate) fn by(method: SigningMethod<'k>, access_key: &'k str, secret_key: &'k Secret) -> Self {
        Self { method, access_key, secret_key }
    }

    /// The name of the algorithm, which begins the `Authorization` header.
    pub fn name(&self) -> &'static str {
        match self.method {
            SigningMethod::Plain(algorithm) => algorithm.name(),
            SigningMethod::Derived(_) => derived::NAME,
        }
    }

    /// The hash of a body; of no bytes, if there is none.
    pub fn payload_hash(&self, body: &[u8]) -> PayloadHash {
        PayloadHash(self.hash().hex(body))
    }

    /// The header with [`UNSIGNED-PAYLOAD`](PayloadHash::unsigned) where the body is not hashed.
    pub fn content_header(&self) -> &'static str {
        self.hash().content_header()
    }

    /// The string that is signed, of a canonical request and an `X-Sdk-Date`.
    pub fn string_to_sign(&self, canonical_request: &[u8], sdk_date: &str) -> String {
        let hash = self.hash().hex(canonical_request);
        match self.method {
            SigningMethod::Plain(_) => [self.name(), sdk_date, &hash].join("\n"),
            SigningMethod::Derived(scope) => [self.name(), sdk_date, &scope.on_day_of(sdk_date), &hash].join("\n"),
        }
    }

    /// The value of the `Authorization` header. `sdk_date` is the value of `X-Sdk-Date`, which must be among the
    /// signed headers.
    ///
    /// # Errors
    ///
    /// If no private key can be derived from the access key, which does not happen in practice.
    pub fn authorization(&self, request: &SignableRequest<'_>, sdk_date: &str) -> Result<String, InvalidRequest> {
        let (canonical, signed_headers) = canonical(request);
        let signature = self.signature(&self.string_to_sign(&canonical, sdk_date), sdk_date)?;
        let (label, scope) = match self.method {
            SigningMethod::Plain(_) => ("Access", String::new()),
            SigningMethod::Derived(scope) => ("Credential", format!("/{}", scope.on_day_of(sdk_date))),
        };
        let by = [self.name(), " ", label, "=", self.access_key, &scope];
        let what = [", SignedHeaders=", &signed_headers, ", Signature=", &signature];
        Ok([by.as_slice(), what.as_slice()].concat().concat())
    }

    /// The signature as lower-case hex.
    #[cfg_attr(
        not(any(feature = "sdk-ecdsa-p256-sha256", feature = "sdk-sm2-sm3")),
        expect(clippy::unnecessary_wraps, reason = "algorithms with a private key can fail")
    )]
    fn signature(&self, string_to_sign: &str, sdk_date: &str) -> Result<String, InvalidRequest> {
        let hmac = |key: &str| hex(&self.hash().hmac(key.as_bytes(), string_to_sign.as_bytes()));
        match self.method {
            SigningMethod::Derived(scope) => {
                Ok(hmac(&derived_key(self.access_key, self.secret_key, &scope.on_day_of(sdk_date))))
            }
            SigningMethod::Plain(SigningAlgorithm::HmacSha256) => Ok(hmac(self.secret_key.expose())),
            #[cfg(feature = "sdk-hmac-sm3")]
            SigningMethod::Plain(SigningAlgorithm::HmacSm3) => Ok(hmac(self.secret_key.expose())),
            #[cfg(feature = "sdk-ecdsa-p256-sha256")]
            SigningMethod::Plain(SigningAlgorithm::EcdsaP256Sha256) => {
                private_key::derive(&self.key_input(), super::ecdsa_p256::ORDER, |key| {
                    super::ecdsa_p256::sign(key, string_to_sign)
                })
            }
            #[cfg(feature = "sdk-sm2-sm3")]
            SigningMethod::Plain(SigningAlgorithm::Sm2Sm3) => {
                private_key::derive(&self.key_input(), super::sm2::ORDER, |key| super::sm2::sign(key, string_to_sign))
            }
        }
    }

    pub(super) fn hash(&self) -> HashFunction {
        match self.method {
            SigningMethod::Plain(algorithm) => algorithm.hash(),
            SigningMethod::Derived(_) => HashFunction::Sha256,
        }
    }

    /// The input of the derivation of a private key.
    #[cfg(any(feature = "sdk-ecdsa-p256-sha256", feature = "sdk-sm2-sm3"))]
    fn key_input(&self) -> private_key::KeyInput<'_> {
        private_key::KeyInput {
            algorithm: self.name(),
            hash: self.hash(),
            access_key: self.access_key,
            secret_key: self.secret_key,
        }
    }
}

impl fmt::Debug for Signer<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Signer").field("method", &self.method).finish_non_exhaustive()
    }
}
