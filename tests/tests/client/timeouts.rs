//! Timeouts of attempts and calls.

use std::time::{Duration, Instant};

use huaweicloud_reset_password::{ErrorKind, Timeouts};
use tests::{
    calls::{Call, Settings},
    fixture,
    server::{ScriptedResponse, Server},
};

const LIMIT: Duration = Duration::from_millis(300);
/// A call that takes longer than this did not time out.
const MAX_ELAPSED: Duration = Duration::from_secs(25);

#[tokio::test]
async fn an_attempt_without_a_response_times_out() {
    for call in Call::all() {
        let server = Server::script([ScriptedResponse::silence()]);
        let settings = Settings { timeouts: Timeouts::new().attempt(LIMIT), ..Settings::of(&server) };
        let begin = Instant::now();
        let error = call.send(&settings).await.expect_err("there is no response");
        assert!((LIMIT..MAX_ELAPSED).contains(&begin.elapsed()), "{call:?}: {:?}", begin.elapsed());
        assert_eq!((error.kind(), error.status(), server.count()), (ErrorKind::Timeout, None, 1), "{call:?}: {error}");
        // The service may have executed the request without a response.
        assert!(error.is_timeout() && error.may_have_been_executed(), "{call:?}: {error}");
    }
}

#[tokio::test]
async fn a_response_without_end_times_out() {
    for call in Call::all() {
        let response = ScriptedResponse::json(r#"{"code":"1","status":"success"}"#);
        // The head and half of the body arrived.
        let server = Server::script([response.paused_after(115, MAX_ELAPSED)]);
        let settings = Settings { timeouts: Timeouts::new().attempt(LIMIT), ..Settings::of(&server) };
        let begin = Instant::now();
        let error = call.send(&settings).await.expect_err("the response does not end");
        assert!((LIMIT..MAX_ELAPSED).contains(&begin.elapsed()), "{call:?}: {:?}", begin.elapsed());
        assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, Some(200)), "{call:?}: {error}");
        assert_eq!(error.request_id(), Some("req-0001"), "{call:?}: what had come is kept");
    }
}

#[tokio::test]
async fn each_attempt_has_its_own_timeout() {
    let call = Call::with_idempotence(true).next().expect("there is one");
    let server =
        Server::script([ScriptedResponse::silence(), ScriptedResponse::silence(), ScriptedResponse::status(204)]);
    // Long enough for the last attempt on a busy machine.
    let timeouts = Timeouts::new().attempt(Duration::from_secs(2));
    let settings = Settings { timeouts, retry: fixture::attempts(3), ..Settings::of(&server) };
    let response = call.send(&settings).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((response.attempts, server.count()), (3, 3));
}

#[tokio::test]
async fn a_slow_response_within_the_timeout_succeeds() {
    for call in Call::all() {
        let server = Server::script([ScriptedResponse::json("{}").after(LIMIT)]);
        let response = call.send(&Settings::of(&server)).await.unwrap_or_else(|error| panic!("{call:?}: {error}"));
        assert_eq!(response.status, 200);
    }
}

#[tokio::test]
async fn the_overall_timeout_limits_attempts() {
    for call in Call::all() {
        let server = Server::script([ScriptedResponse::silence()]);
        let settings = Settings {
            clock: None,
            retry: fixture::attempts(3),
            timeouts: Timeouts::new().attempt(MAX_ELAPSED).overall(LIMIT),
            ..Settings::of(&server)
        };
        let begin = Instant::now();
        let error = call.send(&settings).await.expect_err("there is no response");
        assert!((LIMIT..MAX_ELAPSED).contains(&begin.elapsed()), "{call:?}: {:?}", begin.elapsed());
        assert!(error.is_timeout(), "{call:?}: {error}");
        assert_eq!(server.count(), 1, "{call:?}");
    }
}

#[test]
fn a_zero_timeout_is_a_build_error() {
    let nothing = Duration::ZERO;
    let new = Timeouts::new;
    for timeouts in [new().connect(nothing), new().attempt(nothing), new().overall(nothing)] {
        let settings = Settings { timeouts, ..Settings::at("http://127.0.0.1:1") };
        let error = settings.build::<huaweicloud_reset_password::dws::Client>().expect_err("no request can succeed");
        assert!(error.is_invalid_request(), "{error}");
    }
}
