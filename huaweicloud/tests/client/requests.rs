//! The headers of authenticated requests, and the settings that are rejected.

use crate::support::*;
use wireright_huaweicloud::{Authenticator, Credentials, encoded_authorization_message};
use wireright_runtime::{
    ErrorKind, InvalidRequest, Request, RetryPolicy,
    transport::{CannedResponse, CannedTransport},
};

fn header<'r, T>(request: &'r http::Request<T>, name: &str) -> Option<&'r str> {
    let values: Vec<_> = request.headers().get_all(name).iter().collect();
    assert!(values.len() <= 1, "{name} is there {} times", values.len());
    values.first().map(|value| std::str::from_utf8(value.as_bytes()).unwrap())
}

#[tokio::test]
async fn temporary_credentials_and_tokens_authenticate() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    let temporary = credentials().security_token(" tökén-令牌\t").project_id("p");
    builder(&transport).authenticator(temporary).build().unwrap().poke().await.unwrap();
    let token = Credentials::token("iam-token");
    builder(&transport).authenticator(token).build().unwrap().poke().await.unwrap();

    let requests = transport.requests();
    assert_eq!(header(&requests[0], "x-security-token"), Some("tökén-令牌"));
    assert!(
        header(&requests[0], "authorization")
            .unwrap()
            .contains("content-type;host;x-project-id;x-sdk-date;x-security-token,")
    );
    assert_eq!(header(&requests[1], "x-auth-token"), Some("iam-token"));
    assert_eq!(header(&requests[1], "authorization"), None);
    for shown in requests.iter().map(|request| format!("{request:?}")) {
        assert!(!shown.contains("iam-token") && !shown.contains("令牌") && !shown.contains("Signature"), "{shown}");
    }
}

