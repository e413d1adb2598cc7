//! OpenID Connect Discovery 1.0: the token endpoint of an OpenID provider.

use std::time::Duration;

use wireright_runtime::{
    ClientCredentials, Error, ErrorKind,
    clock::SystemClock,
    transport::{CannedResponse, CannedTransport, TransportErrorKind},
};

use super::{failures::HeaderHook, fixture::*};

/// The configuration of the issuer of section 4.1, with unused properties of section 4.2.
fn configuration(token_endpoint: &str) -> CannedResponse {
    let rest = r#""jwks_uri":"https://example.com/jwks.json","response_types_supported":["code"]"#;
    let body = format!(r#"{{"issuer":"https://example.com/issuer1","token_endpoint":"{token_endpoint}",{rest}}}"#);
    CannedResponse::json(200, body)
}

/// A transport for a provider and its service: `token-1`, `token-2` and so on.
fn provider(configuration: impl Fn() -> CannedResponse + Send + Sync + 'static) -> CannedTransport {
    let number = std::sync::atomic::AtomicU32::new(0);
    CannedTransport::new().respond_with(move |request| {
        if request.uri().path().contains("/.well-known/") {
            return configuration();
        }
        if request.uri().host() == Some("api.example.com") && request.method() == "GET" {
            return CannedResponse::new(204);
        }
        granted(&format!("token-{}", number.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1))
    })
}

#[tokio::test]
async fn the_token_endpoint_is_discovered() {
    let transport = provider(|| configuration("https://tokens.example.com/token?tenant=1"));
    let clock = clock();
    let client = builder(&transport, &clock)
        .header("x-mine", "planted-mine")
        .hook(HeaderHook::default())
        .oauth2_client_credentials("OpenId", example())
        .build()
        .unwrap();
    client.get_by_open_id().await.unwrap();
    client.get_by_open_id().await.unwrap();
    let token = "POST https://tokens.example.com/token?tenant=1";
    let pets = "GET https://api.example.com/v1/pets";
    let asked = format!("GET {CONFIGURATION}");
    assert_eq!(urls(&transport), [asked.as_str(), token, pets, pets]);
    let requests = transport.requests();
    // Section 4.1. The request has no data of the service or of the client.
    assert_eq!(header(&requests[0], "host"), Some("example.com"));
    assert_eq!(header(&requests[0], "accept"), Some("application/json"));
    for name in ["authorization", "x-mine", "x-added"] {
        assert_eq!(header(&requests[0], name), None);
    }
    assert_eq!(header(&requests[1], "authorization"), Some("Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"));
    assert_eq!(body(&requests[1]), "grant_type=client_credentials&scope=pets");
    assert_eq!(bearers(&transport), ["Bearer token-1", "Bearer token-1"]);

    // Another token without another discovery. The configuration expires after a day.
    clock.advance(Duration::from_secs(3600));
    client.get_by_open_id().await.unwrap();
    assert_eq!(urls(&transport)[4..], [token, pets]);
    clock.advance(Duration::from_secs(24 * 3600));
    client.get_by_open_id().await.unwrap();
    assert_eq!(urls(&transport)[6..], [asked.as_str(), token, pets]);
}

#[tokio::test]
async fn concurrent_calls_fetch_the_configuration_once() {
    let transport = provider(|| configuration("https://tokens.example.com/token"));
    let builder = builder(&transport, &clock()).transport(SlowTransport(transport.clone())).clock(SystemClock);
    let client = builder.oauth2_client_credentials("OpenId", example()).build().unwrap();
    let calls = (0..8).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.get_by_open_id().await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(bearers(&transport), ["Bearer token-1"; 8]);
    assert_eq!(transport.requests().len(), 10);
}

#[tokio::test]
async fn client_secret_post_is_supported() {
    let methods = |methods: &str| {
        let methods = methods.to_owned();
        provider(move || {
            let rest = format!(r#""token_endpoint_auth_methods_supported":[{methods}]"#);
            let body = r#"{"issuer":"https://example.com/issuer1/","token_endpoint":"https://example.com/t","#;
            CannedResponse::json(200, format!("{body}{rest}}}"))
        })
    };
    // Section 3. The issuer ends with a slash, the URL of its configuration does not.
    for (supported, is_in_body) in [
        (r#""client_secret_post""#, true),
        (r#""client_secret_post","client_secret_basic""#, false),
        (r#""private_key_jwt""#, false),
    ] {
        let transport = methods(supported);
        let client = builder(&transport, &clock()).oauth2_client_credentials("OpenId", example()).build().unwrap();
        client.get_by_open_id().await.unwrap();
        let request = &transport.requests()[1];
        assert_eq!(header(request, "authorization").is_none(), is_in_body, "{supported}");
        assert_eq!(body(request).contains("client_secret=gX1fBat3bV"), is_in_body, "{supported}");
    }
}

async fn failure(response: CannedResponse) -> Error {
    let transport = CannedTransport::new().respond(response);
    let client = builder(&transport, &clock()).oauth2_client_credentials("OpenId", example()).build().unwrap();
    let error = client.get_by_open_id().await.unwrap_err();
    assert_eq!(transport.requests().len(), 1, "{error}");
    assert_eq!((error.kind(), error.may_have_been_executed()), (ErrorKind::Token, false));
    assert_eq!(error.token_error_code(), None);
    error
}

#[tokio::test]
async fn an_invalid_configuration_is_an_error() {
    let begin = format!("pets.get: no token could be fetched: the OpenID provider's configuration {CONFIGURATION}");
    let json = |body: &str| CannedResponse::json(200, body.to_owned());
    // Section 4.3: "the operation MUST be aborted".
    let other = json(r#"{"issuer":"https://example.com/issuer2","token_endpoint":"https://example.com/token"}"#);
    assert_eq!(
        failure(other).await.to_string(),
        format!(
            "{begin} says that its issuer is `https://example.com/issuer2`, where its address is that of \
             `https://example.com/issuer1` (OpenID Connect Discovery 1.0, section 4.3); with a URL set by \
             `ClientCredentials::token_url` it is not read"
        )
    );
    let issuer = r#""issuer":"https://example.com/issuer1""#;
    for (response, words) in [
        (json(&format!("{{{issuer}}}")), " does not say its `token_endpoint`;"),
        (json(r#"{"token_endpoint":"https://example.com/token"}"#), " does not say its `issuer`;"),
        (json("[1]"), " could not be read: "),
        (json(r#"{"issuer":1}"#), " could not be read: "),
        (CannedResponse::new(200).body("<html>"), " could not be read: "),
        (CannedResponse::new(404), " could not be read: openid.configuration: HTTP 404"),
        (CannedResponse::new(301).header("location", "https://elsewhere.example/"), "HTTP 301"),
        (json(&format!("{{{issuer},\"x\":\"{}\"}}", "x".repeat(256 * 1024))), "is longer than the 262144 bytes"),
        // A configuration read over TLS must not lead to HTTP or to a URL without a host.
        (
            configuration("http://example.com/token"),
            "has a `token_endpoint` to which nothing is sent: the endpoint must be https",
        ),
        (configuration("/token"), "has a `token_endpoint` to which nothing is sent: the endpoint must begin with"),
        (configuration("https://user:planted-password@example.com/"), "must have no user information"),
    ] {
        let error = failure(response).await;
        assert!(error.to_string().starts_with(&begin) && error.to_string().contains(words), "{words}: {error}");
        let shown = format!("{error:?}");
        assert!(!shown.contains("planted-") && !shown.contains("gX1f"), "{shown}");
    }
    // The configuration is read again for the next call, and for this call if that may help.
    let transport = CannedTransport::new()
        .respond(CannedResponse::new(503))
        .respond(json("{}"))
        .respond(configuration("https://example.com/token"))
        .respond(granted("t"))
        .respond(CannedResponse::new(204));
    let client = builder(&transport, &clock()).oauth2_client_credentials("OpenId", example()).build().unwrap();
    assert!(client.get_by_open_id().await.unwrap_err().to_string().contains("`issuer`"));
    client.get_by_open_id().await.unwrap();
}

#[tokio::test]
async fn a_moved_token_endpoint_is_discovered_again() {
    for gone in [CannedResponse::new(404), CannedResponse::new(410), CannedResponse::fails(TransportErrorKind::Connect)]
    {
        let transport = CannedTransport::new().respond(configuration("https://old.example.com/token")).respond(gone);
        let builder = builder(&transport, &clock()).retry(wireright_runtime::RetryPolicy::new().max_attempts(1));
        let client = builder.oauth2_client_credentials("OpenId", example()).build().unwrap();
        client.get_by_open_id().await.unwrap_err();
        transport.push(configuration("https://new.example.com/token"));
        transport.push(granted("t"));
        transport.push(CannedResponse::new(204));
        client.get_by_open_id().await.unwrap();
        assert_eq!(urls(&transport)[3], "POST https://new.example.com/token");
    }
    // The rejection is by the token endpoint.
    let transport = CannedTransport::new()
        .respond(configuration("https://example.com/token"))
        .respond(CannedResponse::json(401, r#"{"error":"invalid_client"}"#))
        .respond(granted("t"))
        .respond(CannedResponse::new(204));
    let client = builder(&transport, &clock()).oauth2_client_credentials("OpenId", example()).build().unwrap();
    let error = client.get_by_open_id().await.unwrap_err();
    assert_eq!(error.token_error_code().as_deref(), Some("invalid_client"));
    client.get_by_open_id().await.unwrap();
}

#[tokio::test]
async fn the_configuration_url_must_be_https_unless_set() {
    let words = |credentials: ClientCredentials, scheme: &str, http: bool| {
        let builder = builder(&issuer(), &clock()).allow_http(http).oauth2_client_credentials(scheme, credentials);
        builder.build().unwrap_err().to_string()
    };
    let told = "invalid request, not sent: the documents have the OpenID provider's configuration read without TLS, at \
                `http://id.example.com`; give an address by `ClientCredentials::discovery_url`";
    assert_eq!(words(example(), "PlainId", true), told);
    assert!(words(example().discovery_url("http://id.example.com"), "OpenId", false).contains("must be https"));

    // A relative URL is resolved against the service (OpenAPI 3.1.1, section 4.7).
    let transport = provider(|| {
        let issuer = "https://api.example.com/id";
        CannedResponse::json(200, format!(r#"{{"issuer":"{issuer}","token_endpoint":"{issuer}/token"}}"#))
    });
    let client = builder(&transport, &clock()).oauth2_client_credentials("OwnId", example()).build().unwrap();
    client.get_by_open_id().await.unwrap();
    assert_eq!(urls(&transport)[0], "GET https://api.example.com/id/.well-known/openid-configuration");
    assert_eq!(urls(&transport)[1], "POST https://api.example.com/id/token");

    // Settings have precedence, and a token URL has precedence over a configuration URL.
    let transport = provider(|| {
        CannedResponse::json(200, r#"{"issuer":"http://127.0.0.1:9","token_endpoint":"http://127.0.0.1:8/token"}"#)
    });
    let given = example().discovery_url("http://127.0.0.1:9/");
    let both = given.clone().token_url("https://t.example.com/token");
    for (credentials, expected) in [
        (
            given,
            ["GET http://127.0.0.1:9/.well-known/openid-configuration", "POST http://127.0.0.1:8/token"].as_slice(),
        ),
        (both, &["POST https://t.example.com/token"]),
    ] {
        let before = transport.requests().len();
        let builder = builder(&transport, &clock()).allow_http(true);
        let client = builder.oauth2_client_credentials("OpenId", credentials).build().unwrap();
        client.get_by_open_id().await.unwrap();
        assert_eq!(urls(&transport)[before..before + expected.len()], *expected);
    }
}
