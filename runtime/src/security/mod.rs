//! How a request proves who asks: which of an operation's security schemes is used, and what each adds to a request.
//!
//! Signatures are a matter of [`signature`](crate::signature). All else is a key that is sent: in a header, the query or a cookie.

mod choose;
mod key;
mod keyring;
mod provider;

pub(crate) use choose::choose;
pub(crate) use key::{Key, Proof, bearer};
pub(crate) use keyring::Keyring;
pub use provider::TokenProvider;
