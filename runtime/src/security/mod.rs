//! How a request proves who asks: which of an operation's security schemes is used, and what each adds to a request.
//!
//! The schemes of OpenAPI are implemented here: keys in a header, the query or a cookie, and tokens that are fetched or provided.
//! Others are left to an [`Authenticator`](crate::Authenticator).

mod auth_error;
mod auth_request;
mod authorization;
mod choose;
mod client_credentials;
mod discovery;
mod grant;
mod grant_settings;
mod key;
mod keyring;
mod provider;
mod refresh_token;
mod refreshing;
mod resolved_credentials;
mod scheme;
mod single_flight;
mod token_place;
mod token_source;
mod token_url;

pub use auth_error::AuthError;
pub use auth_request::AuthRequest;
pub use authorization::{AuthorizationInfo, AuthorizationProvider};
pub(crate) use choose::{AuthState, choose};
pub use client_credentials::ClientCredentials;
pub(crate) use discovery::{Configuration, Discovery, Found};
pub(crate) use grant::{Asked, Grant, Granted};
pub(crate) use key::{AuthMaterial, Key, after};
pub(crate) use keyring::Keyring;
pub use provider::TokenProvider;
pub use refresh_token::RefreshToken;
pub(crate) use refreshing::Refreshing;
pub use resolved_credentials::ResolvedCredentials;
pub use single_flight::{Freshness, SingleFlightCache};
pub(crate) use token_place::TokenPlace;
pub(crate) use token_source::{Token, TokenSource};
pub(crate) use token_url::TokenUrl;
