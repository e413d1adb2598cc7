//! Changes of the generated code, from the public APIs of both clients.
//!
//! - `items`: which items are new, gone or different, and what that does to existing code
//! - `places`: the parts of the documents that an item comes from
//! - `causes`: which change of the documents causes a change of an item
//! - `affinity`: how well the kinds of two such changes fit
//! - `place_index`: changes by place
//! - `reach`: the first change that uses each component

mod affinity;
mod causes;
mod items;
mod place_index;
mod places;
mod reach;

pub(crate) use causes::{Cause, Causes};
pub(crate) use items::{ItemChange, compare};
pub(crate) use places::OriginPlaces;
