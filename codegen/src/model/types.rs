//! Type expressions.

use super::{CheckedCode, RustName};

/// A type expression of Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `String`.
    String,
    /// `String` that is deserialized from any JSON value: a value other than a string becomes its JSON text.
    LenientString,
    /// `Secret`: redacted in `Debug` output, zeroed on drop.
    Secret,
    /// `bool`.
    Bool,
    /// An integer.
    Integer(Integer),
    /// `f32`.
    Float32,
    /// `f64`.
    Float64,
    /// A date and time with an offset.
    DateTime,
    /// A date.
    Date,
    /// A duration.
    Duration,
    /// A number of any precision.
    Number,
    /// A UUID.
    Uuid,
    /// Bytes, Base64 in JSON.
    Base64,
    /// Bytes of a body that is not JSON.
    Bytes,
    /// A multipart form that the caller builds.
    Multipart,
    /// Any JSON value.
    Json,
    /// A type of another crate, from the configuration.
    Mapped(Box<MappedType>),
    /// A type of the same operation.
    Local(RustName),
    /// A type that operations share, in the service's `types` module.
    Shared(SharedName),
    /// `Vec<…>`.
    List(Box<Type>),
    /// A map with string keys.
    Map(Box<Type>),
    /// `Option<…>` for a nullable value.
    Option(Box<Type>),
    /// `Box<…>`, to break a recursive type.
    Boxed(Box<Type>),
}

impl Type {
    /// Whether the type is a list of files, which have no content to validate.
    pub fn is_file_list(&self) -> bool {
        matches!(self, Self::List(item) if **item == Self::Bytes)
    }

    /// Whether only serde codes values of the type: it is a type of another crate, or a list or map of one.
    pub fn is_mapped(&self) -> bool {
        matches!(self.innermost(), Self::Mapped(_))
    }

    /// The type inside lists, maps, options and boxes.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) | Self::Boxed(inner) => inner.innermost(),
            other => other,
        }
    }
}

/// A type of another crate, which serde codes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MappedType {
    /// The path, from the root of a crate.
    pub path: CheckedCode,
    /// The traits that it has besides those that each such type needs.
    pub traits: ValueTraits,
}

/// The path of a shared type inside the service's `types` module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedName {
    /// The module of a nested type: `types::order::Item` belongs to `types::Order`. `None` for a top-level type.
    pub parent: Option<RustName>,
    /// The type's name.
    pub name: RustName,
}

impl SharedName {
    /// The name of a top-level type.
    pub fn top_level(name: RustName) -> Self {
        Self { parent: None, name }
    }
}

/// `Order`, and `order::Item`.
impl std::fmt::Display for SharedName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(parent) = &self.parent {
            write!(formatter, "{parent}::")?;
        }
        write!(formatter, "{}", self.name)
    }
}

/// The integer types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
}

/// The traits of a value that depend on its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValueTraits {
    /// `Eq`: no part is a float.
    pub is_eq: bool,
    /// `Hash`: also no part is a secret.
    pub is_hash: bool,
    /// `PartialOrd` and `Ord`: an enum of strings, or a struct around one value that has an order.
    pub is_ord: bool,
}
