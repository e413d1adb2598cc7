//! JSON of generated types: what each type implements, what calls that, and the macros that implement it.
//!
//! A type implements [`Decode`] and [`Encode`]. Neither is generic, so a type adds little code, and the rest is
//! compiled once. Serde's traits call them ([`json_serde!`](crate::json_serde)).
//!
//! - `choose`: selection of the variant of a union
//! - `context`: [`Context`], the state of decoding
//! - `decode`: [`Decode`] and tokens
//! - `encode`: [`Encode`] and [`Writer`]
//! - `error`: [`JsonError`], with the path of the value
//! - `extra`: [`Extra`], undocumented properties
//! - `from_serde`: tokens from any serde format
//! - `from_text`: tokens from JSON text
//! - `key`: [`Key`], a property name
//! - `lenient_string`: a string that accepts any JSON
//! - `lexer`: the tokens of JSON text
//! - `lossy`: lossy UTF-8 decoding of response bodies
//! - `newtype`: [`json_newtype!`](crate::json_newtype), structs around one value
//! - `nullable`: [`Nullable`], a property that may be missing or null
//! - `object`: [`json_object!`](crate::json_object), structs
//! - `property`: [`Property`], how a property is read and written
//! - `raw`: access to JSON without a tree
//! - `raw_value`: JSON text as a value of `serde_json`
//! - `read`: [`read`], decoding of text
//! - `scan`: search in the strings of JSON text
//! - `serde_value`: types of other crates, by their implementation of serde
//! - `string_enum`: [`string_enum!`](crate::string_enum), enums of strings
//! - `tagged`: a variant with the discriminator of its union
//! - `text`: any value as JSON text
//! - `to_serde`: writing to any serde format
//! - `to_text`: writing of JSON text
//! - `union`: [`json_union!`](crate::json_union), enums of types
//! - `values`: standard types
//! - `variant_matcher`: how well a value matches a variant of a union

mod choose;
mod context;
mod decode;
mod encode;
mod error;
mod extra;
mod from_serde;
mod from_text;
mod key;
mod lenient_string;
mod lexer;
mod lossy;
mod newtype;
mod nullable;
mod object;
mod property;
mod raw;
mod raw_value;
mod read;
mod scan;
mod serde_value;
pub mod string_enum;
mod tagged;
mod text;
mod to_serde;
mod to_text;
mod union;
mod values;
mod variant_matcher;

pub use choose::{Tag, Union, UnknownTag, Variant, choose};
pub use context::Context;
pub(crate) use context::TimeLimit;
pub use decode::{ArraySource, Decode, Input, ObjectSource, PropertyName, Slot, Token};
pub use encode::{Encode, Entries, Writer};
pub use error::JsonError;
pub use extra::Extra;
pub use from_serde::deserialize;
pub use key::Key;
pub(crate) use lossy::decode_lossy;
pub use nullable::Nullable;
pub use object::{Rest, read_object};
#[doc(hidden)]
pub use property::property_kind;
pub use property::{Presence, Property, PropertyKind};
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
pub use tagged::TaggedVariant;
pub use to_serde::{request_text, serialize};
pub use union::UnknownVariant;
pub(crate) use values::string;
pub use variant_matcher::VariantMatcher;
