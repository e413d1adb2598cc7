//! A table of places and outputs: a secret at any place is sent, and is in no output.
//!
//! Each scenario plants secrets at all places that one request can have. A server echoes them in many ways. The test
//! checks that each secret was sent, that each output is not empty, and that no secret is in any output.

use std::{
    collections::BTreeMap,
    error::Error as _,
    fmt::{self, Write as _},
    io::{Read as _, Write as _},
    net::TcpStream,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use huaweicloud_reset_password::{
    Error, RetryPolicy,
    huaweicloud::Credentials,
    kafka,
    runtime::{
        AttemptInfo, CallInfo, Client, ClientBuilder, ClientCredentials, Hook, Method, NoAuthenticator, Operation,
        OutcomeInfo, RefreshToken, Request, RequestBody, Secret, SecurityKind, SecurityScheme, Server, ServerVariable,
        ServerVariableValue, Service, ServiceClient, decode,
        transport::{
            BoxFuture, CannedResponse, CannedTransport, HttpRequest, RequestMatcher, Transport, TransportError,
            TransportErrorKind, TransportResult,
        },
    },
};
use tests::fixture;
use wireright_mock::{Api, Mock};

use crate::recorder::Recorder;

static SERVICE: Service = Service {
    name: "vault",
    title: "Vault",
    user_agent: "vault/1",
    servers: &[Server {
        region: None,
        url: "https://api.example.com/{tenant}",
        variables: &[ServerVariable { name: "tenant", default: "demo", allowed: &[] }],
    }],
    security_schemes: &[
        SecurityScheme { name: "HeaderKey", kind: SecurityKind::HeaderKey("X-Key") },
        SecurityScheme { name: "QueryKey", kind: SecurityKind::QueryKey("key") },
        SecurityScheme { name: "CookieKey", kind: SecurityKind::CookieKey("sid") },
        SecurityScheme { name: "Basic", kind: SecurityKind::Basic },
        SecurityScheme { name: "Bearer", kind: SecurityKind::Bearer },
        SecurityScheme {
            name: "Oauth",
            kind: SecurityKind::OAuth2 {
                token_url: Some("https://auth.example.com/token"),
                refresh_url: None,
                scopes: &[],
            },
        },
    ],
    client_parameters: &[],
};

const fn operation(security: &'static [&'static [&'static str]]) -> Operation {
    Operation {
        id: "Put",
        name: "vault.put",
        method: Method::PUT,
        path: "/boxes/{box}",
        idempotent: true,
        security,
        failures: &[],
        servers: &[],
        service: &SERVICE,
    }
}

static KEYS: Operation = operation(&[&["HeaderKey", "QueryKey", "CookieKey", "Basic"]]);
static BEARER: Operation = operation(&[&["Bearer"]]);
static OAUTH: Operation = operation(&[&["Oauth"]]);

#[derive(Debug)]
struct Vault(Client);

impl ServiceClient for Vault {
    type Authenticator = NoAuthenticator;

    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

fn vault() -> ClientBuilder<Vault> {
    ClientBuilder::new()
}

/// The secrets, each with the place where it is planted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    JsonBody,
    Form,
    MultipartPart,
    Path,
    QueryParameter,
    HeaderParameter,
    CookieParameter,
    HeaderKey,
    QueryKey,
    CookieKey,
    Basic,
    Bearer,
    ClientSecret,
    RefreshToken,
    FetchedToken,
    SecretKey,
    SecurityToken,
    ServerVariable,
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Self::JsonBody => "password in a JSON body",
            Self::Form => "password in a form",
            Self::MultipartPart => "multipart part",
            Self::Path => "path parameter",
            Self::QueryParameter => "query parameter",
            Self::HeaderParameter => "header parameter",
            Self::CookieParameter => "cookie parameter",
            Self::HeaderKey => "API key in a header",
            Self::QueryKey => "API key in the query",
            Self::CookieKey => "API key in a cookie",
            Self::Basic => "basic",
            Self::Bearer => "bearer",
            Self::ClientSecret => "client secret",
            Self::RefreshToken => "refresh token",
            Self::FetchedToken => "fetched token",
            Self::SecretKey => "secret access key",
            Self::SecurityToken => "security token of a temporary key",
            Self::ServerVariable => "server variable",
        }
    }

    /// A secret of its own for each place. It has characters that are escaped where the place permits them.
    fn secret(self) -> &'static str {
        match self {
            Self::JsonBody => "pl4nt-json-\"ä\\/",
            Self::Form => "pl4nt-form-\"ä &+",
            Self::MultipartPart => "pl4nt-part-\"ä\\/",
            Self::Path => "pl4nt-path-ä %/",
            Self::QueryParameter => "pl4nt-query-ä &+",
            Self::HeaderParameter => "pl4nt-header-\"\\",
            Self::CookieParameter => "pl4nt-cookie-ä;",
            Self::HeaderKey => "pl4nt-key-\"\\",
            Self::QueryKey => "pl4nt-qkey-ä &+",
            Self::CookieKey => "pl4nt-ckey-=/",
            Self::Basic => "pl4nt-basic-ä:",
            Self::Bearer => "pl4nt-bearer-=/",
            Self::ClientSecret => "pl4nt-client-ä&",
            Self::RefreshToken => "pl4nt-refresh-ä&",
            Self::FetchedToken => "pl4nt-fetched-=/",
            Self::SecretKey => "pl4nt-secret-key",
            Self::SecurityToken => "pl4nt-security-token",
            Self::ServerVariable => "pl4nt-server-~_",
        }
    }

    /// How the secret is sent.
    fn spelling(self) -> Option<&'static str> {
        Some(match self {
            Self::JsonBody => r#"pl4nt-json-\"ä\\/"#,
            Self::Form => "pl4nt-form-%22%C3%A4+%26%2B",
            Self::Path => "pl4nt-path-%C3%A4%20%25%2F",
            Self::QueryParameter => "pl4nt-query-%C3%A4%20%26%2B",
            Self::CookieParameter => "pl4nt-cookie-%C3%A4%3B",
            Self::QueryKey => "pl4nt-qkey-%C3%A4%20%26%2B",
            Self::Basic => "YWxpY2U6cGw0bnQtYmFzaWMtw6Q6",
            Self::RefreshToken => "pl4nt-refresh-%C3%A4%26",
            // Form-encoded, then in Base64 (RFC 6749, section 2.3.1).
            Self::ClientSecret => "aWQ6cGw0bnQtY2xpZW50LSVDMyVBNCUyNg==",
            // Only a signature with it is sent.
            Self::SecretKey => return None,
            _ => self.secret(),
        })
    }
}

