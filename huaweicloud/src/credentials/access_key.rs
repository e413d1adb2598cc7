//! [`Credentials`]: an access key or a token, with what belongs to it.

use std::{fmt, time::SystemTime};

use wireright_runtime::{InvalidRequest, Secret};

/// Credentials of Huawei Cloud: an access key (permanent or temporary), or an IAM token.
///
/// They are checked when a client is built. `Debug` shows no key and no token.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) identity: Identity,
    pub(crate) project_id: Option<String>,
    pub(crate) domain_id: Option<String>,
    pub(crate) iam_endpoint: Option<String>,
    pub(crate) expires_at: Option<SystemTime>,
    /// Whether a security token was set for an IAM token, which is an error.
    stray_security_token: bool,
}

/// An access key or a token.
#[derive(Clone)]
pub(crate) enum Identity {
    AccessKey(AccessKey),
    Token(Secret),
}

/// An access key. It is temporary if it has a security token.
#[derive(Clone)]
pub(crate) struct AccessKey {
    /// The AK.
    pub(crate) id: String,
    /// The SK.
    pub(crate) secret: Secret,
    pub(crate) security_token: Option<Secret>,
}

impl Credentials {
    /// A permanent access key: its id (AK) and its secret (SK).
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self::of(Identity::AccessKey(AccessKey { id: id.into(), secret: secret.into(), security_token: None }))
    }

    /// A token of IAM, as `POST /v3/auth/tokens` returns it.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self::of(Identity::Token(token.into()))
    }

    fn of(identity: Identity) -> Self {
        Self {
            identity,
            project_id: None,
            domain_id: None,
            iam_endpoint: None,
            expires_at: None,
            stray_security_token: false,
        }
    }

    /// Sets the security token of a temporary access key. An IAM token has none: a client with both is not built.
    pub fn security_token(mut self, security_token: impl Into<Secret>) -> Self {
        match &mut self.identity {
            Identity::AccessKey(key) => key.security_token = Some(security_token.into()),
            Identity::Token(_) => self.stray_security_token = true,
        }
        self
    }

    /// Sets the project, where neither the call nor the authenticator does. Without it, a client with a region looks
    /// it up.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// Sets the account for clients of global services, where the authenticator does not
    /// ([`AuthenticatorBuilder::global`](crate::AuthenticatorBuilder::global)). Without it, such a client looks it
    /// up. Other clients ignore it.
    pub fn domain_id(mut self, domain_id: impl Into<String>) -> Self {
        self.domain_id = Some(domain_id.into());
        self
    }

    /// Sets the endpoint of IAM, where the id of the project or account is looked up. Default: IAM of the client's
    /// region.
    pub fn iam_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.iam_endpoint = Some(endpoint.into());
        self
    }

    /// Sets the time of expiry. Later calls fail before they are sent, with an error of the kind
    /// [`Credentials`](wireright_runtime::ErrorKind::Credentials), unless a provider supplies other credentials.
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }
}

impl Credentials {
    /// Checks the credentials, and trims tokens: HTTP drops the blanks around a header's value.
    pub(crate) fn validate(mut self) -> Result<Self, InvalidRequest> {
        if self.stray_security_token {
            return invalid("a security token belongs to an access key, not to an IAM token");
        }
        match &mut self.identity {
            Identity::AccessKey(key) => key.check()?,
            Identity::Token(token) => *token = checked_token("IAM token", token)?,
        }
        for (kind, id) in [("project", &self.project_id), ("domain", &self.domain_id)] {
            if id.as_deref().is_some_and(str::is_empty) {
                return invalid(&format!(
                    "the {kind} id of the credentials is empty; leave it out to have it looked up"
                ));
            }
        }
        Ok(self)
    }

    /// The secrets, for redaction.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        match &self.identity {
            Identity::AccessKey(key) => key.security_token.iter().chain([&key.secret]).cloned().collect(),
            Identity::Token(token) => vec![token.clone()],
        }
    }
}

impl AccessKey {
    fn check(&mut self) -> Result<(), InvalidRequest> {
        if self.id.is_empty() {
            return invalid("the access key id (AK) is empty");
        }
        // It is part of the `Authorization` header, between `=` and `,`.
        if !self.id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',') {
            return invalid(
                "the access key id (AK) has an invalid character: a blank, a comma, or one that is not ASCII",
            );
        }
        if self.secret.is_empty() {
            return invalid("the secret access key (SK) is empty");
        }
        // Such as the line end of a file: a signature with it is invalid.
        if self.secret.expose().chars().any(char::is_control) {
            return invalid("the secret access key (SK) has a control character in it");
        }
        if let Some(token) = &mut self.security_token {
            *token = checked_token("security token", token)?;
        }
        Ok(())
    }
}

/// Blanks around a header's value do not belong to it.
fn trim_blanks(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// The token without blanks around it, if it is valid in a header.
fn checked_token(name: &str, token: &Secret) -> Result<Secret, InvalidRequest> {
    let trimmed = trim_blanks(token.expose());
    if trimmed.is_empty() {
        return invalid(&format!("the {name} is empty"));
    }
    if trimmed.chars().any(char::is_control) {
        return invalid(&format!("the {name} has a control character in it"));
    }
    Ok(Secret::new(trimmed))
}

fn invalid<T>(problem: &str) -> Result<T, InvalidRequest> {
    Err(InvalidRequest::Credentials { problem: problem.to_owned() })
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let identity = match &self.identity {
            Identity::AccessKey(AccessKey { security_token: None, .. }) => "permanent access key",
            Identity::AccessKey(_) => "temporary access key",
            Identity::Token(_) => "IAM token",
        };
        formatter
            .debug_struct("Credentials")
            .field("identity", &format_args!("{identity}"))
            .field("project_id", &self.project_id)
            .field("domain_id", &self.domain_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(credentials: Credentials) -> String {
        credentials.validate().unwrap_err().to_string()
    }

    #[test]
    fn invalid_credentials_are_rejected() {
        assert!(problem(Credentials::new("", "sk")).contains("AK"));
        assert!(problem(Credentials::new("钥", "sk")).contains("ASCII"));
        assert!(problem(Credentials::new("a b", "sk")).contains("blank"));
        assert!(problem(Credentials::new("ak", "")).contains("SK"));
        let line = problem(Credentials::new("ak", "hunter2\n"));
        assert!(line.contains("SK") && line.contains("control") && !line.contains("hunter2"), "{line}");
        assert!(problem(Credentials::new("ak", "sk").security_token(" \t")).contains("empty"));
        assert!(problem(Credentials::new("ak", "sk").security_token("a\nb")).contains("control"));
        assert!(problem(Credentials::token("t").security_token("t")).contains("belongs"));
        assert!(problem(Credentials::token("")).contains("empty"));
        assert!(problem(Credentials::new("ak", "sk").project_id("")).contains("project id"));
        assert!(problem(Credentials::new("ak", "sk").domain_id("")).contains("domain id"));
    }

    #[test]
    fn tokens_are_trimmed_and_may_be_unicode() {
        let checked = Credentials::new("ak", "sk").security_token("  tökén-令牌\t").validate().unwrap();
        assert!(checked.secrets().contains(&Secret::new("tökén-令牌")));
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", Credentials::new("my-ak", "my-sk").security_token("my-token").project_id("p"));
        assert!(!shown.contains("my-"), "{shown}");
        assert!(shown.contains("temporary"), "{shown}");
    }
}
