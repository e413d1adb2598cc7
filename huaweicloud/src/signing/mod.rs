//! Request signing with an access key. Does no I/O and reads no clock.
//!
//! - `algorithm`: [`SigningAlgorithm`], the algorithms by name
//! - `canonical`: [`canonical_request`], the form of a request that all algorithms hash
//! - `date`: [`sdk_date`], the date of a signature
//! - `derived`: [`DerivedSigning`], keys that are derived for a day, a region and a service
//! - `ecdsa_p256`, `sm2`, `private_key`: signatures with a private key that is derived from the access key
//! - `hash`: the hash functions
//! - `request`: the headers of a signed request
//! - `signer`: [`Signer`], from a canonical request to the `Authorization` header

mod algorithm;
mod canonical;
mod date;
mod derived;
#[cfg(feature = "sdk-ecdsa-p256-sha256")]
mod ecdsa_p256;
mod hash;
#[cfg(any(feature = "sdk-ecdsa-p256-sha256", feature = "sdk-sm2-sm3"))]
mod private_key;
mod request;
mod signer;
#[cfg(feature = "sdk-sm2-sm3")]
mod sm2;

pub use algorithm::SigningAlgorithm;
pub use canonical::{PayloadHash, SignableRequest, canonical_request};
pub use date::sdk_date;
pub use derived::{DerivedSigning, DerivedSigningRule};
pub(crate) use derived::{SigningMethod, SigningSettings};
pub(crate) use request::sign_request;
pub use signer::Signer;
