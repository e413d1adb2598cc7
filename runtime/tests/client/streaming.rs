//! Streamed responses: bytes, events and lines.

use std::time::Duration;

use crate::support::*;
use wireright_runtime::{
    ErrorKind, Request, Timeouts,
    transport::{CannedResponse, CannedTransport, ResponseBody, Transport, TransportErrorKind},
};

fn request() -> Request {
    Request::builder(&LIST)
}

fn events(body: &'static str) -> CannedResponse {
    CannedResponse::new(200).header("content-type", "text/event-stream; charset=utf-8").body(body)
}

#[tokio::test]
async fn bytes_are_delivered_as_they_arrive() {
    let transport = CannedTransport::new().respond(CannedResponse::new(503)).respond(
        CannedResponse::new(200).header("x-request-id", "r").body("hello").then_fails(TransportErrorKind::Interrupted),
    );
    let mut response = client(&transport).core.stream(request()).await.unwrap();
    assert_eq!((response.status(), response.request_id(), response.attempts()), (200, Some("r"), 2));
    assert_eq!(response.next().await.unwrap().unwrap(), "hello");
    let error = response.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Interrupted, Some(200), 2));
    assert!(error.may_have_been_executed() && error.to_string().starts_with("dcs.list: "), "{error}");
    assert!(response.next().await.is_none());
}

#[tokio::test]
async fn the_body_of_an_error_is_read_whole() {
    let transport =
        CannedTransport::new().respond(CannedResponse::json(400, r#"{"error_code":"X.1","error_msg":"no"}"#));
    let error = client(&transport).core.stream(request()).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("X.1"), Some("no")));
}

#[tokio::test]
async fn events_are_typed() {
    let body = "id: 1\nevent: add\ndata: {\"code\":\n: hello\ndata: \"a\"}\n\ndata: oops Zx8exampleSecretKey\n\n\
        data: {}\n\ndata: [DONE]\n\ndata: {}\n\n";
    let transport = CannedTransport::new().respond(events(body));
    let mut events = client(&transport).core.events::<ResetBody>(request()).await.unwrap();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!((first.name.as_str(), first.id.as_str(), first.data.code.as_deref()), ("add", "1", Some("a")));
    assert_eq!(first.raw(), "{\"code\":\n\"a\"}");
    assert!(!format!("{first:?}").contains('\n'), "the raw data may hold what the type would redact");
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.body(), Some(b"oops ***".as_slice()));
    let third = events.next().await.unwrap().unwrap();
    assert_eq!((third.name.as_str(), third.id.as_str(), third.data), ("message", "1", ResetBody::default()));
    assert!(events.next().await.is_none() && events.next().await.is_none());
    assert_eq!(events.last_event_id(), "1");
    assert_eq!(transport.requests()[0].headers()["accept"], "text/event-stream");
}

