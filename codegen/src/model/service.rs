//! Services: what one document describes.

use super::{Docs, DocumentExample, ErrorHeaders, Operation, QuickStart, RustName, TypeDefinition, WireName};

/// The operations and types of one document, printed as one module behind one feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The path of the document, for the header of each file.
    pub source: String,
    /// The module: `codearts_artifact`.
    pub module: RustName,
    /// The path of the parent module, from the crate root. Empty for the root.
    pub parent_modules: Vec<RustName>,
    /// The Cargo feature: `codearts-artifact`.
    pub feature: String,
    /// The service's title.
    pub title: String,
    /// Documentation of the module.
    pub docs: Docs,
    /// The servers.
    pub servers: Vec<Server>,
    /// The constants of the regions, sorted by region.
    pub regions: Vec<Region>,
    /// The security schemes.
    pub security_schemes: Vec<SecurityScheme>,
    /// Parameters that are set once on the client.
    pub client_parameters: Vec<WireName>,
    /// The operations, sorted by method name.
    pub operations: Vec<Operation>,
    /// The types that several operations use, sorted by name.
    pub types: Vec<TypeDefinition>,
    /// The error headers that several operations document, sorted by name.
    pub error_headers: Vec<ErrorHeaders>,
    /// The example that opens the documentation.
    pub quick_start: Option<QuickStart>,
    /// Lints that the module allows.
    pub allowed_lints: Vec<Lint>,
    /// The example values of the document. Empty unless [`Options::examples`](crate::Options::examples) is set.
    pub document_examples: Vec<DocumentExample>,
}

impl Service {
    /// The type of the authenticator that security schemes name.
    pub fn authenticator(&self) -> Option<&TypePath> {
        self.security_schemes.iter().find_map(|scheme| match &scheme.kind {
            SecurityKind::Authenticator(path) => Some(path),
            _ => None,
        })
    }

    /// Whether operations share any type.
    pub fn has_types(&self) -> bool {
        !self.types.is_empty() || !self.error_headers.is_empty()
    }
}

/// A lint that generated types can violate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lint {
    /// `clippy::large_enum_variant`
    LargeEnumVariant,
    /// `clippy::type_complexity`
    TypeComplexity,
}

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

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The scheme's name in the document.
    pub name: WireName,
    /// The kind of the scheme.
    pub kind: SecurityKind,
}

/// The kind of a security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// An authenticator of this type (`x-authenticator`).
    Authenticator(TypePath),
    /// An API key in this header.
    HeaderKey(String),
    /// An API key in this query parameter.
    QueryKey(String),
    /// An API key in this cookie.
    CookieKey(String),
    /// A user name and a password (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750).
    Bearer,
    /// Another HTTP authentication scheme.
    Http(String),
    /// OAuth 2: a bearer token, which the client can fetch from a token URL.
    OAuth2 {
        /// The token URL of the client credentials flow.
        token_url: Option<String>,
        /// The URL that accepts refresh tokens.
        refresh_url: Option<String>,
        /// The documented scopes.
        scopes: Vec<String>,
    },
    /// OpenID Connect with this discovery URL.
    OpenIdConnect(String),
    /// A client certificate in the TLS handshake.
    MutualTls,
}

/// The path of a Rust type outside of the generated code: `my_crate::Authenticator`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypePath(Vec<String>);

impl TypePath {
    /// Parses a path of identifiers with `::` between them. The first is the name of a crate, or `crate`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let segments: Vec<&str> = text.strip_prefix("::").unwrap_or(text).split("::").collect();
        let is_valid = |(index, segment): (usize, &&str)| {
            (index == 0 && *segment == "crate") || RustName::checked(segment).is_some()
        };
        let is_path = segments.len() > 1 && segments.iter().enumerate().all(is_valid);
        is_path.then(|| Self(segments.into_iter().map(str::to_owned).collect()))
    }

    /// The crate that the type is from; `None` for the one that contains the generated code.
    pub fn crate_name(&self) -> Option<&str> {
        self.0.first().map(String::as_str).filter(|name| *name != "crate")
    }

    /// The name under which generated code exports that crate: without `wireright_`.
    pub fn export_name(&self) -> Option<&str> {
        self.crate_name().map(|name| name.strip_prefix("wireright_").filter(|rest| !rest.is_empty()).unwrap_or(name))
    }

    /// The path below the crate.
    pub fn below_crate(&self) -> String {
        self.0.get(1..).unwrap_or_default().join("::")
    }

    /// The whole path.
    pub fn as_str(&self) -> String {
        self.0.join("::")
    }
}
