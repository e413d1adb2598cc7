//! Credentials chain: the order of its providers, skipped providers, and its error if none has credentials.

use std::fs;

use huaweicloud_reset_password::{
    ErrorKind,
    huaweicloud::{
        Authenticator, Credentials,
        credentials::{
            CredentialsChain, CredentialsError, CredentialsErrorKind, Environment, EnvironmentProvider,
            MetadataProvider, PodIdentityProvider, ProfileProvider,
        },
    },
};
use tempfile::TempDir;
use tests::{
    keys::{HOUR, client, is_reset, keys, reset_in_project},
    server::{ScriptedResponse, Server},
};

fn access(server: &Server) -> String {
    let request = server.requests().pop().expect("a request arrived").raw_request().clone();
    request.header("Authorization").expect("it is signed")
}

#[tokio::test]
async fn an_empty_chain_reports_every_provider() {
    let server = Server::start_with_handler(|_, _| ScriptedResponse::status(404));
    let chain =
        CredentialsChain::official_with(Environment::of([("HOME", "no/such/home"), ("USERPROFILE", "no/such/home")]));
    let error = reset_in_project(&client(&server, chain)).await.expect_err("there is nothing");
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(error.attempts(), 0);
    let why = CredentialsError::of_call(&error).expect("a reason");
    assert_eq!(why.kind(), CredentialsErrorKind::NoneFound);
    let errors: Vec<_> = why.previous_errors().map(|(name, error)| (name, error.kind())).collect();
    let none = CredentialsErrorKind::NotConfigured;
    let expected = [
        ("OIDC", none),
        ("environment", none),
        ("profile file", none),
        ("ECS metadata", CredentialsErrorKind::Rejected),
        ("pod identity", none),
    ];
    assert_eq!(errors, expected);
    let shown = error.to_string();
    for words in [
        "HUAWEICLOUD_OIDC_PROVIDER_URN is not set",
        "HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK",
        "there is no profile file",
        "responded with HTTP 404",
        "HC_CONTAINER_CREDENTIALS_FULL_URI",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains('\n') && !server.requests().iter().any(|captured| is_reset(captured.raw_request())));
}

#[tokio::test]
async fn the_chain_tries_environment_profile_and_metadata_in_order() {
    let server = Server::start_with_handler(|_, captured| match captured.raw_request().method.as_str() {
        "GET" => keys("ecs", HOUR),
        "PUT" if !is_reset(captured.raw_request()) => ScriptedResponse::with(200, &[], "metadata-token"),
        _ => ScriptedResponse::status(204),
    });
    let home = TempDir::new().expect("a folder can be made");
    let file = home.path().join("credentials");
    fs::write(&file, "[basic]\nak = profile\nsk = s\n").expect("a file can be written");
    let name = |name: &str| name.to_owned();
    let mut variables = vec![
        (name("HUAWEICLOUD_SDK_AK"), "environment".into()),
        (name("HUAWEICLOUD_SDK_SK"), "s".into()),
        (name("HUAWEICLOUD_SDK_CREDENTIALS_FILE"), file.into_os_string()),
    ];
    for expected in ["Access=environment,", "Access=profile,", "Access=ecsAK,"] {
        let chain = CredentialsChain::official_with(Environment::of(variables.clone()));
        reset_in_project(&client(&server, chain)).await.expect("there are keys");
        assert!(access(&server).contains(expected), "{expected} {}", access(&server));
        variables.drain(..variables.len().min(2));
    }
}

#[tokio::test]
async fn a_configured_provider_that_fails_ends_the_chain() {
    let server = Server::start_with_handler(|_, _| keys("ecs", HOUR));
    let home = TempDir::new().expect("a folder can be made");
    let file = home.path().join("credentials");
    fs::write(&file, "no profile").expect("a file can be written");
    let environment = Environment::of(Vec::<(String, String)>::new());
    let chain = CredentialsChain::new()
        .with(EnvironmentProvider::of(environment))
        .with(ProfileProvider::new().file(file))
        .with(MetadataProvider::new());
    let error = reset_in_project(&client(&server, chain)).await.expect_err("the file is malformed");
    let why = CredentialsError::of_call(&error).expect("a reason");
    assert_eq!(why.kind(), CredentialsErrorKind::Unreadable);
    assert_eq!(why.previous_errors().map(|(name, _)| name).collect::<Vec<_>>(), ["environment"]);
    assert!(error.to_string().contains("profile file: the profile file `"), "{error}");
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn pod_identity_is_tried_last() {
    let server = Server::start_with_handler(|_, captured| match captured.raw_request().method.as_str() {
        "POST" => keys("pod", HOUR),
        "PUT" if is_reset(captured.raw_request()) => ScriptedResponse::status(204),
        _ => ScriptedResponse::close(),
    });
    let home = TempDir::new().expect("a folder can be made");
    fs::write(home.path().join("token"), "t").expect("a file can be written");
    let pod = PodIdentityProvider::new().endpoint("https://agent.example.com/keys", home.path().join("token"));
    let chain = CredentialsChain::new().with(MetadataProvider::new()).with(pod);
    reset_in_project(&client(&server, chain)).await.expect("the pod has keys");
    assert!(access(&server).contains("Access=podAK,"));
}

#[test]
fn two_sources_of_credentials_are_an_error() {
    let builder = huaweicloud_reset_password::kafka::Client::builder().region("cn-north-4");
    let both = builder.authenticator(
        Authenticator::builder().credentials(Credentials::new("a", "s")).credentials_provider(Credentials::chain()),
    );
    let error = both.build().map(drop).expect_err("one of them would be passed over");
    assert!(error.is_invalid_request() && error.to_string().contains("both"), "{error}");
}
