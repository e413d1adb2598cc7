//! Constraints on values, which `validate()` checks. A client does not call it.

use super::{RustName, WireName};

/// The name of a schema of the service that `validate()` checks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchemaName(pub String);

/// A schema that `validate()` checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedSchema {
    /// Its name.
    pub name: SchemaName,
    /// Its keywords, as JSON text in ASCII.
    pub json: String,
}

/// How a value is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Check {
    /// Not at all: its type expresses everything.
    #[default]
    None,
    /// Against a schema of the service.
    Schema(SchemaName),
    /// Against a schema that stands where it is used, as JSON text in ASCII. It refers to no other schema.
    InPlace(String),
    /// Against these limits, which are all that the schema says.
    Limits(ValueLimits),
    /// Files: the minimum and the maximum number.
    FileCount(Option<u64>, Option<u64>),
    /// By the fields of a multipart body.
    Parts,
}

/// Limits of one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueLimits {
    /// The minimum and the maximum number of characters of a string.
    pub length: (Option<u64>, Option<u64>),
    /// The minimum and the maximum number of items of an array.
    pub items: (Option<u64>, Option<u64>),
    /// The least and the greatest number.
    pub range: (Option<i64>, Option<i64>),
    /// The regular expression of a string.
    pub pattern: Option<String>,
    /// The schema as JSON text.
    pub json: String,
}

impl Check {
    /// The name of the schema.
    pub fn schema(&self) -> Option<&SchemaName> {
        match self {
            Self::Schema(name) => Some(name),
            _ => None,
        }
    }
}

/// The rules of a password, from `x-password-rules`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// The constant that holds the rules: `NEW_PASSWORD_RULES`.
    pub constant: RustName,
    /// The minimum number of characters.
    pub min_length: Option<u64>,
    /// The maximum number of characters.
    pub max_length: Option<u64>,
    /// How many of the four classes (lowercase, uppercase, digits, special) must occur.
    pub min_classes: u8,
    /// The permitted special characters.
    pub special: String,
    /// Characters that must not be the first.
    pub forbidden_first: String,
    /// Other values of the request that the password must not resemble.
    pub similarity: Vec<SimilarityRule>,
    /// Rules that only the server can check, in prose.
    pub server_side_rules: Vec<String>,
}

/// A value of the same request that a password must not resemble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimilarityRule {
    /// The other value's name on the wire.
    pub other: WireName,
    /// The other value's field in the request.
    pub field: RustName,
    /// Whether the password must not contain the other value. Otherwise it must not equal it.
    pub contains: bool,
    /// Whether the reversed value is forbidden too.
    pub reversed: bool,
}