#[tokio::test]
async fn text_events_are_delivered_and_other_media_types_are_errors() {
    let transport = CannedTransport::new()
        .respond(events("data: a b\n\ndata: [DONE]\n\ndata: c\n\n"))
        .respond(CannedResponse::json(200, r#"{"why":"not asked to stream"}"#))
        .respond(CannedResponse::json(200, r#"{"error_code":"X.1"}"#));
    let client = client(&transport);
    let mut events = client.core.text_events(request()).await.unwrap();
    // String events may have any content.
    for text in ["a b", "[DONE]", "c"] {
        assert_eq!(events.next().await.unwrap().unwrap().data, text);
    }
    assert!(events.next().await.is_none());
    let error = client.core.text_events(request()).await.unwrap_err();
    assert!(error.to_string().contains("Content-Type `application/json`, where `text/event-stream`"), "{error}");
    assert_eq!(error.body(), Some(br#"{"why":"not asked to stream"}"#.as_slice()));
    // An error property in a success response is an error.
    let reset = Request::builder(&RESET).client_parameter("project_id", &Some("p")).path("account_id", &Some("a"));
    let error = client.core.text_events(reset).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("X.1")));
}

/// The `Last-Event-ID` of each request.
fn asked_after(transport: &CannedTransport) -> Vec<Option<String>> {
    let id = |request: &http::Request<wireright_runtime::RequestBody>| {
        request.headers().get("last-event-id").map(|id| id.to_str().unwrap().to_owned())
    };
    transport.requests().iter().map(id).collect()
}

#[tokio::test]
async fn events_resume_in_new_responses_until_the_end() {
    let transport = CannedTransport::new()
        .respond(events("retry: 1500\n\nid: 1\ndata: a\n\ndata: half").then_fails(TransportErrorKind::Interrupted))
        .respond(CannedResponse::new(503))
        .respond(events("retry: 0\n\ndata: b\n\nid: é2\ndata: c\n\n"))
        .respond(CannedResponse::new(204));
    let clock = clock();
    let client = builder(&transport).clock(clock.clone()).build().unwrap();
    let mut events = client.core.text_events(request()).await.unwrap().into_body().reconnecting().unwrap();
    let mut read = Vec::new();
    while let Some(event) = events.next().await {
        let event = event.unwrap();
        read.push((event.data, event.id));
    }
    let expected = [("a", "1"), ("b", "1"), ("c", "é2")];
    assert_eq!(read, expected.map(|(data, id)| (data.to_owned(), id.to_owned())));
    // The last id is UTF-8, as in the standard.
    let requests = transport.requests();
    let ids: Vec<_> = requests.iter().map(|request| request.headers().get("last-event-id")).collect();
    assert_eq!(
        ids.iter().map(|id| id.map(wireright_runtime::HeaderValue::as_bytes)).collect::<Vec<_>>(),
        [None, Some(b"1".as_slice()), Some(b"1"), Some("é2".as_bytes())]
    );
    // The service sets the delay, of at least a second. Between them is a retry delay.
    let waits = clock.sleeps();
    for wait in [Duration::from_millis(1500), Duration::from_secs(1)] {
        assert_eq!(waits.iter().filter(|slept| **slept == wait).count(), 1, "{waits:?}");
    }
}

#[tokio::test]
async fn events_end_on_a_permanent_error() {
    let transport = CannedTransport::new()
        .respond(events("data: a\n\n"))
        .respond(CannedResponse::new(404))
        .respond(events("data: b\n\n"));
    let client = client(&transport);
    let mut events = client.core.text_events(request()).await.unwrap().into_body().reconnecting().unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, "a");
    assert_eq!(events.next().await.unwrap().unwrap_err().status(), Some(404));
    assert!(events.next().await.is_none());
    let mut events = client.core.text_events(request()).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, "b");
    assert!(events.next().await.is_none());
    assert_eq!(asked_after(&transport), [None, None, None]);
}

#[tokio::test]
async fn a_stream_of_a_non_idempotent_operation_does_not_resume() {
    let transport = CannedTransport::new().respond(events("data: a\n\n"));
    let events = client(&transport).core.text_events(Request::builder(&POKE)).await.unwrap();
    let error = events.into_body().reconnecting().unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("dcs.poke"), "{error}");
    assert!(error.to_string().contains("not idempotent"), "{error}");
}

#[tokio::test]
async fn a_json_sequence_may_have_values_of_several_lines() {
    let body = "\u{1e}{\n\"code\": \"a\"\n}\n\u{1e}nonsense\n\u{1e}\u{1e}{\"code\":\"b\"}";
    let transport = CannedTransport::new()
        .respond(CannedResponse::new(200).body(body))
        .respond(CannedResponse::new(200).body("\u{1e}1\n\u{1e}12"));
    let client = client(&transport);
    let mut values = client.core.json_sequence::<ResetBody>(request()).await.unwrap();
    let mut read = Vec::new();
    while let Some(value) = values.next().await {
        read.push(
            value.map_or_else(|error| format!("{:?}", error.kind()), |response| response.code.unwrap_or_default()),
        );
    }
    assert_eq!(read, ["a", "Decode", "b"]);
    let mut numbers = client.core.json_sequence::<u32>(request()).await.unwrap();
    assert_eq!(numbers.next().await.unwrap().unwrap(), 1);
    assert!(numbers.next().await.unwrap().unwrap_err().to_string().contains("may be truncated"));
}

#[tokio::test]
async fn lines_are_typed() {
    let body = "{\"code\":\"a\"}\n\n\u{1e}{\"code\":\"b\"}\r\nnonsense\n{\"code\":\"c\"}";
    let transport = CannedTransport::new().respond(CannedResponse::new(200).body(body));
    let mut lines = client(&transport).core.json_lines::<ResetBody>(request()).await.unwrap();
    let mut read = Vec::new();
    while let Some(line) = lines.next().await {
        read.push(
            line.map_or_else(|error| format!("{:?}", error.kind()), |response| response.code.unwrap_or_default()),
        );
    }
    assert_eq!(read, ["a", "b", "Decode", "c"]);
}

#[tokio::test]
async fn lines_and_events_have_a_size_limit() {
    let long = "x".repeat(200);
    let transport = CannedTransport::new()
        .respond(CannedResponse::new(200).body(long.clone()))
        .respond(CannedResponse::new(200).body(format!("data: {long}\n")));
    let client = builder(&transport).max_response_bytes(100).build().unwrap();
    let mut lines = client.core.json_lines::<ResetBody>(request()).await.unwrap();
    assert!(lines.next().await.unwrap().unwrap_err().to_string().contains("100 bytes"));
    assert!(lines.next().await.is_none());
    let mut events = client.core.text_events(request()).await.unwrap();
    assert!(events.next().await.unwrap().unwrap_err().to_string().contains("100 bytes"));
    assert!(events.next().await.is_none());
}

/// Sends no response, or only its first part.
#[derive(Debug)]
struct SilentTransport {
    begins: bool,
}

/// A body without end and without data.
struct EndlessBody;

impl futures_core::Stream for EndlessBody {
    type Item = Result<wireright_runtime::Bytes, wireright_runtime::transport::TransportError>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}

impl Transport for SilentTransport {
    fn send(
        &self,
        _: wireright_runtime::transport::HttpRequest,
        _: Duration,
    ) -> wireright_runtime::transport::BoxFuture<'_, wireright_runtime::transport::TransportResult> {
        if self.begins {
            let response = http::Response::new(ResponseBody::from_stream(EndlessBody));
            return Box::pin(std::future::ready(Ok(response)));
        }
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn the_read_timeout_ends_a_silent_stream() {
    let timeouts = Timeouts::new().attempt(Duration::from_secs(7)).idle(Duration::from_secs(9));
    let client = |begins| {
        Dcs::builder()
            .region("cn-north-4")
            .authenticator(credentials().project_id("p"))
            .transport(SilentTransport { begins })
            .clock(clock())
            .timeouts(timeouts)
            .retry(wireright_runtime::RetryPolicy::never())
            .build()
            .unwrap()
    };
    let error = client(false).core.stream(request()).await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("no response began within 7 s"), "{error}");
    let mut stream = client(true).core.stream(request()).await.unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("no data arrived for 9 s"), "{error}");
    assert!(stream.next().await.is_none());
}
