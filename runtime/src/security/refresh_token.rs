//! [`RefreshToken`]: what a person has allowed a program before, by which it gets tokens without asking again.

use std::sync::Arc;

use super::{
    grant::{Grant, GrantKind},
    grant_settings::grant_settings,
};
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
}

grant_settings! {
    RefreshToken,
    /// Asks for these scopes and no more. Without this, it is all that the person has allowed.
    scopes
}
