//! Security: selects the security schemes of a request and provides what each of them adds. Does no I/O: the client
//! sends the requests for tokens.
//!
//! - `credentials`: traits of supplied credentials: [`ResolvedCredentials`], [`TokenProvider`] and
//!   [`AuthorizationProvider`]
//! - `keys`: the keys of security schemes, what they add to a request, and the selection of the schemes
//! - `oauth2`: tokens of OAuth 2.0 and OpenID Connect
//! - `single_flight`: [`SingleFlightCache`], a cached value that one caller fetches for all

mod credentials;
mod keys;
pub(crate) mod oauth2;
mod single_flight;

pub(crate) use credentials::CallCredentials;
pub use credentials::{
    AuthError, AuthRequest, AuthorizationInfo, AuthorizationProvider, ResolvedCredentials, TokenProvider,
};
pub(crate) use keys::{AuthMaterial, AuthState, Key, Keyring, ProvidedValue, choose};
pub use oauth2::{ClientCredentials, RefreshToken};
pub use single_flight::{Freshness, SingleFlightCache};
