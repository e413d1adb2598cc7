//! Decodes responses with temporary keys.

use serde::Deserialize;

use wireright_runtime::{DateTime, Secret};

use super::{Credentials, CredentialsError};

/// The key of the object differs between services; the official SDK reads both.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Envelope {
    credential: Option<Keys>,
    credentials: Option<Keys>,
}

#[derive(Deserialize)]
struct Keys {
    #[serde(alias = "accessKeyId", alias = "access_key_id")]
    access: Option<Secret>,
    #[serde(alias = "secretAccessKey", alias = "secret_access_key")]
    secret: Option<Secret>,
    #[serde(alias = "securityToken", alias = "security_token")]
    securitytoken: Option<Secret>,
    #[serde(alias = "expiration")]
    expires_at: Option<Secret>,
}

/// Decodes the keys. `source_name` names the service in errors, which show nothing of the response.
pub(super) fn read(source_name: &str, body: &[u8]) -> Result<Credentials, CredentialsError> {
    let invalid = |problem: &str| CredentialsError::invalid(format!("{source_name} sent a response {problem}"));
    let unreadable = |_| invalid("that cannot be read as JSON with a key in it");
    let envelope: Envelope = serde_json::from_slice(body).map_err(unreadable)?;
    let keys = match envelope.credential.or(envelope.credentials) {
        Some(keys) => keys,
        None => serde_json::from_slice(body).map_err(unreadable)?,
    };
    let given = |secret: Option<Secret>| secret.filter(|secret| !secret.is_empty());
    let access = given(keys.access).ok_or_else(|| invalid("without an access key"))?;
    let secret = given(keys.secret).ok_or_else(|| invalid("without a secret key"))?;
    let mut credentials = Credentials::new(access.expose(), secret);
    if let Some(token) = given(keys.securitytoken) {
        credentials = credentials.security_token(token);
    }
    let expires_at = given(keys.expires_at).ok_or_else(|| invalid("that does not say when the key expires"))?;
    let expires_at = expires_at.expose().parse::<DateTime>().ok().and_then(|date| date.to_system_time());
    Ok(credentials.expires_at(expires_at.ok_or_else(|| invalid("with an invalid date of expiry"))?))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::credentials::Identity;

    #[test]
    fn each_spelling_of_the_official_sdk_is_read() {
        for body in [
            r#"{"credential":{"access":"A","secret":"S","securitytoken":"T",
                "expires_at":"2026-01-15T08:30:00.000000Z"}}"#,
            r#"{"credentials":{"accessKeyId":"A","secretAccessKey":"S","securityToken":"T",
                "expiration":"2026-01-15T08:30:00Z"}}"#,
            r#"{"access_key_id":"A","secret_access_key":"S","security_token":"T",
                "expiration":"2026-01-15T08:30:00.5Z","x":1}"#,
        ] {
            let credentials = read("x", body.as_bytes()).unwrap_or_else(|error| panic!("{body}: {error}"));
            let Identity::AccessKey(key) = &credentials.identity else { panic!("a key was given") };
            assert_eq!((key.id.as_str(), key.secret.expose()), ("A", "S"));
            assert_eq!(key.security_token.as_ref().map(Secret::expose), Some("T"));
            let at = credentials.expires_at.unwrap().duration_since(SystemTime::UNIX_EPOCH).unwrap();
            assert_eq!(at.as_secs(), Duration::from_secs(1_768_465_800).as_secs());
        }
    }

    #[test]
    fn an_invalid_response_is_rejected_without_its_content() {
        for body in [
            "hunter2",
            r#"{"access":"hunter2"}"#,
            r#"{"access":"hunter2","secret":""}"#,
            r#"{"access":"hunter2","secret":"hunter2"}"#,
            r#"{"access":"hunter2","secret":"hunter2","expires_at":"hunter2"}"#,
            r#"{"credential":{"access":1234567}}"#,
        ] {
            let error = read("the service", body.as_bytes()).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(
                shown.contains("the service") && !shown.contains("hunter2") && !shown.contains("1234567"),
                "{shown}"
            );
        }
    }
}
