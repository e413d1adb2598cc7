//! Who asks, and how a request proves it: [`Credentials`], and the signature algorithms.
//!
//! The algorithms are pure: no I/O and no clock, the date is given. Each is a file beside [`hmac_sha256`]; what they share, the
//! canonical form of a request, is [`canonical_request`].

mod apply;
mod canonical;
mod credentials;
mod date;
mod environment;
pub mod hmac_sha256;

pub(crate) use apply::{Unsigned, sign};
pub use canonical::{PayloadHash, Signable, canonical_request};
pub use credentials::Credentials;
pub(crate) use credentials::{AccessKey, Identity};
pub use date::sdk_date;
