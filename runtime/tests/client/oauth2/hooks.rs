//! Hooks for security schemes that the client does not implement.

use std::sync::{
    Mutex,
    atomic::{AtomicU32, Ordering},
};

use wireright_runtime::{
    AuthorizationInfo, AuthorizationProvider, Request, Secret, TokenProvider, decode,
    transport::{BoxFuture, CannedResponse, CannedTransport},
};

use super::fixture::*;

/// A provider of a new token after each rejected one.
#[derive(Default)]
struct OpenId(AtomicU32);

impl TokenProvider for OpenId {
    fn token(&self) -> BoxFuture<'_, Result<Secret, Box<dyn std::error::Error + Send + Sync>>> {
        Box::pin(async { Ok(Secret::new(format!("id-{}", self.0.load(Ordering::SeqCst)))) })
    }

    fn invalidate(&self, token: &Secret) -> bool {
        assert_eq!(token.expose(), "id-0");
        self.0.fetch_add(1, Ordering::SeqCst);
        true
    }
}

/// A provider that uses the nonce of a challenge.
#[derive(Default)]
struct Digest(Mutex<String>);

impl AuthorizationProvider for Digest {
    fn authorization<'a>(
        &'a self,
        request: AuthorizationInfo<'a>,
    ) -> BoxFuture<'a, Result<Secret, Box<dyn std::error::Error + Send + Sync>>> {
        let text = format!("{} {} {} {}", request.method, request.origin, request.target, self.0.lock().unwrap());
        Box::pin(async move { Ok(Secret::new(text)) })
    }

    fn invalidate(&self, challenge: Option<&str>) -> bool {
        challenge.map(|challenge| challenge.clone_into(&mut self.0.lock().unwrap())).is_some()
    }
}

#[tokio::test]
async fn other_schemes_use_hooks() {
    let transport = CannedTransport::new()
        .respond(
            CannedResponse::new(401).header("www-authenticate", "Digest nonce=1").header("www-authenticate", "Basic"),
        )
        .respond(CannedResponse::new(204));
    let client = builder(&transport, &clock()).authorization_provider("Digest", Digest::default()).build().unwrap();
    client.0.send(Request::builder(&DIGEST).query("a", &Some("b c")), decode::nothing).await.unwrap();
    let sent = bearers(&transport);
    assert_eq!(sent[0], "Digest GET https://api.example.com /v1/pets?a=b%20c");
    assert_eq!(sent[1], "Digest GET https://api.example.com /v1/pets?a=b%20c Digest nonce=1, Basic");

    let transport = CannedTransport::new().respond(CannedResponse::new(401)).respond(CannedResponse::new(401));
    let client = builder(&transport, &clock()).token_provider("Nowhere", OpenId::default()).build().unwrap();
    let error = client.0.send(Request::builder(&DIGEST), decode::nothing).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(401), 2));
    assert_eq!(bearers(&transport), ["Bearer id-0", "Bearer id-1"]);

    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let client = builder(&transport, &clock()).mutual_tls("Certificate").api_key("Key", "k").build().unwrap();
    client.0.send(Request::builder(&CERTIFIED), decode::nothing).await.unwrap();
    assert_eq!(header(&transport.requests()[0], "x-key"), Some("k"));
    let client = builder(&transport, &clock()).api_key("Key", "k").build().unwrap();
    let error = client.0.send(Request::builder(&CERTIFIED), decode::nothing).await.unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("`ClientBuilder::mutual_tls`) and `Key` (") && error.ends_with("but only `Key` was given"),
        "{error}"
    );
}

#[cfg(feature = "reqwest")]
#[test]
fn mutual_tls_requires_a_client_certificate() {
    use wireright_runtime::{ClientBuilder, InvalidRequest, transport::CertificatePart};
    let error = ClientBuilder::<Pets>::new().mutual_tls("Certificate").build().unwrap_err();
    let Some(InvalidRequest::ClientCertificate { missing: CertificatePart::Certificate, problem }) =
        error.invalid_request()
    else {
        panic!("{error:?}");
    };
    assert!(problem.contains("`client_certificate_pem`"), "{problem}");
}
