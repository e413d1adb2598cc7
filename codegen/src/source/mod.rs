//! Sources: files, untyped values, and locations with their lines and columns. Reports nothing and knows no OpenAPI.
//!
//! - `sources`: the files of a run
//! - `location`: a file, a JSON pointer, and the key or the value there
//! - `value`, `number`: untyped values of YAML and JSON
//! - `lines`: byte offsets to lines and columns
//! - `events`: a text as a stream of tokens with their spans
//! - `locate`: locations to spans, in a second pass over a text

pub(crate) mod events;
mod lines;
pub mod locate;
mod location;
mod number;
mod sources;
mod value;

pub use lines::{Lines, Position};
pub use location::{FileId, Location, NodePart, Pointer};
pub use number::Number;
pub use sources::{SourceFile, Sources};
pub use value::{Object, Value};
