//! TLS servers with self-signed certificates.

use std::{net::SocketAddr, sync::Arc};

use rustls::{
    RootCertStore, ServerConfig, SupportedProtocolVersion,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    server::WebPkiClientVerifier,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

pub(crate) const HOST: &str = "dms.test.local";

/// A self-signed certificate and its key.
pub(crate) struct Identity {
    certificate: CertificateDer<'static>,
    key: Vec<u8>,
    pub(crate) pem: String,
    pub(crate) key_pem: String,
}

impl Identity {
    pub(crate) fn of(name: &str) -> Self {
        let own = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        Self {
            certificate: own.cert.der().clone(),
            key: own.signing_key.serialize_der(),
            pem: own.cert.pem(),
            key_pem: own.signing_key.serialize_pem(),
        }
    }

    /// A server configuration for these TLS versions.
    pub(crate) fn config(&self, versions: &[&'static SupportedProtocolVersion]) -> ServerConfig {
        ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], self.key())
            .unwrap()
    }

    /// A server configuration that accepts only this client certificate.
    pub(crate) fn config_asking(&self, client: &Self) -> ServerConfig {
        let mut roots = RootCertStore::empty();
        roots.add(client.certificate.clone()).unwrap();
        let provider = Arc::new(ring::default_provider());
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().unwrap();
        ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![self.certificate.clone()], self.key())
            .unwrap()
    }

    fn key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key.clone()))
    }
}

/// Serves 204 over TLS with a self-signed certificate for this name. Returns the certificate as PEM.
pub(crate) async fn serve_tls(name: &str) -> (SocketAddr, String) {
    let own = Identity::of(name);
    (serve(own.config(rustls::ALL_VERSIONS)).await, own.pem)
}

/// Serves 204.
pub(crate) async fn serve(config: ServerConfig) -> SocketAddr {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            // A client that does not trust the certificate closes during the handshake.
            match acceptor.accept(stream).into_fallible().await {
                Ok(mut stream) => {
                    let mut head = [0; 4096];
                    let _ = stream.read(&mut head).await;
                    let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").await;
                    let _ = stream.shutdown().await;
                }
                // Closing with unread data would reset the connection before the TLS alert arrives.
                Err((_, mut stream)) => {
                    let _ = stream.read_to_end(&mut Vec::new()).await;
                }
            }
        }
    });
    address
}
