//! Token endpoint of an authorization server: configured, documented, or discovered from the configuration of an OpenID
//! provider (OpenID Connect Discovery 1.0, section 4). Does no I/O.

use std::{fmt, future::Future, time::Duration};

use serde::Deserialize;

use super::grant::{Grant, GrantKind};
use crate::{
    Error, InvalidRequest, Operation, Request, SecurityKind, Service,
    clock::{Clock, Instant},
    endpoint::{Endpoint, split_target},
    pagination::without_dots,
    request::Target,
    security::single_flight::{Freshness, SingleFlightCache},
};

/// Source of the token URL.
pub(crate) enum TokenEndpoint {
    /// The URL is configured or documented.
    Known(ResolvedTokenEndpoint),
    /// The configuration of an OpenID provider has the URL.
    Discovered(Discovery),
}

impl TokenEndpoint {
    /// The endpoint that the grant configures, else the documented one of the scheme.
    pub(super) fn of(
        grant: &Grant,
        kind: SecurityKind,
        allow_http: bool,
        service: &Endpoint,
    ) -> Result<Self, InvalidRequest> {
        let tokens = |url: &str, allow_http| {
            TokenUrl::parse(url, allow_http, service).map(ResolvedTokenEndpoint::known).map(Self::Known)
        };
        let provider = |url: &str, allow_http| Discovery::parse(url, allow_http, service).map(Self::Discovered);
        if let Some(url) = &grant.token_url {
            return tokens(url, allow_http);
        }
        if let Some(url) = &grant.discovery_url {
            return provider(url, allow_http);
        }
        let is_refresh = matches!(grant.kind, GrantKind::RefreshToken { .. });
        let (documented, purpose, setter) = match kind {
            SecurityKind::OpenIdConnect(url) => {
                (Some(url), "the OpenID provider's configuration read", "discovery_url")
            }
            SecurityKind::OAuth2 { token_url, refresh_url, .. } => {
                (refresh_url.filter(|_| is_refresh).or(token_url), "tokens fetched", "token_url")
            }
            _ => (None, "", "token_url"),
        };
        let refuse = |problem: String| {
            let problem = format!("{problem}; give an address by `{}::{setter}`", grant.type_name());
            InvalidRequest::Setting { problem }
        };
        let Some(url) = documented else {
            return Err(refuse("the documents do not say where tokens are fetched".to_owned()));
        };
        // `allow_http` does not apply: the user did not choose a documented URL.
        if url.to_ascii_lowercase().starts_with("http://") {
            return Err(refuse(format!("the documents have {purpose} without TLS, at `{url}`")));
        }
        let endpoint = match kind {
            SecurityKind::OpenIdConnect(_) => provider(url, false),
            _ => tokens(url, false),
        };
        endpoint.map_err(|invalid| refuse(invalid.to_string()))
    }
}

/// Path of the configuration below the issuer (OpenID Connect Discovery 1.0, section 4).
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// Lifetime of a cached configuration.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// Maximum length of an OpenID configuration, in bytes. Those of large providers have about 3 KB.
pub(crate) const MAX_CONFIGURATION_BYTES: usize = 256 * 1024;

/// The service of an OpenID provider.
pub(crate) static OPENID_SERVICE: Service = Service {
    name: "openid",
    title: "OpenID provider",
    user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    servers: &[],
    security_schemes: &[],
    client_parameters: &[],
};

static CONFIGURATION: Operation = Operation {
    id: "configuration",
    name: "openid.configuration",
    method: "GET",
    path: "/",
    idempotent: true,
    security: &[],
    failures: &[],
    servers: &[],
    service: &OPENID_SERVICE,
};

/// Discovery of a token endpoint: the URL of an OpenID provider's configuration, and the cached result.
pub(crate) struct Discovery {
    pub(crate) url: TokenUrl,
    /// The expected issuer, without a trailing slash.
    issuer: String,
    cache: SingleFlightCache<ResolvedTokenEndpoint>,
}

/// A token URL, and how the client authenticates there.
#[derive(Clone)]
pub(crate) struct ResolvedTokenEndpoint {
    pub(crate) url: TokenUrl,
    /// Whether the server takes the client id and secret in the body only.
    pub(crate) is_in_body: bool,
    /// Time of expiry. `None`: never.
    expiry: Option<Instant>,
}

