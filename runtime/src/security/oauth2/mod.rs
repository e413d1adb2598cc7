//! OAuth 2.0 and OpenID Connect: how a client gets bearer tokens. Does no I/O: `client::credentials` sends the
//! requests.
//!
//! - `grant`: [`ClientCredentials`] and [`RefreshToken`], the grants
//! - `token_endpoint`: the endpoint that issues tokens, and OpenID Connect discovery
//! - `token_request`: the requests for tokens, and the responses
//! - `tokens`: the cache and the refresh of tokens

mod grant;
mod token_endpoint;
mod token_request;
mod tokens;

pub(crate) use grant::Grant;
pub use grant::{ClientCredentials, RefreshToken};
pub(crate) use token_endpoint::{
    Discovery, MAX_CONFIGURATION_BYTES, OPENID_SERVICE, OpenIdConfiguration, ResolvedTokenEndpoint, TokenEndpoint,
    TokenUrl,
};
pub(crate) use token_request::{CLIENT_SCHEME, TOKEN_SERVICE, build_token_request, decode_token, endpoint_error};
pub(crate) use tokens::{Token, TokenRequest, TokenResponse, TokenSource};
