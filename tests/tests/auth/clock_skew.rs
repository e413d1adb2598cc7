//! Clock skew: after a rejected date, requests are dated by the clock of the service.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use huaweicloud_reset_password::{Error, RetryPolicy, kafka};
use tests::{
    calls::{Call, Network, Settings, kafka_request},
    fixture,
    server::{CapturedRequest, ScriptedResponse, Server},
    verifier::Mismatch,
};

const HOUR: i64 = 3600;

/// The error of the service for an expired signature or one from the future.
const EXPIRED: &str = "{\"error_code\":\"APIGW.0301\",\"error_msg\":\"Incorrect IAM authentication information: \
    calc aksk signature fail:signature expired, signature time:20211217T064303Z,server time:20211217T065804Z\"}";
/// The error of the service for any other invalid signature.
const WRONG: &str =
    r#"{"error_code":"APIG.0301","error_msg":"Incorrect IAM authentication information: verify aksk signature fail"}"#;

/// The time of the client's clock plus these seconds.
fn clock_time_plus(seconds: i64) -> SystemTime {
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_768_465_800);
    let by = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { start - by } else { start + by }
}

fn refusal(status: u16, body: &str, date: SystemTime) -> ScriptedResponse {
    ScriptedResponse::with(
        status,
        &[("Date", &httpdate::fmt_http_date(date)), ("Content-Type", "application/json")],
        body,
    )
}

