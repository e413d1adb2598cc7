//! [`Property`]: how a documented property of an object is read and written.

/// A documented property of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// The name of the property in JSON.
    pub name: &'static str,
    /// Whether it may be missing or null.
    pub presence: Presence,
    /// Whether requests leave it out.
    pub is_read_only: bool,
    /// Whether it is a string that accepts any JSON, as its JSON text.
    pub is_lenient: bool,
}

/// Whether a property may be missing, and what null means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must be present. Null is a value of its type, if any.
    Required,
    /// It may be missing. Null is the same as missing.
    Optional,
    /// It may be missing. Null is a value of its type.
    Nullable,
}

impl Property {
    /// A property that requests send, and whose type determines its JSON.
    pub const fn new(name: &'static str, presence: Presence) -> Self {
        Self { name, presence, is_read_only: false, is_lenient: false }
    }

    /// Leaves the property out of requests.
    #[must_use]
    pub const fn read_only(self) -> Self {
        Self { is_read_only: true, ..self }
    }

    /// Accepts any JSON for a string.
    #[must_use]
    pub const fn lenient(self) -> Self {
        Self { is_lenient: true, ..self }
    }
}
