//! TLS: trusted certificates, client certificates and versions.
use std::net::SocketAddr;

use super::tls_server::{HOST, Identity, serve, serve_tls};
use crate::support::*;
use rustls::version::TLS12;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use wireright_runtime::{
    ClientBuilder, Error, ErrorKind, InvalidRequest,
    transport::{CertificatePart, TlsVersion},
};

fn builder_to(address: SocketAddr) -> ClientBuilder<Dcs> {
    Dcs::builder().endpoint(format!("https://{HOST}")).resolve(HOST, address).authenticator(credentials())
}

fn assert_not_trusted(error: &Error, words: &str) {
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error}");
    assert!(error.is_connect() && !error.may_have_been_executed() && !error.is_retryable());
    assert!(error.to_string().contains(words), "{error}");
}

#[tokio::test]
async fn a_configured_root_certificate_is_trusted() {
    let (address, pem) = serve_tls(HOST).await;
    let client = builder_to(address).root_certificate_pem(pem).build().unwrap();
    assert_eq!(client.poke().await.unwrap().status(), 204);
}

#[tokio::test]
async fn an_unknown_certificate_is_an_error_and_not_retried() {
    let (address, _) = serve_tls(HOST).await;
    let error = builder_to(address).build().unwrap().poke().await.unwrap_err();
    assert_not_trusted(&error, "UnknownIssuer");
}

#[tokio::test]
async fn a_certificate_for_another_host_is_an_error() {
    let (address, pem) = serve_tls("other.test.local").await;
    let error = builder_to(address).root_certificate_pem(pem).build().unwrap().poke().await.unwrap_err();
    assert_not_trusted(&error, "not valid for name");
}

#[tokio::test]
async fn a_server_without_tls_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut hello = [0; 4096];
            let _ = stream.read(&mut hello).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let error = builder_to(address).build().unwrap().poke().await.unwrap_err();
    assert_not_trusted(&error, "the TLS handshake of a connection to `dms.test.local` failed");
}

#[tokio::test]
async fn only_configured_certificates_can_be_trusted() {
    let (address, pem) = serve_tls(HOST).await;
    let (_, other) = serve_tls(HOST).await;
    let only = |pem: &str| {
        let builder =
            builder_to(address).root_certificate_pem(pem).network(|network| network.only_root_certificates(true));
        builder.build().unwrap()
    };
    assert_eq!(only(&pem).poke().await.unwrap().status(), 204);
    assert_eq!(only(&other).poke().await.unwrap_err().kind(), ErrorKind::Tls);
}

#[tokio::test]
async fn a_client_certificate_is_sent() {
    let (server, client, other) = (Identity::of(HOST), Identity::of("client"), Identity::of("other"));
    let address = serve(server.config_asking(&client)).await;
    let builder = || builder_to(address).root_certificate_pem(server.pem.clone());
    let showing = |own: &Identity| {
        let (chain, key) = (own.pem.clone(), own.key_pem.clone());
        builder().network(|network| network.client_certificate_pem(chain, key)).build().unwrap()
    };
    assert_eq!(showing(&client).poke().await.unwrap().status(), 204);
    for (who, refused) in [("another client", showing(&other)), ("nobody", builder().build().unwrap())] {
        let error = refused.poke().await.unwrap_err();
        assert_not_trusted(&error, "does not accept this client");
        assert!(!error.to_string().contains("PRIVATE"), "{who}: {error}");
    }
}

#[test]
fn an_incomplete_client_certificate_is_a_build_error() {
    let own = Identity::of("client");
    let missing = |chain: &str, key: &str| {
        let builder = builder_to(([127, 0, 0, 1], 1).into());
        let error = builder.network(|network| network.client_certificate_pem(chain, key)).build().unwrap_err();
        assert!(!error.to_string().contains("PRIVATE"), "{error}");
        match error.invalid_request() {
            Some(InvalidRequest::ClientCertificate { missing, .. }) => *missing,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(missing(&own.key_pem, &own.key_pem), CertificatePart::Certificate);
    assert_eq!(missing("", &own.key_pem), CertificatePart::Certificate);
    assert_eq!(missing(&own.pem, &own.pem), CertificatePart::PrivateKey);
    assert_eq!(missing(&own.pem, ""), CertificatePart::PrivateKey);
    // One file may contain both.
    let both = own.pem.clone() + &own.key_pem;
    let builder = builder_to(([127, 0, 0, 1], 1).into());
    builder.network(|network| network.client_certificate_pem(both.clone(), both)).build().unwrap();
}

#[tokio::test]
async fn the_minimum_tls_version_is_enforced() {
    let server = Identity::of(HOST);
    let address = serve(server.config(&[&TLS12])).await;
    let builder = || builder_to(address).root_certificate_pem(server.pem.clone());
    assert_eq!(builder().build().unwrap().poke().await.unwrap().status(), 204);
    let newer = builder().network(|network| network.min_tls_version(TlsVersion::V1_3)).build().unwrap();
    assert_eq!(newer.poke().await.unwrap_err().kind(), ErrorKind::Tls);
}

#[test]
fn a_private_key_is_redacted() {
    let own = Identity::of("client");
    let settings = wireright_runtime::transport::ReqwestTransport::builder();
    let settings = settings.client_certificate_pem(own.pem, own.key_pem.clone());
    assert!(own.key_pem.contains("PRIVATE KEY") && !format!("{settings:?}").contains("PRIVATE KEY"), "{settings:?}");
}

#[tokio::test]
async fn tls_settings_with_a_custom_transport_are_an_error() {
    let transport = wireright_runtime::transport::CannedTransport::new();
    let error = builder(&transport).root_certificate_pem("x").build().unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("transport"), "{error}");
    let error = builder_to(([127, 0, 0, 1], 1).into()).root_certificate_pem("x").build().unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("PEM"), "{error}");
}
