//! Security schemes with keys, and servers with variables, base paths and per-operation servers.

use std::sync::Arc;

use wireright_runtime::{
    Client, ClientBuilder, Error, ErrorKind, Operation, Request, Secret, SecurityKind, SecurityScheme, Server,
    ServerVariable, Service, ServiceClient, TokenProvider,
    clock::ManualClock,
    decode,
    transport::{BoxFuture, CannedResponse, CannedTransport},
};

static SERVICE: Service = Service {
    name: "pets",
    title: "Pets",
    user_agent: "pets/1",
    servers: &[
        Server {
            region: None,
            url: "https://{tenant}.example.com/{version}",
            variables: &[
                ServerVariable { name: "tenant", default: "demo", allowed: &[] },
                ServerVariable { name: "version", default: "v1", allowed: &["v1", "v2"] },
            ],
        },
        Server { region: None, url: "https://test.example.com/v1", variables: &[] },
    ],
    security_schemes: &[
        SecurityScheme { name: "HeaderKey", kind: SecurityKind::HeaderKey("X-API-Key") },
        SecurityScheme { name: "QueryKey", kind: SecurityKind::QueryKey("api key") },
        SecurityScheme { name: "CookieKey", kind: SecurityKind::CookieKey("sid") },
        SecurityScheme { name: "Login", kind: SecurityKind::Basic },
        SecurityScheme { name: "Bearer", kind: SecurityKind::Bearer },
        SecurityScheme {
            name: "Oauth",
            kind: SecurityKind::OAuth2 { token_url: None, refresh_url: None, scopes: &["read"] },
        },
        SecurityScheme { name: "Odd", kind: SecurityKind::Http("Token") },
    ],
    client_parameters: &[],
};

