//! A service with a security scheme of each kind, and a token endpoint.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use wireright_runtime::{
    Client, ClientBuilder, ClientCredentials, Error, Method, Operation, Request, RequestBody, SecurityKind,
    SecurityScheme, Server, Service, ServiceClient,
    clock::ManualClock,
    decode,
    transport::{BoxFuture, CannedResponse, CannedTransport, HttpRequest, Transport, TransportResult},
};

/// The issuer of OpenID Connect Discovery 1.0, section 4.1.
pub(crate) const CONFIGURATION: &str = "https://example.com/issuer1/.well-known/openid-configuration";

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
                refresh_url: None,
                scopes: &["read", "write"],
            },
        },
        SecurityScheme {
            name: "Plain",
            kind: SecurityKind::OAuth2 { token_url: Some("http://a.example/t"), refresh_url: None, scopes: &[] },
        },
        SecurityScheme {
            name: "Here",
            kind: SecurityKind::OAuth2 { token_url: Some("/oauth/token?v=2"), refresh_url: None, scopes: &[] },
        },
        SecurityScheme {
            name: "Nowhere",
            kind: SecurityKind::OAuth2 { token_url: None, refresh_url: None, scopes: &[] },
        },
        SecurityScheme {
            name: "Person",
            kind: SecurityKind::OAuth2 {
                token_url: Some("https://server.example.com/token"),
                refresh_url: Some("https://server.example.com/refresh-token"),
                scopes: &[],
            },
        },
        SecurityScheme { name: "OpenId", kind: SecurityKind::OpenIdConnect(CONFIGURATION) },
        SecurityScheme { name: "OwnId", kind: SecurityKind::OpenIdConnect("/id/.well-known/openid-configuration") },
        SecurityScheme { name: "PlainId", kind: SecurityKind::OpenIdConnect("http://id.example.com") },
        SecurityScheme { name: "Digest", kind: SecurityKind::Http("Digest") },
        SecurityScheme { name: "Certificate", kind: SecurityKind::MutualTls },
        SecurityScheme { name: "Key", kind: SecurityKind::HeaderKey("X-Key") },
    ],
    client_parameters: &[],
};

const fn operation(method: &'static str, idempotent: bool, security: &'static [&'static [&'static str]]) -> Operation {
    Operation {
        id: "get",
        name: "pets.get",
        method,
        path: "/pets",
        idempotent,
        security,
        failures: &[],
        servers: &[],
        service: &SERVICE,
    }
}

pub(crate) static GET: Operation = operation("GET", true, &[&["Oauth"]]);
pub(crate) static POST: Operation = operation("POST", false, &[&["Oauth"]]);
pub(crate) static HERE: Operation = operation("GET", true, &[&["Here"]]);
pub(crate) static PERSON: Operation = operation("GET", true, &[&["Person"]]);
pub(crate) static OPEN_ID: Operation = operation("GET", true, &[&["OpenId"], &["OwnId"]]);
pub(crate) static DIGEST: Operation = operation("GET", true, &[&["Digest"], &["Nowhere"]]);
pub(crate) static CERTIFIED: Operation = operation("GET", true, &[&["Certificate", "Key"]]);

#[derive(Clone, Debug)]
pub(crate) struct Pets(pub(crate) Client);

impl ServiceClient for Pets {
    type Authenticator = wireright_runtime::NoAuthenticator;

    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

impl Pets {
    pub(crate) async fn get(&self, scopes: &'static [&'static str]) -> Result<(), Error> {
        let request = Request::builder(&GET).scopes(0, "Oauth", scopes);
        self.0.send(request, decode::nothing).await.map(drop)
    }

    /// OpenID Connect.
    pub(crate) async fn get_by_open_id(&self) -> Result<(), Error> {
        let request = Request::builder(&OPEN_ID).scopes(0, "OpenId", &["pets"]).scopes(1, "OwnId", &["pets"]);
        self.0.send(request, decode::nothing).await.map(drop)
    }

    /// OAuth 2 with a refresh token.
    pub(crate) async fn get_for_person(&self) -> Result<(), Error> {
        let request = Request::builder(&PERSON).scopes(0, "Person", &["read"]);
        self.0.send(request, decode::nothing).await.map(drop)
    }
}

/// The client credentials of the examples in RFC 6749.
pub(crate) fn example() -> ClientCredentials {
    ClientCredentials::new("s6BhdRkqt3", "gX1fBat3bV")
}

pub(crate) fn builder(transport: &CannedTransport, clock: &ManualClock) -> ClientBuilder<Pets> {
    ClientBuilder::new().clock(clock.clone()).transport(transport.clone())
}

pub(crate) fn clock() -> ManualClock {
    ManualClock::at_unix_seconds(0)
}

/// The token response of RFC 6749, section 4.4.3.
pub(crate) fn granted(token: &str) -> CannedResponse {
    let rest = r#""token_type":"Bearer","expires_in":3600,"example_parameter":"example_value""#;
    CannedResponse::json(200, format!(r#"{{"access_token":"{token}",{rest}}}"#))
}

/// A transport with `token-1`, `token-2` and so on at the token endpoint, and 204 elsewhere.
pub(crate) fn issuer() -> CannedTransport {
    let number = AtomicU32::new(0);
    CannedTransport::new().respond_with(move |request| {
        if request.method() == Method::POST && request.uri().path().ends_with("token") {
            return granted(&format!("token-{}", number.fetch_add(1, Ordering::SeqCst) + 1));
        }
        CannedResponse::new(204)
    })
}

/// Yields before it sends and before it returns the response.
#[derive(Debug)]
pub(crate) struct SlowTransport(pub(crate) CannedTransport);

impl Transport for SlowTransport {
    fn send(&self, request: HttpRequest, limit: Duration) -> BoxFuture<'_, TransportResult> {
        Box::pin(async move {
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            let response = self.0.send(request, limit).await;
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            response
        })
    }
}

pub(crate) fn header<'r, T>(request: &'r http::Request<T>, name: &str) -> Option<&'r str> {
    request.headers().get(name).map(|value| value.to_str().unwrap())
}

pub(crate) fn body(request: &http::Request<RequestBody>) -> String {
    String::from_utf8(request.body().as_bytes().to_vec()).unwrap()
}

pub(crate) fn urls(transport: &CannedTransport) -> Vec<String> {
    transport.requests().iter().map(|request| format!("{} {}", request.method(), request.uri())).collect()
}

pub(crate) fn bearers(transport: &CannedTransport) -> Vec<String> {
    let requests = transport.requests();
    let of_service = requests.iter().filter(|request| request.uri().host() == Some("api.example.com"));
    of_service.filter_map(|request| header(request, "authorization").map(str::to_owned)).collect()
}