/// Every output that a program may log, by name.
#[derive(Clone, Default)]
struct Outputs(Arc<Mutex<BTreeMap<&'static str, String>>>);

impl Outputs {
    fn add(&self, sink: &'static str, text: &str) {
        let mut outputs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(outputs.entry(sink).or_default(), "{text}").expect("a string can be written to");
    }

    fn take(&self) -> BTreeMap<&'static str, String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Everything that an error shows.
    fn add_error(&self, [display, debug, sources, content]: [&'static str; 4], error: &Error) {
        self.add(display, &format!("{error}\n{error:#}"));
        self.add(debug, &format!("{error:?}\n{error:#?}"));
        let mut cause = error.source();
        while let Some(source) = cause {
            self.add(sources, &format!("{source} {source:?} {source:#?}"));
            cause = source.source();
        }
        for text in [error.code(), error.message(), error.details(), error.request_id()] {
            self.add(content, text.unwrap_or_default());
        }
        self.add(content, &String::from_utf8_lossy(error.body().unwrap_or_default()));
        let headers = error.headers().into_iter().flatten();
        headers.for_each(|(name, value)| self.add(content, &format!("{name}: {}", text_of(value.as_bytes()))));
        self.add(content, &format!("{:?} {:?}", error.invalid_request(), error.problem()));
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const OF_ERROR: [&str; 4] = ["Display of an error", "Debug of an error", "sources of an error", "content of an error"];
const OF_STREAM: [&str; 4] = ["Display of a stream error", "Debug of a stream error", "sources", "stream error"];
const OF_HOOK: [&str; 4] = ["Display in a hook", "Debug in a hook", "sources in a hook", "content in a hook"];

/// A hook that writes all that it sees.
struct LoggingHook(Outputs);

impl Hook for LoggingHook {
    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        self.0.add("hooks", &format!("{attempt:?} {} {} {}", attempt.url, attempt.host, attempt.port));
    }

    fn after_attempt(&self, attempt: &AttemptInfo<'_>, outcome: &OutcomeInfo<'_>) {
        self.0.add("hooks", &format!("{attempt:?} {outcome:?}"));
        if let Some(error) = outcome.error {
            self.0.add_error(OF_HOOK, error);
        }
    }

    fn after_call(&self, call: &CallInfo<'_>) {
        self.0.add("hooks", &format!("{call:?}"));
        let error = call.error.map(Error::error_type);
        let labels = format!("{} {:?} {:?} {error:?}", call.operation.name, call.status, call.request_id);
        self.0.add("metrics", &labels);
        if let Some(error) = call.error {
            self.0.add_error(OF_HOOK, error);
        }
    }
}

/// A transport that logs requests by their `Debug`.
#[derive(Debug)]
struct LoggingTransport {
    transport: CannedTransport,
    outputs: Outputs,
}

impl fmt::Debug for Outputs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Outputs")
    }
}

impl Transport for LoggingTransport {
    fn send(&self, request: HttpRequest, limit: Duration) -> BoxFuture<'_, TransportResult> {
        self.outputs.add("request of a transport", &format!("{request:?} {request:#?} {}", request.redacted_url()));
        let url = request.uri().to_string();
        Box::pin(async move {
            // The message of a transport may name the URL.
            let failed = |error: TransportError| TransportError::new(error.kind(), format!("{url}: {error}"));
            self.transport.send(request, limit).await.map_err(failed)
        })
    }
}

