//! Recorded requests of the official SDK, replayed by the generated clients: equal method, target and body, and a
//! valid signature.

use std::sync::LazyLock;

use serde_json::Value;
use tests::{
    replay::{self, RequestResult, Wire},
    vectors::{self, Credentials, RequestCase},
    verifier::{Verifier, parse_date},
    wire::RawRequest,
};

/// Cases that the clients reject, with a part of the error message. The SDK sent most of them, to unintended URLs.
const REFUSED: [(&str, &str); 22] = [
    ("endpoint-with-path", "the endpoint must have no path"),
    ("ak-unicode", "(AK) has an invalid character"),
    ("ak-empty", "(AK) is empty"),
    ("empty-project-id", "the project id of the credentials is empty"),
    ("project-id-auto-none", "IAM knows no project for region cn-north-4"),
    ("project-id-auto-two", "IAM knows several projects for region cn-north-4: p1, p2"),
    ("global-credentials", "required value `project_id` is not set"),
    ("token-empty", "the security token is empty"),
    ("token-newline", "the security token has a control character in it"),
    ("path-user-dot", "`user_name` must not be `.` or `..`"),
    ("path-user-tab", "`user_name` contains a control character"),
    ("path-user-del", "`user_name` contains a control character"),
    ("path-user-none", "user_name is required"),
    ("path-instance-empty", "`instance_id` must not be empty"),
    ("path-cluster-dotdot", "`cluster_id` must not be `.` or `..`"),
    ("body-empty-model-kafka", "new_password is required"),
    ("body-empty-model-rabbitmq", "new_password is required"),
    ("body-absent-dws", "new_password is required"),
    ("v11-no-region", "V11-HMAC-SHA256 derives its key for a region, and no region was given"),
    // The client sets these headers itself.
    ("hdr-date-given", "the header `x-sdk-date` is reserved"),
    ("hdr-host", "the header `host` is reserved"),
    ("hdr-authorization", "the header `authorization` is reserved"),
];

/// Cases that the clients do not support, or that would not compile.
const UNSUPPORTED: [&str; 5] = ["pw-int", "pw-bool", "pw-bytes", "body-raw-dict", "body-raw-empty-str"];

/// The access keys of cases with a credentials provider.
const FOUND: [(&str, &str, &str); 5] = [
    ("cred-profile-long-section", "PROFAK", "PROFSK"),
    ("cred-profile-provider", "PROFAK", "PROFSK"),
    ("cred-profile-chain-basic", "PROFAK", "PROFSK"),
    ("cred-profile-case", "P%K", "s # not a comment"),
    ("cred-oidc-env", "STSAK", "STSSK"),
];

/// All cases with their outcomes, replayed once.
static PLAYED: LazyLock<Vec<(RequestCase, RequestResult)>> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    let play = |case: RequestCase| {
        let result = runtime.block_on(replay::request(&case));
        (case, result)
    };
    vectors::requests().into_iter().map(play).collect()
});

/// The cases whose request was sent.
fn sent_cases() -> impl Iterator<Item = (&'static RequestCase, &'static Wire)> {
    PLAYED.iter().filter_map(|(case, result)| match result {
        RequestResult::SentRequest(wire) => Some((case, wire)),
        _ => None,
    })
}

fn header<'w>(wire: &'w Wire, name: &str) -> Option<&'w str> {
    wire.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

#[test]
fn each_case_is_sent_rejected_or_unsupported_as_listed() {
    for (case, result) in PLAYED.iter() {
        let id = case.id.as_str();
        let refused = REFUSED.iter().find(|(other, _)| *other == id);
        match result {
            RequestResult::Unsupported { error } => assert!(UNSUPPORTED.contains(&id), "{id} is unsupported: {error}"),
            RequestResult::Refused { error, .. } => {
                let (_, why) = refused.unwrap_or_else(|| panic!("{id} is refused: {error}"));
                assert!(error.contains(why), "{id} is refused for another reason: {error}");
            }
            RequestResult::SentRequest(_) => assert!(refused.is_none() && !UNSUPPORTED.contains(&id), "{id} was sent"),
        }
    }
    assert_eq!(sent_cases().count(), PLAYED.len() - REFUSED.len() - UNSUPPORTED.len());
}

#[test]
fn a_rejected_request_reaches_at_most_iam() {
    for (case, result) in PLAYED.iter() {
        if let RequestResult::Refused { preflight, .. } = result {
            let asked_iam = case.id.starts_with("project-id-auto-");
            assert_eq!(preflight.len(), usize::from(asked_iam), "{}: {preflight:?}", case.id);
            assert!(
                preflight.iter().all(|wire| wire.target.starts_with("/v3/projects?")),
                "{}: {preflight:?}",
                case.id
            );
        }
    }
}

#[test]
fn method_target_and_body_match_the_recording() {
    let json = |body: &str| (!body.is_empty()).then(|| serde_json::from_str::<Value>(body).expect("a body is JSON"));
    for (case, wire) in sent_cases() {
        let recorded = case.sent.as_ref().unwrap_or_else(|| panic!("{}: the SDK sent nothing", case.id));
        assert_eq!(wire.method, recorded.method, "{}", case.id);
        assert_eq!(wire.target, recorded.target, "{}", case.id);
        assert_eq!(json(&wire.body), json(&recorded.body), "{}", case.id);
    }
}

