//! Small helpers that generated `Serialize` and `Deserialize` implementations share, and the tolerant reading of JSON.

mod choose;
mod extra;
mod key;
mod mend;
mod raw;
mod text;
mod union;

pub use choose::{Branch, Signs, Union, choose};
pub use extra::Extra;
pub use key::Key;
pub(crate) use mend::mend;
pub use raw::Shape;
pub(crate) use raw::{Members, compact, elements, pointer, text_of};
/// Why JSON could not be read or written.
pub use serde_json::Error as JsonError;
/// A JSON value kept as the text that it was written as.
pub use serde_json::value::RawValue;
pub use text::AnyText;
pub use union::{buffer, from_raw, tag, union_error};
