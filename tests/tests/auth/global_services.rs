//! Global services: the domain id is configured, or looked up in IAM once.
//!
//! None of the five services is global. CodeArts Artifact has no project id in its path and is used as one.

use std::{fs, time::Duration};

use huaweicloud_reset_password::{
    ErrorKind, codearts_artifact,
    huaweicloud::{
        Credentials, DerivedSigning,
        credentials::{CredentialsProvider, Environment, EnvironmentProvider, MetadataProvider, ProfileProvider},
    },
};
use tempfile::TempDir;
use tests::{
    calls::{Call, Network, Settings},
    fixture::{self, ACCESS_KEY, SECRET_KEY},
    keys::{self, HOUR},
    server::{CapturedRequest, ScriptedResponse, Server},
    wire::RawRequest,
};

const DOMAINS: &str = r#"{"domains":[{"id":"d-found","name":"mine","enabled":true}],"links":{}}"#;
const NO_DOMAINS: &str = r#"{"domains":[],"links":{}}"#;
const CALLER: &str = r#"{"account_id":"d-caller","principal_urn":"iam::d-caller:user:me","principal_id":"u"}"#;

fn settings(server: &Server) -> Settings {
    Settings {
        is_global: true,
        credentials: Credentials::new(ACCESS_KEY, SECRET_KEY),
        network: Network::Rerouted(server.address()),
        ..Settings::at("https://service.example.com")
    }
}

/// Sends these responses to IAM and STS requests, and a success to others.
fn server(iam: ScriptedResponse, sts: ScriptedResponse) -> Server {
    Server::start_with_handler(move |_, captured| match captured.raw_request().target.as_str() {
        "/v3/auth/domains" => iam.clone(),
        "/v5/caller-identity" => sts.clone(),
        _ => ScriptedResponse::status(204),
    })
}

fn received_requests(server: &Server) -> Vec<RawRequest> {
    server.requests().iter().map(CapturedRequest::raw_request).cloned().collect()
}

/// The host and the domain id of each request.
fn hosts_and_accounts(server: &Server) -> Vec<(String, Option<String>)> {
    let pair = |request: &RawRequest| (request.header("Host").unwrap_or_default(), request.header("X-Domain-Id"));
    received_requests(server).iter().map(pair).collect()
}

#[tokio::test]
async fn the_domain_id_is_looked_up_and_signed() {
    for (region, iam) in [(None, "iam.myhuaweicloud.com"), (Some("cn-north-1"), "iam.cn-north-1.myhuaweicloud.com")] {
        let server = server(ScriptedResponse::json(DOMAINS), ScriptedResponse::status(500));
        let headers = vec![("X-Mine".to_owned(), "for the service".to_owned())];
        let settings = Settings { region: region.map(str::to_owned), headers, ..settings(&server) };
        Call::Artifact.send(&settings).await.unwrap_or_else(|error| panic!("{iam}: {error}"));

        let [question, request] = &received_requests(&server)[..] else { panic!("{:?}", received_requests(&server)) };
        assert_eq!((question.method.as_str(), question.target.as_str()), ("GET", "/v3/auth/domains"));
        assert_eq!(question.header("Host").as_deref(), Some(iam));
        assert!(question.header("X-Mine").is_none() && question.header("X-Domain-Id").is_none());
        assert_eq!(request.header("X-Domain-Id").as_deref(), Some("d-found"));
        assert!(request.header("X-Project-Id").is_none());
        assert!(request.header("Authorization").expect("it is signed").contains("x-domain-id;"));
        for request in [question, request] {
            fixture::verifier().verify(request).unwrap_or_else(|why| panic!("{iam}: {why}"));
        }
    }
}

