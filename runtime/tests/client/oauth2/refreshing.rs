//! Refresh tokens (RFC 6749, section 6).

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use wireright_runtime::{
    ClientBuilder, Error, ErrorKind, RefreshToken, Secret,
    clock::SystemClock,
    transport::{CannedResponse, CannedTransport},
};

use super::fixture::*;

/// The refresh token of the examples in RFC 6749.
const FIRST: &str = "tGzv3JOkF0XG5Qx2TlKWIA";

/// The stored refresh token.
#[derive(Clone, Default)]
struct TokenStore(Arc<Mutex<Vec<String>>>);

impl TokenStore {
    fn store(&self) -> impl Fn(&Secret) + Send + Sync + 'static {
        let stored = Arc::clone(&self.0);
        move |token| stored.lock().unwrap().push(token.expose().to_owned())
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// A server with single-use refresh tokens: `tGzv3JOkF0XG5Qx2TlKWIA`, then `planted-2` and so on. Its first access
/// token is `token-1`.
fn rotating() -> CannedTransport {
    let number = Mutex::new(1);
    CannedTransport::new().respond_with(move |request| {
        if request.uri().host() == Some("api.example.com") {
            return CannedResponse::new(204);
        }
        let mut number = number.lock().unwrap();
        let good = if *number == 1 { FIRST.to_owned() } else { format!("planted-{number}") };
        if !body(request).contains(&format!("grant_type=refresh_token&refresh_token={good}")) {
            return CannedResponse::json(400, r#"{"error":"invalid_grant"}"#);
        }
        *number += 1;
        let token = *number - 1;
        let rest = r#""token_type":"Bearer","expires_in":3600"#;
        CannedResponse::json(
            200,
            format!(r#"{{"access_token":"token-{token}","refresh_token":"planted-{number}",{rest}}}"#),
        )
    })
}

fn confidential() -> RefreshToken {
    RefreshToken::new(FIRST).client_id("s6BhdRkqt3").client_secret("7Fjfp0ZBr1KtDRbnfVdmIw")
}

#[tokio::test]
async fn the_refresh_request_matches_rfc_6749() {
    let transport = rotating();
    let client = builder(&transport, &clock()).oauth2_refresh_token("Person", confidential()).build().unwrap();
    client.get_for_person().await.unwrap();
    // Section 6, to the documented `refreshUrl`. Without scopes, all granted scopes are requested.
    let request = &transport.requests()[0];
    assert_eq!(urls(&transport)[0], "POST https://server.example.com/refresh-token");
    let basic = "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3";
    assert_eq!(header(request, "authorization"), Some(basic));
    assert_eq!(body(request), format!("grant_type=refresh_token&refresh_token={FIRST}"));
    assert_eq!(bearers(&transport), ["Bearer token-1"]);

    let sent = async |token: RefreshToken, scheme: &str| {
        let transport = rotating();
        let client = builder(&transport, &clock()).oauth2_refresh_token(scheme, token).build().unwrap();
        let result = if scheme == "Person" { client.get_for_person().await } else { client.get(&["read"]).await };
        result.unwrap();
        let request = &transport.requests()[0];
        assert_eq!(header(request, "authorization"), None);
        (urls(&transport)[0].clone(), body(request))
    };
    // A public client sends its id (section 3.2.1).
    let begin = format!("grant_type=refresh_token&refresh_token={FIRST}");
    let public = RefreshToken::new(FIRST).client_id("app").scopes(["a", "b"]).parameter("audience", "x");
    assert_eq!(sent(public, "Person").await.1, format!("{begin}&scope=a+b&audience=x&client_id=app"));
    // Without `refreshUrl`, `tokenUrl` is used.
    let token = "POST https://server.example.com/token".to_owned();
    assert_eq!(sent(RefreshToken::new(FIRST), "Oauth").await, (token, begin.clone()));
    let in_body = confidential().in_body().token_url("https://given.example.com/t");
    let secret = "&client_id=s6BhdRkqt3&client_secret=7Fjfp0ZBr1KtDRbnfVdmIw";
    let given = "POST https://given.example.com/t".to_owned();
    assert_eq!(sent(in_body, "Person").await, (given, begin + secret));
}

#[tokio::test]
async fn a_rotated_refresh_token_is_used_and_reported() {
    let (transport, clock, stored) = (rotating(), clock(), TokenStore::default());
    let token = confidential().on_rotation(stored.store());
    let client = builder(&transport, &clock).oauth2_refresh_token("Person", token).build().unwrap();
    assert_eq!(stored.all(), [] as [&str; 0]);
    for _ in 0..2 {
        client.get_for_person().await.unwrap();
        client.clone().get_for_person().await.unwrap();
        clock.advance(Duration::from_secs(3540));
    }
    // Before the token expires, and after the service rejects it.
    client.get_for_person().await.unwrap();
    transport.push(CannedResponse::new(401));
    client.get_for_person().await.unwrap();
    let sent = ["token-1", "token-1", "token-2", "token-2", "token-3", "token-3", "token-4"];
    assert_eq!(bearers(&transport), sent.map(|token| format!("Bearer {token}")));
    assert_eq!(stored.all(), ["planted-2", "planted-3", "planted-4", "planted-5"]);

    // An equal refresh token, or none, is not reported.
    for same in [format!(r#","refresh_token":"{FIRST}""#), String::new(), r#","refresh_token":null"#.to_owned()] {
        let (transport, stored) = (CannedTransport::new(), TokenStore::default());
        let token = confidential().on_rotation(stored.store());
        let client = builder(&transport, &clock).oauth2_refresh_token("Person", token).build().unwrap();
        for _ in 0..2 {
            transport.push(CannedResponse::json(200, format!(r#"{{"access_token":"t","expires_in":10{same}}}"#)));
            transport.push(CannedResponse::new(204));
            client.get_for_person().await.unwrap();
            clock.advance(Duration::from_secs(10));
        }
        assert_eq!(body(&transport.requests()[2]), format!("grant_type=refresh_token&refresh_token={FIRST}"));
        assert_eq!(stored.all(), [] as [&str; 0]);
    }
}

/// A server with rotation accepts a refresh token once. A second request would end the session.
#[tokio::test]
async fn concurrent_refreshes_share_one_request_that_survives_cancellation() {
    let (transport, stored) = (rotating(), TokenStore::default());
    let token = confidential().on_rotation(stored.store());
    let builder = builder(&transport, &clock()).transport(SlowTransport(transport.clone())).clock(SystemClock);
    let client = builder.oauth2_refresh_token("Person", token).build().unwrap();
    let call = || {
        let client = client.clone();
        tokio::spawn(async move { client.get_for_person().await })
    };
    for steps in 1..40 {
        let given_up = call();
        for _ in 0..steps {
            tokio::task::yield_now().await;
        }
        given_up.abort();
    }
    for call in (0..8).map(|_| call()).collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(stored.all(), ["planted-2"]);
    assert!(bearers(&transport).iter().all(|bearer| bearer == "Bearer token-1"));
}

#[tokio::test]
async fn a_refresh_uses_the_discovered_token_endpoint() {
    let transport = CannedTransport::new()
        .respond(CannedResponse::json(
            200,
            r#"{"issuer":"https://example.com/issuer1","token_endpoint":"https://example.com/token"}"#,
        ))
        .respond(granted("token-1"))
        .respond(CannedResponse::new(204));
    let client = builder(&transport, &clock()).oauth2_refresh_token("OpenId", confidential()).build().unwrap();
    client.get_by_open_id().await.unwrap();
    assert_eq!(urls(&transport)[..2], [format!("GET {CONFIGURATION}"), "POST https://example.com/token".to_owned()]);
    assert_eq!(body(&transport.requests()[1]), format!("grant_type=refresh_token&refresh_token={FIRST}"));
}

#[tokio::test]
async fn an_expired_refresh_token_is_a_distinct_error() {
    let shown = |error: &Error| {
        let cause = std::error::Error::source(error).map(|cause| format!("{cause} {cause:?}"));
        format!("{error} {error:?} {cause:?}")
    };
    let failure = async |response: CannedResponse| {
        let transport = CannedTransport::new().respond(response);
        let token = RefreshToken::new("planted-token").client_id("id").client_secret("planted-secret");
        let client = builder(&transport, &clock()).oauth2_refresh_token("Person", token).build().unwrap();
        let error = client.get_for_person().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Token);
        let shown = shown(&error) + &format!("{client:?}");
        assert!(!shown.contains("planted-"), "{shown}");
        error
    };
    let error =
        failure(CannedResponse::json(400, r#"{"error":"invalid_grant","error_description":"planted-token is over"}"#))
            .await;
    assert_eq!(error.token_error_code().as_deref(), Some("invalid_grant"));
    assert!(error.to_string().ends_with("rejected the request (HTTP 400, invalid_grant: *** is over)"), "{error}");
    for body in [
        r#"{"access_token":"planted-access","refresh_token":5}"#,
        r#"{"refresh_token":"planted-new"}"#,
        r#"{"access_token":"planted-access","refresh_token":"planted-new","token_type":"mac"}"#,
    ] {
        assert_eq!(failure(CannedResponse::json(200, body)).await.token_error_code(), None);
    }
    let token = RefreshToken::new("planted-token").client_id("id").client_secret("planted-secret");
    let kept: ClientBuilder<Pets> = ClientBuilder::new().oauth2_refresh_token("Person", token.clone());
    let printed = format!("{token:?} {token:#?} {kept:?}");
    assert!(printed.contains("RefreshToken") && !printed.contains("planted-"), "{printed}");
}

#[tokio::test]
async fn client_credentials_have_no_refresh_token() {
    // "A refresh token SHOULD NOT be included" (section 4.4.3): it is not used.
    for held in [r#""planted-1""#, "5", "null", "{}"] {
        let (transport, clock) = (CannedTransport::new(), clock());
        let client = builder(&transport, &clock).oauth2_client_credentials("Oauth", example()).build().unwrap();
        for _ in 0..2 {
            let body = format!(r#"{{"access_token":"t","expires_in":10,"refresh_token":{held}}}"#);
            transport.push(CannedResponse::json(200, body));
            transport.push(CannedResponse::new(204));
            client.get(&[]).await.unwrap();
            clock.advance(Duration::from_secs(10));
        }
        assert_eq!(body(&transport.requests()[2]), "grant_type=client_credentials");
    }
}

#[tokio::test]
async fn an_invalid_refresh_configuration_is_an_error_before_sending() {
    let words = |scheme: &str, token: RefreshToken| {
        let builder = builder(&CannedTransport::new(), &clock()).oauth2_refresh_token(scheme, token);
        builder.build().unwrap_err().to_string()
    };
    assert!(words("Person", RefreshToken::new("")).contains("empty refresh token"));
    assert!(words("Person", RefreshToken::new("t").client_secret("s")).contains("without its id"));
    assert!(words("Key", RefreshToken::new("t")).contains("`api_key`"));
    assert!(words("Nowhere", RefreshToken::new("t")).contains("give an address by `RefreshToken::token_url`"));
    assert!(words("PlainId", RefreshToken::new("t")).contains("`RefreshToken::discovery_url`"));
}
