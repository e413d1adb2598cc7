//! [`FederationProvider`]: temporary keys for the token of an identity provider, from IAM.

use std::path::PathBuf;

use serde::Serialize;

use wireright_runtime::{Request, Secret, transport::BoxFuture};

use super::{
    Credentials, CredentialsContext, CredentialsError, CredentialsProvider, context::CredentialsRequest, file, iam,
    temporary,
};
use crate::endpoints::IAM;

/// The lifetime of keys, in seconds: six hours, as in the official SDK.
const LIFETIME: u32 = 6 * 60 * 60;

/// Fetches temporary keys from IAM for the token of an identity provider. The token is read from a file each time. It
/// is exchanged for a token of IAM, and that for the keys.
#[derive(Clone, Debug)]
pub struct FederationProvider {
    idp_id: String,
    id_token_file: PathBuf,
    iam_endpoint: Option<String>,
    project_id: Option<String>,
}

#[derive(Serialize)]
struct Auth<T> {
    auth: T,
}

#[derive(Serialize)]
struct IdTokenAuth<'s> {
    id_token: IdToken<'s>,
}

#[derive(Serialize)]
struct IdToken<'s> {
    id: &'s Secret,
}

#[derive(Serialize)]
struct TokenAuth<'s> {
    identity: Identity<'s>,
}

#[derive(Serialize)]
struct Identity<'s> {
    methods: [&'static str; 1],
    token: TimedToken<'s>,
}

#[derive(Serialize)]
struct TimedToken<'s> {
    id: &'s Secret,
    duration_seconds: u32,
}

impl FederationProvider {
    /// Sets the id of the identity provider, and the file with its token.
    pub fn new(idp_id: impl Into<String>, id_token_file: impl Into<PathBuf>) -> Self {
        Self { idp_id: idp_id.into(), id_token_file: id_token_file.into(), iam_endpoint: None, project_id: None }
    }

    /// Sets the endpoint of IAM. Default: `https://iam.myhuaweicloud.com`.
    pub fn iam_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.iam_endpoint = Some(endpoint.into());
        self
    }

    /// Sets the project of the credentials.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    pub(super) async fn fetch(&self, context: &CredentialsContext) -> Result<Credentials, CredentialsError> {
        let id_token = file::token("file of the id token", &self.id_token_file)?;
        let endpoint = context.endpoint(self.iam_endpoint.as_deref().unwrap_or(IAM))?;
        let source_name = format!("IAM at {endpoint}");
        let send = async |request: Request| {
            let request =
                CredentialsRequest { endpoint: endpoint.clone(), request, key: None, timeout: None, retry: None };
            context.send(request).await.map_err(|error| CredentialsError::request_failed(&source_name, error))
        };

        let body = Some(Auth { auth: IdTokenAuth { id_token: IdToken { id: &id_token } } });
        let request = Request::builder(&iam::CREATE_UNSCOPED_TOKEN).header("x-idp-id", &self.idp_id);
        let response = send(request.json(iam::JSON, &body)).await?;
        let token = response.headers().get("x-subject-token").and_then(|token| token.to_str().ok()).map(Secret::new);
        let Some(token) = token.filter(|token| !token.is_empty()) else {
            return Err(CredentialsError::invalid(format!(
                "{source_name} sent a response without the header X-Subject-Token"
            )));
        };

        let identity = Identity { methods: ["token"], token: TimedToken { id: &token, duration_seconds: LIFETIME } };
        let request = Request::builder(&iam::CREATE_TEMPORARY_KEY);
        let request = request.json(iam::JSON, &Some(Auth { auth: TokenAuth { identity } }));
        let response = send(request).await?;
        let mut credentials = temporary::read(&source_name, response.body())?;
        credentials.project_id.clone_from(&self.project_id);
        credentials.iam_endpoint.clone_from(&self.iam_endpoint);
        Ok(credentials)
    }
}

impl CredentialsProvider for FederationProvider {
    fn name(&self) -> &'static str {
        "IdP federation"
    }

    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(self.fetch(context))
    }
}
