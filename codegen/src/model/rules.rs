//! What a value must obey before it is worth sending.

use super::{RustName, WireName};

/// Limits on a text's length, in characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The fewest characters, where the document says.
    pub min: Option<u64>,
    /// The most characters, where the document says.
    pub max: Option<u64>,
}

impl Limits {
    /// Whether there is anything to check.
    pub fn is_empty(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }
}

/// The rules of a password, from `x-password-rules`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordRules {
    /// The constant that holds the rules: `NEW_PASSWORD_RULES`.
    pub constant: RustName,
    /// How long the password may be.
    pub limits: Limits,
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