/// The provider metadata that the client uses (OpenID Connect Discovery 1.0, section 3).
#[derive(Deserialize)]
pub(crate) struct OpenIdConfiguration {
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    token_endpoint: Option<String>,
    #[serde(default, rename = "token_endpoint_auth_methods_supported")]
    methods: Option<Vec<String>>,
}

impl ResolvedTokenEndpoint {
    fn known(url: TokenUrl) -> Self {
        Self { url, is_in_body: false, expiry: None }
    }
}

impl Discovery {
    /// Parses the URL of a configuration. A URL without `/.well-known/` is that of the issuer: documents have both. The
    /// configuration must name the issuer in either case.
    pub(super) fn parse(text: &str, allow_http: bool, service: &Endpoint) -> Result<Self, InvalidRequest> {
        let address = TokenUrl::parse(text, allow_http, service)?;
        // The URL as written, because the issuer is compared exactly.
        let whole = if text.contains("://") { text.to_owned() } else { address.to_string() };
        let whole = whole.split('?').next().unwrap_or_default();
        let (issuer, url) = match whole.split_once("/.well-known/") {
            // RFC 8414, section 3.1, appends the path of the issuer.
            Some((before, after)) => {
                (before.to_owned() + after.find('/').map_or("", |at| after.split_at(at).1), address)
            }
            None => {
                let path = format!("{}{WELL_KNOWN}", address.path.strip_suffix('/').unwrap_or(&address.path));
                (whole.to_owned(), TokenUrl { path, ..address })
            }
        };
        Ok(Self { url, issuer: without_slash(&issuer).to_owned(), cache: SingleFlightCache::default() })
    }

    /// The request for the configuration.
    pub(crate) fn request(&self) -> Request {
        let mut request = Request::builder(&CONFIGURATION).accept("application/json");
        request.target = Some(Target { path: self.url.path.clone(), query: self.url.query.clone() });
        request
    }

    /// The discovered endpoint. One caller reads the configuration for all.
    pub(crate) async fn resolve<F>(
        &self,
        clock: &dyn Clock,
        read: impl FnOnce() -> F,
    ) -> Result<ResolvedTokenEndpoint, Error>
    where
        F: Future<Output = Result<ResolvedTokenEndpoint, Error>>,
    {
        let judge = |found: &ResolvedTokenEndpoint| {
            let is_fresh = found.expiry.is_none_or(|expiry| clock.instant() < expiry);
            if is_fresh { Freshness::Fresh } else { Freshness::Expired }
        };
        self.cache.get(judge, |_| read()).await.map(|(found, _)| found)
    }

    /// Removes the cached endpoint if it has this URL.
    pub(super) fn forget(&self, url: &TokenUrl) {
        self.cache.forget(|found| found.url == *url);
    }

    /// Validates a configuration: it must be complete and of the expected issuer (section 4.3). An error completes a
    /// message that begins with "the configuration".
    pub(crate) fn check(
        &self,
        configuration: OpenIdConfiguration,
        now: Instant,
    ) -> Result<ResolvedTokenEndpoint, String> {
        let issuer = configuration.issuer.ok_or("does not say its `issuer`")?;
        if without_slash(&issuer) != self.issuer {
            let expected = &self.issuer;
            return Err(format!(
                "says that its issuer is `{issuer}`, where its address is that of `{expected}` \
                 (OpenID Connect Discovery 1.0, section 4.3)"
            ));
        }
        let text = configuration.token_endpoint.ok_or("does not say its `token_endpoint`")?;
        // A configuration that was read over TLS cannot downgrade to HTTP.
        let allow_http = !self.url.endpoint.is_secure();
        let url = TokenUrl::parse_absolute(&text, allow_http)
            .map_err(|invalid| format!("has a `token_endpoint` to which nothing is sent: {invalid}"))?;
        let supports = |method: &str| configuration.methods.iter().flatten().any(|known| known == method);
        let is_in_body = supports("client_secret_post") && !supports("client_secret_basic");
        Ok(ResolvedTokenEndpoint { url, is_in_body, expiry: now.checked_add(LIFETIME) })
    }
}

/// The issuer without a trailing slash: "Any terminating `/` MUST be removed" (section 4.1).
fn without_slash(issuer: &str) -> &str {
    issuer.strip_suffix('/').unwrap_or(issuer)
}

/// A token URL: endpoint, path and query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TokenUrl {
    pub(crate) endpoint: Endpoint,
    pub(crate) path: String,
    /// The query without the `?`. It "MUST be retained" (RFC 6749, section 3.2).
    pub(crate) query: String,
}

