//! Answers that are read while they arrive.

mod support;

use std::time::Duration;

use support::*;
use wireright_runtime::{
    ErrorKind, Request, Timeouts,
    transport::{CannedAnswer, CannedTransport, ResponseBody, Transport, TransportErrorKind},
};

fn request() -> Request {
    Request::builder(&LIST)
}

fn events(body: &'static str) -> CannedAnswer {
    CannedAnswer::new(200).header("content-type", "text/event-stream; charset=utf-8").body(body)
}

#[tokio::test]
async fn bytes_come_as_they_arrive() {
    let transport = CannedTransport::new().answer(CannedAnswer::new(503)).answer(
        CannedAnswer::new(200).header("x-request-id", "r").body("hello").then_fails(TransportErrorKind::Interrupted),
    );
    let mut response = client(&transport).core.stream(request()).await.unwrap();
    assert_eq!((response.status(), response.request_id(), response.attempts()), (200, Some("r"), 2));
    assert_eq!(response.next().await.unwrap().unwrap(), "hello");
    let error = response.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Interrupted, Some(200), 2));
    assert!(error.may_have_been_applied() && error.to_string().starts_with("dcs.list: "), "{error}");
    assert!(response.next().await.is_none());
}

#[tokio::test]
async fn a_failure_is_read_whole() {
    let transport = CannedTransport::new().answer(CannedAnswer::json(400, r#"{"error_code":"X.1","error_msg":"no"}"#));
    let error = client(&transport).core.stream(request()).await.unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("X.1"), Some("no")));
}

#[tokio::test]
async fn events_are_typed() {
    let body = "id: 1\nevent: add\ndata: {\"code\":\n: hello\ndata: \"a\"}\n\ndata: oops Zx8exampleSecretKey\n\ndata: {}\n\ndata: [DONE]\n\ndata: {}\n\n";
    let transport = CannedTransport::new().answer(events(body));
    let mut events = client(&transport).core.events::<Answer>(request()).await.unwrap();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!((first.name.as_str(), first.id.as_str(), first.data.code.as_deref()), ("add", "1", Some("a")));
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.body(), Some(b"oops ***".as_slice()));
    let third = events.next().await.unwrap().unwrap();
    assert_eq!((third.name.as_str(), third.id.as_str(), third.data), ("message", "1", Answer::default()));
    assert!(events.next().await.is_none() && events.next().await.is_none());
    assert_eq!(events.last_event_id(), "1");
    assert_eq!(transport.requests()[0].headers()["accept"], "text/event-stream");
}

#[tokio::test]
async fn text_events_and_what_is_no_event_stream() {
    let transport = CannedTransport::new().answer(events("data: a b\n\n")).answer(CannedAnswer::json(200, "{}"));
    let client = client(&transport);
    let mut events = client.core.text_events(request()).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, "a b");
    let error = client.core.text_events(request()).await.unwrap_err();
    assert!(error.to_string().contains("Content-Type `application/json`, where `text/event-stream`"), "{error}");
}

#[tokio::test]
async fn lines_are_typed() {
    let body = "{\"code\":\"a\"}\n\n\u{1e}{\"code\":\"b\"}\r\nnonsense\n{\"code\":\"c\"}";
    let transport = CannedTransport::new().answer(CannedAnswer::new(200).body(body));
    let mut lines = client(&transport).core.json_lines::<Answer>(request()).await.unwrap();
    let mut read = Vec::new();
    while let Some(line) = lines.next().await {
        read.push(line.map_or_else(|error| format!("{:?}", error.kind()), |answer| answer.code.unwrap_or_default()));
    }
    assert_eq!(read, ["a", "b", "Decode", "c"]);
}

#[tokio::test]
async fn a_line_and_an_event_are_bounded() {
    let long = "x".repeat(200);
    let transport = CannedTransport::new()
        .answer(CannedAnswer::new(200).body(long.clone()))
        .answer(CannedAnswer::new(200).body(format!("data: {long}\n")));
    let client = builder(&transport).max_response_bytes(100).build().unwrap();
    let mut lines = client.core.json_lines::<Answer>(request()).await.unwrap();
    assert!(lines.next().await.unwrap().unwrap_err().to_string().contains("100 bytes"));
    assert!(lines.next().await.is_none());
    let mut events = client.core.text_events(request()).await.unwrap();
    assert!(events.next().await.unwrap().unwrap_err().to_string().contains("100 bytes"));
    assert!(events.next().await.is_none());
}

/// Never answers, or begins and then says nothing.
#[derive(Debug)]
struct Silent {
    begins: bool,
}

/// A body that never ends and never goes on.
struct Never;

impl futures_core::Stream for Never {
    type Item = Result<wireright_runtime::Bytes, wireright_runtime::transport::TransportError>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}

impl Transport for Silent {
    fn send(
        &self,
        _: http::Request<wireright_runtime::RequestBody>,
        _: Duration,
    ) -> wireright_runtime::transport::BoxFuture<'_, wireright_runtime::transport::TransportResult> {
        if self.begins {
            let answer = http::Response::new(ResponseBody::from_stream(Never));
            return Box::pin(std::future::ready(Ok(answer)));
        }
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn silence_is_bounded() {
    let timeouts = Timeouts::new().attempt(Duration::from_secs(7)).idle(Duration::from_secs(9));
    let client = |begins| {
        Dcs::builder()
            .region("cn-north-4")
            .credentials(credentials().project_id("p"))
            .transport(Silent { begins })
            .clock(clock())
            .timeouts(timeouts)
            .retry(wireright_runtime::RetryPolicy::never())
            .build()
            .unwrap()
    };
    let error = client(false).core.stream(request()).await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("no answer began within 7 s"), "{error}");
    let mut stream = client(true).core.stream(request()).await.unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("nothing arrived for 9 s"), "{error}");
    assert!(stream.next().await.is_none());
}
