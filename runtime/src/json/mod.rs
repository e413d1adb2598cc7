//! JSON of generated types: macros, the code that they expand to, and lenient parsing.
//!
//! - `choose`: selection of the variant of a union
//! - `extra`: [`Extra`], undocumented properties
//! - `key`: [`Key`], a property name
//! - `lenient_string`: [`LenientString`], a string that accepts any JSON
//! - `lossy`: lossy UTF-8 decoding of response bodies
//! - `object`: how each kind of property is read and written
//! - `object_macro`: [`object!`](crate::object)
//! - `raw`: access to JSON without a tree
//! - `read`: [`read`], parsing of responses
//! - `string_enum`: [`string_enum!`](crate::string_enum)
//! - `union`: buffering, discriminators and errors of unions
//! - `union_macro`: [`union!`](crate::union)

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
/// Paths that the macros of this crate expand to.
#[doc(hidden)]
pub use serde;
/// Error of JSON parsing or writing.
pub use serde_json::Error as JsonError;
/// A JSON value kept as its text.
pub use serde_json::value::RawValue;
pub use union::{buffer, from_raw, tag, union_error};
