//! Tokens that a client fetches itself (RFC 6749, sections 4.4 and 6; OpenID Connect Discovery 1.0), and the hooks for what it does not
//! know.

mod discovery;
mod failures;
mod fetching;
mod fixture;
mod hooks;
mod refreshing;
