//! [`OidcProvider`]: temporary keys of an agency for the token of an OpenID provider, from STS.

use std::{fmt, path::PathBuf};

use serde::Serialize;

use wireright_runtime::{Environment, Request, Secret, transport::BoxFuture};

use super::{
    Credentials, CredentialsContext, CredentialsError, CredentialsProvider,
    context::CredentialsRequest,
    file, iam, temporary,
    variables::{DOMAIN_ID, PROJECT_ID, path, string, with_iam},
};
use crate::endpoints::STS;

const PROVIDER_URN: &str = "HUAWEICLOUD_OIDC_PROVIDER_URN";
const AGENCY_URN: &str = "HUAWEICLOUD_OIDC_AGENCY_URN";
const ID_TOKEN: &str = "HUAWEICLOUD_OIDC_ID_TOKEN";
const TOKEN_FILE: &str = "HUAWEICLOUD_OIDC_TOKEN_FILE";
const SESSION_NAME: &str = "HUAWEICLOUD_OIDC_SESSION_NAME";
const DURATION: &str = "HUAWEICLOUD_OIDC_DURATION_SECONDS";
const POLICY: &str = "HUAWEICLOUD_OIDC_POLICY";
const POLICY_IDS: &str = "HUAWEICLOUD_OIDC_POLICY_IDS";
const STS_ENDPOINT: &str = "HUAWEICLOUD_SDK_STS_ENDPOINT";

/// The default name of a session and lifetime of keys in seconds, as in the official SDK.
const DEFAULT_SESSION: &str = "oidc-sts-session";
const DEFAULT_DURATION: u32 = 3600;

/// Exchanges the token of an OpenID provider at STS for temporary keys of an agency.
///
/// Settings that are not made are read from the environment: `HUAWEICLOUD_OIDC_PROVIDER_URN`, `_AGENCY_URN`,
/// `_ID_TOKEN` or `_TOKEN_FILE`; and, if they are set, `_SESSION_NAME`, `_DURATION_SECONDS`, `_POLICY`, `_POLICY_IDS`
/// (separated by commas), `HUAWEICLOUD_SDK_STS_ENDPOINT`, `HUAWEICLOUD_SDK_IAM_ENDPOINT`,
/// `HUAWEICLOUD_SDK_PROJECT_ID` and `HUAWEICLOUD_SDK_DOMAIN_ID`. The file with the token is read each time.
#[derive(Clone, Default)]
pub struct OidcProvider {
    environment: Environment,
    provider_urn: Option<String>,
    agency_urn: Option<String>,
    id_token: Option<Secret>,
    id_token_file: Option<PathBuf>,
    session_name: Option<String>,
    duration: Option<u32>,
    policy: Option<String>,
    policy_ids: Option<Vec<String>>,
    sts_endpoint: Option<String>,
    project_id: Option<String>,
}

/// The properties in the order of the official SDK.
#[derive(Serialize)]
struct AssumeRequest<'s> {
    provider_urn: String,
    agency_urn: String,
    agency_session_name: String,
    id_token: &'s Secret,
    duration_seconds: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policy_ids: Vec<String>,
}

impl OidcProvider {
    /// A provider with all settings from the environment.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads these variables.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Sets the OpenID provider.
    pub fn provider_urn(mut self, urn: impl Into<String>) -> Self {
        self.provider_urn = Some(urn.into());
        self
    }

    /// Sets the agency.
    pub fn agency_urn(mut self, urn: impl Into<String>) -> Self {
        self.agency_urn = Some(urn.into());
        self
    }

    /// Sets the token of the OpenID provider. It has precedence over a file.
    pub fn id_token(mut self, token: impl Into<Secret>) -> Self {
        self.id_token = Some(token.into());
        self
    }

