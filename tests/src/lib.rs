//! What the tests of the whole project share: a loopback server that behaves as badly as it is told to, a verifier of signatures
//! that shares nothing with the signer, and the recorded vectors.

pub mod calls;
pub mod documents;
pub mod fixture;
pub mod injection;
pub mod keys;
pub mod keywords;
pub mod obstacles;
pub mod replay;
pub mod reroute;
pub mod scratch;
pub mod server;
pub mod soak;
pub mod vectors;
pub mod verifier;
pub mod wire;