#[tokio::test]
async fn concurrent_calls_look_up_the_domain_id_once() {
    let server =
        server(ScriptedResponse::json(DOMAINS).after(Duration::from_millis(50)), ScriptedResponse::status(500));
    let client: codearts_artifact::Client = settings(&server).build().expect("the settings are good");
    let clone = client.clone();
    let call = |client: &codearts_artifact::Client| client.reset_user_password().send();
    let (first, second) = tokio::join!(call(&client), call(&clone));
    for result in [first, second, call(&client).await] {
        result.expect("the server responds");
    }
    let of_questions = received_requests(&server).iter().filter(|request| request.target == "/v3/auth/domains").count();
    assert_eq!((of_questions, server.count()), (1, 4));
}

#[tokio::test]
async fn sts_is_the_fallback_for_the_domain_id() {
    let server = server(ScriptedResponse::json(NO_DOMAINS), ScriptedResponse::json(CALLER));
    Call::Artifact.send(&settings(&server)).await.expect("STS knows it");
    let expected = [
        ("iam.myhuaweicloud.com", None),
        ("sts.cn-north-4.myhuaweicloud.com", None),
        ("service.example.com", Some("d-caller")),
    ];
    let expected = expected.map(|(host, account)| (host.to_owned(), account.map(str::to_owned)));
    assert_eq!(hosts_and_accounts(&server), expected);
    for request in received_requests(&server) {
        fixture::verifier().verify(&request).unwrap_or_else(|why| panic!("{why}"));
    }
}

