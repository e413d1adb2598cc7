//! Definitions of types: structs, string enums and unions.

use super::{Check, CustomCode, Docs, RustName, SharedName, Type, ValueTraits, WireName};
use crate::source::Location;

/// The definition of a named type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeDefinition {
    /// The type's name.
    pub name: RustName,
    /// The module of a shared type.
    pub module: RustName,
    /// Whether it is nested in another type, and so named with its module.
    pub is_nested: bool,
    /// The location of the schema.
    pub source: Location,
    /// Documentation of the type.
    pub docs: Docs,
    /// The kind of type.
    pub kind: TypeKind,
    /// Whether requests contain the type. Only then it has setters.
    pub in_requests: bool,
    /// How values are checked, by a public method `validate`.
    pub check: Check,
    /// The traits that its fields allow.
    pub traits: ValueTraits,
    /// What the configuration adds.
    pub custom: CustomCode,
}

impl TypeDefinition {
    /// The path of a shared type.
    pub fn shared_name(&self) -> SharedName {
        SharedName { parent: self.is_nested.then(|| self.module.clone()), name: self.name.clone() }
    }
}

/// The kind of a named type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// An object with properties.
    Struct(StructType),
    /// An enum of strings.
    StringEnum(StringEnum),
    /// One of several types.
    Union(Union),
}

/// A struct for an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructType {
    /// The fields, in the document's order.
    pub fields: Vec<Field>,
    /// The field that holds properties without a schema.
    pub extra: RustName,
    /// The type of additional properties, if the document has a schema for them.
    pub additional: Option<Type>,
    /// The content of each field's part, if the object is a multipart form. Empty for JSON.
    pub part_kinds: Vec<PartKind>,
    /// How values are constructed.
    pub construction: Construction,
}

impl StructType {
    /// The fields that `new` takes: those that must have a value, and have no constant.
    pub fn constructor_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.codec.is_required() && field.constant.is_none())
    }

    /// The fields with a setter: those that may be missing, and that requests send.
    pub fn setter_fields(&self) -> impl Iterator<Item = &Field> {
        let has_setters = self.construction.has_setters;
        self.fields.iter().filter(move |field| has_setters && !field.codec.is_required() && !field.read_only)
    }
}

/// How values of a struct are constructed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Construction {
    /// Whether the struct derives `Default`.
    pub derives_default: bool,
    /// The function `new`, if there is one.
    pub constructor: Option<Constructor>,
    /// Whether each optional field has a setter.
    pub has_setters: bool,
}

/// The function `new` of a struct. It takes the required properties without a constant.
///
/// Several are taken by name: two strings that swap their places in a document must not swap their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// No parameters.
    Empty,
    /// The only required field.
    Single(RustName),
    /// A struct of this name with the required fields.
    Named(RustName),
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent properties of a schema")]
pub struct Field {
    /// The field's name.
    pub name: RustName,
    /// The method that sets it.
    pub setter: RustName,
    /// Documentation of that method, on one line. Empty if the property has no short description.
    pub setter_docs: Docs,
    /// The property's name.
    pub wire: WireName,
    /// Documentation of the field.
    pub docs: Docs,
    /// The type of a value that is present and not null.
    pub ty: Type,
    /// Whether the property is required.
    pub required: bool,
    /// Whether the property is nullable.
    pub nullable: bool,
    /// Whether the property is read-only: never sent.
    pub read_only: bool,
    /// Whether requests may contain the property although the document says that it is read-only: a discriminator reads
    /// it.
    pub is_read_only_discriminator: bool,
    /// Whether the property is write-only: never received.
    pub write_only: bool,
    /// Whether a request must have the property although the field is optional: responses do not have it.
    pub required_in_requests: bool,
    /// How the property is serialized and deserialized.
    pub codec: FieldCodec,
    /// Whether the setter takes `impl Into<ty>`.
    pub accepts_into: bool,
    /// The only permitted string, which new values contain. `None` if requests do not contain the type.
    pub constant: Option<String>,
    /// How a part of a multipart body is checked. A field of JSON is checked with its object.
    pub check: Check,
}

impl Field {
    /// Whether the field is an `Option`.
    pub fn is_optional(&self) -> bool {
        !self.required || self.nullable
    }

    /// Whether the field is a `Nullable<…>`, which distinguishes null from absent.
    pub fn is_nullable_type(&self) -> bool {
        !self.required && self.nullable && self.ty != Type::LenientString
    }
}

