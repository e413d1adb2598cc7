//! Optional protocols of the transport: HTTP/2, gzip and SOCKS.
#![cfg(any(feature = "gzip", feature = "http2", feature = "socks"))]
use std::net::SocketAddr;

use crate::support::*;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use wireright_runtime::{ClientBuilder, transport::ReqwestTransportBuilder};

fn builder_to(
    endpoint: &str,
    change: impl FnOnce(ReqwestTransportBuilder) -> ReqwestTransportBuilder,
) -> ClientBuilder<Dcs> {
    Dcs::builder().endpoint(endpoint).allow_http(true).authenticator(credentials()).network(change)
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Reads the head of a request without a body.
async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

#[cfg(feature = "gzip")]
mod gzip {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};
    use wireright_runtime::{ErrorKind, JsonValue, Request, Response, decode};

    use super::*;

    fn compressed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// Makes a call with a compressed response. Returns its outcome and the head of the request.
    async fn response(
        body: Vec<u8>,
        longest: usize,
        is_asked_for: bool,
    ) -> (Result<Response<JsonValue>, wireright_runtime::Error>, String) {
        response_in("gzip", body, longest, is_asked_for).await
    }

    /// As [`response`], with another name of the coding.
    async fn response_in(
        coding: &str,
        body: Vec<u8>,
        longest: usize,
        is_asked_for: bool,
    ) -> (Result<Response<JsonValue>, wireright_runtime::Error>, String) {
        let coding = coding.to_owned();
        let (listener, address) = listen().await;
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let head = read_head(&mut stream).await;
            let response = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {coding}\r\n\
                    Content-Length: {}\r\n\r\n",
                body.len()
            );
            stream.write_all(response.as_bytes()).await.unwrap();
            // The client may close the connection before the end.
            let _ = stream.write_all(&body).await;
            head
        });
        let builder = builder_to(&format!("http://{address}"), |network| network.gzip(is_asked_for));
        let client =
            builder.max_response_bytes(longest).retry(wireright_runtime::RetryPolicy::never()).build().unwrap();
        let result = client.core.send(Request::builder(&LIST), decode::json::<JsonValue>).await;
        (result, server.await.unwrap().to_ascii_lowercase())
    }

    #[tokio::test]
    async fn a_gzip_response_is_decompressed_if_enabled() {
        let (result, head) = response(compressed(br#"{"code":"1"}"#), 1000, true).await;
        assert_eq!(result.unwrap()["code"], "1");
        assert!(head.contains("\r\naccept-encoding: gzip\r\n"), "{head}");
        let (result, head) = response(compressed(br#"{"code":"1"}"#), 1000, false).await;
        assert_eq!(result.unwrap_err().kind(), ErrorKind::Decode);
        assert!(!head.contains("accept-encoding"), "{head}");
    }

    #[tokio::test]
    async fn every_spelling_and_member_of_gzip_is_decompressed() {
        let members = [&b"{\"code\":"[..], b"\"1\"", b"}"];
        let body: Vec<u8> = members.iter().flat_map(|member| compressed(member)).collect();
        for coding in ["gzip", "GZIP", "x-gzip", "X-GZip"] {
            let (result, _) = response_in(coding, body.clone(), 1000, true).await;
            assert_eq!(result.unwrap()["code"], "1", "{coding}");
        }
        let (result, _) = response_in("br", body, 1000, true).await;
        assert_eq!(result.unwrap_err().kind(), ErrorKind::Decode);
    }

    #[tokio::test]
    async fn the_size_limit_counts_decompressed_bytes() {
        let bomb = compressed(&vec![b' '; 64 << 20]);
        assert!(bomb.len() < 100_000);
        let (result, _) = response(bomb, 1 << 20, true).await;
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.is_body_truncated() && error.body().unwrap().len() <= 1 << 20, "{error}");
    }

    #[tokio::test]
    async fn an_invalid_gzip_body_is_an_error() {
        let whole = compressed(br#"{"code":"1"}"#);
        let mut broken = whole.clone();
        // The checksum precedes the length at the end.
        broken[whole.len() - 8] ^= 1;
        let cut = whole[..whole.len() - 9].to_vec();
        for body in [b"no gzip at all".to_vec(), broken, cut] {
            let error = response(body, 1000, true).await.0.unwrap_err();
            assert!(error.may_have_been_executed() && error.to_string().contains("decompressed"), "{error}");
        }
    }
}

#[cfg(feature = "http2")]
mod http2 {
    use std::sync::Arc;

    use tokio::sync::mpsc;
    use tokio_rustls::TlsAcceptor;
    use wireright_runtime::{Bytes, Request, RetryPolicy, decode};

    use super::*;
    use crate::network::tls_server::{HOST, Identity};

    /// Serves HTTP/2 or HTTP/1.1, as negotiated. Returns the protocol and the body of each request.
    async fn serve(own: &Identity) -> (SocketAddr, mpsc::UnboundedReceiver<(&'static str, String)>) {
        let mut config = own.config(rustls::ALL_VERSIONS);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (listener, address) = listen().await;
        let (sender, receiver) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let mut stream = acceptor.accept(stream).await.unwrap();
                if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
                    let mut head = [0; 4096];
                    let _ = stream.read(&mut head).await;
                    sender.send(("http/1.1", String::new())).unwrap();
                    stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").await.unwrap();
                    let _ = stream.shutdown().await;
                    continue;
                }
                let mut connection = h2::server::handshake(stream).await.unwrap();
                let sender = sender.clone();
                tokio::spawn(async move {
                    while let Some(Ok((request, mut respond))) = connection.accept().await {
                        let (head, mut body) = request.into_parts();
                        assert!(head.headers.contains_key("authorization"));
                        // The signed host is the host of the request.
                        assert_eq!(head.uri.host(), Some(HOST));
                        let sender = sender.clone();
                        tokio::spawn(async move {
                            let mut whole = Vec::new();
                            while let Some(Ok(chunk)) = body.data().await {
                                body.flow_control().release_capacity(chunk.len()).unwrap();
                                whole.extend_from_slice(&chunk);
                            }
                            sender.send(("h2", String::from_utf8(whole).unwrap())).unwrap();
                            let response = http::Response::builder().status(200).body(()).unwrap();
                            let mut stream = respond.send_response(response, false).unwrap();
                            stream.send_data(Bytes::from_static(b"{}"), true).unwrap();
                        });
                    }
                });
            }
        });
        (address, receiver)
    }

    #[tokio::test]
    async fn http2_is_used_if_enabled() {
        let own = Identity::of(HOST);
        let (address, mut seen) = serve(&own).await;
        for (is_offered, protocol) in [(true, "h2"), (false, "http/1.1")] {
            let builder = builder_to(&format!("https://{HOST}"), |network| network.http2(is_offered));
            let client = builder.resolve(HOST, address).root_certificate_pem(own.pem.clone()).build().unwrap();
            client.list().await.unwrap();
            assert_eq!(seen.recv().await.unwrap(), (protocol, String::new()));
        }
    }

    #[tokio::test]
    async fn http2_calls_share_a_connection() {
        let own = Identity::of(HOST);
        let (address, mut seen) = serve(&own).await;
        let builder = builder_to(&format!("https://{HOST}"), |network| network.http2(true));
        let builder = builder.resolve(HOST, address).root_certificate_pem(own.pem).retry(RetryPolicy::never());
        let client = builder.build().unwrap();
        let call = |text: &'static str| {
            let request = Request::builder(&POKE).text("text/plain", &Some(text));
            client.core.send(request, decode::nothing)
        };
        let (first, second) = tokio::join!(call("one"), call("two"));
        assert_eq!((first.unwrap().status(), second.unwrap().status()), (200, 200));
        let mut bodies = [seen.recv().await.unwrap().1, seen.recv().await.unwrap().1];
        bodies.sort();
        assert_eq!(bodies, ["one", "two"]);
    }
}

