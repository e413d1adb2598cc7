//! A service as generated code describes it, and its client.

use std::sync::Arc;

use wireright_runtime::{
    AuthCall, AuthError, AuthRequest, Authenticator, CachedCredentials, Client, ClientBuilder, ClientInfo,
    DocumentedError, Endpoint, Failure, FailureClassifier, FailureRule, InvalidRequest, IsSet, Method, Operation,
    Pending, Request, RequiredField, ResolvedCredentials, Secret, SecurityKind, SecurityScheme, Server, Service,
    ServiceClient,
    clock::ManualClock,
    decode,
    transport::{BoxFuture, CannedTransport},
};

pub(crate) static SERVICE: Service = Service {
    name: "dcs",
    title: "Distributed Cache Service",
    user_agent: "test-crate/1.2.3",
    servers: &[
        Server { region: Some("cn-north-4"), url: "https://dcs.cn-north-4.example.com", variables: &[] },
        Server { region: Some("cn-north-1"), url: "https://dcs.cn-north-1.example.com", variables: &[] },
    ],
    security_schemes: &[
        SecurityScheme { name: "AccessKey", kind: SecurityKind::Authenticator },
        SecurityScheme { name: "Token", kind: SecurityKind::HeaderKey("X-Auth-Token") },
    ],
    client_parameters: &["project_id"],
};

/// Not idempotent.
pub(crate) static RESET: Operation = Operation {
    id: "ResetAclAccountPassWord",
    name: "dcs.reset_acl_account_password",
    method: Method::PUT,
    path: "/v2/{project_id}/accounts/{account_id}/password",
    idempotent: false,
    security: &[&["AccessKey"], &["Token"]],
    failures: &[
        FailureRule::Present { pointer: "/error_code" },
        FailureRule::Equals { pointer: "/status", value: "error" },
    ],
    servers: &[],
    service: &SERVICE,
};

/// Idempotent, without a project id.
pub(crate) static LIST: Operation = Operation {
    id: "List",
    name: "dcs.list",
    method: Method::GET,
    path: "/v2/list",
    idempotent: true,
    security: &[&["AccessKey"]],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

/// Not idempotent, without a project id and without a body.
pub(crate) static POKE: Operation = Operation {
    id: "Poke",
    name: "dcs.poke",
    method: Method::POST,
    path: "/v2/poke",
    idempotent: false,
    security: &[&["AccessKey"], &["Token"]],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

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
    method: Method::GET,
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

#[derive(Clone, Debug)]
pub(crate) struct Dcs {
    pub(crate) core: Client,
}

impl Dcs {
    pub(crate) fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    pub(crate) fn reset(&self) -> Reset<'_, false> {
        Reset { client: &self.core, project_id: None, account_id: None, new_password: None }
    }

    pub(crate) fn list(&self) -> Pending<()> {
        self.core.send(Request::builder(&LIST), decode::nothing)
    }

    pub(crate) fn poke(&self) -> Pending<()> {
        self.core.send(Request::builder(&POKE).empty_body("application/json"), decode::nothing)
    }
}

impl ServiceClient for Dcs {
    type Authenticator = TestKey;

    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self { core }
    }
}

#[must_use]
#[derive(Clone, Debug)]
pub(crate) struct Reset<'c, const ACCOUNT_ID: bool> {
    client: &'c Client,
    project_id: Option<String>,
    account_id: Option<String>,
    new_password: Option<Secret>,
}

impl<'c, const ACCOUNT_ID: bool> Reset<'c, ACCOUNT_ID> {
    pub(crate) fn account_id(self, account_id: impl Into<String>) -> Reset<'c, true> {
        let account_id = Some(account_id.into());
        Reset { client: self.client, project_id: self.project_id, account_id, new_password: self.new_password }
    }

    pub(crate) fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.project_id = Some(project_id.into());
        self
    }

    pub(crate) fn new_password(mut self, new_password: impl Into<Secret>) -> Self {
        self.new_password = Some(new_password.into());
        self
    }

    pub(crate) fn request(&self) -> Request {
        Request::builder(&RESET)
            .client_parameter("project_id", &self.project_id)
            .path("account_id", &self.account_id)
            .body_property("new_password", &self.new_password)
            .object("application/json;charset=utf-8")
    }

    pub(crate) fn send(self) -> Pending<ResetBody>
    where
        RequiredField<ACCOUNT_ID>: IsSet<()>,
    {
        self.client.send(self.request(), decode::json_or_default)
    }
}

#[derive(Debug, Default, PartialEq, serde::Deserialize)]
pub(crate) struct ResetBody {
    #[serde(default)]
    pub(crate) code: Option<String>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum ResetError {
    Status400(String),
    Status503,
}

impl DocumentedError for ResetError {
    const OPERATION: &'static Operation = &RESET;

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

/// 2026-01-15T08:30:00Z.
pub(crate) fn clock() -> ManualClock {
    ManualClock::at_unix_seconds(1_768_465_800)
}

pub(crate) fn credentials() -> TestKey {
    TestKey::default()
}

/// A client builder with region, credentials, project id, transport and clock.
pub(crate) fn builder(transport: &CannedTransport) -> ClientBuilder<Dcs> {
    Dcs::builder()
        .region("cn-north-4")
        .authenticator(credentials().project_id("project0"))
        .transport(transport.clone())
        .clock(clock())
}

pub(crate) fn client(transport: &CannedTransport) -> Dcs {
    builder(transport).build().unwrap()
}
