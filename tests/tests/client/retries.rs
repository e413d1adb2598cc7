//! Retries: only if they are safe and may succeed, with a new date and signature.

use std::{
    collections::BTreeSet,
    time::{Duration, SystemTime},
};

use huaweicloud_reset_password::{Error, ErrorKind, Timeouts};
use tests::{
    calls::{Call, CallResponse, Settings},
    fixture,
    server::{ScriptedResponse, Server, refusing_address},
    verifier::format_date,
};

/// Statuses of transient errors.
const PASSING: [u16; 6] = [408, 429, 500, 502, 503, 504];

fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_768_465_800)
}

/// Makes a call with these responses. Returns the number of requests at the server too.
async fn play(call: &Call, attempts: u32, responses: Vec<ScriptedResponse>) -> (Result<CallResponse, Error>, usize) {
    let server = Server::script(responses);
    let settings = Settings { retry: fixture::attempts(attempts), timeouts: quick(), ..Settings::of(&server) };
    let result = call.send(&settings).await;
    (result, server.count())
}

/// The timeout of attempts without a response.
fn quick() -> Timeouts {
    Timeouts::new().attempt(Duration::from_secs(2)).overall(Duration::from_secs(3600))
}

#[tokio::test]
async fn each_attempt_has_a_new_date_and_signature() {
    for call in Call::with_idempotence(true) {
        let server = Server::script([
            ScriptedResponse::status(503),
            ScriptedResponse::close(),
            ScriptedResponse::with(429, &[("Retry-After", "7")], ""),
            ScriptedResponse::status(204),
        ]);
        let clock = fixture::clock();
        let settings = Settings { retry: fixture::attempts(4), clock: Some(clock.clone()), ..Settings::of(&server) };
        let response = call.send(&settings).await.unwrap_or_else(|error| panic!("{call:?}: {error}"));
        assert_eq!(response.attempts, 4);

        let requests = server.requests();
        let mut now = start();
        let mut signatures = BTreeSet::new();
        for (request, wait) in requests.iter().zip(clock.sleeps().into_iter().chain([Duration::ZERO])) {
            let request = request.raw_request();
            let verified = fixture::verifier().at(now).verify(request).unwrap_or_else(|why| panic!("{call:?}: {why}"));
            assert_eq!(verified.date, format_date(now), "{call:?}");
            assert!(signatures.insert(request.header("Authorization")), "{call:?}: a signature was sent twice");
            let first = requests[0].raw_request();
            assert_eq!((&request.method, &request.target, &request.body), (&first.method, &first.target, &first.body));
            now += wait;
        }
        assert_eq!(signatures.len(), 4);
    }
}

#[tokio::test]
async fn non_idempotent_operations_are_sent_once() {
    for call in Call::with_idempotence(false) {
        for status in PASSING {
            let (result, count) =
                play(&call, 5, vec![ScriptedResponse::status(status), ScriptedResponse::status(200)]).await;
            let error = result.expect_err("the response is a failure");
            assert_eq!((count, error.attempts(), error.status()), (1, 1, Some(status)), "{call:?}: {error}");
            // After 408 and 429 the request was not executed. After the others it is unknown.
            assert_eq!(error.may_have_been_executed(), status >= 500, "{call:?}: {error}");
            assert_eq!(error.is_retryable(), status < 500, "{call:?}: {error}");
        }
        for response in [
            ScriptedResponse::close(),
            ScriptedResponse::reset(),
            ScriptedResponse::garbage(),
            ScriptedResponse::short_body(200),
            ScriptedResponse::cut_chunk(),
            ScriptedResponse::silence(),
        ] {
            let (result, count) = play(&call, 5, vec![response.clone(), ScriptedResponse::status(200)]).await;
            let error = result.expect_err("the response is none");
            assert_eq!((count, error.attempts()), (1, 1), "{call:?} {response:?}: {error}");
            assert!(error.may_have_been_executed() && !error.is_retryable(), "{call:?} {response:?}: {error}");
        }
    }
}

