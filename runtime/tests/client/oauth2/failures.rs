//! Errors of the token endpoint, and the hosts that secrets are sent to.

use std::sync::{Arc, Mutex};

use wireright_runtime::{
    CallInfo, CircuitBreaker, ClientCredentials, Error, ErrorKind, HeaderMap, Hook, Request, RequestBody, RetryBudget,
    decode,
    transport::{CannedResponse, CannedTransport, TransportErrorKind},
};

use super::fixture::*;

/// All output of an error.
fn all_that_shows(error: &Error) -> String {
    let mut shown = format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n{:?}", error.headers());
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        shown.push_str(&format!("{source} {source:?} {source:#?}"));
        cause = source.source();
    }
    shown + &String::from_utf8_lossy(error.body().unwrap_or_default())
}

async fn failure(credentials: ClientCredentials, response: CannedResponse) -> Error {
    let transport = CannedTransport::new().respond(response);
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", credentials).build().unwrap();
    let error = client.get(&[]).await.unwrap_err();
    assert_eq!(transport.requests().len(), 1, "{error}");
    assert_eq!((error.kind(), error.may_have_been_executed()), (ErrorKind::Token, false));
    error
}

#[tokio::test]
async fn an_error_of_the_token_endpoint_is_reported_without_secrets() {
    // Section 5.2.
    let response =
        CannedResponse::json(401, r#"{"error":"invalid_client","error_description":"no client gX1fBat3bV"}"#);
    let error = failure(example(), response).await;
    let words = "pets.get: no token could be fetched: the token endpoint https://server.example.com/token \
                 rejected the request \
                 (HTTP 401, invalid_client: no client ***)";
    assert_eq!(error.to_string(), words);
    let error = failure(example(), CannedResponse::new(404).body("<html>")).await;
    assert!(error.to_string().ends_with("rejected the request (HTTP 404)"), "{error}");

    let planted = ClientCredentials::new("id", "planted- secret&");
    let spelled = ["planted- secret&", "planted-+secret%26"].as_slice();
    let in_header = [spelled, &["aWQ6cGxhbnRlZC0rc2VjcmV0JTI2"]].concat();
    for (credentials, echoes) in [(planted.clone(), in_header.as_slice()), (planted.in_body(), spelled)] {
        assert!(!format!("{credentials:?}").contains("planted-"));
        for echo in echoes {
            let body = format!(r#"{{"error":"{echo}","error_description":"{echo}"}}"#);
            for response in [CannedResponse::json(400, body), CannedResponse::new(401).header("x-echo", *echo)] {
                let shown = all_that_shows(&failure(credentials.clone(), response).await);
                assert!(!shown.contains("planted-") && !shown.contains("aWQ6c"), "{shown}");
            }
        }
    }
}

#[tokio::test]
async fn a_response_with_a_token_is_redacted() {
    for body in [
        r#"{"access_token":"planted-token","token_type":"mac"}"#,
        r#"{"access_token":"planted-token","token_type":{"planted-token":1}}"#,
        r#"{"access_token":["planted-token"]}"#,
        r#""planted-token""#,
        "access_token=planted-token",
        r#"{"access_token":"planted-token"#,
        r#"{"access_token":"","x":"planted-token"}"#,
    ] {
        for response in
            [CannedResponse::json(200, body), CannedResponse::new(200).header("content-encoding", "br").body(body)]
        {
            let shown = all_that_shows(&failure(example(), response).await);
            assert!(!shown.contains("planted-"), "{shown}");
        }
    }
    let transport = issuer();
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    // An echoed token is redacted too.
    transport.push(granted("planted-token"));
    transport.push(CannedResponse::json(403, r#"{"message":"planted-token may not"}"#));
    let error = client.get(&[]).await.unwrap_err();
    assert_eq!(error.message(), Some("*** may not"));
    assert!(
        !format!("{client:?} {:?}", builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()))
            .contains("gX1f")
    );
}

/// A hook that adds a header to every request of the service.
#[derive(Default)]
pub(crate) struct HeaderHook(Mutex<Vec<&'static str>>);

impl Hook for HeaderHook {
    fn add_headers(&self, attempt: &wireright_runtime::AttemptInfo<'_>, headers: &mut HeaderMap) {
        headers.insert("x-added", "planted-added".parse().unwrap());
        self.0.lock().unwrap().push(attempt.operation.name);
    }
}

#[tokio::test]
async fn a_client_secret_is_sent_to_its_own_host_only() {
    let transport = issuer();
    let hook = Arc::new(HeaderHook::default());
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
async fn the_token_url_must_be_https_unless_set() {
    let words = |scheme: &str, credentials: ClientCredentials, http: bool| {
        let builder = builder(&issuer(), &clock()).allow_http(http).oauth2_client_credentials(scheme, credentials);
        builder.build().unwrap_err().to_string()
    };
    let refused = words("Plain", example(), true);
    let told = "invalid request, not sent: the documents have tokens fetched without TLS, at \
                `http://a.example/t`; give an address by `ClientCredentials::token_url`";
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
    // Relative to the service (OpenAPI 3.0.4, section 4.6). The query is kept (RFC 6749, section 3.2).
    client.0.send(Request::builder(&HERE), decode::nothing).await.unwrap();
    assert_eq!(urls(&transport)[0], "POST http://127.0.0.1:9/my/token");
    assert_eq!(urls(&transport)[2], "POST https://api.example.com/oauth/token?v=2");
}

#[tokio::test]
async fn an_unreachable_token_endpoint_is_retried() {
    let transport = CannedTransport::new()
        .respond(CannedResponse::new(503))
        .respond(granted("t"))
        .respond(CannedResponse::new(204));
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    client.get(&[]).await.unwrap();
    assert_eq!(transport.requests().len(), 3);
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(503));
    let client = builder(&transport, &clock()).oauth2_client_credentials("Oauth", example()).build().unwrap();
    assert!(client.get(&[]).await.unwrap_err().is_retryable());
}

/// A hook that records the outcomes of calls.
#[derive(Default)]
struct OutcomeLog(Mutex<Vec<String>>);

impl Hook for OutcomeLog {
    fn after_call(&self, call: &CallInfo<'_>) {
        let line = format!("{} {} {}", call.operation.name, call.attempts, call.error.is_some());
        self.0.lock().unwrap().push(line);
    }
}

/// Retries of the token endpoint draw from the retry budget. Its failures do not open the circuit.
#[tokio::test]
async fn a_timeout_of_the_token_endpoint_is_named() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::fails(TransportErrorKind::Timeout));
    let ended = Arc::new(OutcomeLog::default());
    let client = builder(&transport, &clock())
        .oauth2_client_credentials("Oauth", example())
        .retry_budget(RetryBudget::new().max_retries(3).per_minute(0))
        .circuit_breaker(CircuitBreaker::new().failures(1))
        .hook(Arc::clone(&ended))
        .build()
        .unwrap();
    for sent in [3, 5, 6] {
        let error = client.get(&[]).await.unwrap_err();
        assert!(error.kind() == ErrorKind::Token && error.is_timeout() && !error.is_connect(), "{error}");
        assert_eq!(transport.requests().len(), sent, "{error}");
    }
    let ended = ended.0.lock().unwrap();
    assert_eq!(ended[..2], ["oauth2.token 3 true", "pets.get 0 true"]);
}