/// The content of a part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A value, as a string or in the given media type.
    Value(Option<String>),
    /// A file, by default of this media type.
    File(Option<String>),
    /// Several files, by default of this media type.
    Files(Option<String>),
}

/// How a property is serialized and deserialized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldCodec {
    /// Required and not nullable.
    #[default]
    Required,
    /// Required and nullable: `None` is null.
    RequiredNullable,
    /// A required [`Type::LenientString`].
    RequiredString,
    /// Optional: `None` is left out. Null is deserialized as `None`.
    Optional,
    /// Optional and nullable: `Some(None)` is null.
    OptionalNullable,
    /// An optional [`Type::LenientString`].
    OptionalString,
    /// An optional [`Type::Json`]: null is a value.
    OptionalJson,
    /// As `Optional`, but never serialized.
    ReadOnly,
    /// As `OptionalNullable`, but never serialized.
    ReadOnlyNullable,
    /// As `OptionalString`, but never serialized.
    ReadOnlyString,
    /// As `OptionalJson`, but never serialized.
    ReadOnlyJson,
}

impl FieldCodec {
    /// Whether a value must have the property. It may be null.
    pub fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::RequiredNullable | Self::RequiredString)
    }
}

/// An enum of strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringEnum {
    /// The documented strings, in the document's order.
    pub variants: Vec<StringVariant>,
    /// The variant for any other string, which keeps its spelling: `Other`. `None` if the enum is closed.
    pub other: Option<RustName>,
    /// Whether it is deserialized from any JSON value, as [`Type::LenientString`] is.
    pub accepts_any_json: bool,
}

/// A documented string of a string enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringVariant {
    /// The variant.
    pub name: RustName,
    /// The string on the wire.
    pub wire: WireName,
    /// Documentation of the variant.
    pub docs: Docs,
}

/// An enum of several types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Union {
    /// The variants, in the document's order.
    pub variants: Vec<UnionVariant>,
    /// The discriminator, if there is one.
    pub discriminator: Option<Discriminator>,
    /// Whether there are no other variants, so that the enum is exhaustive.
    pub is_closed: bool,
    /// The variant for values whose discriminator is unknown. `None` if such values are not accepted.
    pub unknown: Option<RustName>,
    /// Whether it is a struct around its only variant: a list or a map that contains itself.
    pub is_newtype: bool,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnionVariant {
    /// The variant.
    pub name: RustName,
    /// The method that returns the value of the variant: `as_card`.
    pub accessor: RustName,
    /// Documentation of the variant.
    pub docs: Docs,
    /// The type of its value.
    pub ty: Type,
    /// Recognizes values of the variant without a discriminator.
    pub matcher: VariantMatcher,
    /// The name and the value of the discriminator to add to values of the variant, which does not describe it.
    pub tag: Option<(String, String)>,
}

impl UnionVariant {
    /// A variant that any value may be, with the accessor of its name.
    pub(crate) fn new(name: RustName, docs: Docs, ty: Type) -> Self {
        Self { accessor: name.clone(), name, docs, ty, matcher: VariantMatcher::Any, tag: None }
    }
}

/// Recognizes values of a union variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariantMatcher {
    /// Any value: only deserializing it tells.
    Any,
    /// A string.
    String,
    /// A number.
    Number,
    /// A boolean.
    Bool,
    /// An array.
    Array,
    /// An array with such items.
    ArrayOf(Box<Self>),
    /// A value of one of several kinds: a union in the union.
    OneOf(Vec<Self>),
    /// An object with these properties.
    Object {
        /// Required properties.
        required: Vec<String>,
        /// Properties with a schema.
        known: Vec<String>,
        /// Properties that permit only these strings.
        constants: Vec<(String, Vec<String>)>,
        /// Properties whose values tell the variants apart.
        nested: Vec<(String, Self)>,
    },
}

/// The property whose value selects the variant of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// The property's name.
    pub property: String,
    /// The values, each with the index of its variant.
    pub values: Vec<(String, usize)>,
    /// The treatment of an unknown value.
    pub unknown: UnknownTag,
}

/// How a union treats a discriminator value that selects no variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownTag {
    /// The variant for unknown values: the document lists the values.
    Unknown,
    /// The best match is chosen: the document does not list the values, so the known ones are a guess.
    BestMatch,
    /// The variant with this index, also if there is no discriminator value.
    Variant(usize),
}
