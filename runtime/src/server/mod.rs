//! Documented servers: selects one and expands its URL. Does no I/O.
//!
//! - `choice`: [`ServerChoice`], the index or the URL of a documented server
//! - `expand`: expands the variables of a server's URL (OpenAPI 3.0.3, "Server Object")
//! - `find`: finds a documented server by choice or region
//! - `variable_value`: [`ServerVariableValue`], the value of a variable of a server's URL

mod choice;
mod expand;
mod find;
mod variable_value;

pub use choice::ServerChoice;
pub(crate) use expand::expand;
pub(crate) use find::{ServerQuery, find};
pub use variable_value::ServerVariableValue;
