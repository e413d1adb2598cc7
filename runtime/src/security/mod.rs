//! Security: selects the security schemes of a request and provides what each of them adds.
//!
//! The requests for tokens are sent by the client.
//!
//! - `grant`: [`ClientCredentials`] and [`RefreshToken`], the OAuth 2.0 grants
//! - `keys`: the keys of security schemes, and what they add to a request
//! - `providers`: [`TokenProvider`] and [`AuthorizationProvider`]
//! - `resolved_credentials`: [`ResolvedCredentials`], credentials of an [`Authenticator`](crate::Authenticator)
//! - `selection`: selects the security schemes of a request
//! - `single_flight`: [`SingleFlightCache`], a cached value that one caller fetches for all
//! - `token_endpoint`: the endpoint that issues tokens, and OpenID Connect discovery
//! - `tokens`: the cache and the refresh of fetched tokens

mod grant;
mod keys;
mod providers;
mod resolved_credentials;
mod selection;
mod single_flight;
mod token_endpoint;
mod tokens;

pub(crate) use grant::Grant;
pub use grant::{ClientCredentials, RefreshToken};
pub(crate) use keys::{AuthMaterial, Key, Keyring, ProvidedValue};
pub use providers::{AuthorizationInfo, AuthorizationProvider, TokenProvider};
pub(crate) use resolved_credentials::CallCredentials;
pub use resolved_credentials::{AuthError, AuthRequest, ResolvedCredentials};
pub(crate) use selection::{AuthState, choose};
pub use single_flight::{Freshness, SingleFlightCache};
pub(crate) use token_endpoint::{Discovery, OpenIdConfiguration, ResolvedTokenEndpoint, TokenEndpoint, TokenUrl};
pub(crate) use tokens::{Token, TokenRequest, TokenResponse, TokenSource};
