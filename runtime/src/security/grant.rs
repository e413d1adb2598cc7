//! OAuth 2.0 grants: [`ClientCredentials`] and [`RefreshToken`], by which a client fetches tokens.

use std::{fmt, sync::Arc};

use crate::Secret;

/// Who is told of another refresh token.
pub(crate) type OnRotation = Arc<dyn Fn(&Secret) + Send + Sync>;

/// By what tokens are asked for, and how.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) by: GrantKind,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<Secret>,
    /// Where, instead of where the document says.
    pub(crate) token_url: Option<String>,
    /// Where that is said, instead of where the document says.
    pub(crate) discovery_url: Option<String>,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) is_in_body: bool,
}

/// Which of the grants of RFC 6749 it is.
#[derive(Clone)]
pub(crate) enum GrantKind {
    /// The program's own id and secret (section 4.4).
    ClientCredentials,
    /// What a person has allowed before (section 6).
    RefreshToken { token: Secret, on_rotation: Option<OnRotation> },
}

impl Grant {
    pub(super) fn new(by: GrantKind) -> Self {
        Self {
            by,
            client_id: None,
            client_secret: None,
            token_url: None,
            discovery_url: None,
            scopes: None,
            parameters: Vec::new(),
            is_in_body: false,
        }
    }

    /// The scopes to ask for, as they are sent: those that were given, else those of the operation. A refresh token has the scopes that a
    /// person allowed, and asks for no others unless told to (RFC 6749, section 6).
    pub(super) fn scopes(&self, of_operation: &[&str]) -> String {
        match (&self.scopes, &self.by) {
            (Some(given), _) => given.join(" "),
            (None, GrantKind::ClientCredentials) => of_operation.join(" "),
            (None, GrantKind::RefreshToken { .. }) => String::new(),
        }
    }

    /// The type by which a user has given it.
    pub(crate) fn type_name(&self) -> &'static str {
        match self.by {
            GrantKind::ClientCredentials => "ClientCredentials",
            GrantKind::RefreshToken { .. } => "RefreshToken",
        }
    }

    /// What is wrong with it, in words that complete "the security scheme …".
    pub(super) fn problem(&self) -> Option<&'static str> {
        let is_empty = |secret: &Option<Secret>| secret.as_ref().is_none_or(Secret::is_empty);
        let has_no_id = self.client_id.as_ref().is_none_or(String::is_empty);
        match &self.by {
            GrantKind::ClientCredentials if has_no_id || is_empty(&self.client_secret) => {
                Some("was given an empty id or secret")
            }
            GrantKind::RefreshToken { token, .. } if token.is_empty() => Some("was given an empty refresh token"),
            GrantKind::RefreshToken { .. } if has_no_id && self.client_secret.is_some() => {
                Some("was given a refresh token with the secret of a program and without its id")
            }
            _ => None,
        }
    }

    /// The secrets that are sent.
    pub(super) fn secrets(&self) -> Vec<Secret> {
        let token = match &self.by {
            GrantKind::ClientCredentials => None,
            GrantKind::RefreshToken { token, .. } => Some(token.clone()),
        };
        self.client_secret.iter().cloned().chain(token).collect()
    }
}

/// Shows no secret.
impl fmt::Debug for Grant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct(self.type_name());
        if let GrantKind::RefreshToken { token, .. } = &self.by {
            shown.field("token", token);
        }
        shown
            .field("client_id", &self.client_id)
            .field("client_secret", &self.client_secret)
            .field("token_url", &self.token_url)
            .field("discovery_url", &self.discovery_url)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// Methods of a type that wraps a [`Grant`], and `Debug`, which shows no secret. What scopes mean differs.
