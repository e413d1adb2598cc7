//! Where a service is served: which of its servers is meant, and the variables of its URL.

mod choice;
mod expand;
mod find;

pub use choice::ServerChoice;
pub(crate) use expand::expand;
pub(crate) use find::{Wanted, find};
