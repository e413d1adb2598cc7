//! OAuth 2 tokens from an OpenID provider on loopback over TLS: OpenID Connect Discovery 1.0, and RFC 6749, sections
//! 4.4 and 6, with single-use refresh tokens.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use huaweicloud_reset_password::runtime::{
    Client, ClientBuilder, ClientCredentials, Error, ErrorKind, Operation, RefreshToken, Request, SecurityKind,
    SecurityScheme, Server as Documented, Service, ServiceClient,
    clock::{Clock, Instant, SystemClock},
    decode,
    transport::BoxFuture,
};
use tests::server::{CapturedRequest, ScriptedResponse, Server};

const PROVIDER: &str = "id.example.com";
const API: &str = "api.example.com";

static SERVICE: Service = Service {
    name: "pets",
    title: "Pets",
    user_agent: "pets/1",
    servers: &[Documented { region: None, url: "https://api.example.com", variables: &[] }],
    security_schemes: &[
        SecurityScheme {
            name: "openId",
            kind: SecurityKind::OpenIdConnect("https://id.example.com/tenant/.well-known/openid-configuration"),
        },
        SecurityScheme { name: "key", kind: SecurityKind::HeaderKey("X-Key") },
    ],
    client_parameters: &[],
};

static GET: Operation = Operation {
    id: "get",
    name: "pets.get",
    method: "GET",
    path: "/pets",
    idempotent: true,
    security: &[&["openId", "key"]],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

#[derive(Clone, Debug)]
struct Pets(Client);

impl ServiceClient for Pets {
    type Authenticator = huaweicloud_reset_password::runtime::NoAuthenticator;

    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

impl Pets {
    /// A call in a new task.
    fn get(&self) -> tokio::task::JoinHandle<Result<(), Error>> {
        let client = self.0.clone();
        tokio::spawn(async move {
            let request = Request::builder(&GET).scopes(0, "openId", &["pets:read"]);
            client.send(request, decode::nothing).await.map(drop)
        })
    }

    /// Makes concurrent calls that all succeed.
    async fn get_at_once(&self, count: usize) {
        for call in (0..count).map(|_| self.get()).collect::<Vec<_>>() {
            call.await.expect("no call panics").expect("each call succeeds");
        }
    }
}

/// The system clock with an adjustable offset in hours.
#[derive(Clone, Debug, Default)]
struct AdjustableClock(Arc<AtomicU64>);

impl AdjustableClock {
    fn put_forward(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Clock for AdjustableClock {
    fn now(&self) -> SystemTime {
        SystemClock.now()
    }

    fn instant(&self) -> Instant {
        let ahead = Duration::from_secs(3600 * self.0.load(Ordering::SeqCst));
        SystemClock.instant().checked_add(ahead).expect("it is not that late")
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { SystemClock.sleep(time).await })
    }
}

/// The state of the provider.
struct State {
    configurations: u32,
    tokens: u32,
    /// The only valid refresh token. Any other token ends the session.
    refresh: Option<String>,
}

type SharedState = Arc<Mutex<State>>;

fn provider(configuration: &'static str, slow: Duration) -> (Server, SharedState) {
    let state =
        Arc::new(Mutex::new(State { configurations: 0, tokens: 0, refresh: Some("planted-refresh-0".to_owned()) }));
    let shared = Arc::clone(&state);
    let server = Server::start_with_tls(PROVIDER, move |_, captured| {
        response(&mut shared.lock().expect("no test panics here"), captured, configuration).after(slow)
    });
    (server, state)
}

fn response(state: &mut State, captured: &CapturedRequest, configuration: &str) -> ScriptedResponse {
    let request = captured.raw_request();
    match (request.method.as_str(), request.target.as_str()) {
        ("GET", "/tenant/.well-known/openid-configuration") => {
            assert_eq!(request.header("Authorization"), None);
            state.configurations += 1;
            ScriptedResponse::json(configuration)
        }
        ("POST", "/tenant/token?v=2") => {
            // `app` and `planted-secret`.
            if request.header("Authorization").as_deref() != Some("Basic YXBwOnBsYW50ZWQtc2VjcmV0") {
                return ScriptedResponse::with(401, &[], r#"{"error":"invalid_client"}"#);
            }
            state.tokens += 1;
            let token =
                format!(r#""access_token":"planted-token-{}","token_type":"Bearer","expires_in":3600"#, state.tokens);
            match request.body_text().as_str() {
                "grant_type=client_credentials&scope=pets%3Aread" => ScriptedResponse::json(&format!("{{{token}}}")),
                body if state
                    .refresh
                    .as_ref()
                    .is_some_and(|good| *body == format!("grant_type=refresh_token&refresh_token={good}")) =>
                {
                    let next = format!("planted-refresh-{}", state.tokens);
                    let response = ScriptedResponse::json(&format!(r#"{{{token},"refresh_token":"{next}"}}"#));
                    state.refresh = Some(next);
                    response
                }
                _ => {
                    state.refresh = None;
                    ScriptedResponse::with(400, &[], r#"{"error":"invalid_grant"}"#)
                }
            }
        }
        _ => ScriptedResponse::status(404),
    }
}

const RIGHT: &str =
    r#"{"issuer":"https://id.example.com/tenant","token_endpoint":"https://id.example.com/tenant/token?v=2"}"#;

/// The service accepts the newest token and the previous one.
fn api(state: &SharedState) -> Server {
    let state = Arc::clone(state);
    Server::start_with_tls(API, move |_, captured| {
        let newest = state.lock().expect("no test panics here").tokens;
        let good = [newest, newest.saturating_sub(1)].map(|number| format!("Bearer planted-token-{number}"));
        let authorization = captured.raw_request().header("Authorization").unwrap_or_default();
        ScriptedResponse::status(if good.contains(&authorization) { 204 } else { 401 })
    })
}

fn builder(provider: &Server, api: &Server, clock: &AdjustableClock) -> ClientBuilder<Pets> {
    let certificate = |server: &Server| server.certificate().expect("it speaks TLS").to_owned();
    ClientBuilder::new()
        .clock(clock.clone())
        .resolve(PROVIDER, provider.address())
        .resolve(API, api.address())
        .root_certificate_pem(certificate(provider))
        .root_certificate_pem(certificate(api))
        .api_key("key", "planted-key")
}

/// All bytes that a server received.
fn bytes(server: &Server) -> String {
    server.requests().iter().map(|captured| String::from_utf8_lossy(&captured.bytes).into_owned()).collect()
}

fn is_never_sent(server: &Server, secrets: &[&str]) {
    let bytes = bytes(server);
    for secret in secrets {
        assert!(!bytes.contains(secret), "{secret}: {bytes}");
    }
}

const BASIC: &str = "YXBwOnBsYW50ZWQtc2VjcmV0";

#[tokio::test]
async fn concurrent_callers_share_one_token() {
    let (provider, state) = provider(RIGHT, Duration::from_millis(30));
    let (api, clock) = (api(&state), AdjustableClock::default());
    let credentials = ClientCredentials::new("app", "planted-secret");
    let client =
        builder(&provider, &api, &clock).oauth2_client_credentials("openId", credentials).build().expect("it is right");
    client.get_at_once(16).await;
    // The token expires, and one of the calls replaces it.
    clock.put_forward();
    client.get_at_once(16).await;
    let state = state.lock().expect("no test panics here");
    assert_eq!((state.configurations, state.tokens, provider.count(), api.count()), (1, 2, 3, 32));
    is_never_sent(&api, &["planted-secret", BASIC]);
    is_never_sent(&provider, &["planted-key", "planted-token"]);
}

#[tokio::test]
async fn a_single_use_refresh_token_is_used_once() {
    let (provider, state) = provider(RIGHT, Duration::from_millis(60));
    let (api, clock) = (api(&state), AdjustableClock::default());
    let stored = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&stored);
    let token = RefreshToken::new("planted-refresh-0").client_id("app").client_secret("planted-secret");
    let token =
        token.on_rotation(move |token| tell.lock().expect("no test panics here").push(token.expose().to_owned()));
    let client = builder(&provider, &api, &clock).oauth2_refresh_token("openId", token).build().expect("it is right");
    client.get_at_once(16).await;
    clock.put_forward();
    // The caller is cancelled after the provider has rotated the refresh token.
    let given_up = client.get();
    while state.lock().expect("no test panics here").tokens < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    given_up.abort();
    client.get_at_once(16).await;
    // A call with a short timeout does not lose the new token.
    clock.put_forward();
    let short = client.0.send(Request::builder(&GET), decode::nothing).timeout(Duration::from_millis(30));
    assert!(short.await.expect_err("there is no time").is_timeout());
    client.get_at_once(16).await;
    let state = state.lock().expect("no test panics here");
    assert_eq!((state.configurations, state.tokens), (1, 3));
    let all = ["planted-refresh-1", "planted-refresh-2", "planted-refresh-3"];
    assert_eq!(*stored.lock().expect("no test panics here"), all);
    assert_eq!(state.refresh.as_deref(), Some("planted-refresh-3"));
    is_never_sent(&api, &["planted-secret", "planted-refresh", BASIC]);
    is_never_sent(&provider, &["planted-key", "planted-token"]);
    assert!(!format!("{client:?}").contains("planted-"));
}

#[tokio::test]
async fn an_invalid_provider_configuration_sends_nothing() {
    const ANOTHER: &str =
        r#"{"issuer":"https://id.example.com/other","token_endpoint":"https://id.example.com/tenant/token?v=2"}"#;
    const TOO_LITTLE: &str = r#"{"issuer":"https://id.example.com/tenant"}"#;
    const IN_THE_CLEAR: &str =
        r#"{"issuer":"https://id.example.com/tenant","token_endpoint":"http://id.example.com/tenant/token?v=2"}"#;
    for (configuration, words) in [
        (ANOTHER, "its issuer is `https://id.example.com/other`"),
        (TOO_LITTLE, "`token_endpoint`"),
        (IN_THE_CLEAR, "must be https"),
        ("<html>", "could not be read"),
    ] {
        let (provider, state) = provider(configuration, Duration::ZERO);
        let (api, clock) = (api(&state), AdjustableClock::default());
        let credentials = ClientCredentials::new("app", "planted-secret");
        let builder = builder(&provider, &api, &clock).oauth2_client_credentials("openId", credentials);
        let error = builder.build().expect("it is right").get().await.expect("no panic").expect_err(words);
        assert_eq!(error.kind(), ErrorKind::Token);
        let said = error.to_string();
        assert!(said.contains("https://id.example.com/tenant/.well-known/openid-configuration"), "{said}");
        assert!(said.contains(words) && !format!("{error:?}").contains("planted-"), "{said}");
        assert_eq!((provider.count(), api.count()), (1, 0), "{words}");
    }
}

#[tokio::test]
async fn an_error_names_the_rejecting_server() {
    let (provider, state) = provider(RIGHT, Duration::ZERO);
    let (api, clock) = (api(&state), AdjustableClock::default());
    let wrong = ClientCredentials::new("app", "planted-other");
    let over = RefreshToken::new("planted-old").client_id("app").client_secret("planted-secret");
    for (builder, code) in [
        (builder(&provider, &api, &clock).oauth2_client_credentials("openId", wrong), "invalid_client"),
        (builder(&provider, &api, &clock).oauth2_refresh_token("openId", over), "invalid_grant"),
    ] {
        let error = builder.build().expect("it is right").get().await.expect("no panic").expect_err(code);
        assert_eq!((error.kind(), error.token_error_code().as_deref()), (ErrorKind::Token, Some(code)), "{error}");
        let shown = format!("{error} {error:?} {:?}", std::error::Error::source(&error));
        assert!(shown.contains(code) && !shown.contains("planted-"), "{shown}");
    }
    assert_eq!(api.count(), 0);
}
