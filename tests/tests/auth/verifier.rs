//! Verifier: accepts the valid signatures of the official SDK, and no others.

use std::{collections::BTreeSet, time::Duration};

use tests::{
    vectors::{self, Credentials, RequestCase},
    verifier::{Mismatch, Verifier, parse_date},
    wire::RawRequest,
};

/// The recorded signed requests with their key pairs.
fn signed_cases() -> Vec<(RequestCase, Verifier, RawRequest)> {
    let cases = vectors::requests().into_iter().filter_map(|case| {
        let Credentials::Basic { ak: Some(ak), sk: Some(sk), .. } = &case.credentials else { return None };
        let sent = case
            .sent
            .as_ref()
            .filter(|sent| sent.header("Authorization").is_some_and(|value| value.contains("SignedHeaders=")))?;
        let request = RawRequest::parse(&sent.to_bytes()).unwrap_or_else(|why| panic!("{}: {why}", case.id));
        let verifier = Verifier::new(ak, sk);
        Some((case, verifier, request))
    });
    let cases = cases.collect::<Vec<_>>();
    assert!(cases.len() >= 76, "only {} signed cases were found", cases.len());
    cases
}

/// The SDK omits a leading zero byte from the signed data, so this signature is not standard.
const SIGNED_WRONGLY: &str = "alg-SM2_SM3-short-coordinate";

/// The SDK sent another path than it signed.
fn sent_what_was_signed(case: &RequestCase) -> bool {
    case.checks.as_ref().is_some_and(|checks| checks["canonical_uri_matches_target"])
}

#[test]
fn a_valid_signature_is_accepted() {
    let mut algorithms = BTreeSet::new();
    for (case, verifier, request) in signed_cases().into_iter().filter(|(case, ..)| sent_what_was_signed(case)) {
        let verdict = verifier.verify(&request);
        if case.id == SIGNED_WRONGLY {
            assert!(matches!(verdict, Err(Mismatch::Signature { .. })), "{verdict:?}");
            continue;
        }
        let verified = verdict.unwrap_or_else(|why| panic!("{}: {why}", case.id));
        assert!(verified.signed_headers.iter().any(|name| name == "host"), "{}", case.id);
        algorithms.insert(verified.algorithm);
    }
    let expected = ["SDK-ECDSA-P256-SHA256", "SDK-HMAC-SHA256", "SDK-HMAC-SM3", "V11-HMAC-SHA256"];
    assert!(algorithms.into_iter().eq(expected));
}

#[test]
fn a_signature_for_another_path_is_rejected() {
    let refused =
        signed_cases().into_iter().filter(|(case, ..)| !sent_what_was_signed(case)).map(|(case, verifier, request)| {
            let Err(Mismatch::Signature { canonical_request, .. }) = verifier.verify(&request) else {
                panic!("{} was accepted", case.id)
            };
            assert_ne!(Some(canonical_request), case.canonical_request);
            case.id
        });
    assert_eq!(refused.collect::<Vec<_>>(), ["path-user-dot", "path-cluster-dotdot"]);
}

#[test]
fn the_canonical_request_is_the_recorded_one() {
    for (case, verifier, mut request) in signed_cases().into_iter().filter(|(case, ..)| sent_what_was_signed(case)) {
        let authorization = request.headers.iter_mut().find(|(name, _)| name == "Authorization").expect("it is signed");
        let last = authorization.1.last_mut().expect("it is not empty");
        *last = if *last == b'0' { b'1' } else { b'0' };
        let Err(Mismatch::Signature { canonical_request, .. }) = verifier.verify(&request) else {
            panic!("{} was accepted", case.id)
        };
        assert_eq!(Some(canonical_request), case.canonical_request, "{}", case.id);
    }
}

/// Changes one byte of each signed part in turn.
#[test]
fn a_changed_byte_is_rejected() {
    for id in ["token-dcs", "alg-HMAC_SM3-kafka", "alg-ECDSA_P256_SHA256-kafka", "v11-dws-odd"] {
        one_other_byte_of(id);
    }
}