/// All bytes of a request.
fn wire(request: &http::Request<RequestBody>) -> String {
    let headers = request.headers().iter();
    let headers: String = headers.map(|(name, value)| format!("{name}: {}\n", text_of(value.as_bytes()))).collect();
    format!("{} {}\n{headers}\n{}", request.method(), request.uri(), text_of(request.body().as_bytes()))
}

/// The response size limit of the client.
const MAX_RESPONSE_BYTES: usize = 100_000;

/// A way to make one call.
struct Scenario {
    name: &'static str,
    places: &'static [Place],
    run: fn(&Setup) -> BoxFuture<'_, ()>,
}

struct Setup {
    transport: CannedTransport,
    outputs: Outputs,
    /// Whether errors are unwrapped, which is slow.
    panics: bool,
}

impl Setup {
    /// Builds a client, and logs everything on the way.
    fn client<C: ServiceClient + fmt::Debug>(&self, builder: ClientBuilder<C>) -> C {
        let transport = LoggingTransport { transport: self.transport.clone(), outputs: self.outputs.clone() };
        let builder = builder
            .transport(transport)
            .clock(fixture::clock())
            .retry(RetryPolicy::new().max_attempts(2))
            .max_response_bytes(MAX_RESPONSE_BYTES)
            .hook(LoggingHook(self.outputs.clone()));
        self.outputs.add("Debug of a client", &format!("{builder:?} {builder:#?}"));
        let client = builder.build().expect("the settings are valid");
        self.outputs.add("Debug of a client", &format!("{client:?} {client:#?}"));
        client
    }

    /// Sends a request in every way: prepared, buffered and streamed.
    async fn send(&self, client: &Client, request: Request) {
        self.outputs.add("Debug of a request", &format!("{request:?} {request:#?}"));
        match client.prepare(request.clone()) {
            Ok(prepared) => self.outputs.add("prepared request", &format!("{prepared:?} {prepared:#?}")),
            Err(error) => self.outputs.add_error(OF_ERROR, &error),
        }
        let pending = client.send(request.clone(), decode::json::<BTreeMap<String, u8>>);
        self.outputs.add("Debug of a request", &format!("{pending:?}"));
        if let Err(error) = pending.await.map(drop) {
            self.fail(error);
        }
        let streamed = client.json_lines::<u8>(request.clone()).await;
        match streamed {
            Err(error) => self.fail(error),
            Ok(mut lines) => {
                while let Some(line) = lines.next().await {
                    if let Err(error) = line {
                        self.outputs.add_error(OF_STREAM, &error);
                    }
                }
            }
        }
        match client.text_events(request).await {
            Err(error) => self.fail(error),
            Ok(mut events) => {
                while let Some(Err(error)) = events.next().await {
                    self.outputs.add_error(OF_STREAM, &error);
                }
            }
        }
    }

