//! Constraints on values, which a client checks before it sends a request.

use super::{RustName, WireName};

/// The constraints that a schema puts on a value besides its type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The minimum number of characters.
    pub min_length: Option<u64>,
    /// The maximum number of characters.
    pub max_length: Option<u64>,
    /// Patterns that a string must match, all of them.
    pub patterns: Vec<String>,
    /// The inclusive minimum, spelled as in the document.
    pub minimum: Option<String>,
    /// The exclusive minimum.
    pub exclusive_minimum: Option<String>,
    /// The inclusive maximum.
    pub maximum: Option<String>,
    /// The exclusive maximum.
    pub exclusive_maximum: Option<String>,
    /// Numbers that must divide the value.
    pub multiples_of: Vec<String>,
    /// The minimum number of items.
    pub min_items: Option<u64>,
    /// The maximum number of items.
    pub max_items: Option<u64>,
    /// Whether items must differ from each other.
    pub unique_items: bool,
    /// The minimum number of properties.
    pub min_properties: Option<u64>,
    /// The maximum number of properties.
    pub max_properties: Option<u64>,
    /// Constraints on every item of a list or value of a map.
    pub each: Option<Box<Rules>>,
    /// Alternatives: the value must obey at least one. Empty: no condition.
    pub any_of: Vec<Rules>,
}

impl Rules {
    /// Whether there is nothing to check.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The rules in a box, or `None` if they are empty.
    pub fn if_any(self) -> Option<Box<Self>> {
        if self.is_empty() { None } else { Some(Box::new(self)) }
    }
}

/// How values of a type are checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Checks {
    /// Not at all.
    #[default]
    None,
    /// The type has no rules, but is an item of a value that has.
    Nested,
    /// By its own `validate`: the type or something in it has rules.
    Own,
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
