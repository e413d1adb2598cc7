//! Client credentials: token requests, cache and replacement.

use std::time::Duration;

use wireright_runtime::{
    ClientCredentials, ErrorKind, Request,
    clock::SystemClock,
    decode,
    transport::{CannedResponse, CannedTransport},
};

use super::fixture::*;

#[tokio::test]
async fn the_token_request_matches_rfc_6749() {
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
async fn client_id_and_secret_are_encoded_in_header_or_body() {
    let transport = issuer();
    let credentials = example().in_body().scopes(["a", "b c"]).parameter("audience", "https://api.example.com/");
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", credentials).build().unwrap();
    client.get(&["read"]).await.unwrap();
    let request = &transport.requests()[0];
    assert_eq!(header(request, "authorization"), None);
    // Section 2.3.1, and section 3.3 for the scopes.
    let sent = "grant_type=client_credentials&scope=a+b+c&audience=https%3A%2F%2Fapi.example.com%2F&\
        client_id=s6BhdRkqt3&\
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
async fn tokens_are_cached_by_scope_until_shortly_before_expiry() {
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

#[tokio::test]
async fn concurrent_calls_fetch_one_token() {
    let transport = issuer();
    // A manual clock would advance by the whole delay at once.
    let builder = builder(&transport, &clock()).transport(SlowTransport(transport.clone())).clock(SystemClock);
    let client = builder.oauth2_client_credentials("Oauth", example()).build().unwrap();
    // A cancelled fetch lets the next call fetch.
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
async fn a_rejected_token_is_replaced_once() {
    let refused = || CannedResponse::new(401).header("www-authenticate", "Bearer error=\"invalid_token\"");
    let transport = issuer();
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    client.get(&[]).await.unwrap();
    // The cached token is rejected, the next one is accepted.
    transport.push(refused());
    client.get(&[]).await.unwrap();
    assert_eq!(bearers(&transport), ["Bearer token-1", "Bearer token-1", "Bearer token-2"]);
    // A non-idempotent request is not retried. The next call has a new token.
    transport.push(refused());
    let error = client.0.send(Request::builder(&POST), decode::nothing).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(401), 1));
    client.get(&[]).await.unwrap();
    assert_eq!(bearers(&transport)[3..], ["Bearer token-2", "Bearer token-3"]);

    // A token that was fetched for this call is not replaced.
    let transport = CannedTransport::new().respond(granted("token-1")).respond(refused());
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    let error = client.get(&[]).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Service, Some(401), 1));
}
