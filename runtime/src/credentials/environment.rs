//! [`EnvironmentProvider`], and [`Environment`], through which all variables are read.

use std::{collections::BTreeMap, ffi::OsString, fmt, path::PathBuf, sync::Arc};

use super::{CredentialsContext, CredentialsError, CredentialsProvider, FederationProvider};
use crate::{
    signature::{Credentials, from_variables},
    transport::BoxFuture,
};

pub(super) const PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";
pub(super) const DOMAIN_ID: &str = "HUAWEICLOUD_SDK_DOMAIN_ID";
pub(super) const IAM_ENDPOINT: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";
const IDP_ID: &str = "HUAWEICLOUD_SDK_IDP_ID";
const ID_TOKEN_FILE: &str = "HUAWEICLOUD_SDK_ID_TOKEN_FILE";

/// Environment variables: those of this process, or given ones. A variable that is empty is not set. `Debug` shows no value.
#[derive(Clone, Default)]
pub struct Environment {
    given: Option<Arc<BTreeMap<String, OsString>>>,
}

impl Environment {
    /// The variables of this process, as they are when they are read.
    pub fn of_process() -> Self {
        Self::default()
    }

    /// These variables and no others, for tests and for programs that have their settings from elsewhere.
    pub fn of<N: Into<String>, V: Into<OsString>>(variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let given = variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { given: Some(Arc::new(given)) }
    }

    pub(crate) fn raw(&self, name: &str) -> Option<OsString> {
        let value = match &self.given {
            Some(given) => given.get(name).cloned(),
            None => std::env::var_os(name),
        };
        value.filter(|value| !value.is_empty())
    }

    /// A variable whose value is text.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, CredentialsError> {
        let not_text = |_| CredentialsError::unreadable(format!("the environment variable {name} is not Unicode text"));
        self.raw(name).map(OsString::into_string).transpose().map_err(not_text)
    }

    pub(super) fn path(&self, name: &str) -> Option<PathBuf> {
        self.raw(name).map(PathBuf::from)
    }

    /// Adds where IAM is, if a variable says so and nobody else does.
    pub(super) fn with_iam(&self, mut credentials: Credentials) -> Result<Credentials, CredentialsError> {
        if credentials.iam_endpoint.is_none() {
            credentials.iam_endpoint = self.text(IAM_ENDPOINT)?;
        }
        Ok(credentials)
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.given {
            Some(given) => formatter.debug_set().entries(given.keys()).finish(),
            None => formatter.write_str("Environment"),
        }
    }
}

/// Reads an access key from `HUAWEICLOUD_SDK_AK` and `HUAWEICLOUD_SDK_SK` (else `CLOUD_SDK_AK` and `CLOUD_SDK_SK`), with
/// `HUAWEICLOUD_SDK_SECURITY_TOKEN`, `HUAWEICLOUD_SDK_PROJECT_ID`, `HUAWEICLOUD_SDK_DOMAIN_ID` and `HUAWEICLOUD_SDK_IAM_ENDPOINT` where
/// they are set. Where `HUAWEICLOUD_SDK_IDP_ID` and `HUAWEICLOUD_SDK_ID_TOKEN_FILE` are set, keys are fetched as by a [`FederationProvider`] instead.
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
            if let (Some(id), Some(file)) = (environment.text(IDP_ID)?, environment.path(ID_TOKEN_FILE)) {
                let mut provider = FederationProvider::new(id, file);
                if let Some(endpoint) = environment.text(IAM_ENDPOINT)? {
                    provider = provider.iam_endpoint(endpoint);
                }
                let mut credentials = provider.fetch(context).await?;
                credentials.project_id = environment.text(PROJECT_ID)?;
                credentials.domain_id = environment.text(DOMAIN_ID)?;
                return Ok(credentials);
            }
            let found = from_variables(|name| environment.raw(name));
            found.map_err(|refusal| CredentialsError::not_configured(refusal.to_string()))
        })
    }
}
