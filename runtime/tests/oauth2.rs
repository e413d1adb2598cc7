//! Tokens that a client fetches itself (RFC 6749, section 4.4), and the hooks for what it does not know.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering},
};
use std::time::Duration;

use wireright_runtime::{
    AuthorizationInfo, AuthorizationProvider, Client, ClientBuilder, ClientCredentials, Error, ErrorKind, HeaderMap,
    Hook, Method, Operation, Request, RequestBody, Secret, SecurityKind, SecurityScheme, Server, Service,
    ServiceClient, TokenProvider,
    clock::{ManualClock, SystemClock},
    decode,
    transport::{BoxFuture, CannedAnswer, CannedTransport, Transport, TransportResult},
};

static SERVICE: Service = Service {
    name: "pets",
    title: "Pets",
    user_agent: "pets/1",
    servers: &[Server { region: None, url: "https://api.example.com/v1", variables: &[] }],
    security_schemes: &[
        SecurityScheme {
            name: "Oauth",
            kind: SecurityKind::OAuth2 {
                token_url: Some("https://server.example.com/token"),
                scopes: &["read", "write"],
            },
        },
        SecurityScheme {
            name: "Plain",
            kind: SecurityKind::OAuth2 { token_url: Some("http://a.example/t"), scopes: &[] },
        },
        SecurityScheme {
            name: "Here",
            kind: SecurityKind::OAuth2 { token_url: Some("/oauth/token?v=2"), scopes: &[] },
        },
        SecurityScheme { name: "Nowhere", kind: SecurityKind::OpenIdConnect("https://id.example.com/") },
        SecurityScheme { name: "Digest", kind: SecurityKind::Http("Digest") },
        SecurityScheme { name: "Certificate", kind: SecurityKind::MutualTls },
        SecurityScheme { name: "Key", kind: SecurityKind::HeaderKey("X-Key") },
    ],
    client_parameters: &[],
};

