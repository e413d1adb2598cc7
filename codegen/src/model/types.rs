//! The shapes of values.

use super::{Docs, RustName, WireName};

/// The type of a value, as Rust code writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `String`.
    String,
    /// `String`, read from whatever JSON arrives.
    AnyText,
    /// `Secret`: printed nowhere, wiped when dropped.
    Secret,
    /// `bool`.
    Bool,
    /// `i32`.
    Int32,
    /// `i64`.
    Int64,
    /// `f32`.
    Float32,
    /// `f64`.
    Float64,
    /// Any JSON value.
    Json,
    /// A shape of the same module.
    Named(RustName),
    /// A shape that operations share, in the service's `types` module.
    Shared(RustName),
    /// `Vec<…>`.
    List(Box<Type>),
    /// A map from text to values.
    Map(Box<Type>),
}

/// A shape with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeDefinition {
    /// The type's name.
    pub name: RustName,
    /// What its documentation says.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
}

/// What a named shape is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An object with members.
    Structure(Structure),
    /// One of several texts, open to values that are not listed.
    Enumeration(Enumeration),
}

/// An object with members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// The members, in the document's order.
    pub fields: Vec<Field>,
    /// The field that keeps members which the document does not name.
    pub extra: RustName,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field in Rust.
    pub name: RustName,
    /// The member on the wire.
    pub wire: WireName,
    /// What its documentation says.
    pub docs: Docs,
    /// The type of the value, when it is there.
    pub ty: Type,
    /// Whether the member must be there.
    pub required: bool,
    /// Whether `null` may stand for the value.
    pub nullable: bool,
}

impl Field {
    /// Whether the field can be left out or empty, and so is an `Option`.
    pub fn is_optional(&self) -> bool {
        !self.required || self.nullable
    }
}

/// One of several texts. A text that is not listed keeps its spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumeration {
    /// The listed texts, in the document's order.
    pub variants: Vec<Variant>,
    /// The variant that keeps any other text: `Other`.
    pub other: RustName,
    /// Whether any JSON value is read as its text.
    pub any_json: bool,
}

/// A listed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The variant in Rust.
    pub name: RustName,
    /// The text on the wire.
    pub wire: WireName,
    /// What its documentation says.
    pub docs: Docs,
}