impl TokenUrl {
    /// Parses a URL. A relative one refers to the endpoint of the service (OpenAPI 3.0.4, section 4.6, and 3.1.1,
    /// section 4.7; RFC 3986, section 5.2).
    pub(super) fn parse(text: &str, allow_http: bool, service: &Endpoint) -> Result<Self, InvalidRequest> {
        let end = text.find(['/', '?']).unwrap_or(text.len());
        let has_scheme = text.get(..end).is_some_and(|first| first.contains(':'));
        if has_scheme || text.is_empty() || text.starts_with("//") {
            return Self::parse_absolute(text, allow_http);
        }
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let path = if path.starts_with('/') { without_dots(path) } else { without_dots(&(service.folder() + path)) };
        Self::at(service.with_base("")?, &format!("{path}?{query}"), text)
    }

    /// Parses an absolute URL.
    pub(crate) fn parse_absolute(text: &str, allow_http: bool) -> Result<Self, InvalidRequest> {
        let (endpoint, path, query) = Endpoint::parse_url(text, allow_http)?;
        Ok(Self { endpoint, path, query })
    }

    fn at(endpoint: Endpoint, target: &str, text: &str) -> Result<Self, InvalidRequest> {
        let (path, query) = split_target(target).ok_or_else(|| refuse("is malformed", text))?;
        Ok(Self { endpoint, path: path.to_owned(), query: query.to_owned() })
    }
}

fn refuse(problem: &str, text: &str) -> InvalidRequest {
    let shown = text.split('?').next().unwrap_or_default();
    InvalidRequest::Endpoint { problem: format!("{problem}: `{shown}`") }
}

/// The URL without its query, which may hold a secret.
impl fmt::Display for TokenUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.endpoint.origin(), self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String) {
        let service = Endpoint::parse_with_base("https://api.example.com/v1", false).unwrap();
        let discovery = Discovery::parse(text, false, &service).unwrap();
        (discovery.url.to_string(), discovery.issuer)
    }

    #[test]
    fn issuer_is_derived_from_the_configuration_url() {
        let expect = |text: &str, url: &str, issuer: &str| {
            assert_eq!(read(text), (url.to_owned(), issuer.to_owned()), "{text}");
        };
        // Section 4.1, with and without a path.
        let plain = "https://example.com/.well-known/openid-configuration";
        expect(plain, plain, "https://example.com");
        expect("https://example.com", plain, "https://example.com");
        expect("https://example.com/", plain, "https://example.com");
        let below = "https://example.com/issuer1/.well-known/openid-configuration";
        expect(below, below, "https://example.com/issuer1");
        expect("https://example.com/issuer1", below, "https://example.com/issuer1");
        // RFC 8414, section 3.1.
        let inserted = "https://example.com/.well-known/oauth-authorization-server/issuer1";
        expect(inserted, inserted, "https://example.com/issuer1");
        // Relative to the service.
        let own = "https://api.example.com/.well-known/openid-configuration";
        expect("/.well-known/openid-configuration", own, "https://api.example.com");
        expect(".well-known/openid-configuration", own, "https://api.example.com");
    }

    #[test]
    fn token_url_is_absolute_or_relative_to_the_service() {
        let service = Endpoint::parse_with_base("https://api.example.com/v1", false).unwrap();
        let parse = |text: &str| TokenUrl::parse(text, false, &service).map(|url| (url.to_string(), url.query));
        assert_eq!(parse("https://a.example/t/").unwrap(), ("https://a.example/t/".to_owned(), String::new()));
        assert_eq!(parse("https://a.example?x=1").unwrap(), ("https://a.example/".to_owned(), "x=1".to_owned()));
        assert_eq!(parse("/oauth/t?a=b").unwrap(), ("https://api.example.com/oauth/t".to_owned(), "a=b".to_owned()));
        // RFC 3986, section 5.2: the last segment of the base is replaced.
        assert_eq!(parse("oauth/../t").unwrap().0, "https://api.example.com/t");
        let folder = Endpoint::parse_with_base("https://api.example.com/v1/", false).unwrap();
        assert_eq!(TokenUrl::parse("t", false, &folder).unwrap().to_string(), "https://api.example.com/v1/t");
        for text in [
            "http://a.example/t",
            "//evil.example/t",
            "",
            "urn:token",
            "https://u:p@a.example/t",
            "https://a.example/#x",
            "/a b",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(TokenUrl::parse("http://127.0.0.1:1/t", true, &service).is_ok());
    }
}
