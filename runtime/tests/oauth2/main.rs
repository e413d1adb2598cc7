//! Tokens that a client fetches itself (RFC 6749, section 4.4), and the hooks for what it does not know.

mod failures;
mod fetching;
mod fixture;
mod hooks;
