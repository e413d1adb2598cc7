//! [`MetadataProvider`]: the temporary keys of an ECS with an agency.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use wireright_runtime::{
    Endpoint, Error, Request, Response, RetryPolicy, Secret, clock::Instant, transport::BoxFuture,
};
use zeroize::Zeroizing;

use super::{
    Credentials, CredentialsContext, CredentialsError, CredentialsProvider, context::CredentialsRequest, iam, temporary,
};

const ENDPOINT: &str = "http://169.254.169.254";
/// The timeout of an attempt. The service is on the local network.
const TIMEOUT: Duration = Duration::from_secs(3);
/// The lifetime of a token of the metadata service, in seconds.
const TOKEN_LIFETIME: &str = "21600";
/// The interval after which a metadata service without tokens is tried for them again.
const TOKEN_RETRY_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);
/// The statuses of a metadata service that has no tokens.
const NO_TOKEN_STATUSES: [u16; 3] = [404, 405, 503];
/// In the response of a machine without an agency; distinguishes it from an expired token.
const MISSING_AGENCY: &[u8] = b"Please configure Cloud Service Agency first";

/// Fetches the temporary keys of the machine's agency from the metadata service of an ECS (`http://169.254.169.254`).
/// If the service has tokens against forged requests, one is fetched first.
///
/// Without a response within 3 seconds, the machine counts as no ECS. In a chain, any failure leads to the next
/// provider.
pub struct MetadataProvider {
    endpoint: String,
    project_id: Option<String>,
    token: Mutex<Token>,
}

/// The token of the metadata service, and when one was requested.
#[derive(Clone, Default)]
struct Token {
    text: Option<Secret>,
    requested: Option<Instant>,
}

impl MetadataProvider {
    /// The metadata service at its usual address.
    pub fn new() -> Self {
        Self { endpoint: ENDPOINT.to_owned(), project_id: None, token: Mutex::default() }
    }

    /// Sets the endpoint of the metadata service. It may be `http://`, since it is on the local network.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = endpoint.into();
        self
    }

    /// Sets the project of the credentials.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    async fn fetch(&self, context: &CredentialsContext) -> Result<Credentials, CredentialsError> {
        let endpoint = Endpoint::parse(self.endpoint.trim_end_matches('/'), true)
            .map_err(|refusal| CredentialsError::invalid_request(&refusal))?;
        let source_name = format!("the metadata service at {endpoint}");
        let response = self
            .keys(context, &endpoint)
            .await
            .map_err(|error| CredentialsError::request_failed(&source_name, error))?;
        let mut credentials = temporary::read(&source_name, response.body())?;
        credentials.project_id.clone_from(&self.project_id);
        Ok(credentials)
    }

    async fn keys(
        &self,
        context: &CredentialsContext,
        endpoint: &Endpoint,
    ) -> Result<Response<Zeroizing<Vec<u8>>>, Error> {
        let known = self.lock_token().clone();
        let now = context.clock().instant();
        let is_time =
            known.requested.is_none_or(|requested| now.saturating_duration_since(requested) > TOKEN_RETRY_INTERVAL);
        let token = match known.text {
            Some(token) => Some(token),
            None if is_time => self.new_token(context, endpoint, now).await?,
            None => None,
        };
        match self.request_keys(context, endpoint, token.as_ref()).await {
            Err(error) if error.status() == Some(401) && !is_without_agency(&error) => {
                let token = self.new_token(context, endpoint, now).await?;
                if token.is_none() {
                    return Err(error);
                }
                self.request_keys(context, endpoint, token.as_ref()).await
            }
            result => result,
        }
    }

    async fn request_keys(
        &self,
        context: &CredentialsContext,
        endpoint: &Endpoint,
        token: Option<&Secret>,
    ) -> Result<Response<Zeroizing<Vec<u8>>>, Error> {
        let operation = &iam::GET_SECURITY_KEY;
        let request = CredentialsRequest {
            endpoint: endpoint.clone(),
            request: Request::builder(operation),
            key: token.map(|token| (iam::METADATA_TOKEN, token)),
            timeout: Some(TIMEOUT),
            retry: Some(RetryPolicy::new().max_attempts(2)),
        };
        context.send(request).await
    }

    /// Requests a token; `None` if the metadata service has none.
    async fn new_token(
        &self,
        context: &CredentialsContext,
        endpoint: &Endpoint,
        now: Instant,
    ) -> Result<Option<Secret>, Error> {
        let operation = &iam::GET_METADATA_TOKEN;
        let request = CredentialsRequest {
            endpoint: endpoint.clone(),
            request: Request::builder(operation).header("x-metadata-token-ttl-seconds", TOKEN_LIFETIME),
            key: None,
            timeout: Some(TIMEOUT),
            retry: Some(RetryPolicy::never()),
        };
        let text = match context.send(request).await {
            Ok(response) => {
                let text = std::str::from_utf8(response.body()).unwrap_or_default().trim();
                Some(Secret::new(text)).filter(|text| !text.is_empty())
            }
            Err(error) if error.status().is_some_and(|status| NO_TOKEN_STATUSES.contains(&status)) => None,
            Err(error) => return Err(error),
        };
        *self.lock_token() = Token { text: text.clone(), requested: Some(now) };
        Ok(text)
    }

    fn lock_token(&self) -> MutexGuard<'_, Token> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_without_agency(error: &Error) -> bool {
    let body = error.body().unwrap_or_default();
    body.windows(MISSING_AGENCY.len()).any(|window| window == MISSING_AGENCY)
}

impl Default for MetadataProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MetadataProvider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MetadataProvider").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

impl CredentialsProvider for MetadataProvider {
    fn name(&self) -> &'static str {
        "ECS metadata"
    }

    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async { self.fetch(context).await.map_err(CredentialsError::with_fallback) })
    }
}
