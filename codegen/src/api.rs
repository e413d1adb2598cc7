//! The public API of a generated crate as data: one item for each thing that other code can name.

use std::{fmt, sync::Arc};

use crate::{
    model::{ArgumentLocation, StatusRange},
    source::Location,
};

/// An item of the public API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiItem {
    /// The path below the crate: `kafka::types::Pet::name`.
    pub path: String,
    /// The kind of item.
    pub kind: ApiItemKind,
    /// The declaration, as code that names it depends on it: `pub kafka::types::Pet::name: Option<String>`.
    pub signature: String,
    /// What the item does beyond its declaration, such as its name on the wire. Each aspect has a name.
    pub behavior: Vec<(&'static str, String)>,
    /// The part of a document that the item comes from.
    pub origin: ApiOrigin,
}

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiItemKind {
    /// A module.
    Module,
    /// A static.
    Static,
    /// A struct with private fields, or one that other crates cannot construct.
    Struct,
    /// A struct that other crates construct with all fields.
    ExhaustiveStruct,
    /// An enum that other crates must match with `_`.
    Enum,
    /// An enum that other crates match completely.
    ExhaustiveEnum,
    /// A type alias.
    Alias,
    /// A field of a struct.
    Field,
    /// A variant of an enum.
    Variant,
    /// A constant of a type.
    Constant,
    /// A function or method of a type.
    Function,
    /// An implementation of a trait. The path is that of the type, and the signature that of the trait.
    Trait,
}

/// The part of a document that an item comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiOrigin {
    /// The document as a whole.
    Document {
        /// Its path.
        file: Arc<str>,
    },
    /// A part of an operation.
    Operation {
        /// The path of the document.
        file: Arc<str>,
        /// The method in capitals and the path: `GET /pets`.
        operation: Arc<str>,
        /// The part.
        part: OperationPart,
    },
    /// A schema, or a property or a value of one.
    Schema {
        /// The location of the schema.
        location: Location,
        /// The name of a property, or a value of an enum.
        name: Option<String>,
    },
}

/// A part of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperationPart {
    /// The operation as a whole.
    Whole,
    /// A value of the request, with its name on the wire.
    Argument(ArgumentLocation, String),
    /// The request body.
    Body,
    /// All responses.
    Responses,
    /// The responses with this status.
    Response(StatusRange),
    /// A response header.
    Header(String),
}

/// One line, which begins with the path.
impl fmt::Display for ApiItem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ApiItemKind::Trait => write!(formatter, "impl {} for {}", self.signature, self.path),
            _ => formatter.write_str(&self.signature),
        }
    }
}

/// The items as text, one line each, in a fixed order: sorted by path. The traits of a type are on one line.
pub fn api_text(items: &[ApiItem]) -> String {
    let mut lines: Vec<(&str, ApiItemKind, String)> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some((path, ApiItemKind::Trait, line)) if item.kind == ApiItemKind::Trait && *path == item.path => {
                let end = line.find(" for ").unwrap_or(line.len());
                line.insert_str(end, &format!(", {}", item.signature));
            }
            _ => lines.push((&item.path, item.kind, item.to_string())),
        }
    }
    lines.sort();
    lines.into_iter().map(|(_, _, line)| line + "\n").collect()
}
