//! Spans and events of `tracing`, with the names of OpenTelemetry and without secrets.

use std::time::Duration;

use crate::recorder::Recorder;
use huaweicloud_reset_password::{
    RetryPolicy, dcs,
    huaweicloud::Credentials,
    kafka,
    runtime::{AttemptInfo, CircuitBreaker, HeaderMap, Hook, RetryBudget},
};
use tests::{
    calls::kafka_request,
    fixture::{self, ACCESS_KEY, INSTANCE_ID, PROJECT_ID},
    server::{ScriptedResponse, Server},
};

const REQUEST_ID: &[(&str, &str)] = &[("X-Request-Id", "req-7")];

async fn reset(client: &kafka::Client) {
    let request = kafka_request(client).instance_id(INSTANCE_ID).new_password("planted-new");
    drop(request.send().await);
}

fn client(server: &Server) -> kafka::Client {
    fixture::builder(server).clock(fixture::clock()).build().expect("all is given")
}

#[tokio::test]
async fn calls_and_attempts_are_spans() {
    let server = Server::script([ScriptedResponse::status(503), ScriptedResponse::with(204, REQUEST_ID, "")]);
    let (recorder, _guard) = Recorder::start();
    reset(&client(&server)).await;
    let [call, first, second] = recorder.spans().try_into().expect("a call and two attempts");

    assert_eq!(call.name, "wireright.call");
    assert_eq!((call.parent.as_deref(), first.parent.as_deref()), (None, Some("wireright.call")));
    for (name, value) in [
        ("otel.kind", "internal"),
        ("wireright.service", "kafka"),
        ("wireright.operation", "kafka.reset_user_password"),
        ("wireright.attempts", "2"),
        ("wireright.request_id", "req-7"),
        ("http.response.status_code", "204"),
    ] {
        assert_eq!(call.field(name), Some(value), "{name}");
    }
    assert_eq!((call.field("error.type"), call.field("otel.status_code")), (None, None));

    let template = "/v2/{project_id}/instances/{instance_id}/users/{user_name}";
    let (host, port) = (server.address().ip().to_string(), server.address().port().to_string());
    for attempt in [&first, &second] {
        assert_eq!(attempt.name, "http.request");
        let full = format!("{}/v2/{PROJECT_ID}/instances/{INSTANCE_ID}/users/u", server.url());
        for (name, value) in [
            ("otel.kind", "client"),
            ("otel.name", &*format!("PUT {template}")),
            ("http.request.method", "PUT"),
            ("url.template", template),
            ("url.full", &full),
            ("server.address", &host),
            ("server.port", &port),
        ] {
            assert_eq!(attempt.field(name), Some(value), "{name}");
        }
    }
    let told = |name| [first.field(name), second.field(name)];
    assert_eq!(told("http.request.resend_count"), [None, Some("1")]);
    assert_eq!(told("http.response.status_code"), [Some("503"), Some("204")]);
    assert_eq!(told("error.type"), [Some("503"), None]);
    assert_eq!(told("otel.status_code"), [Some("ERROR"), None]);
    assert_eq!(told("wireright.request_id"), [None, Some("req-7")]);
    assert!(first.is_closed && second.is_closed && call.is_closed);
    let again = recorder.events("retrying");
    assert_eq!((again.len(), again[0].field("error.type")), (1, Some("503")));
    assert!(again[0].field("wait").is_some());
}

#[tokio::test]
async fn spans_record_the_error_type() {
    let server = Server::script([ScriptedResponse::close()]);
    let (recorder, _guard) = Recorder::start();
    let client = kafka::Client::builder().endpoint(server.url()).allow_http(true).authenticator(fixture::credentials());
    let client = client.retry(RetryPolicy::never()).build().expect("all is given");
    reset(&client).await;
    drop(kafka_request(&client).instance_id("").new_password("planted-new").send().await);
    let spans = recorder.spans();
    let types: Vec<_> = spans.iter().map(|span| (span.name, span.field("error.type"))).collect();
    let call = "wireright.call";
    assert_eq!(
        types,
        [(call, Some("interrupted")), ("http.request", Some("interrupted")), (call, Some("invalid_request"))]
    );
    assert_eq!(recorder.events("the call failed").len(), 2);
}

