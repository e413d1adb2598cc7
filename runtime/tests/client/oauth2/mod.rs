//! OAuth 2 (RFC 6749, sections 4.4 and 6), OpenID Connect Discovery 1.0, and hooks for other security schemes.

mod discovery;
mod failures;
mod fetching;
mod fixture;
mod hooks;
mod refreshing;
