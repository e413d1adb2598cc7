//! The runtime as generated code and its users call it, with a transport in memory and over the loopback interface.

mod blocking;
mod bodies;
mod declared;
mod errors;
mod failing;
#[cfg(feature = "reqwest")]
mod network;
mod oauth2;
mod paging;
mod resilience;
mod security;
mod sending;
mod streaming;
mod support;
