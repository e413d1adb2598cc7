//! [`ClientCredentials`]: what a program shows to a token endpoint to get a token for itself.

use std::fmt;

use super::grant::{Grant, GrantKind};
use crate::Secret;

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

    /// Asks for these scopes, instead of those that the document says of each operation. None of them: the server decides.
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

    /// Sends id and secret in the body, for servers that do not take HTTP basic authentication (RFC 6749, section 2.3.1). An OpenID
    /// provider that takes nothing else says so itself.
    pub fn in_body(mut self) -> Self {
        self.0.is_in_body = true;
        self
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