const fn operation(method: Method, repeatable: bool, security: &'static [&'static [&'static str]]) -> Operation {
    Operation {
        id: "get",
        name: "pets.get",
        method,
        path: "/pets",
        repeatable,
        security,
        failures: &[],
        servers: &[],
        service: &SERVICE,
    }
}

static GET: Operation = operation(Method::GET, true, &[&["Oauth"]]);
static POST: Operation = operation(Method::POST, false, &[&["Oauth"]]);
static HERE: Operation = operation(Method::GET, true, &[&["Here"]]);
static DIGEST: Operation = operation(Method::GET, true, &[&["Digest"], &["Nowhere"]]);
static CERTIFIED: Operation = operation(Method::GET, true, &[&["Certificate", "Key"]]);

#[derive(Debug)]
struct Pets(Client);

impl ServiceClient for Pets {
    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

impl Pets {
    async fn get(&self, scopes: &'static [&'static str]) -> Result<(), Error> {
        let request = Request::builder(&GET).scopes(0, "Oauth", scopes);
        self.0.send(request, decode::nothing).await.map(drop)
    }
}

/// The client of the examples in RFC 6749.
fn example() -> ClientCredentials {
    ClientCredentials::new("s6BhdRkqt3", "gX1fBat3bV")
}

fn builder(transport: &CannedTransport, clock: &ManualClock) -> ClientBuilder<Pets> {
    ClientBuilder::new().clock(clock.clone()).transport(transport.clone())
}

fn clock() -> ManualClock {
    ManualClock::at_unix_seconds(0)
}

/// The answer of RFC 6749, section 4.4.3, for a bearer token.
fn granted(token: &str) -> CannedAnswer {
    let rest = r#""token_type":"Bearer","expires_in":3600,"example_parameter":"example_value""#;
    CannedAnswer::json(200, format!(r#"{{"access_token":"{token}",{rest}}}"#))
}

/// A transport that gives `token-1`, `token-2` and so on at the token endpoint, and answers 204 elsewhere.
fn issuer() -> CannedTransport {
    let number = AtomicU32::new(0);
    CannedTransport::new().respond_with(move |request| {
        if request.method() == Method::POST && request.uri().path().ends_with("token") {
            return granted(&format!("token-{}", number.fetch_add(1, Ordering::SeqCst) + 1));
        }
        CannedAnswer::new(204)
    })
}

fn header<'r, T>(request: &'r http::Request<T>, name: &str) -> Option<&'r str> {
    request.headers().get(name).map(|value| value.to_str().unwrap())
}

fn body(request: &http::Request<RequestBody>) -> String {
    String::from_utf8(request.body().as_bytes().to_vec()).unwrap()
}

fn urls(transport: &CannedTransport) -> Vec<String> {
    transport.requests().iter().map(|request| format!("{} {}", request.method(), request.uri())).collect()
}

fn bearers(transport: &CannedTransport) -> Vec<String> {
    let requests = transport.requests();
    let of_service = requests.iter().filter(|request| request.uri().host() == Some("api.example.com"));
    of_service.filter_map(|request| header(request, "authorization").map(str::to_owned)).collect()
}

#[tokio::test]
async fn the_request_for_a_token_is_that_of_rfc_6749() {
    let transport = issuer();
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    client.get(&[]).await.unwrap();
    let requests = transport.requests();
    // Section 4.4.2.
    assert_eq!(urls(&transport), ["POST https://server.example.com/token", "GET https://api.example.com/v1/pets"]);
    assert_eq!(header(&requests[0], "host"), Some("server.example.com"));
    assert_eq!(header(&requests[0], "authorization"), Some("Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"));
    assert_eq!(header(&requests[0], "content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(body(&requests[0]), "grant_type=client_credentials");
    assert_eq!(header(&requests[1], "authorization"), Some("Bearer token-1"));
}

#[tokio::test]
async fn id_and_secret_may_go_into_the_body_and_are_encoded_in_the_header() {
    let transport = issuer();
    let credentials = example().in_body().scopes(["a", "b c"]).parameter("audience", "https://api.example.com/");
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", credentials).build().unwrap();
    client.get(&["read"]).await.unwrap();
    let request = &transport.requests()[0];
    assert_eq!(header(request, "authorization"), None);
    // Section 2.3.1, and section 3.3 for the scopes.
    let sent = "grant_type=client_credentials&scope=a+b+c&audience=https%3A%2F%2Fapi.example.com%2F&client_id=s6BhdRkqt3&\
                client_secret=gX1fBat3bV";
    assert_eq!(body(request), sent);

    let transport = issuer();
    // The characters of appendix B.
    let credentials = ClientCredentials::new("a:b", " %&+\u{a3}\u{20ac}");
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", credentials).build().unwrap();
    client.get(&[]).await.unwrap();
    // base64 of `a%3Ab:+%25%26%2B%C2%A3%E2%82%AC`
    let sent = "Basic YSUzQWI6KyUyNSUyNiUyQiVDMiVBMyVFMiU4MiVBQw==";
    assert_eq!(header(&transport.requests()[0], "authorization"), Some(sent));
}

#[tokio::test]
async fn a_token_is_kept_for_its_scopes_until_shortly_before_it_expires() {
    let (transport, clock) = (issuer(), clock());
    let client = builder(&transport, &clock).oauth2_client_credentials("Oauth", example()).build().unwrap();
    client.get(&["read"]).await.unwrap();
    client.get(&["read"]).await.unwrap();
    client.get(&["read", "write"]).await.unwrap();
    let scopes: Vec<String> = transport.requests().iter().map(body).filter(|body| !body.is_empty()).collect();
    assert_eq!(scopes, ["grant_type=client_credentials&scope=read", "grant_type=client_credentials&scope=read+write"]);
    assert_eq!(bearers(&transport), ["Bearer token-1", "Bearer token-1", "Bearer token-2"]);
    clock.advance(Duration::from_secs(3539));
    client.get(&["read"]).await.unwrap();
    clock.advance(Duration::from_secs(1));
    client.get(&["read"]).await.unwrap();
    assert_eq!(bearers(&transport)[3..], ["Bearer token-1", "Bearer token-3"]);
}

/// Lets others go first before it answers.
#[derive(Debug)]
struct Slow(CannedTransport);

impl Transport for Slow {
    fn send(&self, request: http::Request<RequestBody>, limit: Duration) -> BoxFuture<'_, TransportResult> {
        Box::pin(async move {
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            self.0.send(request, limit).await
        })
    }
}

#[tokio::test]
async fn calls_at_the_same_time_fetch_one_token() {
    let transport = issuer();
    // A manual clock would have all of the time pass while somebody waits.
    let builder = builder(&transport, &clock()).transport(Slow(transport.clone())).clock(SystemClock);
    let client = builder.oauth2_client_credentials("Oauth", example()).build().unwrap();
    // One that is given up while it fetches leaves the turn to the next.
    let given_up = tokio::spawn({
        let client = client.0.clone();
        async move { client.send(Request::builder(&GET), decode::nothing).await }
    });
    tokio::task::yield_now().await;
    given_up.abort();
    let calls = (0..8).map(|_| {
        let client = client.0.clone();
        tokio::spawn(async move { client.send(Request::builder(&GET), decode::nothing).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(bearers(&transport), ["Bearer token-1"; 8]);
    assert_eq!(transport.requests().len(), 9);
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_once() {
    let refused = || CannedAnswer::new(401).header("www-authenticate", "Bearer error=\"invalid_token\"");
    let transport = issuer();
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    client.get(&[]).await.unwrap();
    // The kept token is refused, the next one is taken.
    transport.push(refused());
    client.get(&[]).await.unwrap();
    assert_eq!(bearers(&transport), ["Bearer token-1", "Bearer token-1", "Bearer token-2"]);
    // A request that may not be repeated is not, but the next call has another token.
    transport.push(refused());
    let error = client.0.send(Request::builder(&POST), decode::nothing).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(401), 1));
    client.get(&[]).await.unwrap();
    assert_eq!(bearers(&transport)[3..], ["Bearer token-2", "Bearer token-3"]);

    // One that was fetched for this call is not replaced: another would be no better.
    let transport = CannedTransport::new().answer(granted("token-1")).answer(refused());
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    let error = client.get(&[]).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Service, Some(401), 1));
}

/// All that an error shows of itself.
fn all_that_shows(error: &Error) -> String {
    let mut shown = format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n{:?}", error.headers());
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        shown.push_str(&format!("{source} {source:?} {source:#?}"));
        cause = source.source();
    }
    shown + &String::from_utf8_lossy(error.body().unwrap_or_default())
}

async fn failure(credentials: ClientCredentials, answer: CannedAnswer) -> Error {
    let transport = CannedTransport::new().answer(answer);
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", credentials).build().unwrap();
    let error = client.get(&[]).await.unwrap_err();
    assert_eq!(transport.requests().len(), 1, "{error}");
    assert_eq!((error.kind(), error.may_have_been_applied()), (ErrorKind::Token, false));
    error
}

#[tokio::test]
async fn what_the_token_endpoint_says_is_told_without_a_secret() {
    // Section 5.2.
    let answer = CannedAnswer::json(401, r#"{"error":"invalid_client","error_description":"no client gX1fBat3bV"}"#);
    let error = failure(example(), answer).await;
    let words = "pets.get: no token could be fetched: the token endpoint https://server.example.com/token refused \
                 (HTTP 401, invalid_client: no client ***)";
    assert_eq!(error.to_string(), words);
    let error = failure(example(), CannedAnswer::new(404).body("<html>")).await;
    assert!(error.to_string().ends_with("refused (HTTP 404)"), "{error}");

    let planted = ClientCredentials::new("id", "planted- secret&");
    let spelled = ["planted- secret&", "planted-+secret%26"].as_slice();
    let in_header = [spelled, &["aWQ6cGxhbnRlZC0rc2VjcmV0JTI2"]].concat();
    for (credentials, echoes) in [(planted.clone(), in_header.as_slice()), (planted.in_body(), spelled)] {
        assert!(!format!("{credentials:?}").contains("planted-"));
        for echo in echoes {
            let body = format!(r#"{{"error":"{echo}","error_description":"{echo}"}}"#);
            for answer in [CannedAnswer::json(400, body), CannedAnswer::new(401).header("x-echo", *echo)] {
                let shown = all_that_shows(&failure(credentials.clone(), answer).await);
                assert!(!shown.contains("planted-") && !shown.contains("aWQ6c"), "{shown}");
            }
        }
    }
}

#[tokio::test]
async fn an_answer_that_holds_a_token_is_never_shown() {
    for body in [
        r#"{"access_token":"planted-token","token_type":"mac"}"#,
        r#"{"access_token":"planted-token","token_type":{"planted-token":1}}"#,
        r#"{"access_token":["planted-token"]}"#,
        r#""planted-token""#,
        "access_token=planted-token",
        r#"{"access_token":"planted-token"#,
        r#"{"access_token":"","x":"planted-token"}"#,
    ] {
        for answer in
            [CannedAnswer::json(200, body), CannedAnswer::new(200).header("content-encoding", "br").body(body)]
        {
            let shown = all_that_shows(&failure(example(), answer).await);
            assert!(!shown.contains("planted-"), "{shown}");
        }
    }
    let transport = issuer();
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    // What the service echoes of the token is taken out, too.
    transport.push(granted("planted-token"));
    transport.push(CannedAnswer::json(403, r#"{"message":"planted-token may not"}"#));
    let error = client.get(&[]).await.unwrap_err();
    assert_eq!(error.message(), Some("*** may not"));
    assert!(
        !format!("{client:?} {:?}", builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()))
            .contains("gX1f")
    );
}

/// Adds a header to every request of the service.
#[derive(Default)]
struct Adds(Mutex<Vec<&'static str>>);

impl Hook for Adds {
    fn add_headers(&self, attempt: &wireright_runtime::AttemptInfo<'_>, headers: &mut HeaderMap) {
        headers.insert("x-added", "planted-added".parse().unwrap());
        self.0.lock().unwrap().push(attempt.operation.name);
    }
}

#[tokio::test]
async fn a_secret_goes_to_its_own_host_alone() {
    let transport = issuer();
    let hook = Arc::new(Adds::default());
    let client = builder(&transport, &clock())
        .endpoint("https://api.example.com/mine")
        .header("x-mine", "planted-mine")
        .hook(Arc::clone(&hook))
        .api_key("Key", "planted-key")
        .oauth2_client_credentials("Oauth", ClientCredentials::new("id", "planted-secret").in_body())
        .build()
        .unwrap();
    client.get(&[]).await.unwrap();
    let requests = transport.requests();
    let shown =
        |request: &http::Request<RequestBody>| format!("{} {:?} {}", request.uri(), request.headers(), body(request));
    let (to_issuer, to_service) = (shown(&requests[0]), shown(&requests[1]));
    for mine in ["planted-mine", "planted-added", "planted-key"] {
        assert!(!to_issuer.contains(mine), "{to_issuer}");
    }
    assert!(to_issuer.contains("planted-secret") && !to_service.contains("planted-secret"), "{to_service}");
    assert!(to_service.contains("planted-added"));
    assert_eq!(*hook.0.lock().unwrap(), ["pets.get"]);
}

#[tokio::test]
async fn the_address_of_tokens_is_https_or_given() {
    let words = |scheme: &str, credentials: ClientCredentials, http: bool| {
        let builder = builder(&issuer(), &clock()).allow_http(http).oauth2_client_credentials(scheme, credentials);
        builder.build().unwrap_err().to_string()
    };
    let refused = words("Plain", example(), true);
    let told = "refused before sending: the documents have tokens fetched without TLS, at `http://a.example/t`; give an \
                address by `ClientCredentials::token_url`";
    assert_eq!(refused, told);
    assert!(words("Nowhere", example(), true).contains("do not say where tokens are fetched"));
    assert!(words("Oauth", example().token_url("http://a.example/t"), false).contains("must be https"));
    assert!(words("Key", example(), false).contains("`api_key`"));
    assert!(words("Oauth", ClientCredentials::new("", "s"), false).contains("empty"));

    let transport = issuer();
    let client = builder(&transport, &clock())
        .allow_http(true)
        .oauth2_client_credentials("Nowhere", example().token_url("http://127.0.0.1:9/my/token"))
        .oauth2_client_credentials("Here", example())
        .build()
        .unwrap();
    client.0.send(Request::builder(&DIGEST), decode::nothing).await.unwrap();
    // Relative to the service (OpenAPI 3.0.4, section 4.6); the query is kept (RFC 6749, section 3.2).
    client.0.send(Request::builder(&HERE), decode::nothing).await.unwrap();
    assert_eq!(urls(&transport)[0], "POST http://127.0.0.1:9/my/token");
    assert_eq!(urls(&transport)[2], "POST https://api.example.com/oauth/token?v=2");
}

#[tokio::test]
async fn a_token_endpoint_that_is_away_is_asked_again() {
    let transport =
        CannedTransport::new().answer(CannedAnswer::new(503)).answer(granted("t")).answer(CannedAnswer::new(204));
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    client.get(&[]).await.unwrap();
    assert_eq!(transport.requests().len(), 3);
    let transport = CannedTransport::new().respond_with(|_| CannedAnswer::new(503));
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    assert!(client.get(&[]).await.unwrap_err().is_retryable());
}

/// Gives a new token whenever one is refused.
#[derive(Default)]
struct OpenId(AtomicU32);

impl TokenProvider for OpenId {
    fn token(&self) -> BoxFuture<'_, Result<Secret, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(async { Ok(Secret::new(format!("id-{}", self.0.load(Ordering::SeqCst)))) })
    }

    fn refused(&self, token: &Secret) -> bool {
        assert_eq!(token.expose(), "id-0");
        self.0.fetch_add(1, Ordering::SeqCst);
        true
    }
}

/// Answers a challenge with its nonce.
#[derive(Default)]
struct Digest(Mutex<String>);

impl AuthorizationProvider for Digest {
    fn authorization<'a>(
        &'a self,
        request: AuthorizationInfo<'a>,
    ) -> BoxFuture<'a, Result<Secret, Box<dyn std::error::Error + Send + Sync>>> {
        let text = format!("{} {} {} {}", request.method, request.origin, request.target, self.0.lock().unwrap());
        Box::pin(async move { Ok(Secret::new(text)) })
    }

    fn refused(&self, challenge: Option<&str>) -> bool {
        challenge.map(|challenge| challenge.clone_into(&mut self.0.lock().unwrap())).is_some()
    }
}

#[tokio::test]
async fn other_schemes_are_a_matter_of_hooks() {
    let transport = CannedTransport::new()
        .answer(CannedAnswer::new(401).header("www-authenticate", "Digest nonce=1"))
        .answer(CannedAnswer::new(204));
    let client = builder(&transport, &clock()).authorization_provider("Digest", Digest::default()).build().unwrap();
    client.0.send(Request::builder(&DIGEST).query("a", &Some("b c")), decode::nothing).await.unwrap();
    let sent = bearers(&transport);
    assert_eq!(sent[0], "Digest GET https://api.example.com /v1/pets?a=b%20c");
    assert_eq!(sent[1], "Digest GET https://api.example.com /v1/pets?a=b%20c Digest nonce=1");

    let transport = CannedTransport::new().answer(CannedAnswer::new(401)).answer(CannedAnswer::new(401));
    let client = builder(&transport, &clock()).token_provider("Nowhere", OpenId::default()).build().unwrap();
    let error = client.0.send(Request::builder(&DIGEST), decode::nothing).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(401), 2));
    assert_eq!(bearers(&transport), ["Bearer id-0", "Bearer id-1"]);

    let transport = CannedTransport::new().answer(CannedAnswer::new(204));
    let client = builder(&transport, &clock()).mutual_tls("Certificate").api_key("Key", "k").build().unwrap();
    client.0.send(Request::builder(&CERTIFIED), decode::nothing).await.unwrap();
    assert_eq!(header(&transport.requests()[0], "x-key"), Some("k"));
    let client = builder(&transport, &clock()).api_key("Key", "k").build().unwrap();
    let error = client.0.send(Request::builder(&CERTIFIED), decode::nothing).await.unwrap_err();
    assert!(error.to_string().contains("secured by Certificate with Key, but only Key was given"), "{error}");
}
