//! [`RefreshToken`]: what a person has allowed a program before, by which it gets tokens without asking again.

use std::{fmt, sync::Arc};

use super::grant::{Grant, GrantKind};
use crate::Secret;

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

    /// Asks for these scopes and no more. Without this, it is all that the person has allowed.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.0.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Sends one more parameter to the token endpoint. It is no place for a secret.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends id and secret in the body, for servers that do not take HTTP basic authentication (RFC 6749, section 2.3.1). Without a
    /// secret, the id always goes there. An OpenID provider that takes nothing else says so itself.
    pub fn in_body(mut self) -> Self {
        self.0.is_in_body = true;
        self
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
