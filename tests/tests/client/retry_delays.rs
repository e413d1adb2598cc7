//! Retry delays and the default number of attempts.

use std::time::Duration;

use huaweicloud_reset_password::{RetryPolicy, Timeouts};
use tests::{
    calls::{Call, Settings},
    fixture,
    server::{ScriptedResponse, Server},
};

#[tokio::test]
async fn delays_are_within_bounds_and_respect_retry_after() {
    let call = Call::with_idempotence(true).next().expect("there is one");
    // Forty seconds after the time of the client's clock.
    let date = "Thu, 15 Jan 2026 08:30:40 GMT";
    for (retry_after, bounds) in [
        (None, 1_000..=2_000),
        (Some("0"), 0..=0),
        (Some("30"), 30_000..=30_000),
        (Some(date), 40_000..=40_000),
        (Some("Thu, 15 Jan 2015 08:30:40 GMT"), 0..=0),
        (Some("soon"), 1_000..=2_000),
    ] {
        let headers = retry_after.map(|value| ("Retry-After", value));
        let server =
            Server::script([ScriptedResponse::with(503, headers.as_slice(), ""), ScriptedResponse::status(204)]);
        let clock = fixture::clock();
        let settings = Settings { retry: fixture::attempts(2), clock: Some(clock.clone()), ..Settings::of(&server) };
        call.send(&settings).await.unwrap_or_else(|error| panic!("{retry_after:?}: {error}"));
        let [wait] = clock.sleeps()[..] else { panic!("one wait was expected") };
        assert!(bounds.contains(&wait.as_millis()), "{retry_after:?}: {wait:?}");
    }
}

#[tokio::test]
async fn a_delay_beyond_the_overall_timeout_is_not_started() {
    let call = Call::with_idempotence(true).next().expect("there is one");
    for retry_after in ["91", "99999999999999999999999999"] {
        let server = Server::script([
            ScriptedResponse::with(503, &[("Retry-After", retry_after)], ""),
            ScriptedResponse::status(204),
        ]);
        let clock = fixture::clock();
        let settings = Settings {
            retry: fixture::attempts(2),
            clock: Some(clock.clone()),
            timeouts: Timeouts::new().overall(Duration::from_secs(90)),
            ..Settings::of(&server)
        };
        let error = call.send(&settings).await.expect_err("there is no time to wait");
        assert_eq!((error.status(), server.count()), (Some(503), 1), "{error}");
        assert!(clock.sleeps().is_empty());
        // The caller may retry later.
        assert!(error.is_retryable());
    }
}

#[tokio::test]
async fn the_default_is_three_attempts() {
    let call = Call::with_idempotence(true).next().expect("there is one");
    for (retry, expected) in [
        (RetryPolicy::new(), 3),
        (RetryPolicy::default(), 3),
        (RetryPolicy::never(), 1),
        (RetryPolicy::new().max_attempts(0), 1),
    ] {
        let server = Server::start_with_handler(|_, _| ScriptedResponse::status(503));
        let settings = Settings { retry, ..Settings::of(&server) };
        call.send(&settings).await.expect_err("every response is a failure");
        assert_eq!(server.count(), expected, "{retry:?}");
    }
}
