//! Environment variables: functions that read single variables, and [`Credentials::from_env`].

use std::{ffi::OsString, path::PathBuf};

use wireright_runtime::{Environment, Error, InvalidRequest};

use super::{Credentials, CredentialsError};

/// The variables of an access key: those of the official SDKs, then those of the samples in the API documentation.
const ACCESS_KEYS: [(&str, &str); 2] = [("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"), ("CLOUD_SDK_AK", "CLOUD_SDK_SK")];
const SECURITY_TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
pub(super) const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
pub(super) const DOMAIN_ID: &str = "HUAWEICLOUD_SDK_DOMAIN_ID";
pub(super) const IAM_ENDPOINT: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";

impl Credentials {
    /// Reads the environment: `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK` (else `CLOUD_SDK_AK` and `CLOUD_SDK_SK`),
    /// and, if they are set, `HUAWEICLOUD_SDK_SECURITY_TOKEN`, `HUAWEICLOUD_SDK_PROJECT_ID`,
    /// `HUAWEICLOUD_SDK_DOMAIN_ID` and `HUAWEICLOUD_SDK_IAM_ENDPOINT`. A variable that is empty is not set.
    ///
    /// # Errors
    ///
    /// If an access key is missing or incomplete. The error names the variables.
    pub fn from_env() -> Result<Self, Error> {
        read(|name| std::env::var_os(name)).map_err(Error::from)
    }
}

/// A variable whose value is Unicode.
pub(super) fn string(environment: &Environment, name: &str) -> Result<Option<String>, CredentialsError> {
    let invalid = |_| CredentialsError::unreadable(format!("the environment variable {name} is not Unicode text"));
    environment.var_os(name).map(OsString::into_string).transpose().map_err(invalid)
}

/// A variable whose value is a path.
pub(super) fn path(environment: &Environment, name: &str) -> Option<PathBuf> {
    environment.var_os(name).map(PathBuf::from)
}

/// Adds the endpoint of IAM from its variable, unless the credentials have one.
pub(super) fn with_iam(
    environment: &Environment,
    mut credentials: Credentials,
) -> Result<Credentials, CredentialsError> {
    if credentials.iam_endpoint.is_none() {
        credentials.iam_endpoint = string(environment, IAM_ENDPOINT)?;
    }
    Ok(credentials)
}

/// Reads credentials. `lookup` returns the value of a variable.
pub(crate) fn read(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Credentials, InvalidRequest> {
    let variable = |name: &str| match lookup(name).map(OsString::into_string) {
        None => Ok(None),
        Some(Ok(text)) => Ok((!text.is_empty()).then_some(text)),
        Some(Err(_)) => {
            Err(InvalidRequest::Credentials { problem: format!("the environment variable {name} is not Unicode text") })
        }
    };
    for (id, secret) in ACCESS_KEYS {
        let missing = match (variable(id)?, variable(secret)?) {
            (None, None) => continue,
            (Some(_), None) => secret,
            (None, Some(_)) => id,
            (Some(access_key), Some(secret_key)) => {
                let mut credentials = Credentials::new(access_key, secret_key);
                if let Some(token) = variable(SECURITY_TOKEN)? {
                    credentials = credentials.security_token(token);
                }
                if let Some(project) = variable(PROJECT_ID)? {
                    credentials = credentials.project_id(project);
                }
                if let Some(domain) = variable(DOMAIN_ID)? {
                    credentials = credentials.domain_id(domain);
                }
                if let Some(endpoint) = variable(IAM_ENDPOINT)? {
                    credentials = credentials.iam_endpoint(endpoint);
                }
                return Ok(credentials);
            }
        };
        let other = if missing == id { secret } else { id };
        return Err(InvalidRequest::Credentials {
            problem: format!("the environment variable {other} is set, but {missing} is not or is empty"),
        });
    }
    let looked_for = ACCESS_KEYS.map(|(id, secret)| format!("{id} and {secret}")).join(", or ");
    Err(InvalidRequest::Credentials {
        problem: format!("no access key in the environment: looked for the variables {looked_for}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::Identity;

    fn read_from(variables: &[(&str, &str)]) -> Result<Credentials, InvalidRequest> {
        read(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
    }

    #[test]
    fn official_names_come_first() {
        let credentials = read_from(&[
            ("CLOUD_SDK_AK", "sample"),
            ("CLOUD_SDK_SK", "sample"),
            ("HUAWEICLOUD_SDK_AK", "ak"),
            ("HUAWEICLOUD_SDK_SK", "sk"),
            ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "token"),
            ("HUAWEICLOUD_SDK_PROJECT_ID", "project"),
            ("HUAWEICLOUD_SDK_DOMAIN_ID", "domain"),
            ("HUAWEICLOUD_SDK_IAM_ENDPOINT", "https://iam.example.com"),
        ])
        .unwrap();
        let Identity::AccessKey(key) = credentials.identity else { panic!("an access key was given") };
        assert_eq!((key.id.as_str(), key.secret.expose()), ("ak", "sk"));
        assert_eq!(key.security_token.unwrap().expose(), "token");
        assert_eq!(credentials.project_id.as_deref(), Some("project"));
        assert_eq!(credentials.domain_id.as_deref(), Some("domain"));
        assert_eq!(credentials.iam_endpoint.as_deref(), Some("https://iam.example.com"));
    }

    #[test]
    fn the_names_of_the_documents_do_too() {
        assert!(read_from(&[("CLOUD_SDK_AK", "ak"), ("CLOUD_SDK_SK", "sk")]).is_ok());
    }

    #[test]
    fn the_error_says_what_was_looked_for() {
        let none = read_from(&[("HUAWEICLOUD_SDK_AK", "")]).unwrap_err().to_string();
        assert!(none.contains("HUAWEICLOUD_SDK_AK") && none.contains("CLOUD_SDK_SK"), "{none}");
        let half = read_from(&[("HUAWEICLOUD_SDK_AK", "secret-like")]).unwrap_err().to_string();
        assert!(half.contains("HUAWEICLOUD_SDK_SK is not"), "{half}");
        assert!(!half.contains("secret-like"), "{half}");
    }
}
