//! Support of the tests that use generated clients. The verifier of signatures is that of the mock server, and shares no
//! code with the signer.

pub mod calls;
pub mod fixture;
pub mod keys;
pub mod replay;
pub mod reroute;
pub mod server;
pub mod soak;
pub mod vectors;

pub use wireright_mock::{http as wire, huawei_signature as verifier};
