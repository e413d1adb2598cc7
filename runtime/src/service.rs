//! [`Service`]: metadata of a service, which generated code provides.

/// Metadata of a service: names, servers and security schemes. Generated code has a `static` for each.
#[derive(Debug)]
pub struct Service {
    /// The short name, such as `dcs`. The name of each operation begins with it.
    pub name: &'static str,
    /// The title, such as `Distributed Cache Service`.
    pub title: &'static str,
    /// The first product of the `User-Agent`: name and version of the client crate, as `name/version`.
    pub user_agent: &'static str,
    /// The documented servers.
    pub servers: &'static [Server],
    /// The documented security schemes.
    pub security_schemes: &'static [SecurityScheme],
    /// Names of the parameters that are set on the client. A call can override them.
    pub client_parameters: &'static [&'static str],
}

/// A server of a service (OpenAPI 3.0.3, "Server Object").
#[derive(Debug)]
pub struct Server {
    /// The region of the server. `None`: all regions.
    pub region: Option<&'static str>,
    /// The URL, with an optional base path. `{name}` is a variable.
    pub url: &'static str,
    /// The variables of the URL.
    pub variables: &'static [ServerVariable],
}

/// A variable of a server's URL (OpenAPI 3.0.3, "Server Variable Object").
#[derive(Debug)]
pub struct ServerVariable {
    /// The name, which the URL has in braces.
    pub name: &'static str,
    /// The default value.
    pub default: &'static str,
    /// The allowed values. Empty: any.
    pub allowed: &'static [&'static str],
}

/// A security scheme (OpenAPI 3.0.3, "Security Scheme Object").
#[derive(Debug)]
pub struct SecurityScheme {
    /// The name, to which operations refer.
    pub name: &'static str,
    /// The kind.
    pub kind: SecurityKind,
}

/// Kind of a security scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecurityKind {
    /// The request is authenticated by the client's [`Authenticator`](crate::Authenticator) (`x-authenticator`).
    Authenticator,
    /// A key in the header of this name (`type: apiKey`).
    HeaderKey(&'static str),
    /// A key in the query parameter of this name (`type: apiKey`).
    QueryKey(&'static str),
    /// A key in the cookie of this name (`type: apiKey`).
    CookieKey(&'static str),
    /// A user and a password (`type: http`; RFC 7617).
    Basic,
    /// A bearer token (`type: http`; RFC 6750).
    Bearer,
    /// The credentials after this authentication scheme in the header `Authorization` (`type: http`; RFC 9110, section
    /// 11.6.2).
    Http(&'static str),
    /// A bearer token that an OAuth 2.0 server issues (`type: oauth2`).
    OAuth2 {
        /// The documented token URL.
        token_url: Option<&'static str>,
        /// The documented URL for refresh tokens, if it differs from `token_url` or is the only one.
        refresh_url: Option<&'static str>,
        /// The documented scopes.
        scopes: &'static [&'static str],
    },
    /// A bearer token that an OpenID provider issues (`type: openIdConnect`). The URL is that of its configuration.
    OpenIdConnect(&'static str),
    /// A client certificate in the TLS handshake (`type: mutualTLS`). Nothing is added to a request.
    MutualTls,
}

/// A service for the tests of other modules.
#[cfg(test)]
#[allow(dead_code, reason = "a copy in a client has no unit tests")]
pub(crate) static TEST_SERVICE: Service = Service {
    name: "test",
    title: "Test",
    user_agent: "test/1",
    servers: &[],
    security_schemes: &[],
    client_parameters: &[],
};
