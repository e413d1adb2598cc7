//! Authentication of clients of Huawei Cloud, with a transport in memory.
//!
//! - `project`: lookup of the project id, or of the domain id of a global service
//! - `providers`: credentials providers that users write
//! - `requests`: the headers of authenticated requests, and the settings that are rejected
//! - `signature_vectors`: the signer compared with recorded signatures of the official SDK
//! - `support`: a service as generated code describes it, and its client

mod project;
mod providers;
mod requests;
mod signature_vectors;
mod support;
