//! Changes of the generated code, from the public APIs of both clients.
//!
//! - `items`: which items are new, gone or different, and what that does to existing code
//! - `places`: the parts of the documents that an item comes from
//! - `causes`: which change of the documents causes a change of an item

mod causes;
mod items;
mod places;

pub(crate) use causes::Causes;
pub(crate) use items::{ItemChange, compare};
pub(crate) use places::OriginPlaces;
