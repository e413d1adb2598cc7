//! Failover: the next endpoint is used if no connection can be made, and never after a request was sent.

use huaweicloud_reset_password::{ErrorKind, kafka};
use tests::{
    calls::{Call, Network, Settings},
    fixture,
    keys::reset_in_project,
    server::{ScriptedResponse, Server, refusing_address},
};

/// Two endpoints. The first refuses connections.
fn settings(server: &Server) -> Settings {
    let hosts = [("first.example.com", refusing_address()), ("second.example.com", server.address())];
    Settings {
        endpoint: Some("http://first.example.com".to_owned()),
        other_endpoints: vec!["http://second.example.com".to_owned()],
        network: Network::ResolvedAll(hosts.map(|(host, address)| (host.to_owned(), address)).to_vec()),
        ..Settings::of(server)
    }
}

#[tokio::test]
async fn the_next_endpoint_is_tried_and_kept() {
    let server = Server::start_with_handler(|_, _| ScriptedResponse::status(204));
    let client: kafka::Client = settings(&server).build().expect("the settings are good");
    for attempts in [2, 1] {
        let response = reset_in_project(&client).await.expect("the second endpoint responds");
        assert_eq!(response.attempts(), attempts);
        let request = server.requests().pop().expect("it arrived").raw_request().clone();
        assert_eq!(request.header("Host").as_deref(), Some("second.example.com"));
        // The host is signed, so each endpoint has its own signature.
        fixture::verifier().verify(&request).expect("the signature is good");
    }
}

#[tokio::test]
async fn a_possibly_applied_request_does_not_fail_over() {
    for response in [
        ScriptedResponse::reset(),
        ScriptedResponse::close(),
        ScriptedResponse::status(503),
        ScriptedResponse::garbage(),
    ] {
        let first = Server::start_with_handler(move |_, _| response.clone());
        let second = Server::start_with_handler(|_, _| ScriptedResponse::status(204));
        let hosts = [("first.example.com", first.address()), ("second.example.com", second.address())];
        let network = Network::ResolvedAll(hosts.map(|(host, address)| (host.to_owned(), address)).to_vec());
        for call in Call::with_idempotence(false) {
            call.send(&Settings { network: network.clone(), ..settings(&second) }).await.expect_err("the first fails");
        }
        assert_eq!((first.count(), second.count()), (3, 0));
    }
}

#[tokio::test]
async fn failover_ends_after_every_endpoint() {
    let server = Server::script([]);
    let hosts = ["first.example.com", "second.example.com"].map(|host| (host.to_owned(), refusing_address()));
    let settings = Settings { network: Network::ResolvedAll(hosts.to_vec()), ..settings(&server) };
    let client: kafka::Client = settings.build().expect("the settings are good");
    let error = reset_in_project(&client).await.expect_err("nothing listens");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 2));
    assert!(!error.may_have_been_executed());
}

#[test]
fn each_endpoint_is_validated_by_build() {
    let endpoints = ["https://first.example.com", "http://second.example.com"];
    let builder = kafka::Client::builder().endpoints(endpoints).authenticator(fixture::credentials());
    let error = builder.build().map(drop).expect_err("the second is not https");
    assert!(error.is_invalid_request() && error.to_string().contains("second.example.com"), "{error}");
}
