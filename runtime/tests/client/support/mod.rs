//! The servers and the authenticator of a service.
//!
//! - `service`: the service, its operations and its client

mod service;

use std::sync::Arc;

use wireright_runtime::{
    AuthCall, AuthError, AuthRequest, Authenticator, CachedCredentials, ClientInfo, DocumentedError, Endpoint, Failure,
    FailureClassifier, InvalidRequest, Operation, Request, ResolvedCredentials, Secret, SecurityKind, SecurityScheme,
    Server, decode, transport::BoxFuture,
};

pub(crate) use service::*;

pub(crate) const SERVERS: [Server; 2] = [
    Server { region: Some("cn-north-4"), url: "https://dcs.cn-north-4.example.com", variables: &[] },
    Server { region: Some("cn-north-1"), url: "https://dcs.cn-north-1.example.com", variables: &[] },
];

pub(crate) type ServiceAuthenticator = TestKey;

/// An authenticator that signs with nothing, and looks its project up where it has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct TestKey {
    project_id: Option<String>,
    is_invalid: bool,
    is_unavailable: bool,
}

/// What a key looks its project up by.
static LOOK_UP: Operation = Operation {
    id: "LookUp",
    name: "lookup.project",
    method: "GET",
    path: "/projects",
    idempotent: true,
    security: &[],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

impl TestKey {
    pub(crate) fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    /// A key that no client takes.
    pub(crate) fn invalid(mut self) -> Self {
        self.is_invalid = true;
        self
    }

    /// A key that cannot be fetched.
    pub(crate) fn unavailable(mut self) -> Self {
        self.is_unavailable = true;
        self
    }
}

/// A classifier of services that throttle by a code.
#[derive(Debug)]
struct TestFailures;

impl FailureClassifier for TestFailures {
    fn is_throttled(&self, failure: &Failure<'_>) -> bool {
        failure.status == 429 || failure.code == Some("TOO_MANY")
    }
}

impl Authenticator for TestKey {
    fn reserved_headers() -> &'static [&'static str] {
        &["x-project-id", "x-test-date"]
    }

    fn failure_classifier() -> Arc<dyn FailureClassifier> {
        Arc::new(TestFailures)
    }

    fn parameters(&self) -> &'static [&'static str] {
        &["project_id"]
    }

    fn validate(&self, _: &ClientInfo<'_>) -> Result<(), InvalidRequest> {
        let problem = "invalid key".to_owned();
        if self.is_invalid { Err(InvalidRequest::Setting { problem }) } else { Ok(()) }
    }

    fn cached(&self, call: &AuthCall<'_>) -> Result<CachedCredentials, AuthError> {
        let is_complete = self.project_id.is_some() || call.missing_parameters().is_empty();
        Ok(match self.is_unavailable {
            true => CachedCredentials::Incomplete(None),
            false if is_complete => CachedCredentials::Ready(Arc::new(self.clone())),
            false => CachedCredentials::Incomplete(Some(Arc::new(self.clone()))),
        })
    }

    fn resolve<'a>(&'a self, call: &'a AuthCall<'a>) -> BoxFuture<'a, Result<Arc<dyn ResolvedCredentials>, AuthError>> {
        Box::pin(async move {
            if self.is_unavailable {
                let cause = std::io::Error::other("the cause");
                return Err(AuthError::credentials(format!("no key: {UNAVAILABLE}"), cause, false));
            }
            let endpoint = Endpoint::parse("https://lookup.example.com", false)?;
            let client = call.context().client(&SERVICE, endpoint);
            let response = client.send(Request::builder(&LOOK_UP), decode::text).await;
            let response = response.map_err(|error| AuthError::parameter(format!("look-up: {error}"), Some(error)))?;
            let key: Arc<dyn ResolvedCredentials> = Arc::new(self.clone().project_id(response.into_body()));
            Ok(key)
        })
    }
}

/// Why a key is unavailable, in words with characters that break lines.
pub(crate) const UNAVAILABLE: &str = "two\nlines\r\u{1b}[31m\u{2028}";

impl ResolvedCredentials for TestKey {
    fn description(&self) -> &'static str {
        "a test key"
    }

    fn supports(&self, scheme: &SecurityScheme) -> bool {
        scheme.kind == SecurityKind::Authenticator
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.project_id.as_deref().filter(|_| name == "project_id")
    }

    fn secrets(&self) -> Vec<Secret> {
        vec![Secret::new("Zx8exampleSecretKey")]
    }

    fn authenticate(&self, request: &mut AuthRequest<'_>) -> Result<(), InvalidRequest> {
        let date = request.time().duration_since(std::time::SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        request.insert_header("x-test-date", &date.to_string())?;
        if let Some(id) = request.parameter("project_id").or(self.project_id.as_deref()) {
            request.insert_header("x-project-id", id)?;
        }
        let mut names: Vec<_> = request.headers().keys().map(ToString::to_string).collect();
        names.sort();
        let value = Secret::new(format!("Test Headers={}, Signature={date}", names.join(";")));
        request.insert_secret_header("authorization", &value)
    }
}

#[derive(Debug, PartialEq)]
pub(crate) enum ResetError {
    Status400(String),
    Status503,
}

impl DocumentedError for ResetError {
    const OPERATIONS: &'static [&'static Operation] = &[&RESET];

    fn decode(response: &wireright_runtime::RawResponse<'_>) -> Option<Self> {
        match response.status() {
            400 => decode::error_body::<serde_json::Value>(response)
                .and_then(|body| serde_json::from_value::<String>(body["error_code"].clone()).ok())
                .map(Self::Status400),
            503 => Some(Self::Status503),
            _ => None,
        }
    }
}

pub(crate) fn credentials() -> TestKey {
    TestKey::default()
}
