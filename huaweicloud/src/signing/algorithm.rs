//! [`SigningAlgorithm`]: the algorithms by which requests are signed.

use super::hash::HashFunction;

/// An algorithm by which requests are signed with an access key.
///
/// Each but the first needs the feature with its name. For keys that are derived for a region, see
/// [`DerivedSigning`](super::DerivedSigning).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SigningAlgorithm {
    /// `SDK-HMAC-SHA256`: the secret key and SHA-256.
    #[default]
    HmacSha256,
    /// `SDK-HMAC-SM3`: the secret key and SM3 (GB/T 32905), with the feature `sdk-hmac-sm3`.
    #[cfg(feature = "sdk-hmac-sm3")]
    HmacSm3,
    /// `SDK-ECDSA-P256-SHA256`: a private key that is derived from the access key, with the feature
    /// `sdk-ecdsa-p256-sha256`. The service needs to know the public key alone.
    #[cfg(feature = "sdk-ecdsa-p256-sha256")]
    EcdsaP256Sha256,
    /// `SDK-SM2-SM3`: the same with SM2 and SM3 (GB/T 32918), with the feature `sdk-sm2-sm3`.
    #[cfg(feature = "sdk-sm2-sm3")]
    Sm2Sm3,
}

impl SigningAlgorithm {
    /// The algorithms of this build.
    pub const ALL: &[Self] = &[
        Self::HmacSha256,
        #[cfg(feature = "sdk-hmac-sm3")]
        Self::HmacSm3,
        #[cfg(feature = "sdk-ecdsa-p256-sha256")]
        Self::EcdsaP256Sha256,
        #[cfg(feature = "sdk-sm2-sm3")]
        Self::Sm2Sm3,
    ];

    /// The name, which begins the `Authorization` header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HmacSha256 => "SDK-HMAC-SHA256",
            #[cfg(feature = "sdk-hmac-sm3")]
            Self::HmacSm3 => "SDK-HMAC-SM3",
            #[cfg(feature = "sdk-ecdsa-p256-sha256")]
            Self::EcdsaP256Sha256 => "SDK-ECDSA-P256-SHA256",
            #[cfg(feature = "sdk-sm2-sm3")]
            Self::Sm2Sm3 => "SDK-SM2-SM3",
        }
    }

    /// The hash of the body and of the canonical request.
    pub(super) const fn hash(self) -> HashFunction {
        match self {
            Self::HmacSha256 => HashFunction::Sha256,
            #[cfg(feature = "sdk-hmac-sm3")]
            Self::HmacSm3 => HashFunction::Sm3,
            #[cfg(feature = "sdk-ecdsa-p256-sha256")]
            Self::EcdsaP256Sha256 => HashFunction::Sha256,
            #[cfg(feature = "sdk-sm2-sm3")]
            Self::Sm2Sm3 => HashFunction::Sm3,
        }
    }
}