#[tokio::test]
async fn unsent_requests_are_retried() {
    for call in Call::all() {
        let clock = fixture::clock();
        let settings = Settings {
            retry: fixture::attempts(3),
            clock: Some(clock.clone()),
            ..Settings::at(format!("http://{}", refusing_address()))
        };
        let error = call.send(&settings).await.expect_err("nobody listens");
        assert_eq!(
            (error.kind(), error.attempts(), clock.sleeps().len()),
            (ErrorKind::Connect, 3, 2),
            "{call:?}: {error}"
        );
        assert!(error.is_connect() && error.is_retryable() && !error.may_have_been_executed(), "{call:?}: {error}");
    }
}

#[tokio::test]
async fn idempotent_operations_are_retried_after_transient_errors() {
    for call in Call::with_idempotence(true) {
        let statuses = PASSING.map(ScriptedResponse::status);
        let cuts = [
            ScriptedResponse::close(),
            ScriptedResponse::reset(),
            ScriptedResponse::garbage(),
            ScriptedResponse::short_body(200),
            ScriptedResponse::cut_chunk(),
            ScriptedResponse::silence(),
        ];
        for response in statuses.into_iter().chain(cuts) {
            let (result, count) = play(&call, 2, vec![response.clone(), ScriptedResponse::status(204)]).await;
            let response = result.unwrap_or_else(|error| panic!("{call:?} {response:?}: {error}"));
            assert_eq!((count, response.attempts), (2, 2), "{call:?} {response:?}");
        }
    }
}

#[tokio::test]
async fn permanent_errors_are_not_retried() {
    for call in Call::with_idempotence(true) {
        for status in [302, 307, 400, 401, 403, 404, 405, 409, 410, 422, 501, 505, 600] {
            let (result, count) =
                play(&call, 5, vec![ScriptedResponse::status(status), ScriptedResponse::status(204)]).await;
            let error = result.expect_err("the response is a failure");
            assert_eq!((count, error.attempts()), (1, 1), "{call:?}: {error}");
            assert!(!error.is_retryable(), "{call:?}: {error}");
        }
    }
}

/// The service has executed the request. The SDK sends it again if it cannot decode the response.
#[tokio::test]
async fn an_invalid_success_body_is_not_retried() {
    for call in Call::all() {
        let (result, count) =
            play(&call, 5, vec![ScriptedResponse::with(200, &[], "<html>hi</html>"), ScriptedResponse::status(204)])
                .await;
        let error = result.expect_err("HTML is no response of the service");
        assert_eq!((count, error.kind(), error.status()), (1, ErrorKind::Decode, Some(200)), "{call:?}: {error}");
        assert!(error.may_have_been_executed() && !error.is_retryable(), "{call:?}: {error}");
    }
}

#[tokio::test]
async fn the_last_error_is_reported_when_all_attempts_fail() {
    for call in Call::with_idempotence(true) {
        let throttled = |id| {
            ScriptedResponse::with(
                429,
                &[("X-Request-Id", id)],
                r#"{"error_code":"APIGW.0308","error_msg":"throttled"}"#,
            )
        };
        let (result, count) = play(&call, 3, vec![throttled("first"), throttled("second"), throttled("third")]).await;
        let error = result.expect_err("every response is a failure");
        assert_eq!((count, error.attempts()), (3, 3), "{call:?}: {error}");
        assert_eq!((error.code(), error.message()), (Some("APIGW.0308"), Some("throttled")));
        assert_eq!(error.request_id(), Some("third"));
        assert!(error.is_throttled() && error.is_retryable() && !error.may_have_been_executed());
    }
}

/// The first attempt may have been executed, whatever the second response is.
#[tokio::test]
async fn an_earlier_attempt_may_have_been_executed_after_a_later_failure() {
    for call in Call::with_idempotence(true) {
        let (result, count) = play(&call, 2, vec![ScriptedResponse::close(), ScriptedResponse::status(403)]).await;
        let error = result.expect_err("the response is a failure");
        assert_eq!((count, error.status()), (2, Some(403)));
        assert!(error.may_have_been_executed(), "{call:?}: {error}");
    }
}
