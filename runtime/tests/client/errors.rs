//! Error type: message, kind, predicates and source of every failure.

use std::{error::Error as _, time::Duration};

use crate::support::*;
use wireright_runtime::{
    CircuitBreaker, Error, ErrorKind, RetryPolicy, Timeouts,
    transport::{CannedResponse, CannedTransport, TransportErrorKind},
};

/// An error with a message of several lines.
const WORDS: &str = "two\nlines\r\u{1b}[31m\u{2028}";

/// An error of each kind.
async fn failures() -> Vec<Error> {
    let of = async |response: CannedResponse| {
        let transport = CannedTransport::new().respond_with(move |_| response.clone());
        builder(&transport).retry(RetryPolicy::never()).build().unwrap().list().await.unwrap_err()
    };
    let body = serde_json::json!({"error_code": WORDS, "error_msg": WORDS}).to_string();
    let mut errors = vec![
        of(CannedResponse::json(400, body.clone()).header("X-Request-Id", "r-1")).await,
        of(CannedResponse::json(429, body)).await,
        of(CannedResponse::new(500).body(WORDS)).await,
        of(CannedResponse::new(200).body(WORDS)).await,
        of(CannedResponse::new(500).body("{").then_fails(TransportErrorKind::Interrupted)).await,
    ];
    for kind in [
        TransportErrorKind::InvalidRequest,
        TransportErrorKind::Connect,
        TransportErrorKind::Tls,
        TransportErrorKind::Timeout,
        TransportErrorKind::Interrupted,
    ] {
        errors.push(of(CannedResponse::fails(kind)).await);
    }
    let down = CannedTransport::new().respond_with(|_| CannedResponse::fails(TransportErrorKind::Connect));
    // A failed project lookup.
    let plain = builder(&down).authenticator(credentials()).retry(RetryPolicy::never()).build().unwrap();
    errors.push(plain.reset().account_id("a").send().await.unwrap_err());
    let provided = Dcs::builder().region("cn-north-4").transport(down.clone()).clock(clock());
    let provided = provided.authenticator(credentials().unavailable()).build().unwrap();
    errors.push(provided.list().await.unwrap_err());
    let breaker = CircuitBreaker::new().failures(1);
    let broken = builder(&down).retry(RetryPolicy::never()).circuit_breaker(breaker).build().unwrap();
    broken.list().await.unwrap_err();
    errors.push(broken.list().await.unwrap_err());
    errors.push(plain.reset().account_id("\n").send().await.unwrap_err());
    errors.push(plain.list().timeouts(Timeouts::new().idle(Duration::ZERO)).await.unwrap_err());
    errors
}

#[tokio::test]
async fn every_error_kind_has_a_name_and_a_message_of_one_line() {
    let errors = failures().await;
    for error in &errors {
        for shown in [error.to_string(), format!("{error:?}"), error.kind().name().to_owned()] {
            assert!(!shown.is_empty() && !shown.chars().any(char::is_control), "{shown}");
        }
        assert!(!error.to_string().contains('\u{2028}'), "{error}");
        assert!(error.operation().is_some() && error.to_string().contains("dcs."), "{error}");
    }
    let mut kinds: Vec<_> = errors.iter().map(|error| error.kind().name()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    // Token errors are tested in `oauth2`.
    let all =
        "circuit_open connect credentials decode interrupted invalid_request parameter_lookup service timeout tls";
    assert_eq!(kinds.join(" "), all);
}

#[tokio::test]
async fn predicates_match_their_error_kinds() {
    for error in failures().await {
        let kind = error.kind();
        assert_eq!(error.is_timeout(), kind == ErrorKind::Timeout, "{error}");
        let is_connect = matches!(kind, ErrorKind::Connect | ErrorKind::Tls | ErrorKind::ParameterLookup);
        assert_eq!(error.is_connect(), is_connect, "{error}");
        assert_eq!(error.is_invalid_request(), kind == ErrorKind::InvalidRequest, "{error}");
        assert_eq!(error.is_circuit_open(), kind == ErrorKind::CircuitOpen, "{error}");
        assert_eq!(error.is_throttled(), error.status() == Some(429), "{error}");
        assert_eq!(error.status().is_some(), matches!(kind, ErrorKind::Service | ErrorKind::Decode), "{error}");
        assert_eq!(error.invalid_request().is_some(), error.is_invalid_request(), "{error}");
        assert_eq!(error.code().is_some(), matches!(error.status(), Some(400 | 429)), "{error}");
        assert_eq!(error.request_id(), (error.status() == Some(400)).then_some("r-1"), "{error}");
        let expected = match error.status() {
            Some(status) if kind == ErrorKind::Service => status.to_string(),
            _ => kind.name().to_owned(),
        };
        assert_eq!(error.error_type(), expected);
    }
}

#[tokio::test]
async fn an_error_keeps_its_source() {
    for error in failures().await {
        let cause = error.source();
        match error.kind() {
            ErrorKind::ParameterLookup => {
                let cause = cause.and_then(|cause| cause.downcast_ref::<Error>()).expect("that of the look-up");
                assert_eq!(cause.kind(), ErrorKind::Connect);
            }
            ErrorKind::Credentials => {
                let cause =
                    cause.and_then(|cause| cause.downcast_ref::<std::io::Error>()).expect("the authenticator's");
                assert_eq!(cause.to_string(), "the cause");
            }
            ErrorKind::Service if error.is_body_truncated() => assert!(cause.is_some(), "{error}"),
            _ => {}
        }
    }
}

/// The error of a provider is the error of the call.
#[tokio::test]
async fn a_lookup_reports_timeouts_and_throttling() {
    let failing = |response: CannedResponse| {
        let transport = CannedTransport::new().respond_with(move |_| response.clone());
        builder(&transport).authenticator(credentials()).retry(RetryPolicy::never()).build().unwrap()
    };
    let reset = async |client: Dcs| client.reset().account_id("a").send().await.unwrap_err();
    let error = reset(failing(CannedResponse::fails(TransportErrorKind::Timeout))).await;
    assert!(error.is_timeout() && !error.is_connect() && error.kind() == ErrorKind::ParameterLookup, "{error}");
    assert!(!error.may_have_been_executed(), "the reset itself was not sent");
    let error = reset(failing(CannedResponse::new(429))).await;
    assert!(error.is_throttled() && error.is_retryable() && error.kind() == ErrorKind::ParameterLookup, "{error}");
}