macro_rules! grant_settings {
    ($name:ident, $(#[$scopes:meta])+ scopes) => {
        impl $name {
            /// Says where tokens are fetched, instead of where the document says: `https://`, or `http://` where the client allows that.
            /// An OpenID provider's configuration is not read then.
            pub fn token_url(mut self, url: impl Into<String>) -> Self {
                self.0.token_url = Some(url.into());
                self
            }

            /// Says where the configuration of the OpenID provider is read, instead of where the document says: `https://`, or `http://`
            /// where the client allows that. An address without `/.well-known/` is the issuer's own.
            pub fn discovery_url(mut self, url: impl Into<String>) -> Self {
                self.0.discovery_url = Some(url.into());
                self
            }

            $(#[$scopes])+
            pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
                self.0.scopes = Some(scopes.into_iter().map(Into::into).collect());
                self
            }

            /// Sends one more parameter to the token endpoint, as `audience` or `resource`, which several servers ask for. It is no place
            /// for a secret.
            pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.0.parameters.push((name.into(), value.into()));
                self
            }

            /// Sends id and secret in the body, for servers that do not take HTTP basic authentication (RFC 6749, section 2.3.1). An id
            /// without a secret always goes there. An OpenID provider that takes nothing else says so itself.
            pub fn in_body(mut self) -> Self {
                self.0.is_in_body = true;
                self
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

/// The id and the secret of a program, by which it fetches bearer tokens of its own (RFC 6749, section 4.4).
///
/// A token is kept until shortly before it expires and shared by all calls and clones of a client. It is fetched for the scopes that
/// the document says of the operation, from the address that the document says: `tokenUrl` of `type: oauth2`; for
/// `type: openIdConnect` the `token_endpoint` of the configuration at `openIdConnectUrl`, whose `issuer` must be the one that the
/// address belongs to (OpenID Connect Discovery 1.0, section 4.3). Both addresses must be https.
#[derive(Clone)]
pub struct ClientCredentials(pub(crate) Grant);

impl ClientCredentials {
    /// The id and the secret that the authorization server has given to the program.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        let grant = Grant::new(GrantKind::ClientCredentials);
        Self(Grant { client_id: Some(id.into()), client_secret: Some(secret.into()), ..grant })
    }
}

grant_settings! {
    ClientCredentials,
    /// Asks for these scopes, instead of those that the document says of each operation. None of them: the server decides.
    scopes
}

/// A refresh token, by which a program fetches bearer tokens for a person who has signed in before (RFC 6749, section 6).
///
/// Where it comes from is another matter: the program has had the person sign in, by the flow `authorizationCode` or another one.
/// A token is kept until shortly before it expires and shared by all calls and clones of a client. It is fetched from the address
/// that the document says: `refreshUrl` of the flow, else `tokenUrl`; for `type: openIdConnect` the `token_endpoint` of the
/// configuration at `openIdConnectUrl`, as by [`ClientCredentials`](super::ClientCredentials).
///
/// Many servers replace a refresh token whenever it is used. The client uses the new one from then on; a program that is to go on
/// after its end must [store it](Self::on_rotation). For the same reason give one to one scheme of one client, and clone the client.
///
/// ```
/// use wireright_runtime::{ClientBuilder, RefreshToken, Secret, ServiceClient};
///
/// fn for_a_person<C: ServiceClient>(builder: ClientBuilder<C>, stored: Secret, store: fn(&Secret)) -> ClientBuilder<C> {
///     let token = RefreshToken::new(stored).client_id("my-program").on_rotation(store);
///     builder.oauth2_refresh_token("petstore_auth", token)
/// }
/// ```
#[derive(Clone)]
pub struct RefreshToken(pub(crate) Grant);

impl RefreshToken {
    /// The refresh token that the authorization server gave last.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(Grant::new(GrantKind::RefreshToken { token: token.into(), on_rotation: None }))
    }

    /// Says which program the token was given to, by the id that the authorization server knows it by.
    pub fn client_id(mut self, id: impl Into<String>) -> Self {
        self.0.client_id = Some(id.into());
        self
    }

    /// Gives the program's secret, if it has one.
    pub fn client_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.0.client_secret = Some(secret.into());
        self
    }

    /// Says who is told of each new refresh token, to store it: the one before is worth nothing any more. It is told before the
    /// token that came with it is used, and should not take long, since calls wait for it.
    pub fn on_rotation(mut self, tell: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        if let GrantKind::RefreshToken { on_rotation, .. } = &mut self.0.by {
            *on_rotation = Some(Arc::new(tell));
        }
        self
    }
}

grant_settings! {
    RefreshToken,
    /// Asks for these scopes and no more. Without this, it is all that the person has allowed.
    scopes
}
