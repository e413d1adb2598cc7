//! A service: what one document describes.

use super::{Docs, ErrorHeaders, Opening, Operation, RustName, Sample, TypeDefinition, WireName};

/// One document's worth of operations, printed as one module behind one feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The path of the document, for the header of each file.
    pub source: String,
    /// The module: `codearts_artifact`.
    pub module: RustName,
    /// The modules that this one stands in, from the root of the crate.
    pub within: Vec<RustName>,
    /// The Cargo feature: `codearts-artifact`.
    pub feature: String,
    /// The service's name for people.
    pub title: String,
    /// What the module's documentation says.
    pub docs: Docs,
    /// Where the service is reached.
    pub servers: Vec<Server>,
    /// The constants of the regions, sorted by region.
    pub regions: Vec<Region>,
    /// The ways to prove who is calling.
    pub security_schemes: Vec<SecurityScheme>,
    /// Parameters that are set once on the client.
    pub client_parameters: Vec<WireName>,
    /// The operations, sorted by method name.
    pub operations: Vec<Operation>,
    /// The shapes that operations share, sorted by name.
    pub types: Vec<TypeDefinition>,
    /// The headers of failures that operations share, sorted by name.
    pub error_headers: Vec<ErrorHeaders>,
    /// How a client is made and used first.
    pub opening: Option<Opening>,
    /// The examples of the document, where they are asked for.
    pub samples: Vec<Sample>,
}

impl Service {
    /// Whether there is anything that operations share.
    pub fn has_types(&self) -> bool {
        !self.types.is_empty() || !self.error_headers.is_empty()
    }
}

/// A place where the service is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The region it serves, where the document names one.
    pub region: Option<String>,
    /// The address: scheme, host and base path, with its variables in braces.
    pub url: String,
    /// The variables of the address.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: String,
    /// The name as documentation shows it.
    pub label: String,
    /// The value where none is given.
    pub default: String,
    /// The values that it may have; any, where none is listed.
    pub allowed: Vec<String>,
    /// What the document says of it.
    pub docs: Docs,
}

/// A constant for a region's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The constant: `CN_NORTH_4`.
    pub constant: RustName,
    /// The id: `cn-north-4`.
    pub id: String,
    /// What the document says of it.
    pub docs: Docs,
}

/// A way to prove who is calling, under the document's name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The scheme's name in the document.
    pub name: WireName,
    /// How it works.
    pub kind: SecurityKind,
}

/// How a security scheme works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// Every request is signed; the text names the algorithm.
    Signature(String),
    /// A key goes into this header.
    HeaderKey(String),
    /// A key goes into this query parameter.
    QueryKey(String),
    /// A key goes into this cookie.
    CookieKey(String),
    /// A user name and a password (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750).
    Bearer,
    /// Another scheme of HTTP.
    Http(String),
    /// OAuth 2: a bearer token, which a program can fetch by itself where there is an address for that.
    OAuth2 {
        /// Where a token can be fetched with a client's own credentials.
        token_url: Option<String>,
        /// Where a token can be fetched with a refresh token, if the document says it.
        refresh_url: Option<String>,
        /// What can be asked for there.
        scopes: Vec<String>,
    },
    /// OpenID Connect, discovered at this address.
    OpenIdConnect(String),
    /// A certificate that the client shows in the TLS handshake.
    MutualTls,
}
