//! A custom authenticator: the signatures of `AwsSigV4` equal those of the crate `aws-sigv4`, which
//! `tests/vectors/aws-sigv4.json` records.

use std::time::{Duration, SystemTime};

use aws_sigv4_authenticator::AwsSigV4;
use constructs::authenticator::Client;
use serde_json::{Value, json};
use wireright_runtime::{
    RequestBody, Secret,
    clock::ManualClock,
    transport::{CannedResponse, CannedTransport},
};

use crate::{checked, wait};

/// The recorded credentials, time and requests.
fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../vectors/aws-sigv4.json")).expect("the vectors are JSON")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

fn time() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(vectors()["time"].as_u64().expect("the time is in seconds"))
}

fn client() -> (Client, CannedTransport) {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    let vectors = vectors();
    let authenticator = AwsSigV4 {
        access_key: text(&vectors["access_key"]),
        secret_key: Secret::new(text(&vectors["secret_key"])),
        region: text(&vectors["region"]),
        service: text(&vectors["service"]),
    };
    let builder = Client::builder().clock(ManualClock::new(time())).transport(checked::<Client>(&transport));
    (builder.authenticator(authenticator).build().expect("the settings are valid"), transport)
}

/// A request as the vectors describe it: the signed headers alone.
fn described(request: &http::Request<RequestBody>) -> Value {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().expect("the value is ASCII"));
    let headers: serde_json::Map<String, Value> =
        ["content-type", "host"].into_iter().filter_map(|name| Some((name.to_owned(), header(name)?.into()))).collect();
    json!({
        "method": request.method().as_str(),
        "url": request.uri().to_string(),
        "headers": headers,
        "body": String::from_utf8_lossy(request.body().as_bytes()),
        "authorization": header("authorization"),
    })
}

#[test]
fn signatures_equal_those_of_the_aws_crate() {
    let (client, transport) = client();
    wait(client.get_queue().name("plain").send()).expect("204");
    wait(client.get_queue().name("a b/c~ü").tag(vec!["z".into(), "a&b=".into()]).after_id("*").send()).expect("204");
    wait(client.put_queue().name("orders").limit(7).send()).expect("204");
    let requests: Vec<Value> = transport.requests().iter().map(described).collect();
    assert_eq!(Value::Array(requests), vectors()["requests"]);
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
    let client = Client::builder().clock(ManualClock::new(time())).transport(checked::<Client>(&transport)).build();
    let error = client.expect_err("no credentials");
    assert!(error.is_invalid_request() && error.to_string().contains("set an `authenticator`"), "{error}");
    assert!(transport.requests().is_empty());
}

#[test]
fn the_secret_key_is_redacted_in_errors() {
    let (client, transport) = client();
    let secret_key = text(&vectors()["secret_key"]);
    transport.push(CannedResponse::json(400, format!("{{\"message\":\"{secret_key}\"}}")));
    let error = wait(client.get_queue().name("n").send()).expect_err("400");
    assert!(!format!("{error} {error:?} {client:?}").contains(&secret_key), "{error:?}");
}