const fn operation(security: &'static [&'static [&'static str]], servers: &'static [Server]) -> Operation {
    Operation {
        id: "get",
        name: "pets.get",
        method: "GET",
        path: "/pets",
        idempotent: true,
        security,
        failures: &[],
        servers,
        service: &SERVICE,
    }
}

static OPEN: Operation = operation(&[], &[]);
static OPTIONAL: Operation = operation(&[&[], &["HeaderKey"]], &[]);
static BOTH: Operation = operation(&[&["HeaderKey", "QueryKey"], &["CookieKey"]], &[]);
static LOGIN: Operation = operation(&[&["Login"], &["Odd"]], &[]);
static TOKEN: Operation = operation(&[&["Bearer"], &["Oauth"]], &[]);
static TWICE: Operation = operation(&[&["Login", "Bearer"]], &[]);
static ELSEWHERE: Operation =
    operation(&[&["HeaderKey"]], &[Server { region: None, url: "https://uploads.example.com/up", variables: &[] }]);
static BELOW: Operation = operation(&[], &[Server { region: None, url: "/other", variables: &[] }]);

#[derive(Debug)]
struct Pets(Client);

impl ServiceClient for Pets {
    type Authenticator = wireright_runtime::NoAuthenticator;

    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

fn builder() -> ClientBuilder<Pets> {
    ClientBuilder::new().clock(ManualClock::at_unix_seconds(0))
}

/// The request of an operation, or the error before it.
async fn sent(
    builder: ClientBuilder<Pets>,
    operation: &'static Operation,
) -> Result<http::Request<wireright_runtime::RequestBody>, Error> {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let client = builder.transport(transport.clone()).build()?;
    client.0.send(Request::builder(operation).query("a", &Some(1)), decode::nothing).await?;
    Ok(transport.requests().remove(0))
}

fn header<'r, T>(request: &'r http::Request<T>, name: &str) -> Option<&'r str> {
    request.headers().get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn an_operation_without_security_sends_no_key() {
    let keyed = || builder().api_key("HeaderKey", "k").bearer("Bearer", "t").basic("Login", "u", "p");
    let request = sent(keyed(), &OPEN).await.unwrap();
    assert_eq!((header(&request, "x-api-key"), header(&request, "authorization")), (None, None));
    assert_eq!(header(&sent(keyed(), &OPTIONAL).await.unwrap(), "x-api-key"), Some("k"));
    assert_eq!(header(&sent(builder(), &OPTIONAL).await.unwrap(), "x-api-key"), None);
}

#[tokio::test]
async fn the_first_satisfied_alternative_is_used() {
    let request = sent(builder().api_key("HeaderKey", " k1 ").api_key("QueryKey", "k 2&"), &BOTH).await.unwrap();
    assert_eq!(header(&request, "x-api-key"), Some("k1"));
    assert_eq!(request.uri().query(), Some("a=1&api%20key=k%202%26"));
    let request = sent(builder().api_key("HeaderKey", "k1").api_key("CookieKey", "c=="), &BOTH).await.unwrap();
    assert_eq!((header(&request, "x-api-key"), header(&request, "cookie")), (None, Some("sid=c==")));

    let error = sent(builder().api_key("HeaderKey", "k1"), &BOTH).await.unwrap_err();
    let words = "pets.get: invalid request, not sent: the operation needs \
                 `HeaderKey` (a key in the header `X-API-Key`, given by `ClientBuilder::api_key`) and \
                 `QueryKey` (a key in the query parameter `api key`, given by `ClientBuilder::api_key`), or \
                 `CookieKey` (a key in the cookie `sid`, given by `ClientBuilder::api_key`), but only \
                 `HeaderKey` was given";
    assert_eq!(error.to_string(), words);
    let error = sent(builder(), &BOTH).await.unwrap_err();
    assert!(error.to_string().ends_with("but no credentials were given"), "{error}");
    let error = sent(builder(), &TOKEN).await.unwrap_err();
    let words = "(a bearer token, given by `ClientBuilder::bearer`, `ClientBuilder::token_provider`, \
                 `ClientBuilder::oauth2_client_credentials` or `ClientBuilder::oauth2_refresh_token`)";
    assert!(error.to_string().contains(words), "{error}");
}

#[tokio::test]
async fn each_scheme_writes_its_own_header() {
    let request = sent(builder().basic("Login", "Aladdin", "open sesame"), &LOGIN).await.unwrap();
    assert_eq!(header(&request, "authorization"), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    assert!(!format!("{request:?}").contains("QWxh"));
    let request = sent(builder().api_key("Odd", "abc"), &LOGIN).await.unwrap();
    assert_eq!(header(&request, "authorization"), Some("Token abc"));
    let request = sent(builder().bearer("Oauth", "t0k"), &TOKEN).await.unwrap();
    assert_eq!(header(&request, "authorization"), Some("Bearer t0k"));
}

#[tokio::test]
async fn two_schemes_cannot_share_a_header() {
    let error = sent(builder().basic("Login", "u", "p").bearer("Bearer", "t"), &TWICE).await.unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("several schemes at once"), "{error}");
}

/// A provider of `token-1`, `token-2` and so on, or of errors.
#[derive(Default)]
struct Tokens {
    given: std::sync::atomic::AtomicU32,
    fails: bool,
}

impl TokenProvider for Tokens {
    fn token(&self) -> BoxFuture<'_, Result<Secret, Box<dyn std::error::Error + Send + Sync>>> {
        let number = self.given.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        let token =
            if self.fails { Err("the issuer is away".into()) } else { Ok(Secret::new(format!("token-{number}"))) };
        Box::pin(std::future::ready(token))
    }
}