    /// Sets the file with the token.
    pub fn id_token_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.id_token_file = Some(file.into());
        self
    }

    /// Sets the name of the session in audit logs. Default: `oidc-sts-session`.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = Some(name.into());
        self
    }

    /// Sets the lifetime of the keys, in seconds. Default: 3600.
    pub fn duration_seconds(mut self, seconds: u32) -> Self {
        self.duration = Some(seconds);
        self
    }

    /// Restricts the keys by a policy.
    pub fn policy(mut self, policy: impl Into<String>) -> Self {
        self.policy = Some(policy.into());
        self
    }

    /// Restricts the keys by the policies with these ids.
    pub fn policy_ids<S: Into<String>>(mut self, ids: impl IntoIterator<Item = S>) -> Self {
        self.policy_ids = Some(ids.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the endpoint of STS. Default: `https://sts.cn-north-4.myhuaweicloud.com`.
    pub fn sts_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.sts_endpoint = Some(endpoint.into());
        self
    }

    /// Sets the project of the credentials.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    async fn fetch(&self, context: &CredentialsContext) -> Result<Credentials, CredentialsError> {
        let provider_urn = self.required(self.provider_urn.as_ref(), PROVIDER_URN)?;
        let agency_urn = self.required(self.agency_urn.as_ref(), AGENCY_URN)?;
        let id_token = self.token()?;
        let body = AssumeRequest {
            provider_urn,
            agency_urn,
            agency_session_name: self
                .optional(self.session_name.as_ref(), SESSION_NAME)?
                .unwrap_or_else(|| DEFAULT_SESSION.to_owned()),
            id_token: &id_token,
            duration_seconds: self.duration()?,
            policy: self.optional(self.policy.as_ref(), POLICY)?,
            policy_ids: self.ids()?,
        };
        let endpoint = self.optional(self.sts_endpoint.as_ref(), STS_ENDPOINT)?;
        let endpoint = context.endpoint(endpoint.as_deref().unwrap_or(STS))?;
        let source_name = format!("STS at {endpoint}");
        let request = Request::builder(&iam::ASSUME_AGENCY).json(iam::JSON, &Some(body));
        let request = CredentialsRequest { endpoint, request, key: None, timeout: None, retry: None };
        let response =
            context.send(request).await.map_err(|error| CredentialsError::request_failed(&source_name, error))?;
        let mut credentials = temporary::read(&source_name, response.body())?;
        credentials.project_id = self.optional(self.project_id.as_ref(), PROJECT_ID)?;
        credentials.domain_id = string(&self.environment, DOMAIN_ID)?;
        with_iam(&self.environment, credentials)
    }

    fn optional(&self, given: Option<&String>, variable: &str) -> Result<Option<String>, CredentialsError> {
        match given {
            Some(given) => Ok(Some(given.clone())),
            None => string(&self.environment, variable),
        }
    }

    fn required(&self, given: Option<&String>, variable: &str) -> Result<String, CredentialsError> {
        let missing = || CredentialsError::not_configured(format!("the environment variable {variable} is not set"));
        self.optional(given, variable)?.ok_or_else(missing)
    }

    fn token(&self) -> Result<Secret, CredentialsError> {
        if let Some(token) = &self.id_token {
            return Ok(token.clone());
        }
        if let Some(token) = string(&self.environment, ID_TOKEN)? {
            return Ok(Secret::new(token));
        }
        match self.id_token_file.clone().or_else(|| path(&self.environment, TOKEN_FILE)) {
            Some(path) => file::token("file of the id token", &path),
            None => Err(CredentialsError::not_configured(format!(
                "neither of the environment variables {ID_TOKEN} and {TOKEN_FILE} is set"
            ))),
        }
    }

    fn duration(&self) -> Result<u32, CredentialsError> {
        match (self.duration, string(&self.environment, DURATION)?) {
            (Some(given), _) => Ok(given),
            (None, Some(text)) => text.trim().parse().map_err(|_| {
                CredentialsError::invalid(format!("the environment variable {DURATION} is not a number of seconds"))
            }),
            (None, None) => Ok(DEFAULT_DURATION),
        }
    }

    fn ids(&self) -> Result<Vec<String>, CredentialsError> {
        if let Some(ids) = &self.policy_ids {
            return Ok(ids.clone());
        }
        let text = string(&self.environment, POLICY_IDS)?.unwrap_or_default();
        Ok(text.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect())
    }
}

impl fmt::Debug for OidcProvider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OidcProvider")
            .field("provider_urn", &self.provider_urn)
            .field("agency_urn", &self.agency_urn)
            .field("id_token", &self.id_token)
            .field("id_token_file", &self.id_token_file)
            .field("sts_endpoint", &self.sts_endpoint)
            .finish_non_exhaustive()
    }
}

impl CredentialsProvider for OidcProvider {
    fn name(&self) -> &'static str {
        "OIDC"
    }

    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(self.fetch(context))
    }
}