    fn fail(&self, error: Error) {
        self.outputs.add_error(OF_ERROR, &error);
        if self.panics {
            self.outputs.add("panic message", &panic_message(Err(error)));
        }
    }
}

/// The message of a panic by `unwrap`.
fn panic_message(result: Result<(), Error>) -> String {
    let unwrap = AssertUnwindSafe(|| result.unwrap());
    let message = panic::catch_unwind(unwrap).expect_err("it panics");
    message.downcast_ref::<String>().cloned().expect("the message is text")
}

fn secret(place: Place) -> Secret {
    Secret::new(place.secret())
}

const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "keys",
        places: &[
            Place::HeaderKey,
            Place::QueryKey,
            Place::CookieKey,
            Place::Basic,
            Place::JsonBody,
            Place::Path,
            Place::QueryParameter,
            Place::HeaderParameter,
            Place::CookieParameter,
        ],
        run: |setup| {
            Box::pin(async {
                let client = setup.client(
                    vault()
                        .api_key("HeaderKey", Place::HeaderKey.secret())
                        .api_key("QueryKey", Place::QueryKey.secret())
                        .api_key("CookieKey", Place::CookieKey.secret())
                        .basic("Basic", "alice", Place::Basic.secret()),
                );
                let request = Request::builder(&KEYS)
                    .path("box", &Some(secret(Place::Path)))
                    .query("q", &Some(secret(Place::QueryParameter)))
                    .header_parameter("X-Parameter", &Some(secret(Place::HeaderParameter)))
                    .cookie("c", &Some(secret(Place::CookieParameter)))
                    .body_property("password", &Some(secret(Place::JsonBody)))
                    .object("application/json");
                setup.send(&client.0, request).await;
            })
        },
    },
    Scenario {
        name: "multipart",
        places: &[Place::Bearer, Place::MultipartPart],
        run: |setup| {
            Box::pin(async {
                let client = setup.client(vault().bearer("Bearer", Place::Bearer.secret()));
                let request = Request::builder(&BEARER)
                    .path("box", &Some("b"))
                    .part("password", &Some(secret(Place::MultipartPart)))
                    .multipart("multipart/form-data");
                setup.send(&client.0, request).await;
            })
        },
    },
    Scenario {
        name: "server variable",
        places: &[Place::ServerVariable, Place::Bearer],
        run: |setup| {
            Box::pin(async {
                let tenant = Secret::new(Place::ServerVariable.secret());
                let builder = vault().bearer("Bearer", Place::Bearer.secret()).server_variable("tenant", tenant);
                let client = setup.client(builder);
                setup.send(&client.0, Request::builder(&BEARER).path("box", &Some("b"))).await;
            })
        },
    },
    Scenario {
        name: "client credentials",
        places: &[Place::ClientSecret, Place::FetchedToken, Place::Form],
        run: |setup| {
            Box::pin(async {
                let credentials = ClientCredentials::new("id", Place::ClientSecret.secret());
                let client = setup.client(vault().oauth2_client_credentials("Oauth", credentials));
                let form = Some(BTreeMap::from([("password", Secret::new(Place::Form.secret()))]));
                let request = Request::builder(&OAUTH).path("box", &Some("b"));
                setup.send(&client.0, request.form("application/x-www-form-urlencoded", &form, &[])).await;
            })
        },
    },
    Scenario {
        name: "refresh token",
        places: &[Place::RefreshToken, Place::FetchedToken],
        run: |setup| {
            Box::pin(async {
                let token = RefreshToken::new(Place::RefreshToken.secret()).client_id("id");
                let client = setup.client(vault().oauth2_refresh_token("Oauth", token));
                setup.send(&client.0, Request::builder(&OAUTH).path("box", &Some("b"))).await;
            })
        },
    },
    Scenario {
        name: "temporary key",
        places: &[Place::SecretKey, Place::SecurityToken, Place::JsonBody],
        run: |setup| {
            Box::pin(async {
                let credentials = Credentials::new(fixture::ACCESS_KEY, Place::SecretKey.secret());
                let credentials = credentials.security_token(Place::SecurityToken.secret()).project_id("p");
                setup.outputs.add("Debug of a client", &format!("{credentials:?}"));
                let client: kafka::Client =
                    setup.client(ClientBuilder::new().region("cn-north-4").authenticator(credentials));
                let request = client.reset_user_password().instance_id("i").user_name("u");
                let request = request.new_password(Place::JsonBody.secret());
                setup.outputs.add("Debug of a request", &format!("{request:?}"));
                if let Err(error) = request.send().await {
                    setup.fail(error);
                }
            })
        },
    },
];

