//! Cache of credentials: lifetime, refresh and concurrent calls.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use huaweicloud_reset_password::{
    ErrorKind, RetryPolicy,
    huaweicloud::{
        Credentials,
        credentials::{
            CredentialsChain, CredentialsContext, CredentialsError, CredentialsErrorKind, CredentialsProvider,
            MetadataProvider,
        },
    },
    runtime::{
        clock::{Clock, ManualClock},
        transport::BoxFuture,
    },
};
use tests::{
    calls::Settings,
    fixture,
    keys::{HOUR, client, is_reset, keys, reset_in_project, settings},
    server::{ScriptedResponse, Server},
};

/// A provider of credentials with a lifetime of an hour, or of errors.
#[derive(Debug, Default)]
struct HourlyCredentials {
    asked: AtomicUsize,
    fails: AtomicBool,
}

impl CredentialsProvider for HourlyCredentials {
    fn name(&self) -> &'static str {
        "hourly"
    }

    fn provide<'a>(&'a self, context: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move {
            let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            if self.fails.load(Ordering::SeqCst) {
                return Err(
                    CredentialsError::new(CredentialsErrorKind::Unreachable, "the vault is closed").with_fallback()
                );
            }
            let credentials = Credentials::new(format!("AK{number}"), "secret-of-mine").project_id("p");
            Ok(credentials.expires_at(context.clock().now() + HOUR))
        })
    }
}

fn hourly(server: &Server, clock: &ManualClock) -> (Arc<HourlyCredentials>, Settings) {
    let provider = Arc::new(HourlyCredentials::default());
    let settings = Settings { clock: Some(clock.clone()), ..settings(server, Arc::clone(&provider)) };
    (provider, settings)
}