fn one_other_byte_of(id: &str) {
    let (_, verifier, request) =
        signed_cases().into_iter().find(|(case, ..)| case.id == id).expect("the case is there");
    let verified = verifier.verify(&request).expect("it is accepted as it is");

    let mut changed = Vec::new();
    changed.push(("method", RawRequest { method: "PATCH".to_owned(), ..request.clone() }));
    changed.push(("target", RawRequest { target: request.target.replace('v', "w"), ..request.clone() }));
    changed.push(("query", RawRequest { target: format!("{}?a=b", request.target), ..request.clone() }));
    for index in 0..request.body.len() {
        let mut other = request.clone();
        other.body[index] ^= 1;
        changed.push(("body", other));
    }
    for name in &verified.signed_headers {
        let mut other = request.clone();
        let (_, value) =
            other.headers.iter_mut().find(|(given, _)| given.eq_ignore_ascii_case(name)).expect("it is signed");
        // The date stays valid, so the signature is the only mismatch.
        let at = if name == "x-sdk-date" { value.len() - 2 } else { 0 };
        value[at] ^= 1;
        changed.push(("header", other));
    }
    for (what, request) in changed {
        let refused = verifier.verify(&request);
        assert!(
            matches!(refused, Err(Mismatch::Signature { .. })),
            "another {what} was not refused for its signature: {refused:?}\n{request:?}"
        );
    }
}

#[test]
fn each_mismatch_has_a_precise_reason() {
    let (_, verifier, request) =
        signed_cases().into_iter().find(|(case, ..)| case.id == "plain-kafka").expect("the case is there");
    let without = |name: &str| {
        let mut other = request.clone();
        other.headers.retain(|(given, _)| !given.eq_ignore_ascii_case(name));
        verifier.verify(&other).unwrap_err()
    };
    let with = |name: &str, change: &dyn Fn(&str) -> String| {
        let mut other = request.clone();
        let (_, value) =
            other.headers.iter_mut().find(|(given, _)| given.eq_ignore_ascii_case(name)).expect("it is there");
        *value = change(std::str::from_utf8(value).expect("it is text")).into_bytes();
        verifier.verify(&other).unwrap_err()
    };
    assert_eq!(without("Authorization"), Mismatch::NoAuthorization);
    assert_eq!(without("X-Sdk-Date"), Mismatch::NoDate);
    assert_eq!(without("Host"), Mismatch::AbsentHeader("host".to_owned()));
    assert_eq!(with("X-Sdk-Date", &|_| "today".to_owned()), Mismatch::UnreadableDate("today".to_owned()));
    assert!(matches!(with("Authorization", &|_| "Bearer x".to_owned()), Mismatch::Malformed(_)));
    let (_, of_v11, request_of_v11) =
        signed_cases().into_iter().find(|(case, ..)| case.id == "v11-dws-odd").expect("the case is there");
    for (scope, other) in [("/20260115/", "/20260116/"), ("/eu-west-101/", "//"), ("/dws,", "/dws/x,")] {
        let mut other_scope = request_of_v11.clone();
        let (_, value) = other_scope.headers.iter_mut().find(|(name, _)| name == "Authorization").expect("it is there");
        *value = String::from_utf8_lossy(value).replace(scope, other).into_bytes();
        assert!(matches!(of_v11.verify(&other_scope), Err(Mismatch::Scope { .. })), "{other}");
    }
    assert!(matches!(with("Authorization", &|value| value.replace("Access=H", "Access=I")),
            Mismatch::UnknownAccessKey(key) if key.starts_with("IPUA")));
    assert!(matches!(
        with("Authorization", &|value| value.replace("content-type;host", "host;content-type")),
        Mismatch::UnsortedHeaders(_)
    ));
}

#[test]
fn a_signature_is_valid_for_fifteen_minutes() {
    let (case, verifier, request) = signed_cases().into_iter().next().expect("there are cases");
    let signed_at = parse_date(&case.clock).expect("the clock is a date");
    for (now, good) in [
        (signed_at, true),
        (signed_at + Duration::from_secs(900), true),
        (signed_at - Duration::from_secs(900), true),
        (signed_at + Duration::from_secs(901), false),
        (signed_at - Duration::from_secs(901), false),
    ] {
        let verdict = verifier.clone().at(now).verify(&request);
        assert_eq!(verdict.is_ok(), good, "{verdict:?}");
        assert!(good || matches!(verdict, Err(Mismatch::Stale { .. })));
    }
}
