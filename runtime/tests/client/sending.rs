//! Requests as they are sent, and invalid requests that are not sent.

use crate::support::*;
use wireright_runtime::{
    ErrorKind, HeaderMap, Hook, InvalidRequest, Request, Timeouts,
    transport::{CannedResponse, CannedTransport, RequestMatcher},
};

fn header<'r, T>(request: &'r http::Request<T>, name: &str) -> Option<&'r str> {
    let values: Vec<_> = request.headers().get_all(name).iter().collect();
    assert!(values.len() <= 1, "{name} is there {} times", values.len());
    values.first().map(|value| std::str::from_utf8(value.as_bytes()).unwrap())
}

#[tokio::test]
async fn a_request_is_sent_as_documented() {
    let transport = CannedTransport::new().respond(CannedResponse::new(204).header("X-Request-Id", "req-1"));
    let response =
        client(&transport).reset().account_id("a/b {project_id}").new_password("hunter2é").send().await.unwrap();
    assert_eq!((response.status(), response.request_id(), response.attempts()), (204, Some("req-1"), 1));
    assert_eq!(response.into_body(), ResetBody::default());

    let request = &transport.requests()[0];
    assert_eq!(request.method(), "PUT");
    let url = "https://dcs.cn-north-4.example.com/v2/project0/accounts/a%2Fb%20%7Bproject_id%7D/password";
    assert_eq!(request.uri().to_string(), url);
    assert_eq!(request.body().as_bytes(), r#"{"new_password":"hunter2é"}"#.as_bytes());
    assert_eq!(header(request, "host"), Some("dcs.cn-north-4.example.com"));
    assert_eq!(header(request, "content-type"), Some("application/json;charset=utf-8"));
    assert_eq!(header(request, "x-test-date"), Some("1768465800"));
    assert_eq!(header(request, "x-project-id"), Some("project0"));
    let authorization = header(request, "authorization").unwrap();
    assert!(
        authorization.starts_with("Test Headers=content-type;host;user-agent;x-project-id;x-test-date, Signature="),
        "{authorization}"
    );
    assert!(header(request, "user-agent").unwrap().starts_with("test-crate/1.2.3 wireright-runtime/"));
}

#[tokio::test]
async fn canned_responses_can_depend_on_the_request() {
    let reset = RequestMatcher::new().method("PUT").path("/v2/{project}/accounts/a-1/password");
    let wrong = reset.clone().json_at("/new_password", "hunter2");
    let transport = CannedTransport::new()
        .respond_to(wrong.clone(), CannedResponse::json(400, r#"{"error_code":"X.1"}"#))
        .respond_to(reset.clone(), CannedResponse::new(204))
        .respond(CannedResponse::new(503));
    let send = async |account: &str, password: &str| {
        let sent = client(&transport).reset().account_id(account).new_password(password).send().await;
        sent.map(|response| response.status()).map_err(|error| error.status())
    };
    assert_eq!(send("a-1", "another").await, Ok(204));
    assert_eq!(send("a-1", "hunter2").await, Err(Some(400)));
    assert_eq!(send("a-1", "another").await, Ok(204));
    assert_eq!(send("a-2", "another").await, Err(Some(503)));
    assert_eq!(transport.requests_like(&reset).len(), 3);
    assert_eq!(transport.requests_like(&wrong).len(), 1);
}

#[tokio::test]
async fn path_values_that_change_the_path_are_an_error() {
    let transport = CannedTransport::new();
    for value in ["", ".", "..", "a\u{0}b"] {
        let error = client(&transport).reset().account_id(value).new_password("x").send().await.unwrap_err();
        assert!(error.is_invalid_request() && !error.may_have_been_executed(), "{error}");
        assert_eq!((error.attempts(), error.status()), (0, None));
        assert!(
            matches!(error.invalid_request(), Some(InvalidRequest::Parameter { name, .. }) if name == "account_id"),
            "{error}"
        );
    }
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn the_project_id_of_a_call_overrides_that_of_the_client() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    let client = builder(&transport).parameter("project_id", "of-client").build().unwrap();
    client.reset().account_id("a").send().await.unwrap();
    client.reset().account_id("a").project_id("of-call").send().await.unwrap();
    let requests = transport.requests();
    assert_eq!(requests[0].uri().path(), "/v2/of-client/accounts/a/password");
    assert_eq!(header(&requests[0], "x-project-id"), Some("of-client"));
    assert_eq!(requests[1].uri().path(), "/v2/of-call/accounts/a/password");
    assert_eq!(header(&requests[1], "x-project-id"), Some("of-call"));
}

#[tokio::test]
async fn extra_headers_are_sent_once_and_signed() {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let client = builder(&transport)
        .header("X-Empty", "")
        .header("x_under", "u")
        .header("User-Agent", "mine/1.0")
        .header("Content-Type", "application/json;a=b")
        .build()
        .unwrap();
    client.poke().await.unwrap();
    let request = &transport.requests()[0];
    assert_eq!(header(request, "x-empty"), Some(""));
    assert_eq!(header(request, "x_under"), Some("u"));
    assert_eq!(header(request, "user-agent"), Some("mine/1.0"));
    assert_eq!(header(request, "content-type"), Some("application/json;a=b"));
    let authorization = header(request, "authorization").unwrap();
    assert!(
        authorization.contains("content-type;host;user-agent;x-empty;x-project-id;x-test-date;x_under"),
        "{authorization}"
    );
}

struct HeaderHook(&'static str);

impl Hook for HeaderHook {
    fn add_headers(&self, attempt: &wireright_runtime::AttemptInfo<'_>, headers: &mut HeaderMap) {
        assert_eq!(attempt.operation.name, "dcs.poke");
        headers.insert(self.0, "v".parse().unwrap());
    }
}

#[tokio::test]
async fn reserved_headers_are_an_error() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    let refused = InvalidRequest::ReservedHeader { name: "x-project-id".to_owned() };

    let error = builder(&transport).header("X-Project-Id", "p").build().unwrap_err();
    assert_eq!((error.invalid_request(), error.operation()), (Some(&refused), None));

    let error = builder(&transport).hook(HeaderHook("x-project-id")).build().unwrap().poke().await.unwrap_err();
    assert_eq!(error.invalid_request(), Some(&refused));

    let request = Request::builder(&POKE).header("X-Project-Id", "p");
    let error = client(&transport).core.send(request, wireright_runtime::decode::nothing).await.unwrap_err();
    assert_eq!(error.invalid_request(), Some(&refused));
    assert!(transport.requests().is_empty());

    builder(&transport).hook(HeaderHook("x-trace")).build().unwrap().poke().await.unwrap();
    assert_eq!(header(&transport.requests()[0], "x-trace"), Some("v"));
}

#[test]
fn prepare_signs_and_sends_nothing() {
    let transport = CannedTransport::new();
    let client = client(&transport);
    let prepared = client.core.prepare(client.reset().account_id("a").new_password("x").request()).unwrap();
    assert!(header(&prepared, "authorization").is_some());
    assert_eq!(prepared.body().as_bytes(), br#"{"new_password":"x"}"#);
    assert!(transport.requests().is_empty());

    let lacking = builder(&transport).authenticator(credentials()).build().unwrap();
    let error = lacking.core.prepare(lacking.reset().account_id("a").request()).unwrap_err();
    assert_eq!(error.invalid_request(), Some(&InvalidRequest::Missing { name: "project_id".to_owned() }));
}

#[test]
fn invalid_settings_are_a_build_error() {
    let transport = CannedTransport::new();
    let words = |builder: wireright_runtime::ClientBuilder<Dcs>| {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        error.to_string()
    };
    let region = words(builder(&transport).region("cn-nort-4"));
    assert!(region.contains("is it `cn-north-4` or `cn-north-1`?") && region.contains("`endpoint`"), "{region}");
    assert!(words(Dcs::builder().authenticator(credentials())).contains("neither a region nor an endpoint"));
    assert!(words(Dcs::builder().region("cn-north-4")).contains("no credentials"));
    let both = words(Dcs::builder());
    assert!(both.contains("no credentials were given; neither a region nor an endpoint"), "{both}");
    assert!(words(builder(&transport).endpoint("http://localhost")).contains("https"));
    assert!(words(builder(&transport).endpoint("https://h/base")).contains("path"));
    assert!(words(builder(&transport).parameter("project_id", "")).contains("project_id"));
    assert!(words(builder(&transport).parameter("domain", "x")).contains("domain"));
    assert!(words(builder(&transport).timeouts(Timeouts::new().attempt(std::time::Duration::ZERO))).contains("zero"));
    assert!(words(builder(&transport).authenticator(credentials().invalid())).contains("invalid key"));
    assert!(words(builder(&transport).header("a b", "c")).contains("a b"));
}

#[test]
fn debug_of_a_client_shows_settings_without_secrets() {
    let shown = format!("{:?}", client(&CannedTransport::new()));
    assert!(shown.contains("dcs.cn-north-4.example.com") && shown.contains("TestKey"), "{shown}");
    assert!(!shown.contains("Zx8example"), "{shown}");
}

#[test]
fn a_pending_request_is_send() {
    fn is_send<T: Send + 'static>(value: T) -> T {
        value
    }
    let client = client(&CannedTransport::new());
    drop(is_send(client.core.send(Request::builder(&LIST), wireright_runtime::decode::nothing)));
}
