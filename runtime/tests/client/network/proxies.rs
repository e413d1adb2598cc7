//! HTTP proxies: tunnels, credentials and excluded hosts.
use std::{net::SocketAddr, time::Duration};

use super::tls_server::{HOST, serve_tls};
use crate::support::*;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
    sync::mpsc::{self, UnboundedReceiver},
};
use wireright_runtime::{
    ClientBuilder, Environment, Error, ErrorKind, RetryPolicy, Timeouts,
    transport::{Proxies, Proxy},
};

/// A proxy that opens every tunnel to this address and responds to other requests itself. Returns the heads of its
/// requests.
async fn proxy(target: SocketAddr, refusal: Option<&'static str>) -> (SocketAddr, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, heads) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let sender = sender.clone();
            tokio::spawn(async move {
                let head = read_head(&mut stream).await;
                let is_tunnel = head.starts_with("CONNECT ");
                sender.send(head).unwrap();
                let response = match refusal {
                    Some(refusal) => refusal,
                    None if is_tunnel => "HTTP/1.1 200 OK\r\n\r\n",
                    None => "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
                };
                stream.write_all(response.as_bytes()).await.unwrap();
                if is_tunnel && refusal.is_none() {
                    let mut other = TcpStream::connect(target).await.unwrap();
                    let _ = copy_bidirectional(&mut stream, &mut other).await;
                }
            });
        }
    });
    (address, heads)
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(head).unwrap()
}

/// The heads so far.
fn all(heads: &mut UnboundedReceiver<String>) -> Vec<String> {
    std::iter::from_fn(|| heads.try_recv().ok()).collect()
}

fn builder_to(endpoint: &str, proxies: Proxies) -> ClientBuilder<Dcs> {
    Dcs::builder()
        .endpoint(endpoint)
        .allow_http(true)
        .network(|network| network.proxies(proxies))
        .authenticator(credentials())
        .retry(RetryPolicy::never())
        .timeouts(Timeouts::new().connect(Duration::from_millis(500)))
}

async fn poke(endpoint: &str, proxies: Proxies) -> Result<u16, Error> {
    builder_to(endpoint, proxies).build().unwrap().poke().await.map(|response| response.status())
}

#[tokio::test]
async fn https_uses_a_tunnel() {
    let (service, pem) = serve_tls(HOST).await;
    let (address, mut heads) = proxy(service, None).await;
    // A password with any characters.
    let proxies = Proxies::new().https(Proxy::new(format!("http://{address}")).basic_auth("u", "p w+/%41ü"));
    let client = builder_to(&format!("https://{HOST}"), proxies).root_certificate_pem(pem).build().unwrap();
    assert_eq!(client.poke().await.unwrap().status(), 204);
    let heads = all(&mut heads);
    assert_eq!(heads.len(), 1, "{heads:?}");
    assert!(heads[0].starts_with("CONNECT dms.test.local:443 HTTP/1.1\r\n"), "{heads:?}");
    // The proxy does not see the request.
    let lower = heads[0].to_ascii_lowercase();
    // u:p w+/%41ü
    assert!(heads[0].contains("Basic dTpwIHcrLyU0McO8\r\n"), "{heads:?}");
    assert!(
        !lower.contains("/v2/poke") && !lower.contains("test headers") && !lower.contains("x-test-date"),
        "{heads:?}"
    );
}

#[tokio::test]
async fn a_refused_tunnel_means_that_nothing_was_sent() {
    let nobody = ([127, 0, 0, 1], 1).into();
    for refusal in [
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
    ] {
        let (address, mut heads) = proxy(nobody, Some(refusal)).await;
        let proxies = Proxies::new().all(Proxy::new(format!("http://planted:SECRET@{address}")));
        let error = poke(&format!("https://{HOST}"), proxies).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1), "{error}");
        assert!(!error.may_have_been_executed(), "{error}");
        assert!(!format!("{error} {error:?}").contains("SECRET"), "{error:?}");
        assert_eq!(all(&mut heads).len(), 1);
    }
}