/// A hook that propagates the span to the service.
#[derive(Debug)]
struct TracingHook;

impl Hook for TracingHook {
    fn add_headers(&self, _: &AttemptInfo<'_>, _: &mut HeaderMap) {
        tracing::info!(target: "wireright_runtime::hook", "headers are added");
    }
}

#[tokio::test]
async fn hooks_run_within_the_attempt_span() {
    let server = Server::script([ScriptedResponse::status(204)]);
    let (recorder, _guard) = Recorder::start();
    let builder = fixture::builder::<kafka::Client>(&server).clock(fixture::clock());
    reset(&builder.hook(TracingHook).build().expect("all is given")).await;
    let parents: Vec<_> = recorder.events("headers are added").into_iter().map(|event| event.parent).collect();
    assert_eq!(parents, [Some("http.request".to_owned())]);
}

/// The spans of a dropped call are closed.
#[tokio::test]
async fn spans_of_a_dropped_call_are_closed() {
    let server = Server::script([ScriptedResponse::silence()]);
    let (recorder, _guard) = Recorder::start();
    let client = client(&server);
    tokio::time::timeout(Duration::from_millis(300), reset(&client)).await.expect_err("nobody responds");
    let spans = recorder.spans();
    assert!(spans.len() == 2 && spans.iter().all(|span| span.is_closed), "{spans:?}");
}

#[tokio::test]
async fn circuit_breaker_and_retry_budget_emit_events() {
    let server = Server::start_with_handler(|number, _| ScriptedResponse::status(if number < 2 { 500 } else { 404 }));
    let (recorder, _guard) = Recorder::start();
    let clock = fixture::clock();
    let builder = fixture::builder::<kafka::Client>(&server).clock(clock.clone());
    let breaker = CircuitBreaker::new().failures(2).pause(Duration::from_secs(60));
    let budget = RetryBudget::new().max_retries(0);
    let client = builder.circuit_breaker(breaker).retry_budget(budget).build().expect("all is given");
    reset(&client).await;
    let told = |what: &str| recorder.events(what).len();
    assert_eq!((told("the retry budget is spent"), told("the circuit opened")), (1, 0));
    reset(&client).await;
    assert_eq!((told("the circuit opened"), told("the circuit closed")), (1, 0));
    clock.advance(Duration::from_secs(60));
    reset(&client).await;
    assert_eq!(told("the circuit closed"), 1);
}

#[tokio::test]
async fn no_secret_is_in_any_field() {
    let credentials = || Credentials::new(ACCESS_KEY, "planted-secret-key").security_token("planted-token");
    let echo = r#"{"error_code":"planted-token","error_msg":"planted-new planted-old planted-secret-key"}"#;
    for status in [200, 400, 503] {
        let server = Server::start_with_handler(move |_, _| {
            ScriptedResponse::with(status, &[("X-Request-Id", "planted-old")], echo)
        });
        let (recorder, _guard) = Recorder::start();
        let client = dcs::Client::builder().endpoint(server.url()).allow_http(true).clock(fixture::clock());
        let client = client.authenticator(credentials().project_id(PROJECT_ID)).build().expect("all is given");
        let request = client.reset_acl_account_password().instance_id(INSTANCE_ID).account_id("account");
        let request = request.old_password("planted-old").new_password("planted-new");
        drop(request.send().await);
        let recorded = format!("{recorder:?}");
        assert!(recorded.contains("http.response.status_code") && recorded.contains("exception.message"), "{recorded}");
        assert!(!recorded.contains("planted") && !recorded.contains("Signature"), "{recorded}");
    }
}