#[test]
fn old_password_precedes_new_password() {
    let (_, wire) = sent_cases().find(|(case, _)| case.id == "plain-dcs").expect("the case is sent");
    assert_eq!(wire.body, r#"{"old_password":"0ldPassw0rd!","new_password":"NewPassw0rd!"}"#);
}

#[test]
fn headers_match_the_recording() {
    let names = ["X-Sdk-Date", "X-Project-Id", "X-Security-Token", "X-Empty", "Content-Type"];
    for (case, wire) in sent_cases() {
        let recorded = case.sent.as_ref().unwrap_or_else(|| panic!("{}: the SDK sent nothing", case.id));
        for name in names {
            assert_eq!(header(wire, name), recorded.header(name), "{}: {name}", case.id);
        }
        // The host is in lower case and without the default port.
        let host = recorded.header("Host").expect("a request has a host").to_ascii_lowercase();
        assert_eq!(header(wire, "Host"), Some(host.trim_end_matches(":80")), "{}", case.id);
        assert_eq!(header(wire, "Content-Length"), Some(wire.body.len().to_string().as_str()), "{}", case.id);
    }
}

#[test]
fn the_user_agent_names_this_crate_by_default() {
    for (case, wire) in sent_cases() {
        let user_agent = header(wire, "User-Agent").expect("there is one");
        if case.id == "hdr-user-agent" {
            assert_eq!(user_agent, "mine/1.0");
        } else {
            assert!(user_agent.starts_with("huaweicloud-reset-password/"), "{}: {user_agent}", case.id);
        }
    }
}

#[test]
fn an_independent_verifier_accepts_each_signature() {
    for (case, wire) in sent_cases() {
        let (ak, sk) = match &case.credentials {
            Credentials::Basic { ak: Some(ak), sk: Some(sk), .. } => (ak.as_str(), sk.as_str()),
            _ => match FOUND.iter().find(|(id, ..)| *id == case.id) {
                Some((_, ak, sk)) => (*ak, *sk),
                None => panic!("{} has no key pair", case.id),
            },
        };
        let verifier = Verifier::new(ak, sk).at(parse_date(&case.clock).expect("a clock is a date"));
        let recorded = case.sent.as_ref().and_then(|sent| sent.header("Authorization")).expect("the SDK signed it");
        let verified = verifier.verify(&raw(wire)).unwrap_or_else(|why| panic!("{}: {why}", case.id));
        let caller = match &verified.scope {
            Some(scope) => format!("{} Credential={ak}/{scope}, ", verified.algorithm),
            None => format!("{} Access={ak}, ", verified.algorithm),
        };
        assert!(recorded.starts_with(&caller), "{}: {caller}", case.id);
        // A request for credentials is not signed.
        let signed = |wire: &&Wire| !wire.target.starts_with("/v5/agencies/");
        for wire in wire.preflight.iter().filter(signed).chain([wire]) {
            let verified = verifier.verify(&raw(wire)).unwrap_or_else(|why| panic!("{}: {why}", case.id));
            // Every header with a meaning is signed.
            for name in ["host", "content-type", "x-sdk-date", "x-project-id", "x-security-token", "x-empty"] {
                let is_signed = verified.signed_headers.iter().any(|signed| signed == name);
                assert_eq!(is_signed, header(wire, name).is_some(), "{}: {name}", case.id);
            }
        }
    }
}

#[test]
fn the_sts_request_matches_the_recording() {
    let (case, wire) = sent_cases().find(|(case, _)| case.id == "cred-oidc-env").expect("the case is sent");
    let recorded = case.preflight.as_ref().and_then(|requests| requests.first()).expect("the SDK asked STS");
    let [question] = wire.preflight.as_slice() else { panic!("one question was expected: {:?}", wire.preflight) };
    assert_eq!(recorded["method"], question.method);
    assert_eq!(recorded["target"], question.target);
    assert_eq!(header(question, "Host"), Some("sts.example.com"));
    assert_eq!(header(question, "Content-Type"), Some("application/json;charset=UTF-8"));
    let compact = recorded["body"].as_str().expect("a body is text").replace("\": ", "\":").replace(", \"", ",\"");
    assert_eq!(question.body, compact);
}

#[test]
fn the_iam_request_matches_the_recording() {
    let (case, wire) = sent_cases().find(|(case, _)| case.id == "project-id-auto-token").expect("the case is sent");
    let recorded = case.preflight.as_ref().and_then(|requests| requests.first()).expect("the SDK asked IAM");
    let [question] = wire.preflight.as_slice() else { panic!("one question was expected: {:?}", wire.preflight) };
    assert_eq!(recorded["method"], question.method);
    assert_eq!(recorded["target"], question.target);
    assert_eq!(header(question, "Host"), Some("iam.cn-north-4.myhuaweicloud.com"));
    assert_eq!(header(question, "X-Security-Token"), Some("tok"));
    assert_eq!(question.body, "");
}

/// The request for the verifier.
fn raw(wire: &Wire) -> RawRequest {
    RawRequest {
        method: wire.method.clone(),
        target: wire.target.clone(),
        headers: wire.headers.iter().map(|(name, value)| (name.clone(), value.clone().into_bytes())).collect(),
        body: wire.body.clone().into_bytes(),
    }
}
