//! Security schemes of a service.

use super::{RustName, WireName};

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

/// The path of a Rust type outside the generated code: `my_crate::Authenticator`.
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

    /// The type's crate. `None` for the crate that contains the generated code.
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
