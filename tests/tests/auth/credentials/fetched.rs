//! Providers with I/O: their requests, and valid and invalid responses.

use std::fs;

use huaweicloud_reset_password::{
    ErrorKind,
    huaweicloud::Authenticator,
    huaweicloud::credentials::{
        CredentialsContext, CredentialsError, CredentialsErrorKind, CredentialsProvider as _, Environment,
        EnvironmentProvider, FederationProvider, MetadataProvider, OidcProvider, PodIdentityProvider, ProfileProvider,
    },
    runtime::transport::{CannedResponse, CannedTransport},
};
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tests::{
    calls::kafka_request,
    fixture,
    keys::{HOUR, client, is_reset, keys, reset, reset_in_project},
    server::{ScriptedResponse, Server},
    verifier::Verifier,
    wire::RawRequest,
};

/// A file with this content.
fn file(content: &str) -> NamedTempFile {
    let file = NamedTempFile::new().expect("a file can be made");
    fs::write(file.path(), content).expect("a file can be written");
    file
}

fn received_requests(server: &Server) -> Vec<RawRequest> {
    server.requests().iter().map(|captured| captured.raw_request().clone()).collect()
}

fn body(request: &RawRequest) -> Value {
    serde_json::from_str(&request.body_text()).expect("a body is JSON")
}

/// Checks that the request is signed with the temporary credentials of this name.
fn assert_signed(request: &RawRequest, name: &str) {
    Verifier::new(&format!("{name}AK"), &format!("{name}SK"))
        .at(std::time::SystemTime::now())
        .verify(request)
        .unwrap_or_else(|why| panic!("{why}: {request:?}"));
    assert_eq!(request.header("X-Security-Token"), Some(format!("{name}-token")));
}

#[tokio::test]
async fn the_metadata_service_is_called_with_a_session_token() {
    let server = Server::start_with_handler(|_, captured| match captured.raw_request().target.as_str() {
        "/meta-data/latest/api/token" => ScriptedResponse::with(200, &[], "metadata-token"),
        "/openstack/latest/securitykey" => keys("ecs", HOUR),
        _ => ScriptedResponse::status(204),
    });
    let provider = MetadataProvider::new();
    reset_in_project(&client(&server, provider)).await.expect("the machine has keys");

    let [token, key, request] = &received_requests(&server)[..] else { panic!("{:?}", received_requests(&server)) };
    assert_eq!((token.method.as_str(), token.header("Host").as_deref()), ("PUT", Some("169.254.169.254")));
    assert_eq!(token.header("X-Metadata-Token-Ttl-Seconds").as_deref(), Some("21600"));
    assert_eq!((key.method.as_str(), key.header("X-Metadata-Token").as_deref()), ("GET", Some("metadata-token")));
    assert_signed(request, "ecs");
}

#[tokio::test]
async fn a_metadata_service_without_session_tokens_is_supported() {
    for status in [404, 405, 503] {
        let server = Server::start_with_handler(move |_, captured| match captured.raw_request().method.as_str() {
            "PUT" if !is_reset(captured.raw_request()) => ScriptedResponse::status(status),
            "GET" => keys("ecs", HOUR),
            _ => ScriptedResponse::status(204),
        });
        reset_in_project(&client(&server, MetadataProvider::new())).await.expect("the machine has keys");
        assert_eq!(received_requests(&server)[1].header("X-Metadata-Token"), None, "{status}");
        assert_signed(&received_requests(&server)[2], "ecs");
    }
}

#[tokio::test]
async fn a_rejected_session_token_is_replaced() {
    let mut tokens = 0;
    let server = Server::start_with_handler(move |_, captured| {
        let request = captured.raw_request();
        match request.target.as_str() {
            "/meta-data/latest/api/token" => {
                tokens += 1;
                ScriptedResponse::with(200, &[], format!("token-{tokens}"))
            }
            "/openstack/latest/securitykey" if request.header("X-Metadata-Token").as_deref() == Some("token-1") => {
                ScriptedResponse::with(401, &[], "the token has expired")
            }
            "/openstack/latest/securitykey" => keys("ecs", HOUR),
            _ => ScriptedResponse::status(204),
        }
    });
    reset_in_project(&client(&server, MetadataProvider::new())).await.expect("the second token is good");
    assert_eq!(received_requests(&server).len(), 5);
    assert_signed(&received_requests(&server)[4], "ecs");
}

