//! Security: selects the security schemes of a request and provides what each of them adds. Does no I/O: the client
//! sends the requests for tokens.
//!
//! - `credentials`: traits of supplied credentials: [`ResolvedCredentials`], [`TokenProvider`] and
//!   [`AuthorizationProvider`]
//! - `keys`: the keys of security schemes, and what they add to a request
//! - `oauth2`: tokens of OAuth 2.0 and OpenID Connect
//! - `selection`: the schemes that authenticate a request
//! - `single_flight`: [`SingleFlightCache`], a cached value that one caller fetches for all

mod credentials;
mod keys;
pub(crate) mod oauth2;
mod selection;
mod single_flight;

pub(crate) use credentials::CallCredentials;
pub use credentials::{
    AuthError, AuthRequest, AuthorizationInfo, AuthorizationProvider, ResolvedCredentials, TokenProvider,
};
pub(crate) use keys::{AuthMaterial, Key, Keyring};
pub use oauth2::{ClientCredentials, RefreshToken};
pub(crate) use selection::{AuthState, ProvidedValue, choose};
pub use single_flight::{Freshness, SingleFlightCache};
