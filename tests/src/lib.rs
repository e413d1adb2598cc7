//! Support of the tests that use generated clients. The verifier of signatures is that of the mock server, and shares
//! no code with the signer.
//!
//! - `calls`: the five operations as values
//! - `fixture`: a key pair, ids, a clock, and a client of a loopback server
//! - `keys`: temporary credentials as IAM and the metadata service return them, and calls with them
//! - `replay`: replays recorded cases with the generated clients
//! - `fixed_address_transport`: transport that sends every request to one address
//! - `server`: loopback HTTP/1.1 server with scripted responses, valid or invalid
//! - `soak`: many concurrent calls against a faulty server, and a comparison of both sides
//! - `vectors`: recorded requests and responses of the official SDK, as types

pub mod calls;
pub mod fixed_address_transport;
pub mod fixture;
pub mod keys;
pub mod replay;
pub mod server;
pub mod soak;
pub mod vectors;

/// Compiles the Rust blocks of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

pub use wireright_mock::{http as wire, huawei_signature as verifier};