#[tokio::test]
async fn a_machine_without_an_agency_is_a_distinct_error() {
    let words = "Please configure Cloud Service Agency first";
    let server = Server::start_with_handler(move |_, captured| match captured.raw_request().method.as_str() {
        "GET" => ScriptedResponse::with(401, &[], format!(r#"{{"error":{{"code":401,"message":"{words}"}}}}"#)),
        _ => ScriptedResponse::with(200, &[], "metadata-token"),
    });
    let error = reset_in_project(&client(&server, MetadataProvider::new())).await.expect_err("there are no keys");
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(CredentialsError::of_call(&error).expect("a reason").kind(), CredentialsErrorKind::Rejected);
    assert!(error.to_string().contains(words), "{error}");
    assert_eq!(server.count(), 2, "neither another token nor the reset");
}

#[tokio::test]
async fn the_pod_token_file_is_read_for_each_request() {
    let server = Server::start_with_handler(|_, captured| match captured.raw_request().method.as_str() {
        "POST" => keys("pod", HOUR),
        _ => ScriptedResponse::status(204),
    });
    let token = file("pod-token-1\n");
    let environment = Environment::of([
        ("HC_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.1.2:8080/v1/keys?a=b".into()),
        ("HC_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.path().as_os_str().to_owned()),
    ]);
    for number in 1..=2 {
        fs::write(token.path(), format!("pod-token-{number}\n")).expect("a file can be written");
        let provider = PodIdentityProvider::new().environment(environment.clone());
        reset_in_project(&client(&server, provider)).await.expect("the pod has keys");
        let [.., question, request] = &received_requests(&server)[..] else {
            panic!("{:?}", received_requests(&server))
        };
        assert_eq!(question.target, "/v1/keys?a=b");
        assert_eq!(question.header("Host").as_deref(), Some("169.254.1.2:8080"));
        assert_eq!(question.header("Authorization"), Some(format!("pod-token-{number}")));
        assert_eq!(body(question), json!({}));
        assert_signed(request, "pod");
    }
}

#[tokio::test]
async fn the_pod_token_is_sent_over_https_or_loopback_only() {
    let server = Server::script([]);
    let token = file("pod-token");
    let settings = |uri: &str| {
        let provider = PodIdentityProvider::new().endpoint(uri, token.path());
        tests::keys::settings(&server, provider)
    };
    // The builder of the other tests allows HTTP.
    let builder = huaweicloud_reset_password::kafka::Client::builder().endpoint("https://kafka.example.com");
    let provider = settings("http://agent.example.com/keys").provider.expect("it was given");
    let client = builder
        .authenticator(Authenticator::builder().credentials_provider(provider))
        .build()
        .expect("the settings are good");
    let error = reset_in_project(&client).await.expect_err("the agent is far away");
    assert!(error.to_string().contains("neither https nor"), "{error}");
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn oidc_federation_gets_a_token_and_then_credentials() {
    let server = Server::start_with_handler(|_, captured| match captured.raw_request().target.as_str() {
        "/v3.0/OS-AUTH/id-token/tokens" => ScriptedResponse::with(201, &[("X-Subject-Token", "iam-token")], "{}"),
        "/v3.0/OS-CREDENTIAL/securitytokens" => keys("idp", HOUR),
        "/v3/projects?name=cn-north-4" => ScriptedResponse::json(r#"{"projects":[{"id":"p-found"}]}"#),
        _ => ScriptedResponse::status(204),
    });
    let token = file(" the-id-token \n");
    let environment = Environment::of([
        ("HUAWEICLOUD_SDK_IDP_ID", "my-idp".into()),
        ("HUAWEICLOUD_SDK_ID_TOKEN_FILE", token.path().as_os_str().to_owned()),
        // The order of precedence.
        ("HUAWEICLOUD_SDK_AK", "ak".into()),
        ("HUAWEICLOUD_SDK_SK", "sk".into()),
    ]);
    reset(&client(&server, EnvironmentProvider::of(environment))).await.expect("all respond");

    let [first, second, project, request] = &received_requests(&server)[..] else {
        panic!("{:?}", received_requests(&server))
    };
    assert_eq!((first.method.as_str(), first.header("X-Idp-Id").as_deref()), ("POST", Some("my-idp")));
    assert_eq!(first.header("Host").as_deref(), Some("iam.myhuaweicloud.com"));
    assert_eq!(body(first), json!({"auth": {"id_token": {"id": "the-id-token"}}}));
    let identity = json!({"methods": ["token"], "token": {"id": "iam-token", "duration_seconds": 21600}});
    assert_eq!(body(second), json!({"auth": {"identity": identity}}));
    // The project lookup uses the fetched credentials.
    assert_eq!(project.header("Host").as_deref(), Some("iam.cn-north-4.myhuaweicloud.com"));
    assert_signed(project, "idp");
    assert_signed(request, "idp");
    assert_eq!(request.header("X-Project-Id").as_deref(), Some("p-found"));
}

#[tokio::test]
async fn a_profile_may_use_oidc_federation() {
    let server = Server::start_with_handler(|_, captured| match captured.raw_request().target.as_str() {
        "/v3.0/OS-AUTH/id-token/tokens" => ScriptedResponse::with(201, &[("X-Subject-Token", "iam-token")], "{}"),
        "/v3.0/OS-CREDENTIAL/securitytokens" => keys("idp", HOUR),
        _ => ScriptedResponse::status(204),
    });
    let token = file("the-id-token");
    let path = token.path().display();
    let profile = format!("[basic]\nidp_id = my-idp\nid_token_file = {path}\nproject_id = p-file\nak = a\nsk = s\n");
    for (more, host) in [
        ("", "iam-of-variable.example.com"),
        ("iam_endpoint = https://iam-of-file.example.com", "iam-of-file.example.com"),
    ] {
        let file = file(&format!("{profile}{more}"));
        let environment = Environment::of([("HUAWEICLOUD_SDK_IAM_ENDPOINT", "https://iam-of-variable.example.com")]);
        let provider = ProfileProvider::new().file(file.path()).environment(environment);
        reset(&client(&server, provider)).await.expect("all respond");
        let [.., first, _, request] = &received_requests(&server)[..] else {
            panic!("{:?}", received_requests(&server))
        };
        assert_eq!(first.header("Host").as_deref(), Some(host));
        assert_eq!(request.header("X-Project-Id").as_deref(), Some("p-file"));
        assert_signed(request, "idp");
    }
}

#[tokio::test]
async fn a_rejected_id_token_is_reported_without_the_token() {
    let server = Server::start_with_handler(|_, _| {
        let body = r#"{"error":{"code":401,"message":"the-id-token is not from my-idp"}}"#;
        ScriptedResponse::with(401, &[("X-Request-Id", "trace-7")], body)
    });
    let token = file("the-id-token");
    let provider = FederationProvider::new("my-idp", token.path()).iam_endpoint("https://iam.example.com");
    let error = reset(&client(&server, provider)).await.expect_err("IAM refuses");
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(CredentialsError::of_call(&error).expect("a reason").kind(), CredentialsErrorKind::Rejected);
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("iam.example.com") && shown.contains("401"), "{shown}");
    assert!(!shown.contains("the-id-token"), "{shown}");
}

#[tokio::test]
async fn a_transient_sts_failure_is_retried() {
    let server = Server::start_with_handler(|number, captured| match (number, is_reset(captured.raw_request())) {
        (_, true) => ScriptedResponse::status(204),
        (0, _) => ScriptedResponse::status(503),
        _ => keys("oidc", HOUR),
    });
    let provider = OidcProvider::new()
        .environment(Environment::of([("HUAWEICLOUD_OIDC_AGENCY_URN", "iam::d:agency:a")]))
        .provider_urn("iam::d:oidcProvider:p")
        .id_token("idtok")
        .session_name("mine")
        .duration_seconds(900)
        .policy("{}")
        .sts_endpoint("https://sts.example.com/");
    let mut settings = tests::keys::settings(&server, provider);
    settings.retry =
        huaweicloud_reset_password::RetryPolicy::new().max_attempts(2).base_delay(std::time::Duration::ZERO);
    reset_in_project(&settings.build().expect("the settings are good")).await.expect("STS responds at last");
    let requests = received_requests(&server);
    assert_eq!(requests.len(), 3);
    let expected = json!({
        "provider_urn": "iam::d:oidcProvider:p", "agency_urn": "iam::d:agency:a", "agency_session_name": "mine",
        "id_token": "idtok", "duration_seconds": 900, "policy": "{}",
    });
    assert_eq!(body(&requests[1]), expected);
    assert_signed(&requests[2], "oidc");
}

#[tokio::test]
async fn a_response_without_credentials_is_redacted() {
    let server = Server::start_with_handler(|_, _| {
        ScriptedResponse::json(r#"{"credential":{"access":"hunter2","secret":"hunter2"}}"#)
    });
    let provider = OidcProvider::new()
        .environment(Environment::of([("HUAWEICLOUD_OIDC_ID_TOKEN", "idtok")]))
        .provider_urn("p")
        .agency_urn("a");
    let error = reset(&client(&server, provider)).await.expect_err("there is no date of expiry");
    assert_eq!(CredentialsError::of_call(&error).expect("a reason").kind(), CredentialsErrorKind::Invalid);
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("expires") && !shown.contains("hunter2"), "{shown}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_provider_works_without_a_client() {
    let keys = r#"{"credential":{"access":"A","secret":"S","securitytoken":"T","expires_at":"2026-01-15T09:00:00Z"}}"#;
    let transport = CannedTransport::new().respond_with(move |request| match request.method().as_str() {
        "PUT" => CannedResponse::new(200).body("metadata-token"),
        _ => CannedResponse::json(200, keys),
    });
    let context = CredentialsContext::new(transport.clone(), fixture::clock()).expect("both can be used");
    let provider = MetadataProvider::new().project_id("p");
    let credentials = provider.provide(&context).await.expect("the machine has keys");
    assert!(format!("{credentials:?}").contains("temporary access key"), "{credentials:?}");
    let urls: Vec<_> = transport.requests().iter().map(|request| request.uri().to_string()).collect();
    let expected = ["meta-data/latest/api/token", "openstack/latest/securitykey"];
    assert_eq!(urls, expected.map(|path| format!("http://169.254.169.254/{path}")));
}

#[tokio::test]
async fn an_invalid_request_is_rejected_before_credentials_are_fetched() {
    let server = Server::script([]);
    let client = client(&server, MetadataProvider::new());
    let request = kafka_request(&client).user_name("..");
    for request in [request.clone(), request.project_id("p")] {
        let error = request.send().await.expect_err("the name is none");
        assert!(error.is_invalid_request(), "{error}");
    }
    assert_eq!(server.count(), 0);
}
