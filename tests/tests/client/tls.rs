//! HTTPS: trusted and untrusted servers.

use huaweicloud_reset_password::ErrorKind;
use tests::{
    calls::{Call, Network, Settings},
    fixture,
    server::{ScriptedResponse, Server},
};

const HOST: &str = "dms.cn-north-4.myhuaweicloud.com";

/// Settings that resolve the host to the server and trust its certificate.
fn settings(server: &Server) -> Settings {
    Settings {
        network: Network::Resolved(HOST.to_owned(), server.address()),
        root_certificate: server.certificate().map(str::to_owned),
        retry: fixture::attempts(3),
        ..Settings::at(format!("https://{HOST}"))
    }
}

fn server(host: &str) -> Server {
    Server::start_with_tls(host, |_, _| ScriptedResponse::status(204))
}

#[tokio::test]
async fn each_operation_reaches_a_trusted_server() {
    for call in Call::all() {
        let server = server(HOST);
        call.send(&settings(&server)).await.unwrap_or_else(|error| panic!("{call:?}: {error}"));
        let request = server.only_request();
        assert_eq!(request.header("Host").as_deref(), Some(HOST), "{call:?}");
        fixture::verifier().verify(&request).unwrap_or_else(|why| panic!("{call:?}: {why}"));
    }
}

#[tokio::test]
async fn nothing_is_sent_to_an_untrusted_server() {
    for call in Call::all() {
        let [impostor, namesake] = [server(HOST), server("dms.cn-north-4.example.com")];
        for settings in [Settings { root_certificate: None, ..settings(&impostor) }, settings(&namesake)] {
            let error = call.send(&settings).await.expect_err("this is another server");
            // Another attempt would fail too.
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{call:?}: {error}");
            assert!(!error.may_have_been_executed() && !error.is_retryable(), "{call:?}: {error}");
        }
        assert_eq!((impostor.count(), namesake.count()), (0, 0), "{call:?}");
    }
}

#[tokio::test]
async fn nothing_is_sent_to_a_server_without_tls() {
    for call in Call::all() {
        let server = Server::start_with_handler(|_, _| ScriptedResponse::status(204));
        let error = call.send(&settings(&server)).await.expect_err("there is no handshake");
        assert!(error.is_connect() && !error.may_have_been_executed(), "{call:?}: {error}");
        assert_eq!(server.count(), 0, "{call:?}");
    }
}