#[tokio::test]
async fn credentials_of_the_wrong_type_are_an_error() {
    let transport = CannedTransport::new();
    let client = builder(&transport).authenticator(Credentials::token("t")).build().unwrap();
    let error = client.list().await.unwrap_err();
    assert!(error.is_invalid_request());
    assert_eq!(
        error.to_string(),
        "dcs.list: invalid request, not sent: the operation needs `AccessKey` (an authenticator, given by \
         `ClientBuilder::authenticator`), but an IAM token was given"
    );
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn a_body_of_another_type_is_not_hashed() {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let request =
        client(&transport).reset().account_id("a").new_password("x").request().header("content-type", "text/plain");
    client(&transport).core.send(request, wireright_runtime::decode::nothing).await.unwrap();
    let request = &transport.requests()[0];
    assert_eq!(header(request, "x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    assert!(header(request, "authorization").unwrap().contains("x-project-id;x-sdk-content-sha256;x-sdk-date"));
}

#[cfg(feature = "sdk-hmac-sm3")]
#[tokio::test]
async fn an_unsigned_payload_is_declared_by_its_header() {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let credentials = credentials().project_id("project0");
    let authenticator = Authenticator::builder()
        .credentials(credentials)
        .signing_algorithm(wireright_huaweicloud::SigningAlgorithm::HmacSm3);
    let client = builder(&transport).authenticator(authenticator).build().unwrap();
    let request = client.reset().account_id("a").new_password("x").request().header("content-type", "text/plain");
    client.core.send(request, wireright_runtime::decode::nothing).await.unwrap();
    let request = &transport.requests()[0];
    assert_eq!(header(request, "x-sdk-content-sm3"), Some("UNSIGNED-PAYLOAD"));
    assert_eq!(header(request, "x-sdk-content-sha256"), None);
    assert!(header(request, "authorization").unwrap().contains("x-project-id;x-sdk-content-sm3;x-sdk-date"));
}

#[tokio::test]
async fn a_signature_lists_the_headers_that_it_covers() {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let client = builder(&transport).header("X-Empty", "").header("x_under", "u").header("User-Agent", "mine/1.0");
    client.header("Content-Type", "application/json;a=b").build().unwrap().poke().await.unwrap();
    let request = &transport.requests()[0];
    let authorization = header(request, "authorization").unwrap();
    assert!(
        authorization.contains("SignedHeaders=content-type;host;x-empty;x-project-id;x-sdk-date,"),
        "{authorization}"
    );
}

#[tokio::test]
async fn headers_of_a_signature_are_reserved() {
    let transport = CannedTransport::new();
    for name in ["X-Sdk-Date", "X-Project-Id", "X-Auth-Token"] {
        let reserved = InvalidRequest::ReservedHeader { name: name.to_ascii_lowercase() };
        let error = builder(&transport).header(name, "p").build().unwrap_err();
        assert_eq!((error.invalid_request(), error.operation()), (Some(&reserved), None));
        let request = Request::builder(&POKE).header(name, "p");
        let error = client(&transport).core.send(request, wireright_runtime::decode::nothing).await.unwrap_err();
        assert_eq!(error.invalid_request(), Some(&reserved));
    }
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn the_project_of_a_call_has_precedence() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    let credentials = credentials().project_id("of-credentials");
    let authenticator = Authenticator::builder().credentials(credentials).project_id("of-authenticator");
    let client = builder(&transport).authenticator(authenticator).build().unwrap();
    client.reset().account_id("a").send().await.unwrap();
    client.reset().account_id("a").project_id("of-call").send().await.unwrap();
    let projects: Vec<_> =
        transport.requests().iter().map(|request| header(request, "x-project-id").unwrap().to_owned()).collect();
    assert_eq!(projects, ["of-authenticator", "of-call"]);
    assert_eq!(transport.requests()[0].uri().path(), "/v2/of-authenticator/accounts/a/password");
}

#[test]
fn invalid_settings_are_rejected_when_a_client_is_built() {
    let transport = CannedTransport::new();
    let message = |authenticator: Authenticator| {
        let error = builder(&transport).authenticator(authenticator).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        error.to_string()
    };
    assert!(message(Credentials::new("", "s").into()).contains("AK"));
    assert!(message(Authenticator::builder().build()).contains("no credentials were given"));
    let empty = Authenticator::builder().credentials(credentials()).project_id("");
    assert!(message(empty.into()).contains("project_id"));
    let both = Authenticator::builder().credentials(credentials()).credentials_provider(Credentials::chain());
    assert!(message(both.into()).contains("both"));
    let insecure = credentials().iam_endpoint("http://iam.example.com");
    assert!(message(insecure.into()).contains("https"));
}

#[test]
fn debug_of_a_client_shows_no_secret() {
    let shown = format!("{:?}", client(&CannedTransport::new()));
    assert!(shown.contains("permanent access key") && !shown.contains("Zx8example"), "{shown}");
}

async fn failure(response: CannedResponse) -> wireright_runtime::Error {
    let transport = CannedTransport::new().respond_with(move |_| response.clone());
    builder(&transport).retry(RetryPolicy::never()).build().unwrap().list().await.unwrap_err()
}

#[tokio::test]
async fn the_first_request_id_header_is_used() {
    let response = CannedResponse::new(400)
        .header("X-Request-Id", "")
        .header("X-IAM-Trace-Id", "t")
        .header("X-Openstack-Request-Id", "o");
    assert_eq!(failure(response).await.request_id(), Some("o"));
}

#[tokio::test]
async fn the_gateway_throttles_by_its_codes() {
    for code in ["APIGW.0308", "APIG.0308"] {
        let error = failure(CannedResponse::json(400, format!(r#"{{"error_code":"{code}"}}"#))).await;
        assert!(error.is_throttled() && error.is_retryable(), "{error}");
    }
    assert!(!failure(CannedResponse::json(400, r#"{"error_code":"APIG.0301"}"#)).await.is_throttled());
}

#[tokio::test]
async fn an_encoded_authorization_message_is_found() {
    for body in [
        r#"{"error_code":"c","encoded_authorization_message":"ENC"}"#,
        r#"{"error":{"code":"c","encoded_authorization_message":"ENC"}}"#,
    ] {
        let error = failure(CannedResponse::json(403, body)).await;
        assert_eq!(encoded_authorization_message(&error).as_deref(), Some("ENC"));
    }
    let error = failure(CannedResponse::json(403, r#"{"error_code":"c"}"#)).await;
    assert_eq!(encoded_authorization_message(&error), None);
}
