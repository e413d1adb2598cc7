//! [`Discovery`]: the configuration of an OpenID provider, which says where its tokens are fetched.

use std::{future::Future, time::Duration};

use serde::Deserialize;

use super::{Freshness, SingleFlightCache, TokenUrl};
use crate::{
    Error, InvalidRequest,
    clock::{Clock, Instant},
    endpoint::Endpoint,
};

/// What stands after an issuer in the address of its configuration (OpenID Connect Discovery 1.0, section 4).
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// How long it is believed.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The configuration of an OpenID provider: where it is read, and what it said last.
pub(crate) struct Discovery {
    pub(crate) url: TokenUrl,
    /// Whom it must be of, but for a slash at the end.
    issuer: String,
    found: SingleFlightCache<Found>,
}

/// Where tokens are fetched, and how the server wants to be asked.
#[derive(Clone)]
pub(crate) struct Found {
    pub(crate) url: TokenUrl,
    /// Whether it takes id and secret in the body and not in the header.
    pub(crate) is_in_body: bool,
    /// `None`: for ever.
    until: Option<Instant>,
}

/// The metadata of section 3, as far as they are of interest.
#[derive(Deserialize)]
pub(crate) struct Configuration {
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    token_endpoint: Option<String>,
    #[serde(default, rename = "token_endpoint_auth_methods_supported")]
    methods: Option<Vec<String>>,
}

impl Found {
    /// An address that needs no finding.
    pub(super) fn given(url: TokenUrl) -> Self {
        Self { url, is_in_body: false, until: None }
    }
}

impl Discovery {
    /// Reads the address of a configuration. One without `/.well-known/` is that of the issuer: documents of OpenAPI 3.0 have both,
    /// and what is read must name the issuer in any case.
    pub(super) fn parse(text: &str, allow_http: bool, service: &Endpoint) -> Result<Self, InvalidRequest> {
        let address = TokenUrl::parse(text, allow_http, service)?;
        // As it was written: the issuer must be the same to the letter.
        let whole = if text.contains("://") { text.to_owned() } else { address.to_string() };
        let whole = whole.split('?').next().unwrap_or_default();
        let (issuer, url) = match whole.split_once("/.well-known/") {
            // RFC 8414, section 3.1, has the path of the issuer after the name.
            Some((before, after)) => {
                (before.to_owned() + after.find('/').map_or("", |at| after.split_at(at).1), address)
            }
            None => {
                let path = format!("{}{WELL_KNOWN}", address.path.strip_suffix('/').unwrap_or(&address.path));
                (whole.to_owned(), TokenUrl { path, ..address })
            }
        };
        Ok(Self { url, issuer: without_slash(&issuer).to_owned(), found: SingleFlightCache::default() })
    }

    /// What the configuration says; read by one for all who need it.
    pub(crate) async fn found<F>(&self, clock: &dyn Clock, read: impl FnOnce() -> F) -> Result<Found, Error>
    where
        F: Future<Output = Result<Found, Error>>,
    {
        let judge = |found: &Found| {
            let is_good = found.until.is_none_or(|until| clock.instant() < until);
            if is_good { Freshness::Fresh } else { Freshness::Expired }
        };
        self.found.get(judge, |_| read()).await.map(|(found, _)| found)
    }

    /// Has it read again, since what it said does not hold.
    pub(super) fn forget(&self, url: &TokenUrl) {
        self.found.forget(|found| found.url == *url);
    }

    /// Takes what it says, if it is of the issuer (section 4.3) and says enough. The words of a refusal complete "the
    /// configuration …".
    pub(crate) fn check(&self, configuration: Configuration, now: Instant) -> Result<Found, String> {
        let said = configuration.issuer.ok_or("does not say its `issuer`")?;
        if without_slash(&said) != self.issuer {
            let expected = &self.issuer;
            return Err(format!(
                "says that its issuer is `{said}`, where its address is that of `{expected}` (OpenID Connect Discovery 1.0, section 4.3)"
            ));
        }
        let text = configuration.token_endpoint.ok_or("does not say its `token_endpoint`")?;
        // Nothing is sent in the clear because of what was read over TLS.
        let allow_http = !self.url.endpoint.is_secure();
        let url = TokenUrl::parse_whole(&text, allow_http)
            .map_err(|refusal| format!("has a `token_endpoint` to which nothing is sent: {refusal}"))?;
        let takes = |method: &str| configuration.methods.iter().flatten().any(|known| known == method);
        let is_in_body = takes("client_secret_post") && !takes("client_secret_basic");
        Ok(Found { url, is_in_body, until: now.checked_add(LIFETIME) })
    }
}

/// "Any terminating `/` MUST be removed" (section 4.1): the address of a configuration does not tell whether there was one.
fn without_slash(issuer: &str) -> &str {
    issuer.strip_suffix('/').unwrap_or(issuer)
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
    fn an_address_tells_the_issuer() {
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
}