/// Responses to the service with these strings.
fn echoes(text: &str) -> Vec<CannedResponse> {
    let json = serde_json::to_string(text).expect("a string is JSON");
    let mut responses = Vec::new();
    for status in [200, 302, 400, 401, 408, 503] {
        for body in [
            format!(r#"{{"error_code":{json},"error_msg":{json},"details":{json},"request_id":{json},"n":1}}"#),
            format!(r#"{{"count":{json}}}"#),
            format!("[{json}]\n{json}\n"),
            text.to_owned(),
            format!("data: {text}\n\n"),
        ] {
            let response = CannedResponse::new(status).body(body).header("x-request-id", text);
            let response = response.header("location", text).header("www-authenticate", text);
            responses.push(response.clone().header("content-type", "application/json"));
            responses.push(response.clone().header("content-type", "text/event-stream"));
            responses.push(response.clone().header("content-type", "application/problem+json"));
            responses.push(response.clone().header("content-encoding", text));
            responses.push(response.then_fails(TransportErrorKind::Interrupted));
        }
    }
    responses.push(CannedResponse::fails(TransportErrorKind::Timeout));
    responses.push(CannedResponse::fails(TransportErrorKind::Connect));
    responses
}

fn token_response() -> CannedResponse {
    let token = Place::FetchedToken.secret();
    CannedResponse::json(200, format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600}}"#))
}

/// Runs a scenario with one response. Returns the outputs and the requests.
async fn run(
    scenario: &Scenario,
    response: &CannedResponse,
    token: &CannedResponse,
    panics: bool,
) -> (BTreeMap<&'static str, String>, String) {
    let (response, token) = (response.clone(), token.clone());
    let transport = CannedTransport::new()
        .respond_with(move |request| if request.uri().path() == "/token" { token.clone() } else { response.clone() });
    let setup = Setup { transport: transport.clone(), outputs: Outputs::default(), panics };
    let (recorder, guard) = Recorder::start();
    // Otherwise tokio suspends a task that is always ready, and the manual clock ends its call.
    tokio::task::unconstrained((scenario.run)(&setup)).await;
    drop(guard);
    setup.outputs.add("tracing", &format!("{recorder:?}"));
    (setup.outputs.take(), transport.requests().iter().map(wire).collect::<Vec<_>>().join("\n"))
}

/// The cells in which a secret is shown, in any spelling.
fn leaks(scenario: &Scenario, outputs: &BTreeMap<&'static str, String>) -> Vec<String> {
    let mut leaks = Vec::new();
    for place in scenario.places {
        // The part before the characters that are escaped.
        let name = place.secret().split(|character: char| !(character.is_ascii_alphanumeric() || character == '-'));
        let name = name.into_iter().next().expect("it has a name").trim_end_matches('-');
        for (sink, text) in outputs {
            if text.contains(name) || place.spelling().is_some_and(|spelling| text.contains(spelling)) {
                let place = place.name();
                leaks.push(format!("{}: {place} is shown in {sink}:\n{text}", scenario.name));
            }
        }
    }
    leaks
}

/// Every output that a call can have. Each is written at least once in each scenario.
const SINKS: [&str; 13] = [
    "Debug of a client",
    "Debug of a request",
    "request of a transport",
    "hooks",
    "metrics",
    "tracing",
    "panic message",
    "Display of an error",
    "Debug of an error",
    "content of an error",
    "Display in a hook",
    "Debug in a hook",
    "content in a hook",
];

#[tokio::test]
async fn a_secret_at_any_place_is_in_no_output() {
    for scenario in SCENARIOS {
        let text = scenario.places.iter().map(|place| place.secret()).collect::<Vec<_>>().join(" ");
        // The service cannot echo what only the token endpoint receives.
        let to_service = scenario.places.iter().filter(|place| **place != Place::ClientSecret);
        let spelled = to_service.filter_map(|place| place.spelling()).collect::<Vec<_>>().join(" ");
        let mut written: BTreeMap<&str, usize> = BTreeMap::new();
        let mut sent = String::new();
        for text in [text, spelled] {
            for (index, response) in echoes(&format!("visible {text}")).into_iter().enumerate() {
                let (outputs, requests) = run(scenario, &response, &token_response(), index % 10 == 0).await;
                let leaks = leaks(scenario, &outputs);
                assert!(leaks.is_empty(), "{response:?}\n{}", leaks.join("\n"));
                for (sink, text) in outputs {
                    *written.entry(sink).or_default() += text.len();
                }
                sent = requests;
            }
        }
        // Every cell can fail: the secret is sent, and the output exists.
        for place in scenario.places.iter().filter(|place| place.spelling().is_some()) {
            let spelling = place.spelling().unwrap_or_default();
            assert!(sent.contains(spelling), "{}: {} is not sent:\n{sent}", scenario.name, place.name());
        }
        for sink in SINKS {
            assert!(written.get(sink).is_some_and(|length| *length > 100), "{}: {sink} is empty", scenario.name);
        }
        if scenario.name != "temporary key" {
            for sink in OF_STREAM.into_iter().filter(|sink| *sink != "sources") {
                assert!(written.contains_key(sink), "{}: {sink} is empty", scenario.name);
            }
        }
    }
}

/// The token is new, so no redactor knows it.
#[tokio::test]
async fn a_new_token_that_cannot_be_read_is_in_no_output() {
    let token = Place::FetchedToken.secret();
    let scenarios = SCENARIOS.iter().filter(|scenario| scenario.places.contains(&Place::FetchedToken));
    for scenario in scenarios {
        for body in [
            format!(r#"{{"access_token":"{token}","token_type":"mac"}}"#),
            format!(r#"{{"access_token":["{token}"]}}"#),
            format!(r#"{{"access_token":"","other":"{token}","message":"{token}","code":"{token}"}}"#),
            format!(r#"{{"access_token":"{token}"#),
            format!("\"{token}\""),
            format!("access_token={token}"),
        ] {
            let response = CannedResponse::json(200, body).header("x-other", token);
            let long = response.clone().body(format!("{token}{}", "x".repeat(MAX_RESPONSE_BYTES)));
            for response in [
                response.clone(),
                response.clone().header("content-encoding", "br"),
                response.then_fails(TransportErrorKind::Interrupted),
                long,
            ] {
                let (outputs, _) = run(scenario, &CannedResponse::new(204), &response, false).await;
                let shown: Vec<_> = outputs.iter().filter(|(_, text)| text.contains("pl4nt-fetched")).collect();
                assert!(shown.is_empty(), "{}: {shown:?}", scenario.name);
                assert!(outputs.contains_key("Display in a hook"), "{outputs:?}");
            }
        }
    }
}

/// A value of the wrong type may be a secret in the wrong place.
#[tokio::test]
async fn a_secret_of_a_response_is_in_no_message() {
    let line = r#"{"count":"pl4nt-reply","other":[{"pl4nt-reply":8.25}]}"#;
    for body in [line.to_owned(), format!("\"pl4nt-reply\" {line}"), format!("{line}\n{line}\n"), "82500".to_owned()] {
        let response = CannedResponse::json(200, body);
        let (outputs, _) = run(&SCENARIOS[1], &response, &token_response(), false).await;
        let is_kept = |sink: &str| sink.contains("content") || sink == "stream error";
        let messages: String =
            outputs.iter().filter(|(sink, _)| !is_kept(sink)).map(|(_, text)| text.as_str()).collect();
        let contents: String =
            outputs.iter().filter(|(sink, _)| is_kept(sink)).map(|(_, text)| text.as_str()).collect();
        assert!(contents.contains("pl4nt-reply") || contents.contains("82500"), "{contents}");
        for secret in ["pl4nt-reply", "8.25", "82500"] {
            assert!(!messages.contains(secret), "{messages}");
        }
    }
}

/// A document of the service. Every parameter is of a wrong type, so each is reported.
const DOCUMENT: &str = "
openapi: 3.0.3
info: { title: Vault, version: '1' }
servers: [{ url: 'https://api.example.com/demo' }]
components:
  securitySchemes: { Key: { type: apiKey, in: query, name: key } }
paths:
  /boxes/{box}:
    put:
      parameters:
        - { name: box, in: path, required: true, schema: { type: string, format: password, maxLength: 1 } }
        - { name: q, in: query, schema: { type: integer } }
        - { name: X-Parameter, in: header, schema: { type: integer } }
        - { name: c, in: cookie, schema: { type: integer } }
      requestBody:
        content:
          application/json: { schema: { properties: { password: { type: integer } } } }
          application/x-www-form-urlencoded: { schema: { properties: { password: { type: integer } } } }
          multipart/form-data: { schema: { properties: { password: { type: integer } } } }
      responses: { '204': { description: Done. } }
";

/// What the mock server logs and sends back.
#[tokio::test]
async fn a_secret_at_any_place_is_in_no_log_of_the_mock_server() {
    for scenario in SCENARIOS.iter().filter(|scenario| !["temporary key", "server variable"].contains(&scenario.name)) {
        let transport = CannedTransport::new()
            .respond_to(RequestMatcher::new().path("/token"), token_response())
            .respond_with(|_| CannedResponse::new(204));
        let setup = Setup { transport: transport.clone(), outputs: Outputs::default(), panics: false };
        tokio::task::unconstrained((scenario.run)(&setup)).await;
        let mock = Mock::new(vec![Api::from_text(DOCUMENT).expect("it is a document")]).start().expect("it listens");
        let requests = transport.requests().into_iter().filter(|request| request.uri().path() != "/token");
        let mut logs = String::new();
        for request in requests {
            let (head, body) = (wire(&request), request.body().as_bytes());
            let target = request.uri().path_and_query().expect("it has a path");
            let headers: String = head
                .lines()
                .skip(1)
                .take_while(|line| !line.is_empty())
                .fold(String::new(), |all, line| all + line + "\r\n");
            let head = format!(
                "PUT {target} HTTP/1.1\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let mut stream = TcpStream::connect(mock.address()).expect("it listens");
            stream.write_all(&[head.as_bytes(), body].concat()).expect("it reads");
            stream.read_to_string(&mut logs).expect("it sends text");
        }
        for served in mock.requests() {
            writeln!(logs, "{served} {:?}", served.rejection).expect("a string can be written to");
        }
        assert!(logs.contains("PUT /demo/boxes/*** -> "), "{logs}");
        let leaks = leaks(scenario, &BTreeMap::from([("the mock server", logs)]));
        assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    }
}

/// The value of a server variable is a part of the URL. One that is invalid may be a secret in the wrong place.
#[test]
fn an_invalid_server_variable_is_in_no_message() {
    for value in ["pl4nt secret", "pl4nt/../secret", "pl4nt//secret"] {
        for value in [ServerVariableValue::from(value), ServerVariableValue::from(Secret::new(value))] {
            let is_secret = matches!(value, ServerVariableValue::Secret(_));
            let builder = vault().transport(CannedTransport::new()).server_variable("tenant", value);
            assert!(!format!("{builder:?}").contains("pl4nt"));
            let error = builder.build().expect_err("it is invalid");
            let shown = format!("{error} {error:?} {error:#?} {:?}", error.invalid_request());
            assert!(shown.contains("tenant") || !is_secret || shown.contains("***"), "{shown}");
            assert!(!shown.contains("pl4nt secret") && (!is_secret || !shown.contains("pl4nt")), "{shown}");
        }
    }
}
