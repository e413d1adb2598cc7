//! Credentials providers against loopback servers for IAM, STS, the metadata service and pod identity.
//!
//! - `caching`: lifetime, refresh and concurrent calls
//! - `chain`: the order of its providers, skipped providers, and its error if none has credentials
//! - `fetched`: providers with I/O: their requests, and valid and invalid responses
//! - `profile`: location, format, changes and errors

mod caching;
mod chain;
mod fetched;
mod profile;
