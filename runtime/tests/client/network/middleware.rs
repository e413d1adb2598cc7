//! Middleware of `reqwest-middleware`.

use std::{io, net::SocketAddr, pin::Pin};

use crate::support::*;
use http::{Extensions, HeaderValue};
use reqwest::{Request, Response};
use reqwest_middleware::{ClientBuilder, Error, Middleware, Next};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    task::JoinHandle,
};
use wireright_runtime::{ErrorKind, RetryPolicy, transport::ReqwestTransport};

/// Responds once, and returns the request.
async fn serve() -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let request = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            assert_ne!(stream.read_buf(&mut head).await.unwrap(), 0);
        }
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
        String::from_utf8(head).unwrap()
    });
    (address, request)
}

fn client(address: SocketAddr, middleware: impl Middleware) -> Dcs {
    let settings = ReqwestTransport::builder();
    let transport = settings.build_with_middleware(|client| ClientBuilder::new(client).with(middleware).build());
    let builder = Dcs::builder().endpoint(format!("http://{address}")).allow_http(true).authenticator(credentials());
    builder.transport(transport.unwrap()).retry(RetryPolicy::new().max_attempts(1)).build().unwrap()
}

type Handled<'a> = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send + 'a>>;

fn add_header<'a>(mut request: Request, extensions: &'a mut Extensions, next: Next<'a>) -> Handled<'a> {
    request.headers_mut().insert("x-added", HeaderValue::from_static("yes"));
    next.run(request, extensions)
}

fn refuse<'a>(_: Request, _: &'a mut Extensions, _: Next<'a>) -> Handled<'a> {
    Box::pin(async { Err(Error::middleware(io::Error::other("out of tokens"))) })
}

#[tokio::test]
async fn middleware_changes_a_request() {
    let (address, request) = serve().await;
    client(address, add_header).poke().await.unwrap();
    let request = request.await.unwrap();
    assert!(request.contains("x-added: yes\r\n"), "{request}");
}

#[tokio::test]
async fn an_error_of_middleware_is_an_interruption() {
    let error = client(([127, 0, 0, 1], 9).into(), refuse).poke().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert!(format!("{error:?}").contains("out of tokens"), "{error:?}");
}
