//! OAuth 2.0 grants: [`ClientCredentials`] and [`RefreshToken`], with which a client fetches tokens. Does no I/O.

use std::{fmt, sync::Arc};

use crate::Secret;

/// Callback for a rotated refresh token.
pub(crate) type RotationCallback = Arc<dyn Fn(&Secret) + Send + Sync>;

/// Settings of an OAuth 2.0 token request.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) kind: GrantKind,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<Secret>,
    /// Overrides the documented token URL.
    pub(crate) token_url: Option<String>,
    /// Overrides the documented URL of the OpenID provider's configuration.
    pub(crate) discovery_url: Option<String>,
    /// Overrides the scopes of the operation.
    pub(crate) scopes: Option<Vec<String>>,
    /// Additional form parameters.
    pub(crate) parameters: Vec<(String, String)>,
    /// Whether the client id and secret are sent in the body, not by HTTP basic authentication.
    pub(crate) is_in_body: bool,
}

/// Grant type of RFC 6749.
#[derive(Clone)]
pub(crate) enum GrantKind {
    /// Client id and client secret (section 4.4).
    ClientCredentials,
    /// Refresh token of a user who has signed in (section 6).
    RefreshToken { token: Secret, on_rotation: Option<RotationCallback> },
}

impl Grant {
    pub(crate) fn new(kind: GrantKind) -> Self {
        Self {
            kind,
            client_id: None,
            client_secret: None,
            token_url: None,
            discovery_url: None,
            scopes: None,
            parameters: Vec::new(),
            is_in_body: false,
        }
    }

    /// The `scope` parameter: the configured scopes, else those of the operation. A refresh token already has the
    /// scopes that the user allowed, so its default is none (RFC 6749, section 6).
    pub(super) fn scopes(&self, operation_scopes: &[&str]) -> String {
        match (&self.scopes, &self.kind) {
            (Some(scopes), _) => scopes.join(" "),
            (None, GrantKind::ClientCredentials) => operation_scopes.join(" "),
            (None, GrantKind::RefreshToken { .. }) => String::new(),
        }
    }

    /// Name of the public type of this grant, for error messages.
    pub(crate) fn type_name(&self) -> &'static str {
        match self.kind {
            GrantKind::ClientCredentials => "ClientCredentials",
            GrantKind::RefreshToken { .. } => "RefreshToken",
        }
    }

    /// The problem of invalid settings. Completes a message that begins with "the security scheme".
    pub(crate) fn problem(&self) -> Option<&'static str> {
        let is_empty = |secret: &Option<Secret>| secret.as_ref().is_none_or(Secret::is_empty);
        let has_no_id = self.client_id.as_ref().is_none_or(String::is_empty);
        match &self.kind {
            GrantKind::ClientCredentials if has_no_id || is_empty(&self.client_secret) => {
                Some("was given an empty id or secret")
            }
            GrantKind::RefreshToken { token, .. } if token.is_empty() => Some("was given an empty refresh token"),
            GrantKind::RefreshToken { .. } if has_no_id && self.client_secret.is_some() => {
                Some("has a refresh token with a client secret, but without its id")
            }
            _ => None,
        }
    }

    /// The secrets of a token request.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let token = match &self.kind {
            GrantKind::ClientCredentials => None,
            GrantKind::RefreshToken { token, .. } => Some(token.clone()),
        };
        self.client_secret.iter().cloned().chain(token).collect()
    }
}

