//! Size limits of responses and of kept error bodies.

use huaweicloud_reset_password::ErrorKind;
use tests::{
    calls::{Call, Settings},
    server::{ScriptedResponse, Server},
};

/// A JSON object of this many bytes.
fn object(bytes: usize) -> String {
    let frame = r#"{"text":""}"#;
    frame.replace(r#""""#, &format!("\"{}\"", "1".repeat(bytes - frame.len())))
}

#[tokio::test]
async fn the_response_size_limit_is_exact() {
    for call in Call::all() {
        for (length, fits) in [(1_000, true), (1_001, false)] {
            let body = object(length);
            assert_eq!(body.len(), length);
            let (head, tail) = body.split_at(600);
            let whole = ScriptedResponse::with(200, &[], &body);
            let chunked = ScriptedResponse::chunked(&[], &[head.as_bytes(), tail.as_bytes()]);
            for response in [whole, chunked] {
                let server = Server::script([response]);
                let result = call.send(&Settings { max_response_bytes: Some(1_000), ..Settings::of(&server) }).await;
                assert_eq!(result.is_ok(), fits, "{call:?} {length}: {result:?}");
                if let Err(error) = result {
                    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{call:?}: {error}");
                    assert!(error.to_string().contains("1000 bytes"), "{error}");
                    assert!(error.is_body_truncated() && error.may_have_been_executed() && !error.is_retryable());
                }
            }
        }
    }
}

#[tokio::test]
async fn the_default_response_size_limit_is_8_mib() {
    let call = Call::with_idempotence(true).next().expect("there is one");
    for (length, fits) in [(8 << 20, true), ((8 << 20) + 1, false)] {
        let server = Server::script([ScriptedResponse::with(200, &[], object(length))]);
        let result = call.send(&Settings::of(&server)).await;
        assert_eq!(result.is_ok(), fits, "{length}: {result:?}");
    }
}

/// The first part of a long error body is kept and decoded.
#[tokio::test]
async fn an_error_keeps_64_kib_of_its_body() {
    for call in Call::all() {
        let html = format!("<html>{}", "y".repeat(300_000));
        let server = Server::script([ScriptedResponse::with(502, &[("Content-Type", "text/html")], &html)]);
        let error = call.send(&Settings::of(&server)).await.expect_err("502 is a failure");
        assert_eq!((error.status(), error.code(), error.message()), (Some(502), None, None), "{call:?}");
        assert_eq!(error.body().map(<[u8]>::len), Some(65_536), "{call:?}");
        assert!(error.is_body_truncated() && error.body().is_some_and(|body| html.as_bytes().starts_with(body)));
        assert!(error.to_string().len() < 1_000, "an error is read by people: {} bytes", error.to_string().len());
    }
}

#[tokio::test]
async fn a_truncated_error_body_still_has_its_code() {
    for call in Call::all() {
        let body = format!(r#"{{"error_code":"X.1","error_msg":"{}"}}"#, "m".repeat(100_000));
        let server = Server::script([ScriptedResponse::with(400, &[], &body)]);
        let error = call.send(&Settings::of(&server)).await.expect_err("400 is a failure");
        assert_eq!((error.code(), error.message().map(str::len)), (Some("X.1"), Some(100_000)), "{call:?}");
        assert!(error.to_string().len() < 2_000);
    }
}

/// Deep nesting and long numbers break recursive parsers.
#[tokio::test]
async fn a_hostile_body_is_an_error() {
    let deep_array = "[".repeat(100_000);
    let deep_object = r#"{"a":"#.repeat(100_000);
    let digits = "9".repeat(100_000);
    let number = format!(r#"{{"error_code":{digits},"error_msg":"m"}}"#);
    for call in Call::all() {
        for body in [&deep_array, &deep_object, &number] {
            for status in [200, 400, 500] {
                let server = Server::script([ScriptedResponse::with(status, &[], body)]);
                let result = call.send(&Settings::of(&server)).await;
                // Without a documented body, any JSON is valid.
                if status != 200 || body != &number {
                    let error = result.expect_err("this is no success");
                    assert_eq!(error.status(), Some(status), "{call:?}: {error}");
                    assert_eq!(error.code(), (body == &number && status != 200).then_some(digits.as_str()), "{call:?}");
                }
            }
        }
    }
}
