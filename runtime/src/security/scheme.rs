//! What a security scheme takes, in words, and by which methods of a builder that is given.

use crate::{SecurityKind, SecurityScheme};

impl SecurityKind {
    /// What a caller gives.
    pub(super) fn words(self) -> String {
        match self {
            Self::Authenticator => "an authenticator".to_owned(),
            Self::HeaderKey(name) => format!("a key in the header `{name}`"),
            Self::QueryKey(name) => format!("a key in the query parameter `{name}`"),
            Self::CookieKey(name) => format!("a key in the cookie `{name}`"),
            Self::Basic => "a user and a password".to_owned(),
            Self::Bearer | Self::OAuth2 { .. } | Self::OpenIdConnect(_) => "a bearer token".to_owned(),
            Self::Http(scheme) => format!("what follows `{scheme}` in `Authorization`"),
            Self::MutualTls => "a certificate that the transport shows, which takes it by `network`".to_owned(),
        }
    }

    /// The methods of [`ClientBuilder`](crate::ClientBuilder) that give it.
    pub(super) fn setters(self) -> &'static [&'static str] {
        match self {
            Self::Authenticator => &["authenticator"],
            Self::HeaderKey(_) | Self::QueryKey(_) | Self::CookieKey(_) => &["api_key"],
            Self::Basic => &["basic"],
            Self::Bearer => &["bearer", "token_provider"],
            Self::OAuth2 { .. } | Self::OpenIdConnect(_) => {
                &["bearer", "token_provider", "oauth2_client_credentials", "oauth2_refresh_token"]
            }
            Self::Http(_) => &["api_key", "token_provider", "authorization_provider"],
            Self::MutualTls => &["mutual_tls"],
        }
    }
}

impl SecurityScheme {
    /// The scheme as the document calls it, with what it takes and how that is given.
    pub(super) fn described(&self) -> String {
        format!("`{}` ({}, given by {})", self.name, self.kind.words(), listed("ClientBuilder::", self.kind.setters()))
    }
}

/// The methods as a text lists them.
pub(super) fn listed(before: &str, setters: &[&str]) -> String {
    let names: Vec<String> = setters.iter().map(|setter| format!("`{before}{setter}`")).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}
