//! [`EnvironmentProvider`]: credentials from environment variables.

use wireright_runtime::{Environment, transport::BoxFuture};

use super::{
    Credentials, CredentialsContext, CredentialsError, CredentialsProvider, FederationProvider,
    variables::{self, DOMAIN_ID, IAM_ENDPOINT, PROJECT_ID, path, string},
};

const IDP_ID: &str = "HUAWEICLOUD_SDK_IDP_ID";
const ID_TOKEN_FILE: &str = "HUAWEICLOUD_SDK_ID_TOKEN_FILE";

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
