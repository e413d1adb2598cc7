//! Looking up the id of a project, or that of an account where the service is global.

use std::time::Duration;

use crate::support::*;
use wireright_huaweicloud::Authenticator;
use wireright_runtime::{
    ErrorKind, Request,
    transport::{
        BoxFuture, CannedResponse, CannedTransport, HttpRequest, Transport, TransportErrorKind, TransportResult,
    },
};

/// Responds to the lookup in IAM with these projects, and any other request with 204.
fn iam(projects: &'static str) -> CannedTransport {
    CannedTransport::new().respond_with(move |request| {
        if request.uri().host().unwrap().starts_with("iam.") {
            CannedResponse::json(200, projects).header("X-IAM-Trace-Id", "trace-1")
        } else {
            CannedResponse::new(204)
        }
    })
}

/// Takes its time, so that calls overlap.
#[derive(Debug)]
struct SlowTransport(CannedTransport);

impl Transport for SlowTransport {
    fn send(&self, request: HttpRequest, limit: Duration) -> BoxFuture<'_, TransportResult> {
        Box::pin(async move {
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            self.0.send(request, limit).await
        })
    }
}

fn without_project(transport: &CannedTransport) -> Dcs {
    builder(transport).authenticator(credentials().security_token("tok")).header("X-Mine", "m").build().unwrap()
}

#[tokio::test]
async fn the_project_id_is_looked_up_once_for_all_clones() {
    let transport = iam(r#"{"projects":[{"id":"auto","name":"cn-north-4"}]}"#);
    let client = builder(&transport)
        .transport(SlowTransport(transport.clone()))
        .authenticator(credentials().security_token("tok"))
        .header("X-Mine", "m")
        .build()
        .unwrap();
    let clone = client.clone();
    let reset = |client: &Dcs| {
        let client = client.clone();
        async move { client.reset().account_id("a").new_password("x").send().await }
    };
    let (first, second, third) = tokio::join!(reset(&client), reset(&clone), reset(&client));
    for response in [first, second, third] {
        response.unwrap();
    }
    let requests = transport.requests();
    assert_eq!(requests.len(), 4);
    let lookup = &requests[0];
    assert_eq!(lookup.uri().to_string(), "https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4");
    assert_eq!(lookup.headers()["x-security-token"], "tok");
    assert!(lookup.headers().contains_key("authorization"));
    assert!(!lookup.headers().contains_key("x-project-id") && !lookup.headers().contains_key("x-mine"));
    for request in &requests[1..] {
        assert_eq!(request.uri().path(), "/v2/auto/accounts/a/password");
        assert_eq!(request.headers()["x-project-id"], "auto");
    }
}

#[tokio::test]
async fn an_operation_without_a_project_id_needs_no_lookup() {
    let transport = iam(r#"{"projects":[]}"#);
    without_project(&transport).poke().await.unwrap();
    assert_eq!(transport.requests().len(), 1);
    assert!(!transport.requests()[0].headers().contains_key("x-project-id"));
}

#[tokio::test]
async fn none_or_several_projects_are_an_error() {
    for (projects, words) in [
        (r#"{"projects":[]}"#, "no project for region cn-north-4"),
        (r#"{"projects":[{"id":"p1"},{"id":"p2"}]}"#, "several projects for region cn-north-4: p1, p2"),
        (r#"{"unexpected":1}"#, "could not be looked up"),
    ] {
        let transport = iam(projects);
        let error = without_project(&transport).reset().account_id("a").send().await.unwrap_err();
        assert_eq!(transport.requests().len(), 1, "the operation itself is not sent");
        assert_eq!(error.kind(), ErrorKind::ParameterLookup);
        assert!(!error.may_have_been_executed());
        let shown = error.to_string();
        assert!(shown.starts_with("dcs.reset_acl_account_password: ") && shown.contains(words), "{shown}");
        assert!(shown.contains("trace-1"), "{shown}");
    }
}

#[tokio::test]
async fn a_failed_lookup_is_not_cached() {
    let transport = CannedTransport::new()
        .respond(CannedResponse::json(403, r#"{"error":{"code":"IAM.1","message":"denied"}}"#))
        .respond(CannedResponse::json(200, r#"{"projects":[{"id":"auto"}]}"#))
        .respond(CannedResponse::new(204));
    let client = without_project(&transport);
    let error = client.reset().account_id("a").send().await.unwrap_err();
    assert!(error.to_string().contains("iam.list_projects: HTTP 403, code IAM.1: denied"), "{error}");
    assert_eq!((error.code(), error.status()), (Some("IAM.1"), Some(403)));
    client.reset().account_id("a").send().await.unwrap();
}

#[tokio::test]
async fn error_predicates_apply_to_the_lookup() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::fails(TransportErrorKind::Timeout));
    let error = without_project(&transport).reset().account_id("a").send().await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable() && !error.may_have_been_executed(), "{error}");
}

#[tokio::test]
async fn without_a_region_the_lookup_is_an_error() {
    let transport = CannedTransport::new();
    let client = Dcs::builder()
        .endpoint("https://dcs.example.com")
        .authenticator(credentials())
        .transport(transport.clone())
        .clock(clock())
        .build()
        .unwrap();
    let error = client.reset().account_id("a").send().await.unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("without a region"), "{error}");
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn credentials_can_set_the_iam_endpoint() {
    let transport = iam(r#"{"projects":[{"id":"auto"}]}"#);
    let credentials = credentials().iam_endpoint("https://iam.elsewhere.example.com");
    let client = builder(&transport).authenticator(credentials).endpoint("https://dcs.example.com").build().unwrap();
    client.reset().account_id("a").send().await.unwrap();
    let hosts: Vec<_> = transport.requests().iter().map(|request| request.uri().host().unwrap().to_owned()).collect();
    assert_eq!(hosts, ["iam.elsewhere.example.com", "dcs.example.com"]);
}

#[tokio::test]
async fn an_invalid_request_is_rejected_before_the_lookup() {
    let transport = iam(r#"{"projects":[{"id":"auto"}]}"#);
    let error = without_project(&transport).reset().account_id("..").send().await.unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn the_domain_id_of_a_global_service_is_cached() {
    let transport = CannedTransport::new().respond_with(|request| match request.uri().path() {
        "/v3/auth/domains" => CannedResponse::json(200, r#"{"domains":[{"id":"auto"}]}"#),
        _ => CannedResponse::new(204),
    });
    let builder = || Dcs::builder().endpoint("https://dcs.example.com").transport(transport.clone()).clock(clock());
    let client =
        builder().authenticator(Authenticator::builder().credentials(credentials()).global(true)).build().unwrap();
    let prepare = |client: &Dcs| client.core.prepare(Request::builder(&POKE));
    let error = prepare(&client).unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("domain_id"), "{error}");
    client.poke().await.unwrap();
    assert_eq!(prepare(&client).unwrap().headers()["x-domain-id"], "auto");
    assert_eq!(transport.requests().len(), 2);

    // What the authenticator says goes before what its credentials say, and makes it one of a global service.
    let client = {
        let credentials = credentials().domain_id("d-credentials");
        builder()
            .authenticator(Authenticator::builder().credentials(credentials).domain_id("d-client"))
            .build()
            .unwrap()
    };
    assert_eq!(prepare(&client).unwrap().headers()["x-domain-id"], "d-client");
    // A global client looks up no project id.
    let error = client.reset().account_id("a").send().await.unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("project_id"), "{error}");
}
