//! Failed calls: messages, retries and redaction.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::support::*;
use wireright_runtime::{
    AttemptInfo, Error, ErrorKind, Hook, OutcomeInfo, RetryPolicy, Timeouts,
    clock::Clock as _,
    transport::{CannedResponse, CannedTransport, TransportErrorKind},
};

/// The error of a non-idempotent call.
async fn reset_fails(response: CannedResponse) -> Error {
    let transport = CannedTransport::new().respond(response);
    let sent = client(&transport).reset().account_id("a").new_password("hunter2").send().await;
    assert_eq!(transport.requests().len(), 1, "it is sent once only");
    sent.unwrap_err()
}

#[tokio::test]
async fn the_message_of_a_service_error_names_code_and_request_id() {
    let response = CannedResponse::json(400, r#"{"error_code":"DCS.4961","error_msg":"bad\nthing"}"#)
        .header("X-Request-Id", "req-0001");
    let error = reset_fails(response).await;
    let shown = r"dcs.reset_acl_account_password: HTTP 400, code DCS.4961: bad\nthing (request id req-0001)";
    assert_eq!(error.to_string(), shown);
    assert_eq!((error.kind(), error.status()), (ErrorKind::Service, Some(400)));
    assert_eq!(
        (error.code(), error.message(), error.request_id()),
        (Some("DCS.4961"), Some("bad\nthing"), Some("req-0001"))
    );
    assert_eq!(error.body().unwrap(), br#"{"error_code":"DCS.4961","error_msg":"bad\nthing"}"#);
    assert_eq!(error.headers().unwrap()["content-type"], "application/json");
    assert_eq!(error.documented::<ResetError>(), Some(ResetError::Status400("DCS.4961".to_owned())));
    assert!(!error.may_have_been_executed() && !error.is_retryable() && !error.is_timeout());
    assert_eq!(error.operation(), Some(&RESET));
}

#[tokio::test]
async fn a_documented_error_belongs_to_its_operation() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(503));
    let error = client(&transport).poke().await.unwrap_err();
    assert_eq!(error.documented::<ResetError>(), None);
    assert_eq!(reset_fails(CannedResponse::new(503)).await.documented::<ResetError>(), Some(ResetError::Status503));
}

#[tokio::test]
async fn without_code_and_message_an_error_shows_the_length_of_the_body() {
    let long = format!("<html>{}", "y".repeat(300_000));
    let error = reset_fails(CannedResponse::new(502).body(long)).await;
    let shown = error.to_string();
    assert_eq!(shown, "dcs.reset_acl_account_password: HTTP 502; the body has over 65536 bytes");
    assert_eq!((error.body().unwrap().len(), error.is_body_truncated()), (64 * 1024, true));
    assert!(error.may_have_been_executed());

    assert!(reset_fails(CannedResponse::new(403)).await.to_string().ends_with("HTTP 403; no body"));
}

