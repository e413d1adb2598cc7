//! From bytes to values with an address: the first half of reading a document.
//!
//! [`parse()`] turns the text of a [`SourceFile`] into a [`Value`] and reports everything that is wrong with it as text: what
//! is no YAML or JSON, a key that stands twice, more nesting or more aliases than any honest description has. A value
//! knows nothing of lines; its address is a [`Location`], and [`locate`](mod@locate) finds the lines of a location by
//! reading the text a second time, which happens only where something is reported.
//!
//! Nothing here knows OpenAPI, and nothing here opens a file: bytes are handed in, with the path that people are shown.

mod build;
mod events;
mod exact;
mod file;
mod found;
mod json;
pub mod links;
pub mod locate;
mod location;
mod number;
mod parse;
mod pointer;
mod survey;
mod text;
mod value;
mod yaml;

pub use file::{FileId, SourceFile, Sources};
pub use location::{Location, NodePart};
pub use number::Number;
pub use parse::{Document, parse};
pub use pointer::Pointer;
pub use text::{Lines, Position};
pub use value::{Object, Value};

#[cfg(test)]
mod tests;
