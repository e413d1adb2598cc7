//! Credentials that are found or fetched, against loopback servers that speak what IAM, STS, the metadata service of an ECS and the agent
//! of a cluster speak.

mod caching;
mod chain;
mod fetched;
mod profile;
