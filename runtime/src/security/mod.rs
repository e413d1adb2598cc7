//! How a request proves who asks: which of an operation's security schemes is used, and what each adds to a request.
//!
//! Signatures are a matter of [`signature`](crate::signature). All else is a key that is sent, in a header,
//! the query or a cookie, or a token that is fetched or provided.

mod authorization;
mod choose;
mod client_credentials;
mod kept;
mod key;
mod keyring;
mod provider;
mod token_source;
mod token_url;

pub use authorization::{AuthorizationInfo, AuthorizationProvider};
pub(crate) use choose::choose;
pub use client_credentials::ClientCredentials;
pub(crate) use kept::{Freshness, Kept};
pub(crate) use key::{Key, Proof, after};
pub(crate) use keyring::Keyring;
pub use provider::TokenProvider;
pub(crate) use token_source::{Token, TokenSource};
pub(crate) use token_url::TokenUrl;
