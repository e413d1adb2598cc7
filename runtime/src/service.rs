//! What generated code says about a service as a whole.

/// A service: its name, where it is served and how it is secured. Generated code holds one `static` of it.
#[derive(Debug)]
pub struct Service {
    /// The short name that stands first in the name of each operation: `dcs`.
    pub name: &'static str,
    /// The name for people: `Distributed Cache Service`.
    pub title: &'static str,
    /// Begins the User-Agent: the name and version of the crate that people depend on, as `name/version`.
    pub user_agent: &'static str,
    /// Where the service is served.
    pub servers: &'static [Server],
    /// The ways in which a request may be secured.
    pub security_schemes: &'static [SecurityScheme],
    /// The parameters that are given once to the client and may be given again to a call.
    pub client_parameters: &'static [&'static str],
}

/// A place where a service is served.
#[derive(Debug)]
pub struct Server {
    /// The region that this server serves; `None` for one that serves all.
    pub region: Option<&'static str>,
    /// Scheme, host and port, and the path that those of all operations begin with, if there is one. A `{name}` stands for a
    /// variable.
    pub url: &'static str,
    /// The variables of the URL.
    pub variables: &'static [ServerVariable],
}

/// A part of a server's URL that the user of a client may choose (OpenAPI 3.0.3, "Server Variable Object").
#[derive(Debug)]
pub struct ServerVariable {
    /// The name that stands in braces in the URL.
    pub name: &'static str,
    /// The value where none is chosen.
    pub default: &'static str,
    /// The values that may be chosen; empty if any may.
    pub allowed: &'static [&'static str],
}

/// A named way in which a request may be secured (OpenAPI 3.0.3, "Security Scheme Object").
#[derive(Debug)]
pub struct SecurityScheme {
    /// The name by which an operation refers to it.
    pub name: &'static str,
    /// What it does to a request.
    pub kind: SecurityKind,
}

/// What a security scheme does to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecurityKind {
    /// The request is authenticated by the client's [`Authenticator`](crate::Authenticator) (`x-authenticator`).
    Authenticator,
    /// The request carries a key in the header of this name (`type: apiKey`).
    HeaderKey(&'static str),
    /// The request carries a key in the query parameter of this name (`type: apiKey`).
    QueryKey(&'static str),
    /// The request carries a key in the cookie of this name (`type: apiKey`).
    CookieKey(&'static str),
    /// A user and a password (`type: http`; RFC 7617).
    Basic,
    /// A bearer token (`type: http`; RFC 6750).
    Bearer,
    /// What follows the name of this scheme in the header `Authorization` (`type: http`; RFC 9110, section 11.6.2).
    Http(&'static str),
    /// A bearer token that an OAuth 2.0 server issues (`type: oauth2`).
    OAuth2 {
        /// Where tokens are issued, if the document says so.
        token_url: Option<&'static str>,
        /// Where tokens are issued for a refresh token, if that is elsewhere or if the document says only that.
        refresh_url: Option<&'static str>,
        /// The scopes that the document names.
        scopes: &'static [&'static str],
    },
    /// A bearer token that an OpenID provider issues, which is described at this URL (`type: openIdConnect`).
    OpenIdConnect(&'static str),
    /// The certificate that the client shows in the TLS handshake (`type: mutualTLS`). Nothing is added to a request.
    MutualTls,
}

/// A service for the tests of other modules.
#[cfg(test)]
pub(crate) static TEST_SERVICE: Service = Service {
    name: "test",
    title: "Test",
    user_agent: "test/1",
    servers: &[],
    security_schemes: &[],
    client_parameters: &[],
};
