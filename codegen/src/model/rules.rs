//! What a value must obey before it is worth sending.

use super::{RustName, WireName};

/// What a document says of a value besides its type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The fewest characters.
    pub min_length: Option<u64>,
    /// The most characters.
    pub max_length: Option<u64>,
    /// The patterns that a text must match.
    pub patterns: Vec<String>,
    /// The least number, as the document writes it.
    pub minimum: Option<String>,
    /// What a number must be greater than.
    pub exclusive_minimum: Option<String>,
    /// The greatest number.
    pub maximum: Option<String>,
    /// What a number must be less than.
    pub exclusive_maximum: Option<String>,
    /// What a number must be a multiple of.
    pub multiples_of: Vec<String>,
    /// The fewest elements.
    pub min_items: Option<u64>,
    /// The most elements.
    pub max_items: Option<u64>,
    /// Whether no element may stand twice.
    pub unique_items: bool,
    /// The fewest members.
    pub min_properties: Option<u64>,
    /// The most members.
    pub max_properties: Option<u64>,
    /// What holds for each element of a list, or each value of a map.
    pub each: Option<Box<Rules>>,
    /// One of these must hold too, where there are any.
    pub any_of: Vec<Rules>,
}

impl Rules {
    /// Whether there is nothing to check.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The rules, where there is something to check.
    pub fn if_any(self) -> Option<Box<Self>> {
        if self.is_empty() { None } else { Some(Box::new(self)) }
    }
}

/// How the rules of a shape are checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Checks {
    /// Not at all: there are none.
    #[default]
    None,
    /// It has no rules itself, and stands where there are some: in a list of at most five, say.
    Held,
    /// By its `validate`: it has rules, or something in it has.
    Own,
}

/// The rules of a password, from `x-password-rules`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// The constant that holds the rules: `NEW_PASSWORD_RULES`.
    pub constant: RustName,
    /// The fewest characters, where the document says.
    pub min_length: Option<u64>,
    /// The most characters, where the document says.
    pub max_length: Option<u64>,
    /// How many of the four classes (lowercase, uppercase, digits, special) must occur.
    pub min_classes: u8,
    /// Every special character that may occur.
    pub special: String,
    /// Characters that the password may not begin with.
    pub forbidden_first: String,
    /// Other values of the request that it may not resemble.
    pub unlike: Vec<Unlike>,
    /// Rules that only the server can judge, in words.
    pub server_judges: Vec<String>,
}

/// A value of the same request that a password may not resemble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlike {
    /// The other value's name on the wire.
    pub other: WireName,
    /// The other value's field in the request.
    pub field: RustName,
    /// Whether containing the other value is forbidden; otherwise only being equal to it.
    pub contains: bool,
    /// Whether the other value spelled backwards is forbidden too.
    pub reversed: bool,
}
