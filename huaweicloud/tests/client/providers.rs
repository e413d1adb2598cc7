//! Providers of credentials that users write: what a client makes of what they give, and of what they do not.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::support::*;
use wireright_huaweicloud::{
    Authenticator, Credentials,
    credentials::{CredentialsContext, CredentialsError, CredentialsErrorKind, CredentialsProvider},
};
use wireright_runtime::{
    ClientBuilder, ErrorKind,
    transport::{BoxFuture, CannedResponse, CannedTransport},
};

/// Gives these; nothing is a provider that does not end.
#[derive(Debug)]
struct TestProvider {
    credentials: Option<Credentials>,
    asked: AtomicUsize,
}

impl TestProvider {
    fn new(credentials: Option<Credentials>) -> Arc<Self> {
        Arc::new(Self { credentials, asked: AtomicUsize::new(0) })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl CredentialsProvider for TestProvider {
    fn name(&self) -> &'static str {
        "mine"
    }

    fn provide<'a>(&'a self, _: &'a CredentialsContext) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(async {
            match &self.credentials {
                Some(credentials) => Ok(credentials.clone()),
                None => std::future::pending().await,
            }
        })
    }
}

fn built(transport: &CannedTransport, provider: &Arc<TestProvider>) -> ClientBuilder<Dcs> {
    let builder = Dcs::builder()
        .region("cn-north-4")
        .authenticator(Authenticator::builder().credentials_provider(Arc::clone(provider)));
    builder.transport(transport.clone()).clock(clock())
}

#[tokio::test]
async fn a_request_can_be_prepared_with_provided_credentials() {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let provider = TestProvider::new(Some(credentials().project_id("p")));
    let client = built(&transport, &provider).build().unwrap();
    let prepare = || client.core.prepare(client.reset().account_id("a").new_password("x").request());
    let error = prepare().unwrap_err();
    assert_eq!((error.kind(), provider.asked()), (ErrorKind::Credentials, 0), "{error}");
    client.reset().account_id("a").new_password("x").send().await.unwrap();
    assert!(prepare().unwrap().headers().contains_key("authorization"));
    assert_eq!(provider.asked(), 1);
}

#[tokio::test]
async fn a_provider_may_return_an_iam_token() {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let provider = TestProvider::new(Some(Credentials::token("iam-token").project_id("p")));
    let client = built(&transport, &provider).build().unwrap();
    client.reset().account_id("a").new_password("x").send().await.unwrap();
    assert_eq!(transport.requests()[0].headers()["x-auth-token"], "iam-token");
    // This operation takes no token, which nobody could know before it was given.
    let error = client.list().await.unwrap_err();
    assert!(error.is_invalid_request() && transport.requests().len() == 1, "{error}");
}

#[tokio::test]
async fn invalid_credentials_are_not_cached() {
    let transport = CannedTransport::new();
    let provider = TestProvider::new(Some(Credentials::new("a b", "s")));
    let client = built(&transport, &provider).build().unwrap();
    for asked in 1..=2 {
        let error = client.list().await.unwrap_err();
        assert_eq!(CredentialsError::of_call(&error).unwrap().kind(), CredentialsErrorKind::Invalid);
        assert!(error.to_string().contains("mine: the access key id (AK) has an invalid character"), "{error}");
        assert_eq!(provider.asked(), asked);
    }
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn the_overall_timeout_covers_the_provider() {
    let transport = CannedTransport::new();
    let client = built(&transport, &TestProvider::new(None)).build().unwrap();
    let error = client.list().await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error}");
    assert!(transport.requests().is_empty());
}
