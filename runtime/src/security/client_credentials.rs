//! [`ClientCredentials`]: what a program shows to a token endpoint to get a token for itself.

use std::fmt;

use crate::Secret;

/// The id and the secret of a program, by which it fetches bearer tokens of its own (RFC 6749, section 4.4).
///
/// A token is kept until shortly before it expires and shared by all calls and clones of a client. It is fetched from the address
/// that the document says (`tokenUrl`), which must be https, for the scopes that the document says of the operation.
#[derive(Clone)]
pub struct ClientCredentials {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    pub(crate) token_url: Option<String>,
    pub(crate) scopes: Option<Vec<String>>,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) is_in_body: bool,
}

impl ClientCredentials {
    /// The id and the secret that the authorization server has given to the program.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token_url: None,
            scopes: None,
            parameters: Vec::new(),
            is_in_body: false,
        }
    }

    /// Says where tokens are fetched, instead of where the document says: `https://`, or `http://` where the client allows that.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Asks for these scopes, instead of those that the document says of each operation. None of them: the server decides.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Sends one more parameter to the token endpoint, as `audience` or `resource`, which several servers ask for. It is no place
    /// for a secret.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends id and secret in the body, for servers that do not take HTTP basic authentication (RFC 6749, section 2.3.1).
    pub fn in_body(mut self) -> Self {
        self.is_in_body = true;
        self
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientCredentials")
            .field("id", &self.id)
            .field("secret", &self.secret)
            .field("token_url", &self.token_url)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