fn last_access(server: &Server) -> String {
    let request = server.requests().pop().expect("a request arrived").raw_request().clone();
    let text = request.header("Authorization").expect("it is signed");
    text.split("Access=").nth(1).and_then(|text| text.split(',').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn credentials_are_refreshed_before_they_expire() {
    let server = Server::start_with_handler(|_, _| ScriptedResponse::status(204));
    let clock = fixture::clock();
    let (provider, settings) = hourly(&server, &clock);
    let client = settings.build().expect("the settings are good");
    for (minutes, expected) in [(0, "AK1"), (39, "AK1"), (2, "AK2"), (39, "AK2"), (61, "AK3")] {
        clock.advance(Duration::from_secs(60 * minutes));
        reset_in_project(&client).await.expect("there are keys");
        assert_eq!(last_access(&server), expected, "after {minutes} minutes more");
    }
    assert_eq!(provider.asked.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn stale_credentials_are_used_if_a_refresh_fails() {
    let server = Server::start_with_handler(|_, _| ScriptedResponse::status(204));
    let clock = fixture::clock();
    let (provider, settings) = hourly(&server, &clock);
    let client = settings.build().expect("the settings are good");
    reset_in_project(&client).await.expect("there are keys");
    provider.fails.store(true, Ordering::SeqCst);
    clock.advance(Duration::from_secs(41 * 60));
    for _ in 0..5 {
        reset_in_project(&client).await.expect("the old keys are good");
    }
    assert_eq!(provider.asked.load(Ordering::SeqCst), 2, "not before each request");
    clock.advance(Duration::from_secs(61));
    reset_in_project(&client).await.expect("the old keys are good");
    assert_eq!(provider.asked.load(Ordering::SeqCst), 3);
    clock.advance(Duration::from_secs(20 * 60));
    let error = reset_in_project(&client).await.expect_err("the old keys have expired");
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.to_string().contains("the vault is closed"), "{error}");
    assert_eq!(last_access(&server), "AK1");
}

#[tokio::test]
async fn a_chain_keeps_its_first_provider() {
    let server = Server::start_with_handler(|_, _| ScriptedResponse::status(204));
    let clock = fixture::clock();
    let first = Arc::new(HourlyCredentials::default());
    let chain = CredentialsChain::new().with(Arc::clone(&first)).with(HourlyCredentials::default());
    let settings = Settings { clock: Some(clock.clone()), ..settings(&server, chain) };
    let client = settings.build().expect("the settings are good");
    reset_in_project(&client).await.expect("there are keys");
    first.fails.store(true, Ordering::SeqCst);
    clock.advance(HOUR);
    let error = reset_in_project(&client).await.expect_err("the first has no more");
    assert!(error.to_string().contains("hourly: the vault is closed"), "{error}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn concurrent_calls_fetch_credentials_once() {
    let server = Server::start_with_handler(|_, captured| {
        let request = captured.raw_request();
        match request.method.as_str() {
            "GET" => keys("ecs", HOUR).after(Duration::from_millis(50)),
            "PUT" if !is_reset(request) => ScriptedResponse::with(200, &[], "metadata-token"),
            _ => ScriptedResponse::status(204),
        }
    });
    let client = client(&server, MetadataProvider::new());
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { reset_in_project(&client).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.expect("nobody panics").expect("there are keys");
    }
    let questions = server.requests().iter().filter(|captured| !is_reset(captured.raw_request())).count();
    assert_eq!((questions, server.count()), (2, 52));
}

#[tokio::test]
async fn rejected_credentials_are_replaced_once() {
    let server = Server::start_with_handler(|_, captured| {
        let access = captured.raw_request().header("Authorization").unwrap_or_default();
        ScriptedResponse::status(if access.contains("Access=AK2,") { 204 } else { 401 })
    });
    let clock = fixture::clock();
    let (provider, mut settings) = hourly(&server, &clock);
    settings.retry = RetryPolicy::new();
    let client = settings.build().expect("the settings are good");
    // New credentials that are rejected are not replaced.
    reset_in_project(&client).await.expect_err("they are refused");
    assert_eq!(provider.asked.load(Ordering::SeqCst), 1);
    reset_in_project(&client).await.expect("the others are good");
    assert_eq!((provider.asked.load(Ordering::SeqCst), server.count()), (2, 3));
}

/// A signature that is rejected for its time does not invalidate the credentials.
#[tokio::test]
async fn clock_skew_does_not_replace_credentials() {
    let server = Server::start_with_handler(|number, _| match number {
        1 => ScriptedResponse::with(
            401,
            &[("Date", "Thu, 15 Jan 2026 09:30:00 GMT")],
            r#"{"message":"the request has expired"}"#,
        ),
        _ => ScriptedResponse::status(204),
    });
    let (provider, mut settings) = hourly(&server, &fixture::clock());
    settings.retry = RetryPolicy::new();
    let client = settings.build().expect("the settings are good");
    for _ in 0..2 {
        reset_in_project(&client).await.expect("another date is good");
    }
    assert_eq!((provider.asked.load(Ordering::SeqCst), server.count()), (1, 3));
}

#[tokio::test]
async fn expired_static_credentials_are_not_sent() {
    let server = Server::script([]);
    let clock = fixture::clock();
    let credentials = fixture::credentials().security_token("t").expires_at(clock.now() + HOUR);
    let settings = Settings { credentials, clock: Some(clock.clone()), ..Settings::of(&server) };
    let client: huaweicloud_reset_password::kafka::Client = settings.build().expect("the settings are good");
    clock.advance(HOUR);
    let error = reset_in_project(&client).await.expect_err("they have expired");
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(CredentialsError::of_call(&error).expect("a reason").kind(), CredentialsErrorKind::Expired);
    assert!(error.to_string().contains("expired at 2026-01-15T09:30:00"), "{error}");
    assert_eq!(server.count(), 0);
}

#[test]
fn keys_are_redacted_in_all_output() {
    let server = Server::script([]);
    let (_, settings) = hourly(&server, &fixture::clock());
    let client: huaweicloud_reset_password::kafka::Client = settings.build().expect("the settings are good");
    let shown = format!("{client:?}");
    assert!(shown.contains("Hourly") && !shown.contains("secret-of-mine"), "{shown}");
}
