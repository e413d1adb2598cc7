//! [`PodIdentityProvider`]: the temporary keys of a pod in a CCE cluster.

use std::{path::PathBuf, time::Duration};

use serde_json::json;

use wireright_runtime::{Endpoint, Environment, Request, transport::BoxFuture};

use super::{
    Credentials, CredentialsContext, CredentialsError, CredentialsProvider,
    context::CredentialsRequest,
    file, iam, temporary,
    variables::{path, string},
};

const URI: &str = "HC_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN_FILE: &str = "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE";
const TIMEOUT: Duration = Duration::from_secs(5);

/// Fetches the temporary keys of a pod from the agent of a CCE cluster: `POST` to
/// `HC_CONTAINER_CREDENTIALS_FULL_URI`, with the token in the file `HC_CONTAINER_AUTHORIZATION_TOKEN_FILE`, which is
/// read each time.
///
/// The URL may be `http://` for an address of this machine or of a local network (loopback, link-local or private).
/// Elsewhere the token would be sent without TLS, which a client must allow
/// ([`allow_http`](wireright_runtime::ClientBuilder::allow_http)).
#[derive(Clone, Debug, Default)]
pub struct PodIdentityProvider {
    environment: Environment,
    endpoint: Option<(String, PathBuf)>,
    project_id: Option<String>,
}

impl PodIdentityProvider {
    /// A provider with all settings from the environment.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the URL of the agent and the file with its token.
    pub fn endpoint(mut self, uri: impl Into<String>, token_file: impl Into<PathBuf>) -> Self {
        self.endpoint = Some((uri.into(), token_file.into()));
        self
    }

    /// Reads these variables.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Sets the project of the credentials.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    async fn fetch(&self, context: &CredentialsContext) -> Result<Credentials, CredentialsError> {
        let (uri, token_file) = match &self.endpoint {
            Some(endpoint) => endpoint.clone(),
            None => match (string(&self.environment, URI)?, path(&self.environment, TOKEN_FILE)) {
                (Some(uri), Some(file)) => (uri, file),
                _ => {
                    let words = format!("the environment variables {URI} and {TOKEN_FILE} are not both set");
                    return Err(CredentialsError::not_configured(words));
                }
            },
        };
        let (endpoint, target, query) =
            Endpoint::parse_url(&uri, true).map_err(|invalid| CredentialsError::invalid_request(&invalid))?;
        let url = format!("{endpoint}{target}");
        if !context.allows_http() && !endpoint.is_secure() && !endpoint.is_local_network() {
            let words = format!("the agent at {url} is neither https nor on a local network");
            return Err(CredentialsError::invalid(words));
        }
        let token = file::token("token file of the pod", &token_file)?;
        let source_name = format!("the agent at {url}");
        let request = Request::builder(&iam::GET_POD_KEY).json("application/json", &Some(json!({})));
        let request = request.target(target, query);
        let request = CredentialsRequest {
            endpoint,
            request,
            key: Some((iam::POD_TOKEN, &token)),
            timeout: Some(TIMEOUT),
            retry: None,
        };
        let response =
            context.send(request).await.map_err(|error| CredentialsError::request_failed(&source_name, error))?;
        let mut credentials = temporary::read(&source_name, response.body())?;
        credentials.project_id.clone_from(&self.project_id);
        Ok(credentials)
    }
}

impl CredentialsProvider for PodIdentityProvider {
    fn name(&self) -> &'static str {
        "pod identity"
    }

    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(self.fetch(context))
    }
}
