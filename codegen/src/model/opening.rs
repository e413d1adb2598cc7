//! How a client is made and used first, as documentation shows it.

use super::{RustName, SecurityKind, WireName};

/// A client from its builder to the end of a first call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// What the builder is told, in this order.
    pub settings: Vec<Setting>,
    /// The keys that would do as well, an alternative each.
    pub alternatives: Vec<Vec<Key>>,
    /// The operation that is called, by its place among those of the service.
    pub operation: usize,
}

/// What a builder is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The address, which the document does not say.
    Endpoint(String),
    /// That the address, which the document says, is one without TLS.
    AllowHttp,
    /// The region, by its constant.
    Region(RustName),
    /// A variable of the address, its default, and other values that it may have.
    Variable {
        /// The variable.
        name: String,
        /// The value that is shown.
        value: String,
        /// Others that would do.
        others: Vec<String>,
    },
    /// A key.
    Key(Key),
}

/// The key of a security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The scheme's name in the document.
    pub scheme: WireName,
    /// What the scheme takes.
    pub kind: SecurityKind,
    /// The variable of the environment that the secret is read from.
    pub variable: String,
}
