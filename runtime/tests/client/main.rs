//! The runtime as generated code and its users call it, with a transport in memory and over the loopback interface.
//!
//! - `blocking`: from threads, within async tasks and over the network
//! - `bodies`: from the calls of generated code to the request at the transport
//! - `errors`: message, kind, predicates and source of every failure
//! - `failing`: messages, retries and redaction
//! - `network`: the transport over the network, against servers on the loopback interface of this machine
//! - `oauth2`: OAuth 2, OpenID Connect Discovery and hooks for other schemes
//! - `paging`: cursors, offsets, links, limits and errors
//! - `requests`: requests as generated code builds them
//! - `resilience`: retry budget, circuit breaker and settings of single calls
//! - `security`: security schemes with keys, and servers with variables, base paths and per-operation servers
//! - `sending`: requests as they are sent, and invalid requests that are not sent
//! - `streaming`: bytes, events and lines
//! - `support`: a service as generated code describes it, and its client

mod blocking;
mod bodies;
mod errors;
mod failing;
#[cfg(feature = "reqwest")]
mod network;
mod oauth2;
mod paging;
mod requests;
mod resilience;
mod security;
mod sending;
mod streaming;
mod support;
