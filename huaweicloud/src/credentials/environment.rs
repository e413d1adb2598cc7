//! [`EnvironmentProvider`], and functions that read single variables.

use std::{ffi::OsString, path::PathBuf};

use wireright_runtime::{Environment, transport::BoxFuture};

use super::{Credentials, CredentialsContext, CredentialsError, CredentialsProvider, FederationProvider, variables};

pub(super) const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
pub(super) const DOMAIN_ID: &str = "HUAWEICLOUD_SDK_DOMAIN_ID";
pub(super) const IAM_ENDPOINT: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";
const IDP_ID: &str = "HUAWEICLOUD_SDK_IDP_ID";
const ID_TOKEN_FILE: &str = "HUAWEICLOUD_SDK_ID_TOKEN_FILE";

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

/// Reads an access key from `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK` (else `CLOUD_SDK_AK` and `CLOUD_SDK_SK`),
/// with `HUAWEICLOUD_SDK_SECURITY_TOKEN`, `HUAWEICLOUD_SDK_PROJECT_ID`, `HUAWEICLOUD_SDK_DOMAIN_ID` and
/// `HUAWEICLOUD_SDK_IAM_ENDPOINT` where they are set. If `HUAWEICLOUD_SDK_IDP_ID` and `HUAWEICLOUD_SDK_ID_TOKEN_FILE`
/// are set, keys are fetched as by a [`FederationProvider`] instead.
#[derive(Clone, Debug, Default)]
pub struct EnvironmentProvider {
    environment: Environment,
}

impl EnvironmentProvider {
    /// Reads the variables of this process.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads these variables.
    pub fn of(environment: Environment) -> Self {
        Self { environment }
    }
}

impl CredentialsProvider for EnvironmentProvider {
    fn name(&self) -> &'static str {
        "environment"
    }

    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let environment = &self.environment;
            if let (Some(id), Some(file)) = (string(environment, IDP_ID)?, path(environment, ID_TOKEN_FILE)) {
                let mut provider = FederationProvider::new(id, file);
                if let Some(endpoint) = string(environment, IAM_ENDPOINT)? {
                    provider = provider.iam_endpoint(endpoint);
                }
                let mut credentials = provider.fetch(context).await?;
                credentials.project_id = string(environment, PROJECT_ID)?;
                credentials.domain_id = string(environment, DOMAIN_ID)?;
                return Ok(credentials);
            }
            let found = variables::read(|name| environment.var_os(name));
            found.map_err(|refusal| CredentialsError::not_configured(refusal.to_string()))
        })
    }
}
