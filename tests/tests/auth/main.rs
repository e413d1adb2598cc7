//! Authentication of generated clients: signatures, credentials, tokens, projects and regions.
//!
//! - `clock_skew`: after a rejected date, requests are dated by the clock of the service
//! - `credentials`: credentials providers against loopback servers for IAM, STS, the metadata service and pod identity
//! - `global_services`: the domain id is configured, or looked up in IAM once
//! - `oauth2`: OAuth 2 tokens from an OpenID provider, with single-use refresh tokens
//! - `project`: the project id is configured, or looked up in IAM once
//! - `regions`: the tables of the generated crate equal those of the official SDKs
//! - `signing`: signing algorithms with every operation, checked by an independent verifier
//! - `verifier`: the verifier accepts the valid signatures of the official SDK, and no others

mod clock_skew;
mod credentials;
mod global_services;
mod oauth2;
mod project;
mod regions;
mod signing;
mod verifier;
