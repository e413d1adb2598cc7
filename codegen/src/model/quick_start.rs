//! The quick start of a service: how its client is built and called for the first time.

use super::{RustName, SecurityKind, WireName};

/// A client builder and a first call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickStart {
    /// The calls of the builder, in this order.
    pub settings: Vec<BuilderSetting>,
    /// Other sets of credentials that are sufficient.
    pub alternatives: Vec<Vec<CredentialSetting>>,
    /// The index of the called operation in [`Service::operations`](super::Service::operations).
    pub operation: usize,
}

/// A call of the client builder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuilderSetting {
    /// The endpoint, because the document names no host.
    Endpoint(String),
    /// Permission for plain HTTP, because the documented server has no TLS.
    AllowHttp,
    /// The region, by its constant.
    Region(RustName),
    /// A server variable.
    Variable {
        /// The variable.
        name: String,
        /// The value in the example.
        value: String,
        /// Other documented values.
        others: Vec<String>,
    },
    /// Credentials.
    Credential(CredentialSetting),
}

/// Credentials of one security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialSetting {
    /// The scheme's name in the document.
    pub scheme: WireName,
    /// The kind of credentials.
    pub kind: SecurityKind,
    /// The environment variable that holds the secret.
    pub variable: String,
}
