//! Credentials providers against loopback servers for IAM, STS, the metadata service and pod identity.

mod caching;
mod chain;
mod fetched;
mod profile;
