//! Retry budget, circuit breaker and settings of single calls.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use crate::support::*;
use wireright_runtime::{
    CallInfo, CircuitBreaker, Error, ErrorKind, Hook, Request, RetryBudget, RetryPolicy, Timeouts,
    clock::{Clock, Instant},
    decode,
    transport::{BoxFuture, CannedResponse, CannedTransport, TransportErrorKind},
};

/// A service with one response for all requests.
fn always(response: CannedResponse) -> CannedTransport {
    CannedTransport::new().respond_with(move |_| response.clone())
}

fn failing() -> CannedTransport {
    always(CannedResponse::new(503))
}

#[tokio::test]
async fn clones_share_a_retry_budget_and_first_attempts_are_free() {
    let transport = failing();
    let client = builder(&transport).retry_budget(RetryBudget::new().max_retries(3).per_minute(0)).build().unwrap();
    let other = client.clone();
    let first = client.list().await.unwrap_err();
    assert_eq!((first.attempts(), first.is_retry_budget_spent()), (3, false));
    let second = other.list().await.unwrap_err();
    assert_eq!((second.attempts(), second.is_retry_budget_spent()), (2, true));
    let shown = second.to_string();
    assert!(shown.ends_with("(after 2 attempts) (not sent again: the client's retry budget is spent)"), "{shown}");
    for _ in 0..10 {
        assert_eq!(client.list().await.unwrap_err().attempts(), 1);
    }
    assert_eq!(transport.requests().len(), 3 + 2 + 10, "the struggling service got three repeats and no more");
}

#[tokio::test]
async fn successes_and_time_refill_the_retry_budget() {
    let (transport, clock) = (CannedTransport::new(), clock());
    let budget = RetryBudget::new().max_retries(1).per_hundred_successes(50).per_minute(1);
    let client = builder(&transport).clock(clock.clone()).retry_budget(budget).build().unwrap();
    let play = |statuses: &[u16]| statuses.iter().for_each(|status| transport.push(CannedResponse::new(*status)));
    // The delays take much less than a minute.
    play(&[503, 204]);
    assert_eq!(client.list().await.unwrap().attempts(), 2);
    play(&[503]);
    assert!(client.list().await.unwrap_err().is_retry_budget_spent());
    play(&[204, 503, 204]);
    client.list().await.unwrap();
    assert_eq!(client.list().await.unwrap().attempts(), 2, "two successes are half a repeat each");
    clock.advance(Duration::from_secs(60));
    play(&[503, 204]);
    assert_eq!(client.list().await.unwrap().attempts(), 2, "and so is a minute");
}

/// A call without retries does not draw from the budget.
#[tokio::test]
async fn only_retries_draw_from_the_retry_budget() {
    let transport = failing();
    let client = builder(&transport).retry_budget(RetryBudget::new().max_retries(2).per_minute(0)).build().unwrap();
    for _ in 0..5 {
        assert!(!client.reset().account_id("a").send().await.unwrap_err().is_retry_budget_spent());
        client.list().retry(RetryPolicy::never()).await.unwrap_err();
    }
    assert_eq!(client.list().await.unwrap_err().attempts(), 3);
}

#[tokio::test]
async fn a_call_can_have_settings_of_its_own() {
    let (transport, clock) = (failing(), clock());
    let client = builder(&transport).clock(clock.clone()).build().unwrap();
    let count = || transport.requests().len();
    assert_eq!(client.list().retry(RetryPolicy::never()).await.unwrap_err().attempts(), 1);
    assert_eq!(client.list().retry(RetryPolicy::new().max_attempts(5)).await.unwrap_err().attempts(), 5);
    assert_eq!((client.list().await.unwrap_err().attempts(), count()), (3, 9), "the client's own is as it was");

    // A delay beyond the overall timeout is not started.
    let long = RetryPolicy::new().base_delay(Duration::from_secs(8));
    let error = client.list().retry(long).timeout(Duration::from_secs(4)).await.unwrap_err();
    assert_eq!(error.attempts(), 1, "{error}");
    let timeouts = Timeouts::new().overall(Duration::from_secs(4));
    assert_eq!(client.list().retry(long).timeouts(timeouts).await.unwrap_err().attempts(), 1);
    assert!(clock.now() > crate::support::clock().now());
    let before = count();
    let error = client.list().timeout(Duration::ZERO).await.unwrap_err();
    assert!(error.is_invalid_request() && count() == before, "{error}");
}

fn breaker() -> CircuitBreaker {
    CircuitBreaker::new().failures(3).pause(Duration::from_secs(30))
}

#[tokio::test]
async fn a_circuit_opens_half_opens_and_closes() {
    let (transport, clock) = (CannedTransport::new(), clock());
    let client = builder(&transport)
        .clock(clock.clone())
        .retry(RetryPolicy::never())
        .circuit_breaker(breaker())
        .build()
        .unwrap();
    let other = client.clone();
    let count = || transport.requests().len();
    for response in
        [CannedResponse::new(500), CannedResponse::fails(TransportErrorKind::Connect), CannedResponse::new(503)]
    {
        transport.push(response);
        assert!(!client.list().await.unwrap_err().is_circuit_open());
    }
    let error = other.reset().account_id("a").send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), count()), (ErrorKind::CircuitOpen, 0, 3));
    assert!(error.is_circuit_open() && error.is_retryable() && !error.may_have_been_executed(), "{error}");
    assert_eq!(
        error.to_string(),
        "dcs.reset_acl_account_password: not sent: the service did nothing but fail, so the circuit is open; \
         the next attempt is in 30.0 s"
    );

    // A failed probe keeps the circuit open.
    clock.advance(Duration::from_secs(30));
    transport.push(CannedResponse::new(503));
    assert_eq!(client.list().await.unwrap_err().status(), Some(503));
    clock.advance(Duration::from_secs(29));
    assert!(client.list().await.unwrap_err().is_circuit_open());
    // A successful probe closes the circuit and resets the count.
    clock.advance(Duration::from_secs(1));
    for status in [404, 503, 503, 204, 503, 503, 204] {
        transport.push(CannedResponse::new(status));
        assert!(!client.list().await.is_err_and(|error| error.is_circuit_open()), "{status}");
    }
}

