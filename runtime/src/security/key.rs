//! [`Key`]: what a user gave for a security scheme, and [`AuthMaterial`]: what it adds to a request.

use std::sync::Arc;

use super::{AuthorizationProvider, Grant, TokenProvider, TokenSource, scheme::listed};
use crate::{Base64, InvalidRequest, Secret, SecurityKind, SecurityScheme, text::trim_blanks};

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
            (_, Self::Bearer(token)) => AuthMaterial::Header(AUTHORIZATION, after(BEARER, token)),
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
pub(crate) fn after(word: &str, text: &Secret) -> Secret {
    Secret::new(format!("{word} {}", trim_blanks(text.expose())))
}

/// The value of `Authorization` with a user and a password, in UTF-8 (RFC 7617, section 2).
fn basic(user: &str, password: &Secret) -> Secret {
    let pair = Secret::new(format!("{user}:{}", password.expose()));
    Secret::new(format!("Basic {}", Base64::from(pair.expose().as_bytes())))
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
