//! The shapes of values.

use super::{Checks, Docs, PartKind, Rules, RustName, WireName};

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
    /// A whole number of this many bits.
    Integer(Integer),
    /// `f32`.
    Float32,
    /// `f64`.
    Float64,
    /// A point in time with its offset.
    DateTime,
    /// A day.
    Date,
    /// A length of time.
    Duration,
    /// A number of any precision.
    Number,
    /// A UUID.
    Uuid,
    /// Bytes, as Base64 on the wire.
    Base64,
    /// Bytes as they are: a body that is no JSON.
    Bytes,
    /// A multipart form, put together by hand.
    Multipart,
    /// Any JSON value.
    Json,
    /// A shape of the same operation.
    Named(RustName),
    /// A shape that operations share, in the service's `types` module.
    Shared(SharedName),
    /// `Vec<…>`.
    List(Box<Type>),
    /// A map from text to values.
    Map(Box<Type>),
    /// `Option<…>`: null is a value.
    Option(Box<Type>),
    /// `Box<…>`: where a shape would contain itself.
    Boxed(Box<Type>),
}

/// What a shape is called that operations share, inside the service's `types` module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedName {
    /// The module of what it is a part of: `types::order::Item` is a part of `types::Order`. What stands alone has none.
    pub within: Option<RustName>,
    /// The type's name.
    pub name: RustName,
}

impl SharedName {
    /// What stands alone.
    pub fn alone(name: RustName) -> Self {
        Self { within: None, name }
    }
}

/// `Order`, and `order::Item`.
impl std::fmt::Display for SharedName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(within) = &self.within {
            write!(formatter, "{within}::")?;
        }
        write!(formatter, "{}", self.name)
    }
}

/// The integer types of Rust that documents ask for.
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

/// A shape with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeDefinition {
    /// The type's name.
    pub name: RustName,
    /// The file it belongs to, among the shared shapes.
    pub module: RustName,
    /// Whether it is a part of another shape, and so called through the module.
    pub is_part: bool,
    /// What its documentation says.
    pub docs: Docs,
    /// What it is.
    pub shape: Shape,
    /// What holds for a value as a whole: a text's length, or how many members an object has.
    pub rules: Rules,
    /// Whether a request can hold it: only then is it built by hand.
    pub is_sent: bool,
    /// How its rules are checked, and those of what it consists of.
    pub checks: Checks,
}

impl TypeDefinition {
    /// What others call it, where operations share it.
    pub fn shared_name(&self) -> SharedName {
        SharedName { within: self.is_part.then(|| self.module.clone()), name: self.name.clone() }
    }
}

/// What a named shape is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An object with members.
    Structure(Structure),
    /// One of several texts, open to values that are not listed.
    Enumeration(Enumeration),
    /// One of several shapes.
    Union(Union),
}

/// An object with members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// The members, in the document's order.
    pub fields: Vec<Field>,
    /// The field that keeps members which the document does not name.
    pub extra: RustName,
    /// The type of those members, where the document gives one.
    pub additional: Option<Type>,
    /// What holds for each of those members, where anything does.
    pub additional_rules: Option<Box<Rules>>,
    /// What the parts hold that the members are, each as its field; none where the object is JSON.
    pub parts: Vec<PartKind>,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field in Rust.
    pub name: RustName,
    /// The method that sets it.
    pub setter: RustName,
    /// The member on the wire.
    pub wire: WireName,
    /// What its documentation says.
    pub docs: Docs,
    /// The type of the value, when it is there and not null.
    pub ty: Type,
    /// Whether the member must be there.
    pub required: bool,
    /// Whether `null` may stand for the value.
    pub nullable: bool,
    /// Whether the member is only received, and so never written.
    pub read_only: bool,
    /// The text that it has in a new value, where the document leaves no choice.
    pub constant: Option<String>,
    /// What is checked of the value; no rule of its own, where only its shape has some.
    pub rules: Option<Box<Rules>>,
}

impl Field {
    /// Whether the field can be left out when a value is made.
    pub fn is_optional(&self) -> bool {
        !self.required || self.nullable
    }

    /// Whether null and absent are told apart: `Option<Option<…>>`.
    pub fn is_doubly_optional(&self) -> bool {
        !self.required && self.nullable && self.ty != Type::AnyText
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

/// One of several shapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Union {
    /// The shapes, in the document's order.
    pub branches: Vec<Branch>,
    /// The member that says which shape it is, where one does.
    pub tag: Option<Tag>,
}

/// A shape of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The variant in Rust.
    pub name: RustName,
    /// What its documentation says.
    pub docs: Docs,
    /// The type that the variant holds.
    pub ty: Type,
    /// How to recognise it without a tag.
    pub signs: Signs,
    /// What is checked of the value; no rule of its own, where only its shape has some.
    pub rules: Option<Box<Rules>>,
}

/// How to recognise a branch of a union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signs {
    /// Only by trying.
    Any,
    /// A text.
    Text,
    /// A number.
    Number,
    /// True or false.
    Bool,
    /// An array.
    List,
    /// An object with these members.
    Object {
        /// Members that must be there.
        required: Vec<String>,
        /// Members that may be there.
        known: Vec<String>,
        /// Members that can hold only these texts.
        constants: Vec<(String, Vec<String>)>,
    },
}

/// The member of a union's objects that says which shape each is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The member.
    pub property: String,
    /// Each value with the index of its branch.
    pub values: Vec<(String, usize)>,
    /// What a value is where the tag says nothing of these.
    pub otherwise: Otherwise,
}

/// What becomes of a value of a union whose tag has no branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// It is refused: the document lists the branches.
    Refused,
    /// The branch that fits best: the document does not list the values, so they are a guess.
    Fitting,
    /// The branch with this index, also where there is no tag.
    Branch(usize),
}