#[tokio::test]
async fn a_token_provider_is_called_before_each_attempt() {
    let transport = CannedTransport::new()
        .respond(CannedResponse::new(503))
        .respond(CannedResponse::json(400, r#"{"message":"token-2 has expired"}"#));
    let provider = Arc::new(Tokens::default());
    let client = builder().token_provider("Oauth", provider).transport(transport.clone()).build().unwrap();
    let error = client.0.send(Request::builder(&TOKEN), decode::nothing).await.unwrap_err();
    assert_eq!(error.message(), Some("*** has expired"));
    let sent: Vec<_> = transport.requests();
    assert_eq!(header(&sent[0], "authorization"), Some("Bearer token-1"));
    assert_eq!(header(&sent[1], "authorization"), Some("Bearer token-2"));
    assert!(client.0.prepare(Request::builder(&TOKEN)).unwrap_err().is_invalid_request());

    let error = sent_nothing(builder().token_provider("Bearer", Tokens { fails: true, ..Tokens::default() })).await;
    assert_eq!((error.kind(), error.attempts(), error.is_retryable()), (ErrorKind::Token, 0, false));
    assert!(error.to_string().contains("the issuer is away"), "{error}");
}

async fn sent_nothing(builder: ClientBuilder<Pets>) -> Error {
    sent(builder, &TOKEN).await.unwrap_err()
}

#[test]
fn a_key_for_an_unknown_scheme_is_an_error() {
    let words =
        |builder: ClientBuilder<Pets>| builder.transport(CannedTransport::new()).build().unwrap_err().to_string();
    let unknown = words(builder().api_key("headerkey", "k"));
    assert!(unknown.contains("no security scheme `headerkey`; is it `HeaderKey`"), "{unknown}");
    assert!(words(builder().bearer("HeaderKey", "k")).contains("`api_key`"));
    assert!(words(builder().api_key("QueryKey", "hunter2\n\0")).contains("control"));
    let shown = format!("{:?}", builder().api_key("QueryKey", "hunter2"));
    assert!(shown.contains("QueryKey") && !shown.contains("hunter2"), "{shown}");
}

async fn url(builder: ClientBuilder<Pets>, operation: &'static Operation) -> String {
    sent(builder.api_key("HeaderKey", "k"), operation).await.unwrap().uri().to_string()
}

#[tokio::test]
async fn servers_have_variables_and_base_paths() {
    assert_eq!(url(builder(), &OPEN).await, "https://demo.example.com/v1/pets?a=1");
    let chosen = builder().server_variable("tenant", "acme").server_variable("version", "v2");
    assert_eq!(url(chosen, &OPEN).await, "https://acme.example.com/v2/pets?a=1");
    assert_eq!(url(builder().server(1), &OPEN).await, "https://test.example.com/v1/pets?a=1");
    assert_eq!(
        url(builder().server("https://test.example.com/v1"), &OPEN).await,
        "https://test.example.com/v1/pets?a=1"
    );
    assert_eq!(
        url(builder().endpoint("https://my.example.net/a/b"), &OPEN).await,
        "https://my.example.net/a/b/pets?a=1"
    );
    assert_eq!(url(builder().endpoint("https://my.example.net"), &OPEN).await, "https://my.example.net/pets?a=1");
}

#[tokio::test]
async fn an_operation_may_have_its_own_servers() {
    assert_eq!(url(builder(), &ELSEWHERE).await, "https://uploads.example.com/up/pets?a=1");
    // The key is sent to the configured endpoint only.
    assert_eq!(url(builder().endpoint("https://my.example.net"), &ELSEWHERE).await, "https://my.example.net/pets?a=1");
    assert_eq!(url(builder(), &BELOW).await, "https://demo.example.com/other/pets?a=1");
}

#[test]
fn an_undocumented_server_is_an_error() {
    let words =
        |builder: ClientBuilder<Pets>| builder.transport(CannedTransport::new()).build().unwrap_err().to_string();
    assert!(words(builder().server(2)).contains("no server number 2 among its 2"));
    assert!(words(builder().server("https://x")).contains("`https://x`"));
    assert!(words(builder().server(0).endpoint("https://x.example")).contains("replaces"));
    assert!(words(builder().server_variable("version", "v9")).contains("`v1`, `v2`"));
    assert!(words(builder().server_variable("tennant", "x")).contains("is it `tenant`?"));
    assert!(words(builder().server_variable("tenant", "evil.net/")).contains("invalid character"));
}

static RELATIVE: Service = Service {
    name: "rel",
    title: "RelativeClient",
    user_agent: "rel/1",
    servers: &[Server { region: None, url: "/api/v3", variables: &[] }],
    security_schemes: &[],
    client_parameters: &[],
};

static IN_RELATIVE: Operation = Operation {
    id: "get",
    name: "rel.get",
    method: "GET",
    path: "/pets",
    idempotent: true,
    security: &[],
    failures: &[],
    servers: &[],
    service: &RELATIVE,
};

struct RelativeClient(Client);

impl ServiceClient for RelativeClient {
    type Authenticator = wireright_runtime::NoAuthenticator;

    const SERVICE: &'static Service = &RELATIVE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

#[test]
fn a_relative_server_needs_an_endpoint() {
    let relative = || {
        ClientBuilder::<RelativeClient>::new().transport(CannedTransport::new()).clock(ManualClock::at_unix_seconds(0))
    };
    let error = relative().build().err().unwrap().to_string();
    assert!(error.contains("name no host, only `/api/v3`: set an `endpoint`"), "{error}");
    let url = |endpoint: &str| {
        let client = relative().endpoint(endpoint).build().unwrap();
        client.0.prepare(Request::builder(&IN_RELATIVE)).unwrap().uri().to_string()
    };
    assert_eq!(url("https://host.example"), "https://host.example/api/v3/pets");
    assert_eq!(url("https://host.example/mine"), "https://host.example/mine/pets");
}
