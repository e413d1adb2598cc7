//! Project id: configured, or looked up in IAM once.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use huaweicloud_reset_password::{ErrorKind, huaweicloud::Credentials, kafka};
use tests::{
    calls::{Call, Network, Settings, kafka_request},
    fixture::{self, ACCESS_KEY, SECRET_KEY},
    server::{CapturedRequest, ScriptedResponse, Server},
    wire::RawRequest,
};

const PROJECTS: &str = r#"{"projects":[{"id":"p-found","name":"cn-north-4","enabled":true}],"links":{}}"#;

/// Settings with a region and a key pair, without a project id. All requests are rerouted to the server.
fn settings(server: &Server) -> Settings {
    Settings {
        region: Some("cn-north-4".to_owned()),
        credentials: Credentials::new(ACCESS_KEY, SECRET_KEY),
        network: Network::Rerouted(server.address()),
        ..Settings::at("https://service.example.com")
    }
}

fn is_question(captured: &CapturedRequest) -> bool {
    captured.raw_request().header("Host").as_deref() == Some("iam.cn-north-4.myhuaweicloud.com")
}

/// Sends this response to IAM requests, and a success to others.
fn server(iam: ScriptedResponse) -> Server {
    Server::start_with_handler(
        move |_, captured| if is_question(captured) { iam.clone() } else { ScriptedResponse::status(204) },
    )
}

fn split(server: &Server) -> (Vec<RawRequest>, Vec<RawRequest>) {
    let (questions, others): (Vec<_>, Vec<_>) = server.requests().into_iter().partition(is_question);
    let parsed =
        |requests: Vec<CapturedRequest>| requests.iter().map(|request| request.raw_request().clone()).collect();
    (parsed(questions), parsed(others))
}

#[tokio::test]
async fn the_lookup_sends_only_the_region() {
    for call in Call::all().into_iter().filter(|call| *call != Call::Artifact) {
        let server = server(ScriptedResponse::json(PROJECTS));
        let headers = vec![("X-Mine".to_owned(), "for the service".to_owned())];
        call.send(&Settings { headers, ..settings(&server) }).await.unwrap_or_else(|error| panic!("{call:?}: {error}"));

        let (questions, requests) = split(&server);
        let ([question], [request]) = (questions.as_slice(), requests.as_slice()) else {
            panic!("{call:?}: {questions:?} {requests:?}")
        };
        assert_eq!((question.method.as_str(), question.target.as_str()), ("GET", "/v3/projects?name=cn-north-4"));
        assert!(
            question.body.is_empty()
                && question.header("X-Mine").is_none()
                && question.header("X-Project-Id").is_none()
        );
        fixture::verifier().verify(question).unwrap_or_else(|why| panic!("{call:?}: {why}"));

        assert!(request.target.split('/').any(|segment| segment == "p-found"), "{call:?}: {}", request.target);
        assert_eq!(request.header("X-Project-Id").as_deref(), Some("p-found"), "{call:?}");
        fixture::verifier().verify(request).unwrap_or_else(|why| panic!("{call:?}: {why}"));
    }
}

#[tokio::test]
async fn concurrent_calls_look_up_the_project_id_once() {
    let server = server(ScriptedResponse::json(PROJECTS).after(std::time::Duration::from_millis(50)));
    let client: kafka::Client = settings(&server).build().expect("the settings are good");
    let clone = client.clone();
    let call = |client: &kafka::Client| kafka_request(client).send();
    let (first, second, third) = tokio::join!(call(&client), call(&clone), call(&client));
    for result in [first, second, third, call(&client).await] {
        result.expect("the server responds");
    }
    let (questions, requests) = split(&server);
    assert_eq!((questions.len(), requests.len()), (1, 4));
}

#[tokio::test]
async fn a_configured_or_unneeded_project_id_is_not_looked_up() {
    let given = Settings { credentials: fixture::credentials(), ..settings(&server(ScriptedResponse::close())) };
    for call in Call::all() {
        let server = server(ScriptedResponse::close());
        let network = Network::Rerouted(server.address());
        call.send(&Settings { network, ..given.clone() }).await.unwrap_or_else(|error| panic!("{call:?}: {error}"));
        assert_eq!(split(&server).0.len(), 0, "{call:?}");
    }
    // The path of this operation has no project id.
    let server = server(ScriptedResponse::close());
    Call::Artifact.send(&settings(&server)).await.expect("the server responds");
    assert_eq!(server.only_request().header("X-Project-Id"), None);
}

#[tokio::test]
async fn the_project_id_of_a_call_overrides_that_of_the_client() {
    let server = server(ScriptedResponse::close());
    let settings = Settings { credentials: fixture::credentials(), ..settings(&server) };
    let client: kafka::Client = settings.build().expect("the settings are good");
    let request = kafka_request(&client).project_id("p-given");
    request.send().await.expect("the server responds");
    let request = server.only_request();
    assert_eq!(request.target, "/v2/p-given/instances/i/users/u");
    assert_eq!(request.header("X-Project-Id").as_deref(), Some("p-given"));
}

#[tokio::test]
async fn an_ambiguous_project_is_an_error() {
    let several = r#"{"projects":[{"id":"p1"},{"id":"p2"}]}"#;
    let refused = r#"{"error":{"code":403,"message":"You are not authorized"}}"#;
    for (response, words) in [
        (ScriptedResponse::json(r#"{"projects":[]}"#), "no project"),
        (ScriptedResponse::json(several), "p1, p2"),
        (ScriptedResponse::json(r#"{"projects":[{"id":""}]}"#), "empty"),
        (ScriptedResponse::json("{}"), "projects"),
        (ScriptedResponse::json("<html>"), "JSON"),
        (ScriptedResponse::with(403, &[], refused), "You are not authorized"),
        (ScriptedResponse::status(302), "302"),
        (ScriptedResponse::close(), "connection"),
    ] {
        for call in Call::all().into_iter().filter(|call| *call != Call::Artifact) {
            let server = server(response.clone());
            let error = call.send(&settings(&server)).await.expect_err("no project can be known");
            assert_eq!(error.kind(), ErrorKind::ParameterLookup, "{call:?}: {error}");
            assert!(error.to_string().contains(words), "{call:?}: {error}");
            // The request itself is not sent.
            assert!(!error.may_have_been_executed(), "{call:?}: {error}");
            assert_eq!(split(&server).1.len(), 0, "{call:?}");
        }
    }
}

#[tokio::test]
async fn a_failed_lookup_is_not_cached() {
    let broken = Arc::new(AtomicBool::new(true));
    let server = Server::start_with_handler({
        let broken = Arc::clone(&broken);
        move |_, captured| match is_question(captured) {
            true if broken.load(Ordering::SeqCst) => ScriptedResponse::status(503),
            true => ScriptedResponse::json(PROJECTS),
            false => ScriptedResponse::status(204),
        }
    });
    let client: kafka::Client = settings(&server).build().expect("the settings are good");
    let call = || kafka_request(&client).send();
    let error = call().await.expect_err("IAM is out of order");
    assert!(error.is_retryable(), "{error}");
    broken.store(false, Ordering::SeqCst);
    call().await.expect("IAM is in order again");
}
