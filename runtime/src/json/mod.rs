//! JSON of generated types: what each type implements, what calls that, and the macros that implement it.
//!
//! A type implements [`Decode`] and [`Encode`]. Neither is generic, so a type adds little code, and the rest is
//! compiled once. Serde's traits call them ([`json_serde!`](crate::json_serde)).
//!
//! - `choose`: selection of the variant of a union
//! - `decode`: [`Decode`], tokens, and the state of decoding
//! - `encode`: [`Encode`] and [`Writer`]
//! - `error`: [`JsonError`], with the path of the value
//! - `extra`: [`Extra`], undocumented properties
//! - `from_serde`: tokens from any serde format
//! - `key`: [`Key`], a property name
//! - `lenient_string`: a string that accepts any JSON
//! - `lossy`: lossy UTF-8 decoding of response bodies
//! - `newtype`: [`json_newtype!`](crate::json_newtype), structs around one value
//! - `nullable`: [`Nullable`], a property that may be missing or null
//! - `object`: [`json_object!`](crate::json_object), structs
//! - `property`: [`Property`], how a property is read and written
//! - `raw`: access to JSON without a tree
//! - `read`: [`read`], decoding of text
//! - `serde_value`: types of other crates, by their implementation of serde
//! - `string_enum`: [`string_enum!`](crate::string_enum), enums of strings
//! - `text`: any value as JSON text
//! - `to_serde`: writing to any serde format
//! - `union`: [`json_union!`](crate::json_union), enums of types
//! - `values`: standard types

mod choose;
mod decode;
mod encode;
mod error;
mod extra;
mod from_serde;
mod key;
mod lenient_string;
mod lossy;
mod newtype;
mod nullable;
mod object;
mod property;
mod raw;
mod read;
mod serde_value;
pub mod string_enum;
mod text;
mod to_serde;
mod union;
mod values;

pub use choose::{Tag, Union, UnknownTag, Variant, VariantMatcher, choose};
pub(crate) use decode::TimeLimit;
pub use decode::{ArraySource, Context, Decode, Input, ObjectSource, PropertyName, Slot, Token};
pub use encode::{Encode, Entries, Writer};
pub use error::JsonError;
pub use extra::Extra;
pub use from_serde::deserialize;
pub use key::Key;
pub(crate) use lossy::decode_lossy;
pub use nullable::Nullable;
pub use object::{Rest, read_object};
pub use property::{Presence, Property};
pub use raw::JsonKind;
pub(crate) use raw::{RawObject, compact, elements, pointer, text_of};
pub(crate) use read::read_within;
pub use read::{decode_text, read};
/// Paths that the macros of this crate expand to.
#[doc(hidden)]
pub use serde;
/// A JSON value kept as its text.
pub use serde_json::value::RawValue;
#[doc(hidden)]
pub use serde_value::{
    SerdeEntries, SerdeNullable, SerdeOptional, SerdeRequired, SerdeRest, SerdeSlot, decode_serde_text,
};
pub use serde_value::{SerdeValue, mapped_type};
pub use to_serde::{request_text, serialize};
pub use union::UnknownVariant;
pub(crate) use values::string;
