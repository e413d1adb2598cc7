//! A custom authenticator: the signatures of `AwsSigV4` equal those of the crate `aws-sigv4`.

use std::time::{Duration, SystemTime};

use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4::SigningParams,
};
use aws_sigv4_authenticator::AwsSigV4;
use constructs::authenticator::Client;
use wireright_runtime::{
    RequestBody, Secret,
    clock::ManualClock,
    transport::{CannedResponse, CannedTransport},
};

use crate::wait;

const ACCESS_KEY: &str = "AKIDEXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn time() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_768_465_800)
}

fn client() -> (Client, CannedTransport) {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    let authenticator = AwsSigV4 {
        access_key: ACCESS_KEY.to_owned(),
        secret_key: Secret::new(SECRET_KEY),
        region: "us-east-1".to_owned(),
        service: "sqs".to_owned(),
    };
    let builder = Client::builder().clock(ManualClock::new(time())).transport(transport.clone());
    (builder.authenticator(authenticator).build().expect("the settings are valid"), transport)
}

/// The `Authorization` header that the crate `aws-sigv4` computes for a request.
fn expected(request: &http::Request<RequestBody>) -> String {
    let identity = aws_credential_types::Credentials::new(ACCESS_KEY, SECRET_KEY, None, None, "test").into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name("sqs")
        .time(time())
        .settings(SigningSettings::default())
        .build()
        .expect("all parameters are set");
    let uri = request.uri();
    let url =
        format!("https://{}{}", uri.host().unwrap_or_default(), uri.path_and_query().map_or("", |it| it.as_str()));
    let signed = ["host", "content-type"];
    let headers = request.headers().iter().filter(|(name, _)| signed.contains(&name.as_str()));
    let headers = headers.map(|(name, value)| (name.as_str(), value.to_str().expect("the value is ASCII")));
    let body = SignableBody::Bytes(request.body().as_bytes());
    let signable = SignableRequest::new(request.method().as_str(), url, headers, body).expect("the request is valid");
    let (instructions, _) = sign(signable, &params.into()).expect("the request can be signed").into_parts();
    let authorization = instructions.headers().find(|(name, _)| *name == "authorization");
    authorization.expect("the request is signed").1.to_owned()
}

#[test]
fn signatures_equal_those_of_the_aws_crate() {
    let (client, transport) = client();
    wait(client.get_queue().name("plain").send()).expect("204");
    wait(client.get_queue().name("a b/c~ü").tag(vec!["z".into(), "a&b=".into()]).after_id("*").send()).expect("204");
    wait(client.put_queue().name("orders").limit(7).send()).expect("204");
    let requests = transport.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        let authorization = request.headers().get("authorization").expect("the request is signed");
        assert_eq!(authorization.to_str().expect("it is ASCII"), expected(&request), "{}", request.uri());
    }
}

#[test]
fn an_operation_without_security_is_not_signed() {
    let (client, transport) = client();
    wait(client.get_status().send()).expect("204");
    assert!(!transport.requests().iter().any(|request| request.headers().contains_key("authorization")));
}

#[test]
fn without_an_authenticator_nothing_is_sent() {
    let transport = CannedTransport::new();
    let client = Client::builder().clock(ManualClock::new(time())).transport(transport.clone()).build();
    let error = client.expect_err("no credentials");
    assert!(error.is_invalid_request() && error.to_string().contains("set an `authenticator`"), "{error}");
    assert!(transport.requests().is_empty());
}

#[test]
fn the_secret_key_is_redacted_in_errors() {
    let (client, transport) = client();
    transport.push(CannedResponse::json(400, format!("{{\"message\":\"{SECRET_KEY}\"}}")));
    let error = wait(client.get_queue().name("n").send()).expect_err("400");
    assert!(!format!("{error} {error:?} {client:?}").contains(SECRET_KEY), "{error:?}");
}