#[tokio::test]
async fn an_ambiguous_lookup_is_an_error() {
    let several = r#"{"domains":[{"id":"d1"},{"id":"d2"}]}"#;
    let denied = r#"{"error":{"code":403,"message":"You are not authorized"}}"#;
    for (iam, sts, words) in [
        (ScriptedResponse::json(several), ScriptedResponse::json(CALLER), "several domains: d1, d2"),
        (ScriptedResponse::json(r#"{"domains":[{"id":""}]}"#), ScriptedResponse::json(CALLER), "empty"),
        (ScriptedResponse::json("{}"), ScriptedResponse::json(CALLER), "domains"),
        (
            ScriptedResponse::with(403, &[], denied),
            ScriptedResponse::json(CALLER),
            "iam.list_auth_domains: HTTP 403, code 403: You are not",
        ),
        (
            ScriptedResponse::json(NO_DOMAINS),
            ScriptedResponse::json(r#"{"account_id":""}"#),
            "give the domain id to the credentials",
        ),
        (
            ScriptedResponse::json(NO_DOMAINS),
            ScriptedResponse::with(403, &[], denied),
            "sts.get_caller_identity: HTTP 403",
        ),
        (ScriptedResponse::json(NO_DOMAINS), ScriptedResponse::json("<html>"), "JSON"),
    ] {
        let server = server(iam, sts);
        let error = Call::Artifact.send(&settings(&server)).await.expect_err("no account can be known");
        assert_eq!(error.kind(), ErrorKind::ParameterLookup, "{error}");
        assert!(error.to_string().contains(words) && !error.may_have_been_executed(), "{words}: {error}");
        let is_ours = |request: &RawRequest| request.header("Host").as_deref() == Some("service.example.com");
        assert!(!received_requests(&server).iter().any(is_ours), "{words}");
    }
}

/// A custom IAM endpoint belongs to another cloud with an unknown STS.
#[tokio::test]
async fn sts_of_another_cloud_is_not_called() {
    let server = server(ScriptedResponse::json(NO_DOMAINS), ScriptedResponse::json(CALLER));
    let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY).iam_endpoint("https://iam.example.com");
    let error = Call::Artifact.send(&Settings { credentials, ..settings(&server) }).await.expect_err("there is none");
    assert!(error.to_string().contains("IAM knows no domain with these credentials"), "{error}");
    assert_eq!(hosts_and_accounts(&server), [("iam.example.com".to_owned(), None)]);
}

#[tokio::test]
async fn a_configured_domain_id_needs_no_lookup() {
    let folder = TempDir::new().expect("a folder can be made");
    let file = folder.path().join("credentials");
    fs::write(&file, "[basic]\nak=a\nsk=s\nproject_id=p\n[global]\nak=b\nsk=s\ndomain_id=d-file\n").expect("a file");
    let keys = [("HUAWEICLOUD_SDK_AK", "a"), ("HUAWEICLOUD_SDK_SK", "s"), ("HUAWEICLOUD_SDK_PROJECT_ID", "p")];
    let variables = Environment::of(keys.into_iter().chain([("HUAWEICLOUD_SDK_DOMAIN_ID", "d-variable")]));
    let providers: [(Box<dyn CredentialsProvider>, &str); 2] = [
        (Box::new(EnvironmentProvider::of(variables)), "d-variable"),
        (Box::new(ProfileProvider::new().file(&file)), "d-file"),
    ];
    for (provider, expected) in providers {
        let server = server(ScriptedResponse::json(DOMAINS), ScriptedResponse::json(CALLER));
        let settings = Settings { provider: Some(provider.into()), ..settings(&server) };
        Call::Artifact.send(&settings).await.unwrap_or_else(|error| panic!("{expected}: {error}"));
        assert_eq!(server.only_request().header("X-Domain-Id").as_deref(), Some(expected));
    }
    let server = server(ScriptedResponse::json(DOMAINS), ScriptedResponse::json(CALLER));
    let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY).domain_id("d-credentials");
    Call::Artifact.send(&Settings { credentials, ..settings(&server) }).await.expect("the server responds");
    assert_eq!(server.only_request().header("X-Domain-Id").as_deref(), Some("d-credentials"));
}

#[tokio::test]
async fn the_domain_id_of_machine_credentials_is_looked_up() {
    let server = Server::start_with_handler(|_, captured| match captured.raw_request().target.as_str() {
        "/meta-data/latest/api/token" => ScriptedResponse::with(200, &[], "metadata-token"),
        "/openstack/latest/securitykey" => keys::keys("ecs", HOUR),
        "/v3/auth/domains" => ScriptedResponse::json(DOMAINS),
        _ => ScriptedResponse::status(204),
    });
    let provider = Some(std::sync::Arc::new(MetadataProvider::new()) as _);
    let settings = Settings { provider, clock: None, ..settings(&server) };
    Call::Artifact.send(&settings).await.expect("the machine has keys, and IAM knows them");
    let [.., question, request] = &received_requests(&server)[..] else { panic!("{:?}", received_requests(&server)) };
    assert_eq!(question.header("X-Security-Token").as_deref(), Some("ecs-token"));
    assert_eq!(request.header("X-Domain-Id").as_deref(), Some("d-found"));
}

/// An IAM token identifies its account.
#[tokio::test]
async fn a_request_with_an_iam_token_has_no_domain_id() {
    let server = server(ScriptedResponse::json(DOMAINS), ScriptedResponse::json(CALLER));
    let settings = Settings { credentials: Credentials::token("t"), ..settings(&server) };
    Call::Artifact.send(&settings).await.expect("the server responds");
    assert_eq!(hosts_and_accounts(&server), [("service.example.com".to_owned(), None)]);
}

#[tokio::test]
async fn derived_keys_of_global_services_use_the_global_region() {
    let server = server(ScriptedResponse::json(DOMAINS), ScriptedResponse::json(CALLER));
    let derived_signing = Some(("iam".to_owned(), DerivedSigning::Always));
    let region = Some("cn-north-4".to_owned());
    Call::Artifact.send(&Settings { derived_signing, region, ..settings(&server) }).await.expect("it is signed");
    let [question, request] = &received_requests(&server)[..] else { panic!("{:?}", received_requests(&server)) };
    let verify = |request| fixture::verifier().verify(request).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(verify(question).algorithm, "SDK-HMAC-SHA256");
    assert_eq!(verify(request).scope.as_deref(), Some("20260115/globe/iam"));
}
