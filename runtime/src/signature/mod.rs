//! Who asks, and how a request proves it: [`Credentials`], and the signature algorithms.
//!
//! The algorithms are pure: no I/O and no clock, the date is given. What they share is the canonical form of a request,
//! [`canonical_request`]; a [`Signer`] makes the rest of it.

mod algorithm;
mod apply;
mod canonical;
mod credentials;
mod date;
mod derived;
#[cfg(feature = "sdk-ecdsa-p256-sha256")]
mod ecdsa_p256;
mod environment;
mod hash;
#[cfg(any(feature = "sdk-ecdsa-p256-sha256", feature = "sdk-sm2-sm3"))]
mod private_key;
mod signer;
#[cfg(feature = "sdk-sm2-sm3")]
mod sm2;

pub use algorithm::SigningAlgorithm;
pub(crate) use apply::{Unsigned, sign};
pub use canonical::{PayloadHash, Signable, canonical_request};
pub use credentials::Credentials;
pub(crate) use credentials::{AccessKey, Identity};
pub use date::sdk_date;
pub use derived::{DerivedSigning, DerivedSigningRule};
pub(crate) use derived::{Signing, SigningMethod};
pub(crate) use environment::read as from_variables;
pub use signer::Signer;
