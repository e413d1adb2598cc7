//! Servers and regions of a service.

use super::{Docs, RustName};

/// A server of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The region that it serves.
    pub region: Option<String>,
    /// The URL template: scheme, host and base path, with variables in braces.
    pub url: String,
    /// The variables of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: String,
    /// The name as Markdown.
    pub label: String,
    /// The default value.
    pub default: String,
    /// The permitted values. Empty: any value.
    pub allowed: Vec<String>,
    /// The document's description.
    pub docs: Docs,
}

/// A constant for a region's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The constant: `CN_NORTH_4`.
    pub constant: RustName,
    /// The id: `cn-north-4`.
    pub id: String,
    /// Documentation of the constant.
    pub docs: Docs,
}
