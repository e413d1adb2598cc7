//! [`ClientCredentials`]: what a program shows to a token endpoint to get a token for itself.

use super::{
    grant::{Grant, GrantKind},
    grant_settings::grant_settings,
};
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
}

grant_settings! {
    ClientCredentials,
    /// Asks for these scopes, instead of those that the document says of each operation. None of them: the server decides.
    scopes
}