/// Redacts secrets, and omits the queries of URLs.
impl fmt::Debug for Grant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn without_query(url: Option<&String>) -> Option<&str> {
            url.and_then(|url| url.split('?').next())
        }
        let mut debug = formatter.debug_struct(self.type_name());
        if let GrantKind::RefreshToken { token, .. } = &self.kind {
            debug.field("token", token);
        }
        debug
            .field("client_id", &self.client_id)
            .field("client_secret", &self.client_secret)
            .field("token_url", &without_query(self.token_url.as_ref()))
            .field("discovery_url", &without_query(self.discovery_url.as_ref()))
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// Methods of a type that wraps a [`Grant`], and a `Debug` that redacts secrets. The docs of `scopes` are an argument.
macro_rules! grant_settings {
    ($name:ident, $(#[$scopes:meta])+ scopes) => {
        impl $name {
            /// Overrides the documented token URL: `https://`, or `http://` if the client allows it. The configuration
            /// of an OpenID provider is then not read.
            pub fn token_url(mut self, url: impl Into<String>) -> Self {
                self.0.token_url = Some(url.into());
                self
            }

            /// Overrides the documented URL of the OpenID provider's configuration: `https://`, or `http://` if the
            /// client allows it. A URL without `/.well-known/` is that of the issuer.
            pub fn discovery_url(mut self, url: impl Into<String>) -> Self {
                self.0.discovery_url = Some(url.into());
                self
            }

            $(#[$scopes])+
            pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
                self.0.scopes = Some(scopes.into_iter().map(Into::into).collect());
                self
            }

            /// Adds a parameter to the token request, such as `audience` or `resource`. Its value is not redacted, so
            /// it must not be a secret.
            pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.0.parameters.push((name.into(), value.into()));
                self
            }

            /// Sends the client id and secret in the body, for servers without HTTP basic authentication (RFC 6749,
            /// section 2.3.1). Default: in the header, unless the configuration of the OpenID provider requires the
            /// body. An id without a secret is always sent in the body.
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

/// Client id and client secret, with which a client fetches bearer tokens (RFC 6749, section 4.4).
///
/// A token is cached until shortly before it expires and shared by all calls and clones of a client. It is requested
/// for the documented scopes of the operation, from the documented URL: `tokenUrl` of `type: oauth2`; for
/// `type: openIdConnect` the `token_endpoint` of the configuration at `openIdConnectUrl`. The `issuer` of the
/// configuration must match its URL (OpenID Connect Discovery 1.0, section 4.3). Both URLs must be https.
#[derive(Clone)]
pub struct ClientCredentials(pub(crate) Grant);

impl ClientCredentials {
    /// The client id and the client secret that the authorization server issued.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        let grant = Grant::new(GrantKind::ClientCredentials);
        Self(Grant { client_id: Some(id.into()), client_secret: Some(secret.into()), ..grant })
    }
}

grant_settings! {
    ClientCredentials,
    /// Overrides the documented scopes of each operation. If empty, the server decides.
    scopes
}

/// A refresh token, with which a client fetches bearer tokens for a user who has signed in (RFC 6749, section 6).
///
/// The program obtains it outside of this crate, by the flow `authorizationCode` or another one. A bearer token is
/// cached until shortly before it expires and shared by all calls and clones of a client. It is requested from the
/// documented URL: `refreshUrl` of the flow, else `tokenUrl`; for `type: openIdConnect` the `token_endpoint` of the
/// configuration at `openIdConnectUrl`, as for [`ClientCredentials`].
///
/// Many servers rotate a refresh token at each use. The client then uses the new one. A program that restarts must
/// [store it](Self::on_rotation). Use a refresh token for one scheme of one client only, and clone that client.
///
/// ```
/// use wireright_runtime::{ClientBuilder, RefreshToken, Secret, ServiceClient};
///
/// fn with_refresh_token<C: ServiceClient>(
///     builder: ClientBuilder<C>,
///     stored: Secret,
///     store: fn(&Secret),
/// ) -> ClientBuilder<C> {
///     let token = RefreshToken::new(stored).client_id("my-program").on_rotation(store);
///     builder.oauth2_refresh_token("petstore_auth", token)
/// }
/// ```
#[derive(Clone)]
pub struct RefreshToken(pub(crate) Grant);

impl RefreshToken {
    /// The refresh token that the authorization server issued last.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(Grant::new(GrantKind::RefreshToken { token: token.into(), on_rotation: None }))
    }

    /// Sets the client id that the token was issued to.
    pub fn client_id(mut self, id: impl Into<String>) -> Self {
        self.0.client_id = Some(id.into());
        self
    }

    /// Sets the client secret, if there is one.
    pub fn client_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.0.client_secret = Some(secret.into());
        self
    }

    /// Sets the callback for a rotated refresh token. The callback stores it, because the previous one is no longer
    /// valid. It runs before the new bearer token is used. It should be fast, because calls wait for it.
    pub fn on_rotation(mut self, callback: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        if let GrantKind::RefreshToken { on_rotation, .. } = &mut self.0.kind {
            *on_rotation = Some(Arc::new(callback));
        }
        self
    }
}

grant_settings! {
    RefreshToken,
    /// Requests only these scopes. Default: all that the user allowed.
    scopes
}