#[tokio::test]
async fn http_is_sent_through_the_proxy() {
    let (address, mut heads) = proxy(([127, 0, 0, 1], 1).into(), None).await;
    // User and password in a URL are percent-encoded.
    let proxies = Proxies::new().http(format!("http://u:p%20w@{address}"));
    assert_eq!(poke("http://service.invalid", proxies.clone()).await.unwrap(), 204);
    let heads = all(&mut heads);
    assert!(heads[0].starts_with("POST http://service.invalid/v2/poke HTTP/1.1\r\n"), "{heads:?}");
    let lower = heads[0].to_ascii_lowercase();
    assert!(lower.contains("\r\nhost: service.invalid\r\n"), "{heads:?}");
    assert!(heads[0].contains("Basic dTpwIHc=\r\n"), "{heads:?}");
    // The proxy is not for HTTPS.
    assert_eq!(poke("https://service.invalid", proxies).await.unwrap_err().kind(), ErrorKind::Connect);
}

#[tokio::test]
async fn excluded_hosts_bypass_the_proxy() {
    let (service, mut straight) = proxy(([127, 0, 0, 1], 1).into(), None).await;
    let (address, mut heads) = proxy(service, None).await;
    let at = |host: &str, bypass: &str| {
        let proxies = Proxies::new().all(format!("http://{address}")).bypass(bypass);
        builder_to(&format!("http://{host}:{}", service.port()), proxies).resolve(host, service).build().unwrap()
    };
    for (host, bypass, is_straight) in [
        ("dms.example.com", "", false),
        ("dms.example.com", "other.example.com, example.com", true),
        ("dms.example.com", ".example.com", true),
        ("dms.example.com", "*.example.com", true),
        ("dms.example.com", "s.example.com,ms.example.com", false),
        ("dms.example.com", "*", true),
        ("dms.example.com", "Example.COM", true),
        ("dms.example.com", "example.com.", true),
        ("dms.example.com", "dms.example.com:1", true),
        ("127.0.0.1", "*", true),
        ("127.0.0.1", "127.0.0.1:80", true),
        ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.1", "127.0.0.0/8", true),
        ("127.0.0.1", "10.0.0.0/8", false),
    ] {
        assert_eq!(at(host, bypass).poke().await.unwrap().status(), 204);
        let counts = (all(&mut straight).len(), all(&mut heads).len());
        assert_eq!(counts, if is_straight { (1, 0) } else { (0, 1) }, "{host} with {bypass:?}");
    }
}

#[tokio::test]
async fn proxies_are_read_from_the_environment_on_request() {
    let (first, mut of_first) = proxy(([127, 0, 0, 1], 1).into(), None).await;
    let (second, mut of_second) = proxy(([127, 0, 0, 1], 1).into(), None).await;
    // The scheme is supported.
    let (first, second) = (first.to_string(), format!("http://{second}"));
    let (first, second) = (first.as_str(), second.as_str());
    for (variables, expected) in [
        (vec![("HTTP_PROXY", first)], (1, 0)),
        (vec![("HTTP_PROXY", first), ("http_proxy", second)], (0, 1)),
        (vec![("ALL_PROXY", first), ("http_proxy", second)], (0, 1)),
        (vec![("ALL_PROXY", first), ("http_proxy", "")], (1, 0)),
        (vec![("all_proxy", first), ("NO_PROXY", "invalid")], (0, 0)),
        (vec![("https_proxy", first)], (0, 0)),
        (vec![("HTTP_PROXY", first), ("REQUEST_METHOD", "GET")], (0, 0)),
        (vec![("HTTP_PROXY", first), ("http_proxy", second), ("REQUEST_METHOD", "GET")], (0, 1)),
    ] {
        let proxies = Proxies::from_environment(&Environment::of(variables.clone()));
        let is_sent = poke("http://service.invalid", proxies).await.is_ok();
        let counts = (all(&mut of_first).len(), all(&mut of_second).len());
        assert_eq!((counts, is_sent), (expected, expected != (0, 0)), "{variables:?}");
    }
}

#[test]
fn an_invalid_proxy_url_is_an_error_without_its_secret() {
    let socks = if cfg!(feature = "socks") { "ftp://u:SECRET@h" } else { "socks5://u:SECRET@h" };
    for address in ["", "http://", "http://u:SECRET@", "http://u:SECRET@h:port", socks, "u:SECRET@h h"] {
        let given = Proxies::new().https(address);
        let found = Proxies::from_environment(&Environment::of([("HTTPS_PROXY", format!(" {address}"))]));
        for (proxies, place) in [(given, "configured proxy"), (found, "HTTPS_PROXY")] {
            let error = builder_to("https://service.invalid", proxies.clone()).build().unwrap_err();
            let shown = format!("{error} {error:?} {proxies:?}");
            assert!(error.is_invalid_request() && shown.contains(place) && !shown.contains("SECRET"), "{shown}");
        }
    }
}
