//! Keys of security schemes: the value that a user sets for a scheme, and the [`AuthMaterial`] that it adds to a
//! request. Does no I/O.

use std::{fmt, sync::Arc};

use super::{
    credentials::{AuthorizationProvider, TokenProvider},
    oauth2::{Grant, TokenSource},
};
use crate::{
    Base64, InvalidRequest, Secret, SecurityKind, SecurityScheme, Service, endpoint::Endpoint, region::nearest,
    text::trim_blanks,
};

/// The value that a user set for a security scheme.
#[derive(Clone)]
pub(crate) enum Key {
    Api(Secret),
    Basic {
        user: String,
        password: Secret,
    },
    Bearer(Secret),
    Provider(Arc<dyn TokenProvider>),
    Authorization(Arc<dyn AuthorizationProvider>),
    /// A grant whose token endpoint is not resolved yet.
    Grant(Grant),
    Source(Arc<TokenSource>),
    /// A certificate that the transport holds.
    Transport,
}

/// The part of a request that satisfies a security scheme.
#[derive(Clone)]
pub(crate) enum AuthMaterial {
    /// Headers that the authenticator adds for this scheme.
    Authenticator(&'static SecurityScheme),
    /// Header name and value.
    Header(&'static str, Secret),
    /// Query parameter name and value.
    Query(&'static str, Secret),
    /// Cookie name and value.
    Cookie(&'static str, Secret),
    /// Authentication scheme of `Authorization`, and the provider of the token after it.
    Provided(&'static str, Arc<dyn TokenProvider>),
    /// Authentication scheme of `Authorization`, and the provider of a value for each request.
    Authorized(&'static str, Arc<dyn AuthorizationProvider>),
    /// Name of the security scheme, and the source of its bearer tokens. The operation defines the scopes.
    Fetched(&'static str, Arc<TokenSource>),
    /// Nothing: the connection has a client certificate.
    Connection,
}

impl AuthMaterial {
    /// The scheme, if the authenticator satisfies it.
    pub(crate) fn authenticator_scheme(&self) -> Option<&'static SecurityScheme> {
        match self {
            Self::Authenticator(scheme) => Some(scheme),
            _ => None,
        }
    }

    /// Whether each attempt needs a new value, because it depends on the time or on I/O.
    pub(crate) fn is_per_attempt(&self) -> bool {
        matches!(self, Self::Authenticator(_) | Self::Provided(..) | Self::Authorized(..) | Self::Fetched(..))
    }

    /// Whether it sets the header `Authorization`. A request has at most one.
    pub(super) fn is_authorization(&self) -> bool {
        let is_authorization = |name: &str| name.eq_ignore_ascii_case("authorization");
        match self {
            Self::Provided(..) | Self::Authorized(..) | Self::Fetched(..) => true,
            Self::Authenticator(scheme) => match scheme.kind {
                SecurityKind::HeaderKey(name) => is_authorization(name),
                _ => true,
            },
            Self::Header(name, _) => is_authorization(name),
            Self::Query(..) | Self::Cookie(..) | Self::Connection => false,
        }
    }
}

impl Key {
    /// Validates the key for a scheme, and removes surrounding blanks, which pasting adds.
    pub(super) fn checked(self, scheme: &str, kind: SecurityKind) -> Result<Self, InvalidRequest> {
        let refuse = |problem: &str| {
            Err(InvalidRequest::Credentials { problem: format!("the security scheme `{scheme}` {problem}") })
        };
        let setters = kind.setters();
        let is_supported = match &self {
            Self::Api(_) => setters.contains(&"api_key"),
            Self::Basic { .. } => setters.contains(&"basic"),
            Self::Bearer(_) => setters.contains(&"bearer"),
            Self::Provider(_) => setters.contains(&"token_provider"),
            Self::Authorization(_) => setters.contains(&"authorization_provider"),
            Self::Grant(_) | Self::Source(_) => setters.contains(&"oauth2_client_credentials"),
            Self::Transport => setters.contains(&"mutual_tls"),
        };
        if !is_supported {
            return refuse(&format!("needs {}: set it by {}", kind.key_description(), join_names("", setters)));
        }
        let has_control = |text: &str| text.chars().any(char::is_control);
        match self {
            Self::Api(text) | Self::Bearer(text) if trim_blanks(text.expose()).is_empty() => {
                refuse("was given an empty key or token")
            }
            Self::Api(text) | Self::Bearer(text) if has_control(trim_blanks(text.expose())) => {
                refuse("was given a key or a token with a control character in it")
            }
            Self::Basic { user, .. } if user.contains(':') => {
                refuse("was given a user with a colon, which would end the user")
            }
            Self::Basic { user, password } if has_control(&user) || has_control(password.expose()) => {
                refuse("was given a user or a password with a control character in it")
            }
            Self::Grant(grant) => match grant.problem() {
                Some(problem) => refuse(problem),
                None => Ok(Self::Grant(grant)),
            },
            Self::Api(text) => Ok(Self::Api(Secret::new(trim_blanks(text.expose())))),
            Self::Bearer(text) => Ok(Self::Bearer(Secret::new(trim_blanks(text.expose())))),
            key => Ok(key),
        }
    }

    /// The material for a scheme of this kind. `None` if the key does not match the kind.
    pub(super) fn material(&self, name: &'static str, kind: SecurityKind) -> Option<AuthMaterial> {
        const AUTHORIZATION: &str = "authorization";
        const BEARER: &str = "Bearer";
        Some(match (kind, self) {
            (SecurityKind::HeaderKey(name), Self::Api(key)) => AuthMaterial::Header(name, key.clone()),
            (SecurityKind::QueryKey(name), Self::Api(key)) => AuthMaterial::Query(name, key.clone()),
            (SecurityKind::CookieKey(name), Self::Api(key)) => AuthMaterial::Cookie(name, key.clone()),
            (SecurityKind::Http(scheme), Self::Api(key)) => {
                AuthMaterial::Header(AUTHORIZATION, Secret::new(format!("{scheme} {}", key.expose())))
            }
            (SecurityKind::Basic, Self::Basic { user, password }) => {
                AuthMaterial::Header(AUTHORIZATION, basic(user, password))
            }
            (_, Self::Bearer(token)) => AuthMaterial::Header(AUTHORIZATION, authorization_value(BEARER, token)),
            (SecurityKind::Http(scheme), Self::Provider(provider)) => {
                AuthMaterial::Provided(scheme, Arc::clone(provider))
            }
            (_, Self::Provider(provider)) => AuthMaterial::Provided(BEARER, Arc::clone(provider)),
            (SecurityKind::Http(scheme), Self::Authorization(provider)) => {
                AuthMaterial::Authorized(scheme, Arc::clone(provider))
            }
            (_, Self::Source(source)) => AuthMaterial::Fetched(name, Arc::clone(source)),
            (SecurityKind::MutualTls, Self::Transport) => AuthMaterial::Connection,
            _ => return None,
        })
    }

    /// The secrets, in each encoding that a server may echo.
    pub(super) fn secrets(&self) -> Vec<Secret> {
        match self {
            Self::Api(key) | Self::Bearer(key) => vec![key.clone()],
            Self::Basic { user, password } => {
                let sent = basic(user, password);
                let sent = sent.expose().trim_start_matches("Basic ");
                vec![password.clone(), Secret::new(sent)]
            }
            Self::Grant(grant) => grant.secrets(),
            Self::Source(source) => source.secrets(),
            Self::Provider(_) | Self::Authorization(_) | Self::Transport => Vec::new(),
        }
    }
}

/// The value of `Authorization`: an authentication scheme and its credentials (RFC 9110, section 11.6.2).
pub(crate) fn authorization_value(scheme: &str, credentials: &Secret) -> Secret {
    Secret::new(format!("{scheme} {}", trim_blanks(credentials.expose())))
}

/// The value of `Authorization` for a user and a password, in UTF-8 (RFC 7617, section 2).
fn basic(user: &str, password: &Secret) -> Secret {
    let pair = Secret::new(format!("{user}:{}", password.expose()));
    Secret::new(format!("Basic {}", Base64::from(pair.expose().as_bytes())))
}

/// The keys of a client, by the names of their security schemes. `Debug` shows only the names.
#[derive(Clone, Default)]
pub(crate) struct Keyring(Vec<(String, Key)>);

impl Keyring {
    /// Adds a key. Replaces the key of the same scheme.
    pub(crate) fn set(&mut self, scheme: String, key: Key) {
        self.0.retain(|(known, _)| *known != scheme);
        self.0.push((scheme, key));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Validates all keys. Each must match a security scheme of the service.
    pub(crate) fn checked(self, service: &'static Service) -> Result<Self, InvalidRequest> {
        let keys = self.0.into_iter().map(|(name, key)| {
            let scheme = service.security_schemes.iter().find(|scheme| scheme.name == name);
            let scheme = scheme.ok_or_else(|| unknown_scheme(service, &name))?;
            Ok((name, key.checked(scheme.name, scheme.kind)?))
        });
        keys.collect::<Result<_, _>>().map(Self)
    }

    /// Replaces each grant by a token source with a resolved token endpoint.
    pub(crate) fn with_token_sources(
        mut self,
        service: &Service,
        allow_http: bool,
        endpoint: &Endpoint,
    ) -> Result<Self, InvalidRequest> {
        for (name, key) in &mut self.0 {
            let Key::Grant(grant) = key else { continue };
            let Some(scheme) = service.security_schemes.iter().find(|scheme| scheme.name == name) else { continue };
            *key = Key::Source(Arc::new(TokenSource::new(grant.clone(), scheme.kind, allow_http, endpoint)?));
        }
        Ok(self)
    }

    /// The material of the key of this scheme. `None` if it has no key.
    pub(super) fn material(&self, scheme: &SecurityScheme) -> Option<AuthMaterial> {
        self.0.iter().find(|(name, _)| name == scheme.name)?.1.material(scheme.name, scheme.kind)
    }

    /// Whether the transport needs a client certificate.
    pub(crate) fn needs_certificate(&self) -> bool {
        self.0.iter().any(|(_, key)| matches!(key, Key::Transport))
    }

    /// Names of the schemes with a key.
    pub(super) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The secrets to redact in responses.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        self.0.iter().flat_map(|(_, key)| key.secrets()).collect()
    }
}

fn unknown_scheme(service: &Service, name: &str) -> InvalidRequest {
    let known = || service.security_schemes.iter().map(|scheme| scheme.name);
    let near = nearest(name, known());
    let hint = if near.is_empty() {
        format!("it has `{}`", known().collect::<Vec<_>>().join("`, `"))
    } else {
        format!("is it `{}`?", near.join("` or `"))
    };
    let hint = if service.security_schemes.is_empty() { "it has none".to_owned() } else { hint };
    InvalidRequest::Credentials { problem: format!("{} has no security scheme `{name}`; {hint}", service.name) }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.names()).finish()
    }
}

impl SecurityKind {
    /// Description of the key that the scheme needs, for error messages.
    pub(super) fn key_description(self) -> String {
        match self {
            Self::Authenticator => "an authenticator".to_owned(),
            Self::HeaderKey(name) => format!("a key in the header `{name}`"),
            Self::QueryKey(name) => format!("a key in the query parameter `{name}`"),
            Self::CookieKey(name) => format!("a key in the cookie `{name}`"),
            Self::Basic => "a user and a password".to_owned(),
            Self::Bearer | Self::OAuth2 { .. } | Self::OpenIdConnect(_) => "a bearer token".to_owned(),
            Self::Http(scheme) => format!("the credentials after `{scheme}` in `Authorization`"),
            Self::MutualTls => "a client certificate of the transport, set by `network`".to_owned(),
        }
    }

    /// The methods of [`ClientBuilder`](crate::ClientBuilder) that set the key.
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
    /// Name of the scheme, its key, and the setters of the key.
    pub(super) fn description(&self) -> String {
        format!(
            "`{}` ({}, given by {})",
            self.name,
            self.kind.key_description(),
            join_names("ClientBuilder::", self.kind.setters())
        )
    }
}

/// The methods as a list in prose.
pub(super) fn join_names(prefix: &str, setters: &[&str]) -> String {
    let names: Vec<String> = setters.iter().map(|setter| format!("`{prefix}{setter}`")).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_matches_examples_of_rfc_7617() {
        assert_eq!(basic("Aladdin", &Secret::new("open sesame")).expose(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        // Section 2.1: the pound sign in UTF-8.
        assert_eq!(basic("test", &Secret::new("123\u{a3}")).expose(), "Basic dGVzdDoxMjPCow==");
    }

    #[test]
    fn key_must_match_its_scheme() {
        let api = || Key::Api(Secret::new(" k "));
        let Ok(Key::Api(trimmed)) = api().checked("s", SecurityKind::HeaderKey("X-Key")) else {
            panic!("the key matches")
        };
        assert_eq!(trimmed.expose(), "k");
        let message = |key: Key, kind| key.checked("s", kind).err().unwrap().to_string();
        assert!(message(api(), SecurityKind::Basic).contains("`basic`"));
        assert!(message(api(), SecurityKind::Bearer).contains("`bearer`"));
        assert!(message(Key::Bearer(Secret::new("t")), SecurityKind::Http("digest")).contains("`api_key`"));
        assert!(message(Key::Api(Secret::new("a\nb")), SecurityKind::QueryKey("k")).contains("control"));
        assert!(message(Key::Api(Secret::new(" ")), SecurityKind::QueryKey("k")).contains("empty"));
        let user = |user: &str| Key::Basic { user: user.to_owned(), password: Secret::new("p") };
        assert!(message(user("a:b"), SecurityKind::Basic).contains("colon"));
        assert!(user("").checked("s", SecurityKind::Basic).is_ok());
    }
}
