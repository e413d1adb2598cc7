//! Keys of security schemes: what a user sets for a scheme, and the [`AuthMaterial`] that it adds to a request.

use std::{fmt, sync::Arc};

use super::{
    grant::Grant,
    providers::{AuthorizationProvider, TokenProvider},
    tokens::TokenSource,
};
use crate::{
    Base64, InvalidRequest, Secret, SecurityKind, SecurityScheme, Service, endpoint::Endpoint, region::nearest,
    text::trim_blanks,
};

/// What a user gave for a security scheme.
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
    /// Not yet told where tokens are fetched.
    Grant(Grant),
    Source(Arc<TokenSource>),
    /// The transport has the certificate.
    Transport,
}

/// What a security scheme adds to a request.
#[derive(Clone)]
pub(crate) enum AuthMaterial {
    /// What the authenticator adds for this scheme.
    Authenticator(&'static SecurityScheme),
    /// This text in a header.
    Header(&'static str, Secret),
    /// This text in the query.
    Query(&'static str, Secret),
    /// This text in a cookie.
    Cookie(&'static str, Secret),
    /// What follows this word in `Authorization`, which is asked for when the request is sent.
    Provided(&'static str, Arc<dyn TokenProvider>),
    /// The same, for this one request.
    Authorized(&'static str, Arc<dyn AuthorizationProvider>),
    /// A bearer token that is fetched, for the scopes that the operation needs of the scheme of this name.
    Fetched(&'static str, Arc<TokenSource>),
    /// Nothing that is sent: the connection proves it.
    Connection,
}

impl AuthMaterial {
    /// The scheme that the authenticator satisfies.
    pub(crate) fn authenticator_scheme(&self) -> Option<&'static SecurityScheme> {
        match self {
            Self::Authenticator(scheme) => Some(scheme),
            _ => None,
        }
    }

    /// Whether it differs for each attempt: it needs the time, or I/O.
    pub(crate) fn is_per_attempt(&self) -> bool {
        matches!(self, Self::Authenticator(_) | Self::Provided(..) | Self::Authorized(..) | Self::Fetched(..))
    }

    /// Whether it is the header `Authorization`, of which there is one.
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
    /// Refuses a key that the scheme does not take or that cannot be sent, and trims blanks, as pasting adds them.
    pub(super) fn checked(self, scheme: &str, kind: SecurityKind) -> Result<Self, InvalidRequest> {
        let refuse = |problem: &str| {
            Err(InvalidRequest::Credentials { problem: format!("the security scheme `{scheme}` {problem}") })
        };
        let setters = kind.setters();
        let fits = match &self {
            Self::Api(_) => setters.contains(&"api_key"),
            Self::Basic { .. } => setters.contains(&"basic"),
            Self::Bearer(_) => setters.contains(&"bearer"),
            Self::Provider(_) => setters.contains(&"token_provider"),
            Self::Authorization(_) => setters.contains(&"authorization_provider"),
            Self::Grant(_) | Self::Source(_) => setters.contains(&"oauth2_client_credentials"),
            Self::Transport => setters.contains(&"mutual_tls"),
        };
        if !fits {
            return refuse(&format!("takes {}: give it by {}", kind.words(), listed("", setters)));
        }
        let has_control = |text: &str| text.chars().any(char::is_control);
        match self {
            Self::Api(text) | Self::Bearer(text) if trim_blanks(text.expose()).is_empty() => {
                refuse("was given an empty text")
            }
            Self::Api(text) | Self::Bearer(text) if has_control(trim_blanks(text.expose())) => {
                refuse("was given a text with a control character in it")
            }
            Self::Basic { user, .. } if user.contains(':') => {
                refuse("was given a user with a colon, which would be read as the end of it")
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

    /// What the key adds to a request by a scheme of this kind; `None` if the two do not belong together.
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

    /// The secrets, in each form in which a server may echo them.
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

/// The value of `Authorization` with a text after a word, as with a bearer token (RFC 6750, section 2.1).
pub(crate) fn authorization_value(word: &str, text: &Secret) -> Secret {
    Secret::new(format!("{word} {}", trim_blanks(text.expose())))
}

/// The value of `Authorization` with a user and a password, in UTF-8 (RFC 7617, section 2).
fn basic(user: &str, password: &Secret) -> Secret {
    let pair = Secret::new(format!("{user}:{}", password.expose()));
    Secret::new(format!("Basic {}", Base64::from(pair.expose().as_bytes())))
}

/// The keys of a client, by the names of their security schemes. `Debug` shows the names alone.
#[derive(Clone, Default)]
pub(crate) struct Keyring(Vec<(String, Key)>);

impl Keyring {
    /// Adds a key, or replaces that of the same scheme.
    pub(crate) fn set(&mut self, scheme: String, key: Key) {
        self.0.retain(|(known, _)| *known != scheme);
        self.0.push((scheme, key));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses a key of which the service knows no scheme, or which its scheme does not take.
    pub(crate) fn checked(self, service: &'static Service) -> Result<Self, InvalidRequest> {
        let keys = self.0.into_iter().map(|(name, key)| {
            let scheme = service.security_schemes.iter().find(|scheme| scheme.name == name);
            let scheme = scheme.ok_or_else(|| unknown(service, &name))?;
            Ok((name, key.checked(scheme.name, scheme.kind)?))
        });
        keys.collect::<Result<_, _>>().map(Self)
    }

    /// Says to those that fetch tokens where that is.
    pub(crate) fn located(
        mut self,
        service: &Service,
        allow_http: bool,
        at: &Endpoint,
    ) -> Result<Self, InvalidRequest> {
        for (name, key) in &mut self.0 {
            let Key::Grant(grant) = key else { continue };
            let Some(scheme) = service.security_schemes.iter().find(|scheme| scheme.name == name) else { continue };
            *key = Key::Source(Arc::new(TokenSource::new(grant.clone(), scheme.kind, allow_http, at)?));
        }
        Ok(self)
    }

    /// What the key of this scheme adds to a request, if there is one.
    pub(super) fn material(&self, scheme: &SecurityScheme) -> Option<AuthMaterial> {
        self.0.iter().find(|(name, _)| name == scheme.name)?.1.material(scheme.name, scheme.kind)
    }

    /// Whether the transport must show a certificate.
    pub(crate) fn needs_certificate(&self) -> bool {
        self.0.iter().any(|(_, key)| matches!(key, Key::Transport))
    }

    /// The names of the schemes that have a key.
    pub(super) fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The secrets, for taking them out of what a server echoes.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        self.0.iter().flat_map(|(_, key)| key.secrets()).collect()
    }
}

fn unknown(service: &Service, name: &str) -> InvalidRequest {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_that_of_rfc_7617() {
        assert_eq!(basic("Aladdin", &Secret::new("open sesame")).expose(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        // Section 2.1: the pound sign in UTF-8.
        assert_eq!(basic("test", &Secret::new("123\u{a3}")).expose(), "Basic dGVzdDoxMjPCow==");
    }

    #[test]
    fn a_key_must_fit_its_scheme() {
        let api = || Key::Api(Secret::new(" k "));
        let Ok(Key::Api(trimmed)) = api().checked("s", SecurityKind::HeaderKey("X-Key")) else { panic!("it fits") };
        assert_eq!(trimmed.expose(), "k");
        let words = |key: Key, kind| key.checked("s", kind).err().unwrap().to_string();
        assert!(words(api(), SecurityKind::Basic).contains("`basic`"));
        assert!(words(api(), SecurityKind::Bearer).contains("`bearer`"));
        assert!(words(Key::Bearer(Secret::new("t")), SecurityKind::Http("digest")).contains("`api_key`"));
        assert!(words(Key::Api(Secret::new("a\nb")), SecurityKind::QueryKey("k")).contains("control"));
        assert!(words(Key::Api(Secret::new(" ")), SecurityKind::QueryKey("k")).contains("empty"));
        let user = |user: &str| Key::Basic { user: user.to_owned(), password: Secret::new("p") };
        assert!(words(user("a:b"), SecurityKind::Basic).contains("colon"));
        assert!(user("").checked("s", SecurityKind::Basic).is_ok());
    }
}