#[cfg(feature = "socks")]
mod socks {
    use wireright_runtime::transport::{Proxies, Proxy};

    use super::*;

    #[tokio::test]
    async fn a_socks_proxy_resolves_the_host_and_gets_credentials() {
        let (listener, address) = listen().await;
        // RFC 1928 and RFC 1929.
        let proxy = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let read = async |stream: &mut TcpStream, count: usize| {
                let mut bytes = vec![0; count];
                stream.read_exact(&mut bytes).await.unwrap();
                bytes
            };
            let methods = read(&mut stream, 2).await[1];
            assert!(read(&mut stream, methods.into()).await.contains(&2));
            stream.write_all(&[5, 2]).await.unwrap();
            let user = usize::from(read(&mut stream, 2).await[1]);
            let user = read(&mut stream, user).await;
            let password = usize::from(read(&mut stream, 1).await[0]);
            let password = read(&mut stream, password).await;
            stream.write_all(&[1, 0]).await.unwrap();
            // A connection to a host name.
            assert_eq!(read(&mut stream, 4).await, [5, 1, 0, 3]);
            let length = usize::from(read(&mut stream, 1).await[0]);
            let host = read(&mut stream, length).await;
            assert_eq!(read(&mut stream, 2).await, 80_u16.to_be_bytes());
            stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
            let head = read_head(&mut stream).await;
            stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").await.unwrap();
            ([user, password, host].map(|bytes| String::from_utf8(bytes).unwrap()), head)
        });
        let proxies = Proxies::new().all(Proxy::new(format!("socks5h://{address}")).basic_auth("u", "p w"));
        let client = builder_to("http://service.invalid", |network| network.proxies(proxies)).build().unwrap();
        assert_eq!(client.poke().await.unwrap().status(), 204);
        let (told, head) = proxy.await.unwrap();
        assert_eq!(told, ["u", "p w", "service.invalid"]);
        assert!(head.starts_with("POST /v2/poke HTTP/1.1\r\n") && !head.contains("roxy"), "{head}");
    }
}
