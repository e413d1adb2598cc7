//! Which servers are trusted, against TLS servers on this machine's loopback.
#![cfg(feature = "reqwest")]

mod support;

use std::{net::SocketAddr, sync::Arc};

use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use support::*;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;
use wireright_runtime::{ClientBuilder, Error, ErrorKind};

const HOST: &str = "dms.test.local";

/// Serves 204 over TLS, with a certificate for this name that it signed itself. Gives the certificate as PEM.
async fn serve_tls(name: &str) -> (SocketAddr, String) {
    let own = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // A client that does not trust the certificate closes during the handshake.
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let mut head = [0; 4096];
                let _ = stream.read(&mut head).await;
                let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").await;
                let _ = stream.shutdown().await;
            }
        }
    });
    (address, own.cert.pem())
}

fn builder_to(address: SocketAddr) -> ClientBuilder<Dcs> {
    Dcs::builder().endpoint(format!("https://{HOST}")).resolve(HOST, address).credentials(credentials())
}

fn assert_not_trusted(error: &Error, words: &str) {
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error}");
    assert!(error.is_connect() && !error.may_have_been_applied() && !error.is_retryable());
    assert!(error.to_string().contains(words), "{error}");
}

#[tokio::test]
async fn a_certificate_that_was_given_is_trusted() {
    let (address, pem) = serve_tls(HOST).await;
    let client = builder_to(address).root_certificate_pem(pem).build().unwrap();
    assert_eq!(client.poke().await.unwrap().status(), 204);
}

#[tokio::test]
async fn any_other_certificate_is_not_and_is_not_tried_again() {
    let (address, _) = serve_tls(HOST).await;
    let error = builder_to(address).build().unwrap().poke().await.unwrap_err();
    assert_not_trusted(&error, "UnknownIssuer");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not() {
    let (address, pem) = serve_tls("other.test.local").await;
    let error = builder_to(address).root_certificate_pem(pem).build().unwrap().poke().await.unwrap_err();
    assert_not_trusted(&error, "not valid for name");
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_not() {
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
async fn settings_of_a_replaced_transport_are_refused() {
    let transport = wireright_runtime::transport::CannedTransport::new();
    let error = builder(&transport).root_certificate_pem("x").build().unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("transport"), "{error}");
    let error = builder_to(([127, 0, 0, 1], 1).into()).root_certificate_pem("x").build().unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("PEM"), "{error}");
}
