//! What the tests of the whole project share: a loopback server that behaves as badly as it is told to, and the recorded vectors. The
//! verifier of signatures, which shares nothing with the signer, is that of the mock server.

pub mod calls;
pub mod fixture;
pub mod keys;
pub mod replay;
pub mod reroute;
pub mod server;
pub mod soak;
pub mod vectors;

pub use wireright_mock::{http as wire, huawei_signature as verifier};
