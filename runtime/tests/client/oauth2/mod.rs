//! OAuth 2 (RFC 6749, sections 4.4 and 6), OpenID Connect Discovery 1.0, and hooks for other security schemes.
//!
//! - `discovery`: OpenID Connect Discovery 1.0: the token endpoint of an OpenID provider
//! - `failures`: errors of the token endpoint, and the hosts that secrets are sent to
//! - `fetching`: token requests, cache and replacement
//! - `fixture`: a service with a security scheme of each kind, and a token endpoint
//! - `hooks`: hooks for security schemes that the client does not implement
//! - `refreshing`: refresh tokens (RFC 6749, section 6)

mod discovery;
mod failures;
mod fetching;
mod fixture;
mod hooks;
mod refreshing;
