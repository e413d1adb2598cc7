//! Small helpers that generated `Serialize` and `Deserialize` implementations share, and the tolerant reading of JSON.

mod choose;
mod extra;
mod key;
mod lenient_string;
mod lossy;
pub mod object;
mod object_macro;
mod raw;
mod read;
pub mod string_enum;
mod union;
mod union_macro;

pub use choose::{Tag, Union, UnknownTag, Variant, VariantMatcher, choose};
pub use extra::Extra;
pub use key::Key;
pub use lenient_string::LenientString;
pub(crate) use lossy::decode_lossy;
pub use raw::JsonKind;
pub(crate) use raw::{RawObject, compact, elements, pointer, text_of};
pub use read::read;
/// What the macros of this crate print paths of.
#[doc(hidden)]
pub use serde;
/// Why JSON could not be read or written.
pub use serde_json::Error as JsonError;
/// A JSON value kept as the text that it was written as.
pub use serde_json::value::RawValue;
pub use union::{buffer, from_raw, tag, union_error};
