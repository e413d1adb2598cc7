//! Cancellation, retry budget and circuit breaker, as the server sees them.

use std::time::{Duration, Instant};

use huaweicloud_reset_password::{
    Error, ErrorKind, RetryPolicy, Timeouts, codearts_artifact, kafka,
    runtime::{CircuitBreaker, ClientBuilder, RetryBudget},
};
use tests::{
    calls::kafka_request,
    fixture::{self, HuaweiCloudClient, INSTANCE_ID, PASSWORD},
    server::{ScriptedResponse, Server},
};

/// A retry policy with short real delays.
const SHORT: Duration = Duration::from_millis(60);

/// A client of this server with the system clock and short delays.
fn builder<C: HuaweiCloudClient>(server: &Server) -> ClientBuilder<C> {
    let policy = RetryPolicy::new().base_delay(SHORT).max_delay(SHORT);
    fixture::builder(server).retry(policy)
}

fn failing() -> Server {
    Server::start_with_handler(|_, _| ScriptedResponse::status(503))
}

/// An idempotent call.
async fn reset(client: &kafka::Client) -> Result<(), Error> {
    pending(client).await.map(drop)
}

fn pending(client: &kafka::Client) -> huaweicloud_reset_password::runtime::ResponseFuture<()> {
    kafka_request(client).instance_id(INSTANCE_ID).new_password(PASSWORD).send()
}

#[tokio::test]
async fn a_dropped_call_is_not_retried() {
    let server = failing();
    let client: kafka::Client = builder(&server).build().unwrap();
    // During the delay after the first attempt, and during an attempt.
    let waits = RetryPolicy::new().base_delay(Duration::from_millis(300)).max_attempts(10);
    tokio::time::timeout(Duration::from_millis(100), pending(&client).retry(waits)).await.expect_err("it waits");
    let before = server.count();
    assert!(before <= 1, "{before}");
    let silent = Server::start_with_handler(|_, _| ScriptedResponse::silence());
    let other: kafka::Client = builder(&silent).build().unwrap();
    tokio::time::timeout(Duration::from_millis(300), pending(&other)).await.expect_err("nobody responds");
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!((server.count(), silent.count()), (before, 1));
    // A call that is never awaited sends nothing.
    drop(pending(&client));
    drop(tokio::spawn(pending(&client)).await.unwrap());
    assert_eq!(server.count(), before + 3);
}

#[tokio::test]
async fn the_retry_budget_limits_retries() {
    let server = failing();
    let budget = RetryBudget::new().max_retries(5).per_minute(0);
    let client: kafka::Client = builder(&server).retry_budget(budget).build().unwrap();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { reset(&client).await })
        })
        .collect();
    let mut spent = 0;
    for call in calls {
        spent += usize::from(call.await.unwrap().unwrap_err().is_retry_budget_spent());
    }
    assert_eq!(server.count(), 50 + 5);
    assert!(spent >= 45, "{spent}");
}

#[tokio::test]
async fn non_idempotent_operations_are_not_retried_with_any_settings() {
    let policy = RetryPolicy::new().max_attempts(10).base_delay(Duration::ZERO);
    for response in [
        ScriptedResponse::status(503),
        ScriptedResponse::status(429),
        ScriptedResponse::close(),
        ScriptedResponse::reset(),
        ScriptedResponse::short_body(200),
    ] {
        let again = response.clone();
        let server = Server::start_with_handler(move |_, _| again.clone());
        let builder = builder::<codearts_artifact::Client>(&server).retry_budget(RetryBudget::unlimited());
        let client = builder.circuit_breaker(CircuitBreaker::new().failures(1000)).build().unwrap();
        for count in 1..=5 {
            let error = client.reset_user_password().send().retry(policy).await.unwrap_err();
            assert_eq!((error.attempts(), server.count()), (1, count), "{response:?}: {error}");
        }
    }
}

#[tokio::test]
async fn an_open_circuit_sends_nothing_until_a_probe_succeeds() {
    let server = Server::start_with_handler(|number, _| match number {
        0..3 => ScriptedResponse::status(500),
        // The probe, for which other calls do not wait.
        3 => ScriptedResponse::status(204).after(Duration::from_millis(400)),
        _ => ScriptedResponse::status(204),
    });
    let breaker = CircuitBreaker::new().failures(3).pause(Duration::from_millis(200));
    let client: kafka::Client = builder(&server).circuit_breaker(breaker).build().unwrap();
    assert_eq!(reset(&client).await.unwrap_err().status(), Some(500));
    for _ in 0..20 {
        assert_eq!(reset(&client).await.unwrap_err().kind(), ErrorKind::CircuitOpen);
    }
    assert_eq!(server.count(), 3);
    tokio::time::sleep(Duration::from_millis(250)).await;
    // A cancelled probe does not keep the circuit open.
    tokio::time::timeout(Duration::from_millis(100), pending(&client)).await.expect_err("it takes longer");
    assert_eq!(server.count(), 4);
    reset(&client).await.unwrap();
    let both = [client.clone(), client].map(|client| tokio::spawn(async move { reset(&client).await }));
    for call in both {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.count(), 7);
}

#[tokio::test]
async fn one_call_probes_an_open_circuit() {
    let server = Server::start_with_handler(|number, _| match number {
        0 => ScriptedResponse::status(500),
        _ => ScriptedResponse::status(204).after(Duration::from_millis(300)),
    });
    let breaker = CircuitBreaker::new().failures(1).pause(3 * SHORT);
    let client: kafka::Client = builder(&server).circuit_breaker(breaker).build().unwrap();
    reset(&client).await.unwrap_err();
    tokio::time::sleep(4 * SHORT).await;
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { reset(&client).await })
        })
        .collect();
    let mut refused = 0;
    for call in calls {
        refused += usize::from(call.await.unwrap().is_err_and(|error| error.is_circuit_open()));
    }
    assert_eq!((refused, server.count()), (9, 2));
}

#[tokio::test]
async fn a_call_can_have_its_own_timeout() {
    let server = Server::start_with_handler(|_, _| ScriptedResponse::silence());
    let client: kafka::Client = builder(&server).timeouts(Timeouts::new().attempt(SHORT)).build().unwrap();
    let begin = Instant::now();
    let error = pending(&client).timeout(Duration::from_millis(500)).await.unwrap_err();
    let elapsed = begin.elapsed();
    assert!(
        error.is_timeout() && (Duration::from_millis(500)..Duration::from_secs(20)).contains(&elapsed),
        "{elapsed:?}"
    );
    assert_eq!(server.count(), 1, "the attempt has all of it");
}
