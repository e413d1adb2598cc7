//! [`TokenPlace`]: where tokens are fetched, or where that is said.

use super::{
    Discovery, Found, TokenUrl,
    grant::{Grant, GrantKind},
};
use crate::{InvalidRequest, SecurityKind, endpoint::Endpoint};

/// Where tokens are fetched, or where that is said.
pub(crate) enum TokenPlace {
    Given(Found),
    Said(Discovery),
}

impl TokenPlace {
    /// What was given, else what the document says of the scheme.
    pub(super) fn of(
        grant: &Grant,
        kind: SecurityKind,
        allow_http: bool,
        service: &Endpoint,
    ) -> Result<Self, InvalidRequest> {
        let tokens =
            |url: &str, allow_http| TokenUrl::parse(url, allow_http, service).map(Found::given).map(Self::Given);
        let provider = |url: &str, allow_http| Discovery::parse(url, allow_http, service).map(Self::Said);
        if let Some(given) = &grant.token_url {
            return tokens(given, allow_http);
        }
        if let Some(given) = &grant.discovery_url {
            return provider(given, allow_http);
        }
        let is_refresh = matches!(grant.by, GrantKind::RefreshToken { .. });
        let (documented, what, setter) = match kind {
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
        // Whatever else is allowed: it was the user who allowed it, and not for an address that somebody else wrote.
        if url.to_ascii_lowercase().starts_with("http://") {
            return Err(refuse(format!("the documents have {what} without TLS, at `{url}`")));
        }
        let place = match kind {
            SecurityKind::OpenIdConnect(_) => provider(url, false),
            _ => tokens(url, false),
        };
        place.map_err(|refusal| refuse(refusal.to_string()))
    }
}
