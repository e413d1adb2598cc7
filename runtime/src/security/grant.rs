//! [`Grant`]: by what tokens are asked for, and how.

use std::{fmt, sync::Arc};

use crate::{Secret, transport::BoxFuture};

use super::Token;

/// Who is told of another refresh token.
pub(crate) type OnRotation = Arc<dyn Fn(&Secret) + Send + Sync>;

/// A question to a token endpoint that is under way.
pub(crate) type Asked = BoxFuture<'static, Result<Granted, crate::Error>>;

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

/// What a token endpoint gave.
pub(crate) struct Granted {
    pub(crate) token: Token,
    /// The refresh token that is good from now on, if it is another.
    pub(crate) refresh_token: Option<Secret>,
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