/// A body may contain personal data, which does not belong into logs.
#[tokio::test]
async fn no_error_shows_the_body() {
    for (status, content_type, body) in [
        (400, "application/json", r#"{"error_code":"C","error_msg":"m","name":"Anna"}"#),
        (400, "application/json", r#"{"name":"Anna"}"#),
        (400, "application/problem+json", r#"{"title":"t","name":"Anna"}"#),
        (400, "application/problem+json", r#"{"name":"Anna"}"#),
        (500, "text/html", "<p>Anna"),
        (200, "text/html", "<p>Anna"),
        (200, "application/json", r#"{"code":[1],"name":"Anna"}"#),
        (200, "application/json", r#"{"error_code":"C","name":"Anna"}"#),
    ] {
        let error = reset_fails(CannedResponse::new(status).header("Content-Type", content_type).body(body)).await;
        assert_eq!(error.body(), Some(body.as_bytes()));
        let mut shown = format!("{error} {error:?} {error:#?}");
        let mut cause = std::error::Error::source(&error);
        while let Some(source) = cause {
            shown += &format!("{source} {source:?}");
            cause = source.source();
        }
        assert!(!shown.contains("Anna"), "{shown}");
    }
    let error = reset_fails(CannedResponse::new(500).header("Content-Type", "text/html; charset=a").body("<p>")).await;
    assert!(error.to_string().ends_with(": HTTP 500; the body has 3 bytes of text/html"), "{error}");
}

/// The document does not describe this media type.
#[tokio::test]
async fn problem_details_are_read_and_shown() {
    let fail = async |body: &'static str| {
        reset_fails(CannedResponse::new(403).header("Content-Type", "application/problem+json").body(body)).await
    };
    let body = r#"{"type":"https://example.com/credit","title":"No credit","status":403,"detail":"50 are\nmissing",
        "instance":"/accounts/7","balance":30,"old":"hunter2"}"#;
    let error = fail(body).await;
    let shown = r"HTTP 403, type https://example.com/credit: No credit: 50 are\nmissing";
    assert_eq!(error.to_string(), format!("dcs.reset_acl_account_password: {shown}"));
    let problem = error.problem().unwrap();
    assert_eq!((problem.type_uri.as_str(), problem.status), ("https://example.com/credit", Some(403)));
    assert_eq!((problem.title.as_deref(), problem.instance.as_deref()), (Some("No credit"), Some("/accounts/7")));
    assert_eq!(problem.detail.as_deref(), Some("50 are\nmissing"));
    assert_eq!(problem.extensions.get_as::<i32>("balance"), Some(Ok(30)));
    assert_eq!(problem.extensions.get("old").unwrap().get(), r#""***""#);
    assert_eq!((error.code(), error.message()), (None, Some("50 are\nmissing")));

    let shown = |error: Error| error.to_string().replace("dcs.reset_acl_account_password: ", "");
    let shown_title = shown(fail(r#"{"title":"No credit.","detail":"50 are missing."}"#).await);
    assert_eq!(shown_title, "HTTP 403: No credit: 50 are missing.");
    assert_eq!(shown(fail(r#"{"title":"No credit","code":"C"}"#).await), "HTTP 403, code C: No credit");
    assert_eq!(shown(fail(r#"{"detail":"50"}"#).await), "HTTP 403: 50");
    assert_eq!(shown(fail(r#"{"type":"about:blank","message":"m"}"#).await), "HTTP 403: m");
    assert_eq!(shown(fail(r#"{"status":403}"#).await), "HTTP 403; the body has 14 bytes of application/problem+json");
    assert!(reset_fails(CannedResponse::json(403, body)).await.problem().is_none(), "another media type");
}

#[tokio::test]
async fn the_first_request_id_header_is_used() {
    let id = async |response: CannedResponse| reset_fails(response).await.request_id().map(str::to_owned);
    let body = r#"{"error_code":"c","request_id":"b"}"#;
    assert_eq!(id(CannedResponse::json(400, body).header("X-Request-Id", "")).await.as_deref(), Some("b"));
    assert_eq!(id(CannedResponse::json(400, body).header("X-Request-Id", "h")).await.as_deref(), Some("h"));
}

#[tokio::test]
async fn every_status_outside_2xx_is_an_error() {
    for status in [100, 199, 300, 302, 304, 307, 400, 418, 600] {
        let error = reset_fails(CannedResponse::new(status).header("Location", "https://elsewhere.example.com/")).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Service, Some(status)));
    }
}

#[tokio::test]
async fn a_success_status_can_carry_a_failure() {
    let error = reset_fails(CannedResponse::json(200, r#"{"error_code":"DCS.4961","error_msg":"boom"}"#)).await;
    assert_eq!((error.kind(), error.status(), error.code()), (ErrorKind::Service, Some(200), Some("DCS.4961")));
    let error =
        reset_fails(CannedResponse::json(200, r#"{"status":"error","error":{"code":"X","message":"m"}}"#)).await;
    assert_eq!((error.code(), error.message()), (Some("X"), Some("m")));
    assert_eq!(
        error.to_string(),
        "dcs.reset_acl_account_password: HTTP 200, but the service reports a failure, code X: m"
    );
    assert!(!error.may_have_been_executed());

    let transport =
        CannedTransport::new().respond(CannedResponse::json(200, r#"{"error_code":null,"status":"ok","code":"1"}"#));
    let response = client(&transport).reset().account_id("a").send().await.unwrap();
    assert_eq!(response.code.as_deref(), Some("1"));
}

#[tokio::test]
async fn a_redirect_error_names_the_host() {
    let response = |location: &str| CannedResponse::new(307).header("Location", location);
    let shown = reset_fails(response("https://else.where/a?token=t#f")).await.to_string();
    assert_eq!(
        shown,
        "dcs.reset_acl_account_password: HTTP 307, a redirect to `else.where`, and none is followed; no body"
    );
    assert_eq!(
        reset_fails(response("/a?token=t")).await.to_string(),
        "dcs.reset_acl_account_password: HTTP 307, a redirect elsewhere on the same host, and none is followed; no body"
    );
}

#[tokio::test]
async fn an_invalid_success_body_is_not_retried() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(200).body("<html>hi</html>"));
    let error = client(&transport).list().await.unwrap_err();
    assert_eq!(transport.requests().len(), 1);
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)));
    let shown = error.to_string();
    assert!(
        shown.starts_with("dcs.list: the response is a success (HTTP 200), but the response's body is not JSON"),
        "{shown}"
    );
    assert!(shown.ends_with("; the body has 15 bytes"), "{shown}");
    assert_eq!(error.body().unwrap(), b"<html>hi</html>");
    assert!(error.may_have_been_executed() && !error.is_retryable());
}

#[tokio::test]
async fn an_unrequested_content_encoding_is_named() {
    let error = reset_fails(CannedResponse::new(200).header("Content-Encoding", "gzip").body("nope")).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("Content-Encoding `gzip`"), "{error}");
}

#[tokio::test]
async fn a_response_over_the_limit_is_not_read() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(200).body("[1,2,3]"));
    builder(&transport).max_response_bytes(7).build().unwrap().list().await.unwrap();
    let error = builder(&transport).max_response_bytes(6).build().unwrap().list().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)));
    assert!(error.to_string().contains("longer than the 6 bytes"), "{error}");
    assert!(error.is_body_truncated());
}

#[tokio::test]
async fn a_truncated_body_keeps_status_and_headers() {
    let cut = |status| {
        CannedResponse::new(status)
            .header("X-Request-Id", "r")
            .body("{\"er")
            .then_fails(TransportErrorKind::Interrupted)
    };
    let error = reset_fails(cut(200)).await;
    assert_eq!((error.kind(), error.status(), error.request_id()), (ErrorKind::Interrupted, Some(200), Some("r")));
    assert!(error.may_have_been_executed());
    let error = reset_fails(cut(500)).await;
    assert_eq!((error.kind(), error.status(), error.request_id()), (ErrorKind::Service, Some(500), Some("r")));
    assert!(error.is_body_truncated() && std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn an_echoed_secret_is_redacted() {
    let body = r#"{"error_code":"hunter2","error_msg":"hunter2 is weak, Zx8exampleSecretKey too"}"#;
    let error = reset_fails(CannedResponse::json(400, body)).await;
    assert_eq!((error.code(), error.message()), (Some("***"), Some("*** is weak, *** too")));
    for shown in [format!("{error}"), format!("{error:?}"), String::from_utf8_lossy(error.body().unwrap()).into_owned()]
    {
        assert!(!shown.contains("hunter2") && !shown.contains("Zx8"), "{shown}");
    }
    // Messages of serde quote unexpected values.
    let error = reset_fails(CannedResponse::json(200, r#"{"code":["hunter2"]}"#)).await;
    assert!(!error.to_string().contains("hunter2"), "{error}");
    let error = reset_fails(CannedResponse::json(200, r#""hunter2""#)).await;
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
}

#[tokio::test]
async fn an_unsent_request_is_retried_with_a_new_signature() {
    let transport = CannedTransport::new()
        .respond(CannedResponse::fails(TransportErrorKind::Connect))
        .respond(CannedResponse::fails(TransportErrorKind::Connect))
        .respond(CannedResponse::new(204));
    let clock = clock();
    let policy = RetryPolicy::new().base_delay(Duration::from_secs(4));
    let client = builder(&transport).clock(clock.clone()).retry(policy).build().unwrap();
    let response = client.reset().account_id("a").send().await.unwrap();
    assert_eq!((response.attempts(), clock.sleeps().len()), (3, 2));
    let sent: Vec<_> = transport.requests();
    assert_ne!(sent[0].headers()["x-test-date"], sent[1].headers()["x-test-date"]);
    assert_ne!(sent[0].headers()["authorization"], sent[1].headers()["authorization"]);
}

#[tokio::test]
async fn only_idempotent_operations_are_retried() {
    let passing = [
        CannedResponse::new(429),
        CannedResponse::new(500),
        CannedResponse::new(502),
        CannedResponse::new(503),
        CannedResponse::new(504),
        CannedResponse::fails(TransportErrorKind::Timeout),
        CannedResponse::fails(TransportErrorKind::Interrupted),
    ];
    for response in passing {
        let again = response.clone();
        let transport = CannedTransport::new().respond_with(move |_| again.clone());
        let error = client(&transport).list().await.unwrap_err();
        assert_eq!((error.attempts(), transport.requests().len()), (3, 3), "{error}");
        assert!(error.is_retryable() && error.to_string().ends_with("(after 3 attempts)"), "{error}");
        assert_eq!(reset_fails(response).await.attempts(), 1);
    }
}

#[tokio::test]
async fn permanent_errors_are_not_retried() {
    for response in [
        CannedResponse::fails(TransportErrorKind::Tls),
        CannedResponse::new(400),
        CannedResponse::new(501),
        CannedResponse::new(307),
    ] {
        let again = response.clone();
        let transport = CannedTransport::new().respond_with(move |_| again.clone());
        let error = client(&transport).list().await.unwrap_err();
        assert_eq!(transport.requests().len(), 1, "{error}");
        assert!(!error.is_retryable(), "{error}");
    }
}

#[tokio::test]
async fn an_error_reports_that_an_earlier_attempt_may_have_been_executed() {
    // The last response does not show whether the first attempt was executed.
    let transport = CannedTransport::new()
        .respond(CannedResponse::fails(TransportErrorKind::Interrupted))
        .respond(CannedResponse::new(400));
    let error = client(&transport).list().await.unwrap_err();
    assert!(error.may_have_been_executed() && error.attempts() == 2, "{error}");
}

#[tokio::test]
async fn retry_after_is_respected_within_the_overall_timeout() {
    let limited = |value: &'static str| {
        CannedTransport::new()
            .respond(CannedResponse::new(503).header("Retry-After", value))
            .respond_with(|_| CannedResponse::new(204))
    };
    for value in ["7", "Thu, 15 Jan 2026 08:30:07 GMT"] {
        let (transport, clock) = (limited(value), clock());
        builder(&transport).clock(clock.clone()).build().unwrap().list().await.unwrap();
        assert_eq!(clock.sleeps(), [Duration::from_secs(7)], "{value}");
    }
    for value in ["90", "86400", "99999999999999999999"] {
        let (transport, clock) = (limited(value), clock());
        let begin = clock.now();
        let error = builder(&transport).clock(clock.clone()).build().unwrap().list().await.unwrap_err();
        assert_eq!((error.status(), error.attempts(), clock.now()), (Some(503), 1, begin), "it gives up at once");
    }
}

#[tokio::test]
async fn the_overall_timeout_ends_a_call() {
    let clock = clock();
    let ticking = clock.clone();
    let transport = CannedTransport::new().respond_with(move |_| {
        ticking.advance(Duration::from_secs(25));
        CannedResponse::fails(TransportErrorKind::Timeout)
    });
    let timeouts = Timeouts::new().overall(Duration::from_secs(40));
    let policy = RetryPolicy::new().max_attempts(100);
    let client = builder(&transport).clock(clock).timeouts(timeouts).retry(policy).build().unwrap();
    let error = client.list().await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 2, "{error}");
}

#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Hook for Log {
    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        self.0.lock().unwrap().push(format!("{attempt:?}"));
    }

    fn after_attempt(&self, attempt: &AttemptInfo<'_>, outcome: &OutcomeInfo<'_>) {
        let line = format!(
            "{} {} {:?} {}",
            attempt.operation.name,
            attempt.number,
            outcome.status,
            outcome.retry_after.is_some()
        );
        self.0.lock().unwrap().push(line);
        self.0.lock().unwrap().push(format!("{outcome:?}"));
    }
}

#[tokio::test]
async fn hooks_see_attempts_without_secrets() {
    let transport = CannedTransport::new()
        .respond(CannedResponse::fails(TransportErrorKind::Connect))
        .respond(CannedResponse::json(400, r#"{"error_msg":"hunter2"}"#));
    let log = Arc::new(Log::default());
    let client = builder(&transport).hook(log.clone()).build().unwrap();
    client.reset().account_id("a").new_password("hunter2").send().await.unwrap_err();
    let lines = log.0.lock().unwrap();
    assert_eq!(lines[1], "dcs.reset_acl_account_password 1 None true");
    assert_eq!(lines[4], "dcs.reset_acl_account_password 2 Some(400) false");
    assert!(lines[0].contains("https://dcs.cn-north-4.example.com/v2/project0/"), "{}", lines[0]);
    for line in lines.iter() {
        assert!(!line.contains("hunter2") && !line.contains("Zx8") && !line.contains("Signature"), "{line}");
    }
}

#[test]
fn errors_are_send_and_small() {
    fn goes_anywhere<T: std::error::Error + Send + Sync + 'static>() {}
    goes_anywhere::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

#[test]
fn a_body_field_may_have_the_name_of_a_response_method() {
    struct Body {
        status: &'static str,
    }
    let response =
        wireright_runtime::Response::new(200, wireright_runtime::HeaderMap::new(), Body { status: "success" });
    assert_eq!((response.status, response.status()), ("success", 200));
}