#[tokio::test]
async fn client_errors_do_not_open_the_circuit() {
    for response in [
        CannedResponse::new(400),
        CannedResponse::new(429),
        CannedResponse::json(503, r#"{"error_code":"TOO_MANY"}"#),
        CannedResponse::new(200).header("Content-Encoding", "br").body("{"),
    ] {
        let client = builder(&always(response)).retry(RetryPolicy::never()).circuit_breaker(breaker()).build().unwrap();
        for _ in 0..10 {
            assert!(!client.list().await.unwrap_err().is_circuit_open());
        }
    }
}

#[tokio::test]
async fn an_open_circuit_ends_retries_with_the_last_error() {
    let (transport, clock) = (failing(), clock());
    let policy = RetryPolicy::new().max_attempts(10);
    let client = builder(&transport).clock(clock.clone()).retry(policy).circuit_breaker(breaker()).build().unwrap();
    let error = client.list().await.unwrap_err();
    assert_eq!((error.status(), error.attempts(), clock.sleeps().len()), (Some(503), 3, 2), "{error}");
    assert!(client.list().await.unwrap_err().is_circuit_open());
}

#[tokio::test]
async fn throttling_is_detected_by_error_code() {
    for (status, body) in [
        (429, ""),
        (403, r#"{"error_code":"TOO_MANY","error_msg":"The throttling threshold has been reached"}"#),
        (503, r#"{"error_code":"TOO_MANY"}"#),
    ] {
        let transport = always(CannedResponse::json(status, body));
        let error = client(&transport).reset().account_id("a").send().await.unwrap_err();
        assert!(error.is_throttled() && error.is_retryable() && !error.may_have_been_executed(), "{error}");
        assert_eq!(transport.requests().len(), 1, "an operation that may not be repeated is not, even so");
        assert_eq!(client(&transport).list().await.unwrap_err().attempts(), 3);
    }
    let transport = always(CannedResponse::json(503, r#"{"error_code":"OTHER"}"#));
    assert!(!client(&transport).list().await.unwrap_err().is_throttled());
}

#[derive(Default)]
struct Calls(Mutex<Vec<String>>);

impl Hook for Calls {
    fn after_call(&self, call: &CallInfo<'_>) {
        let kind = call.error.map(Error::error_type);
        let id = call.request_id.unwrap_or("-");
        let line =
            format!("{} {} {:?} {id} {kind:?} {:?}", call.operation.name, call.attempts, call.status, call.elapsed);
        self.0.lock().unwrap().extend([line, format!("{call:?}")]);
    }
}

#[tokio::test]
async fn hooks_observe_the_outcome_of_a_call() {
    let (calls, clock) = (Arc::new(Calls::default()), clock());
    let ticking = clock.clone();
    let mut statuses = [500, 204, 400].into_iter();
    let transport = CannedTransport::new().respond_with(move |_| {
        ticking.advance(Duration::from_secs(1));
        let body = r#"{"error_msg":"hunter2"}"#;
        CannedResponse::json(statuses.next().unwrap(), body).header("X-Request-Id", "r")
    });
    let zero = RetryPolicy::new().base_delay(Duration::ZERO);
    let client = builder(&transport).hook(calls.clone()).clock(clock).retry(zero).build().unwrap();
    client.list().await.unwrap();
    client.reset().account_id("a").new_password("hunter2").send().await.unwrap_err();
    client.reset().account_id("").send().await.unwrap_err();
    let told = calls.0.lock().unwrap();
    assert_eq!(told[0], "dcs.list 2 Some(204) r None 2s");
    assert_eq!(told[2], r#"dcs.reset_acl_account_password 1 Some(400) r Some("400") 1s"#);
    assert_eq!(told[4], r#"dcs.reset_acl_account_password 0 None - Some("invalid_request") 0ns"#);
    assert!(told.len() == 6 && !told.concat().contains("hunter2"), "{told:?}");
}

/// A clock that moves by a second whenever it is read.
#[derive(Debug, Default)]
struct HastyClock(std::sync::atomic::AtomicU64);

impl Clock for HastyClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn instant(&self) -> Instant {
        let seconds = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Instant::after_start(Duration::from_secs(seconds))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn decoding_ends_at_the_overall_timeout() {
    let list = |length: usize| format!("[{}]", vec!["1"; length].join(","));
    let responses = [list(500_000), list(2000)];
    let transport = CannedTransport::new();
    for body in responses {
        transport.push(CannedResponse::json(200, body));
    }
    let client = builder(&transport).clock(HastyClock::default()).build().unwrap();
    let error = client.core.send(Request::builder(&LIST), decode::json::<Vec<u8>>).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Timeout, Some(200), 1), "{error}");
    assert!(error.may_have_been_executed() && error.is_timeout() && error.to_string().contains("decoded"), "{error}");
    let short = client.core.send(Request::builder(&LIST), decode::json::<Vec<u8>>).await.unwrap();
    assert_eq!(short.len(), 2000);
}
