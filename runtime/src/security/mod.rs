//! How a request proves who asks: which of an operation's security schemes is used, and what each adds to a request.
//!
//! Signatures are a matter of [`signature`](crate::signature). All else is a key that is sent, in a header,
//! the query or a cookie, or a token that is fetched or provided.

mod authorization;
mod choose;
mod client_credentials;
mod discovery;
mod grant;
mod grant_settings;
mod kept;
mod key;
mod keyring;
mod provider;
mod refresh_token;
mod refreshing;
mod scheme;
mod token_place;
mod token_source;
mod token_url;

pub use authorization::{AuthorizationInfo, AuthorizationProvider};
pub(crate) use choose::choose;
pub use client_credentials::ClientCredentials;
pub(crate) use discovery::{Configuration, Discovery, Found};
pub(crate) use grant::{Asked, Grant, Granted};
pub(crate) use kept::{Freshness, Kept};
pub(crate) use key::{Key, Proof, after};
pub(crate) use keyring::Keyring;
pub use provider::TokenProvider;
pub use refresh_token::RefreshToken;
pub(crate) use refreshing::Refreshing;
pub(crate) use token_place::TokenPlace;
pub(crate) use token_source::{Token, TokenSource};
pub(crate) use token_url::TokenUrl;