/// A service whose clock is ahead by these seconds.
fn service(ahead: Arc<Mutex<i64>>, body: &'static str) -> Server {
    Server::start_with_handler(move |_, captured| {
        let now = clock_time_plus(*ahead.lock().unwrap());
        match fixture::verifier().at(now).verify(captured.raw_request()) {
            Ok(_) if captured.raw_request().target.starts_with("/v3/projects") => {
                ScriptedResponse::json(r#"{"projects":[{"id":"p"}]}"#)
            }
            Ok(_) => ScriptedResponse::status(204),
            Err(Mismatch::Stale { .. }) => refusal(401, body, now),
            Err(other) => panic!("{other}"),
        }
    })
}

fn settings(server: &Server) -> Settings {
    Settings { retry: RetryPolicy::new(), ..Settings::of(server) }
}

fn client(settings: &Settings) -> kafka::Client {
    settings.build().expect("the settings are good")
}

async fn reset(client: &kafka::Client) -> Result<u32, Error> {
    kafka_request(client).send().await.map(|response| response.attempts())
}

#[tokio::test]
async fn a_rejected_date_is_corrected_for_every_operation() {
    // The service did not apply the request, so non-idempotent operations are retried too.
    for call in Call::all() {
        for (ahead, body) in [(2 * HOUR, EXPIRED), (-23 * HOUR, EXPIRED), (16 * 60, EXPIRED), (2 * HOUR, WRONG)] {
            let server = service(Arc::new(Mutex::new(ahead)), body);
            let response = call.send(&settings(&server)).await;
            let response = response.unwrap_or_else(|error| panic!("{call:?} {ahead}: {error}"));
            assert_eq!((response.attempts, server.count()), (2, 2), "{call:?} {ahead}");
            let requests = server.requests();
            let [first, second] = [requests[0].raw_request(), requests[1].raw_request()];
            assert_eq!((&first.target, &first.body), (&second.target, &second.body));
        }
    }
}

#[tokio::test]
async fn clones_share_the_measured_clock_skew() {
    let ahead = Arc::new(Mutex::new(2 * HOUR));
    let server = service(Arc::clone(&ahead), EXPIRED);
    let client = client(&settings(&server));
    assert_eq!(reset(&client).await.expect("it is dated again"), 2);
    assert_eq!(reset(&client).await.expect("it is dated right"), 1);
    assert_eq!(reset(&client.clone()).await.expect("it is dated right"), 1);
    // The clock of this machine is corrected.
    *ahead.lock().unwrap() = 0;
    assert_eq!(reset(&client).await.expect("it is dated again"), 2);
    assert_eq!(reset(&client).await.expect("it is dated right"), 1);
}

#[tokio::test]
async fn the_project_lookup_corrects_the_clock_for_the_call() {
    let server = service(Arc::new(Mutex::new(2 * HOUR)), EXPIRED);
    let settings = Settings {
        region: Some("cn-north-4".to_owned()),
        credentials: huaweicloud_reset_password::huaweicloud::Credentials::new(
            fixture::ACCESS_KEY,
            fixture::SECRET_KEY,
        ),
        network: Network::Rerouted(server.address()),
        endpoint: Some("https://service.example.com".to_owned()),
        ..settings(&server)
    };
    assert_eq!(reset(&client(&settings)).await.expect("it is dated right"), 1);
    let targets = server.requests().iter().map(|request| request.raw_request().method.clone()).collect::<Vec<_>>();
    assert_eq!(targets, ["GET", "GET", "PUT"]);
}

#[tokio::test]
async fn concurrent_rejected_calls_are_all_corrected() {
    let server = service(Arc::new(Mutex::new(2 * HOUR)), EXPIRED);
    let client = client(&settings(&server));
    let (first, second, third) = tokio::join!(reset(&client), reset(&client), reset(&client));
    for attempts in [first, second, third] {
        assert!(attempts.expect("it is dated again") <= 2);
    }
}

/// The number of attempts of a call whose first response is this one.
async fn attempts(response: ScriptedResponse) -> usize {
    let server = Server::script([response, ScriptedResponse::status(204)]);
    drop(reset(&client(&settings(&server))).await);
    server.count()
}

#[tokio::test]
async fn only_a_rejection_for_the_time_corrects_the_clock() {
    let far = clock_time_plus(2 * HOUR);
    for (again, response) in [
        (true, refusal(401, EXPIRED, far)),
        (true, refusal(403, EXPIRED, far)),
        // The message reports the clock, although the skew is small.
        (true, refusal(401, EXPIRED, clock_time_plus(60))),
        // The skew is large, whatever the message says.
        (true, refusal(401, "", clock_time_plus(-901))),
        (false, refusal(401, WRONG, clock_time_plus(900))),
        (false, refusal(401, EXPIRED, clock_time_plus(0))),
        (true, refusal(401, EXPIRED, clock_time_plus(24 * HOUR))),
        // A skew of more than a day is not corrected.
        (false, refusal(401, EXPIRED, clock_time_plus(24 * HOUR + 1))),
        (false, refusal(401, EXPIRED, clock_time_plus(-24 * HOUR - 1))),
        (false, refusal(400, EXPIRED, far)),
        (false, refusal(404, EXPIRED, far)),
        (false, ScriptedResponse::with(401, &[], EXPIRED)),
        (false, ScriptedResponse::with(401, &[("Date", "yesterday")], EXPIRED)),
    ] {
        assert_eq!(attempts(response.clone()).await, if again { 2 } else { 1 }, "{response:?}");
    }
}

#[tokio::test]
async fn the_clock_is_corrected_once_per_call() {
    let ahead = |seconds| refusal(401, EXPIRED, clock_time_plus(seconds));
    let server = Server::script([ahead(2 * HOUR), ahead(5 * HOUR), ScriptedResponse::status(204)]);
    let error = reset(&client(&settings(&server))).await.expect_err("the second one is refused too");
    assert_eq!((error.status(), error.attempts(), server.count()), (Some(401), 2, 2));
    assert!(!error.may_have_been_executed());
}

#[tokio::test]
async fn a_single_attempt_policy_is_respected() {
    let server = service(Arc::new(Mutex::new(2 * HOUR)), EXPIRED);
    let client = client(&Settings { retry: RetryPolicy::never(), ..settings(&server) });
    let error = reset(&client).await.expect_err("it may not be sent again");
    assert_eq!((error.status(), server.count()), (Some(401), 1));
    assert_eq!(reset(&client).await.expect("it is dated right"), 1);
}

/// A request with an IAM token has no date.
#[tokio::test]
async fn unsigned_requests_do_not_correct_the_clock() {
    let server = Server::start_with_handler(|_, _: &CapturedRequest| refusal(401, EXPIRED, clock_time_plus(2 * HOUR)));
    let credentials = huaweicloud_reset_password::huaweicloud::Credentials::token("t").project_id("p");
    let error = reset(&client(&Settings { credentials, ..settings(&server) })).await.expect_err("it is refused");
    assert_eq!((error.attempts(), server.count()), (1, 1));
}
