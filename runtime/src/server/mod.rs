//! Where a service is served: which of its servers is meant, and the variables of its URL.
//!
//! - `choice`: [`ServerChoice`]: which of the documented servers is meant
//! - `expand`: puts values for the variables of a server's URL (OpenAPI 3.0.3, "Server Object")
//! - `find`: finds the server that is meant among those documented

mod choice;
mod expand;
mod find;

pub use choice::ServerChoice;
pub(crate) use expand::expand;
pub(crate) use find::{Wanted, find};
