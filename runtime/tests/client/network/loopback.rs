//! Connections of the transport: timeouts, errors, redirects and streamed bodies.

use std::{net::SocketAddr, time::Duration};

use crate::support::*;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::mpsc,
};
use wireright_runtime::{ClientBuilder, ErrorKind, Request, RetryPolicy, Timeouts, Upload, decode};

/// The behavior of a server after it has read a request.
#[derive(Clone, Copy)]
enum Behaviour {
    Responds(&'static str),
    /// Sends a part of a response and keeps the connection open.
    Stalls(&'static str),
    Closes,
}

/// Serves each connection with one of these behaviors, the last one for all later connections. Returns the address of
/// the server and its requests.
async fn serve(behaviours: &'static [Behaviour]) -> (SocketAddr, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for number in 0.. {
            let Ok((mut stream, _)) = listener.accept().await else {
                return;
            };
            let request = read_request(&mut stream).await;
            if request.is_empty() || sender.send(request).is_err() {
                continue;
            }
            match behaviours[number.min(behaviours.len() - 1)] {
                Behaviour::Responds(response) => stream.write_all(response.as_bytes()).await.unwrap(),
                Behaviour::Closes => {}
                Behaviour::Stalls(part) => {
                    stream.write_all(part.as_bytes()).await.unwrap();
                    tokio::time::sleep(Duration::from_secs(60)).await;
                }
            }
        }
    });
    (address, receiver)
}

/// Reads a head and its body.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return text,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}

const NO_CONTENT: Behaviour =
    Behaviour::Responds("HTTP/1.1 204 No Content\r\nX-Request-Id: r\r\nConnection: close\r\n\r\n");

/// A client that resolves the host of the service to this address.
fn builder_to(address: SocketAddr) -> ClientBuilder<Dcs> {
    Dcs::builder()
        .endpoint("http://DMS.cn-north-4.example.com")
        .allow_http(true)
        .resolve("dms.cn-north-4.example.com", address)
        .authenticator(credentials().project_id("project0"))
        .retry(RetryPolicy::new().base_delay(Duration::from_millis(1)))
}

fn client_to(address: SocketAddr) -> Dcs {
    builder_to(address).build().unwrap()
}

#[tokio::test]
async fn the_wire_has_the_request_as_built() {
    let (address, mut requests) = serve(&[NO_CONTENT]).await;
    let client = client_to(address);
    let odd = [
        ("a/b", "a%2Fb"),
        ("%2e%2e", "%252e%252e"),
        ("a\\b?q#f", "a%5Cb%3Fq%23f"),
        ("...", "..."),
        ("~(x)!*'|^`{}[]\"<>", "~%28x%29%21%2A%27%7C%5E%60%7B%7D%5B%5D%22%3C%3E"),
        (" é😀 ", "%20%C3%A9%F0%9F%98%80%20"),
        ("\u{202e}", "%E2%80%AE"),
        ("a+b:c@d;e=f&g", "a%2Bb%3Ac%40d%3Be%3Df%26g"),
    ];
    for (value, written) in odd {
        let response = client.reset().account_id(value).new_password("x").send().await.unwrap();
        assert_eq!((response.status(), response.request_id()), (204, Some("r")));
        let request = requests.recv().await.unwrap();
        let line = request.lines().next().unwrap();
        assert_eq!(line, format!("PUT /v2/project0/accounts/{written}/password HTTP/1.1"));
        assert!(request.ends_with("\r\n\r\n{\"new_password\":\"x\"}"), "{request}");
    }
}

#[tokio::test]
async fn the_transport_adds_no_unsigned_headers() {
    let (address, mut requests) = serve(&[NO_CONTENT]).await;
    client_to(address).poke().await.unwrap();
    let request = requests.recv().await.unwrap();
    let mut names: Vec<&str> =
        request.lines().skip(1).filter_map(|line| line.split_once(": ")).map(|(name, _)| name).collect();
    names.sort_unstable();
    let expected = [
        "accept",
        "authorization",
        "content-length",
        "content-type",
        "host",
        "user-agent",
        "x-project-id",
        "x-test-date",
    ];
    assert_eq!(names, expected, "{request}");
    assert!(request.contains("\r\nhost: dms.cn-north-4.example.com\r\n"), "{request}");
    assert!(request.contains("\r\ncontent-length: 0\r\n"), "{request}");
}

#[tokio::test]
async fn a_refused_connection_is_retried() {
    // The socket does not listen, and keeps the port from the servers of other tests.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    let error = client_to(address).reset().account_id("a").send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3), "{error}");
    assert!(error.is_connect() && error.is_retryable() && !error.may_have_been_executed());
    assert!(error.to_string().contains("refused"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn an_unresolved_host_is_a_connect_error() {
    let client = Dcs::builder()
        .endpoint("https://no-such-host.invalid:8443")
        .authenticator(credentials())
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let error = client.poke().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.to_string().contains("no connection to `no-such-host.invalid:8443`"), "{error}");
}

#[tokio::test]
async fn a_response_with_too_many_headers_is_reported_as_such() {
    let response = format!("HTTP/1.1 200 OK\r\n{}\r\n", "A: 1\r\n".repeat(101)).leak();
    let (address, _requests) = serve(vec![Behaviour::Responds(response)].leak()).await;
    let error = client_to(address).poke().await.unwrap_err();
    assert!(error.to_string().contains("more than 100 headers"), "{error}");
    assert!(error.kind() == ErrorKind::Interrupted && error.may_have_been_executed());
}

#[tokio::test]
async fn a_broken_connection_is_retried_only_for_idempotent_operations() {
    for behaviour in [&[Behaviour::Closes, NO_CONTENT], &[Behaviour::Responds("hello there\r\n\r\n"), NO_CONTENT]] {
        let (address, _requests) = serve(behaviour).await;
        let error = client_to(address).poke().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interrupted, 1), "{error}");
        assert!(error.may_have_been_executed());
        let (address, _requests) = serve(behaviour).await;
        assert_eq!(client_to(address).list().await.unwrap().attempts(), 2);
    }
}

#[tokio::test]
async fn the_attempt_timeout_ends_a_silent_call() {
    let (address, _requests) = serve(&[Behaviour::Stalls("")]).await;
    let timeouts = Timeouts::new().attempt(Duration::from_millis(200));
    let error = builder_to(address).timeouts(timeouts).build().unwrap().poke().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(error.is_timeout() && error.may_have_been_executed());
    assert_eq!(error.to_string(), "dcs.poke: no complete response within 0.2 s");
}

#[tokio::test]
async fn the_timeout_covers_the_response_body() {
    let head = Behaviour::Stalls("HTTP/1.1 200 OK\r\nX-Request-Id: r\r\nContent-Length: 50\r\n\r\n{");
    let (address, _requests) = serve(vec![head].leak()).await;
    let timeouts = Timeouts::new().attempt(Duration::from_millis(300));
    let error = builder_to(address).timeouts(timeouts).build().unwrap().poke().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.request_id()), (ErrorKind::Timeout, Some(200), Some("r")));
}

#[tokio::test]
async fn a_truncated_body_keeps_status_and_request_id() {
    let (address, _requests) =
        serve(&[Behaviour::Responds("HTTP/1.1 500 Oops\r\nX-Request-Id: r\r\nContent-Length: 50\r\n\r\n{\"er")]).await;
    let error = client_to(address).poke().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.request_id()), (ErrorKind::Service, Some(500), Some("r")));
    assert_eq!((error.body(), error.is_body_truncated()), (Some(b"{\"er".as_slice()), true));
}

#[tokio::test]
async fn a_chunked_body_is_read() {
    let (address, _requests) = serve(&[Behaviour::Responds(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\n{\"cod\r\n7\r\ne\":\"1\"}\r\n\
            0\r\n\r\n",
    )])
    .await;
    let response = client_to(address).reset().account_id("a").send().await.unwrap();
    assert_eq!(response.code.as_deref(), Some("1"));
}

/// RFC 9110, section 15.4. Following one would send the body or the credentials to another address.
#[tokio::test]
async fn a_redirect_is_not_followed() {
    const REDIRECTS: [&[Behaviour]; 5] = [
        &[Behaviour::Responds("HTTP/1.1 301 A\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")],
        &[Behaviour::Responds("HTTP/1.1 302 A\r\nLocation: //b.example/?t=s3cret\r\nContent-Length: 0\r\n\r\n")],
        &[Behaviour::Responds("HTTP/1.1 303 A\r\nLocation: ?at=b:2\r\nContent-Length: 0\r\n\r\n")],
        &[Behaviour::Responds("HTTP/1.1 307 A\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")],
        &[Behaviour::Responds("HTTP/1.1 308 A\r\nLocation: https://b.example/s3cret\r\nContent-Length: 0\r\n\r\n")],
    ];
    let same = "a redirect elsewhere on the same host";
    let hosts = [same, "a redirect to `b.example`", same, same, "a redirect to `b.example`"];
    for (number, (redirect, host)) in REDIRECTS.into_iter().zip(hosts).enumerate() {
        let (address, mut requests) = serve(redirect).await;
        let client = client_to(address);
        let error = match number {
            0..2 => client.list().await.unwrap_err(),
            _ => client.reset().account_id("a").new_password("x").send().await.unwrap_err(),
        };
        assert_eq!((error.kind(), error.attempts(), error.is_retryable()), (ErrorKind::Service, 1, false));
        let message = error.to_string();
        assert!(message.contains(host) && !message.contains("s3cret"), "{message}");
        assert!(requests.recv().await.is_some());
        assert!(requests.try_recv().is_err(), "one request only");
    }
}

/// RFC 9110, sections 10.1.1 and 15.2: interim responses precede the response.
#[tokio::test]
async fn interim_responses_are_skipped() {
    let (address, mut requests) = serve(&[Behaviour::Responds(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n\
         HTTP/1.1 204 No Content\r\nX-Request-Id: r\r\nConnection: close\r\n\r\n",
    )])
    .await;
    let request = Request::builder(&POKE).header_parameter("Expect", &Some("100-continue"));
    let request = request.json("application/json", &[1]);
    let response = client_to(address).core.send(request, decode::nothing).await.unwrap();
    assert_eq!((response.status(), response.request_id()), (204, Some("r")));
    let sent = requests.recv().await.unwrap();
    assert!(sent.contains("\r\nexpect: 100-continue\r\n") && sent.ends_with("\r\n\r\n[1]"), "{sent}");
}

/// All attempts have the same key, so the service can tell that they are one request.
#[tokio::test]
async fn a_retry_keeps_the_idempotency_key() {
    let (address, mut requests) = serve(&[Behaviour::Closes, NO_CONTENT]).await;
    let request = Request::builder(&LIST).header_parameter("Idempotency-Key", &Some("k-1"));
    let response = client_to(address).core.send(request.json("application/json", &[1]), decode::nothing).await.unwrap();
    assert_eq!(response.attempts(), 2);
    for _ in 0..2 {
        let sent = requests.recv().await.unwrap();
        assert!(sent.contains("\r\nidempotency-key: k-1\r\n") && sent.ends_with("[1]"), "{sent}");
    }
}

/// RFC 9110, sections 14.4 and 15.3.7.
#[tokio::test]
async fn a_part_of_a_download_has_its_range() {
    let (address, mut requests) = serve(&[Behaviour::Responds(
        "HTTP/1.1 206 Partial Content\r\nContent-Type: text/plain\r\nContent-Range: bytes 2-4/5\r\n\
         Content-Length: 3\r\nConnection: close\r\n\r\nllo",
    )])
    .await;
    let request = Request::builder(&LIST).header_parameter("Range", &Some("bytes=2-"));
    let response = client_to(address).core.send(request, decode::bytes).await.unwrap();
    assert_eq!((response.status(), response.headers()["content-range"].to_str().unwrap()), (206, "bytes 2-4/5"));
    assert_eq!(response.body(), b"llo".as_slice());
    assert!(requests.recv().await.unwrap().contains("\r\nrange: bytes=2-\r\n"));
}

#[tokio::test]
async fn an_upload_is_streamed_with_its_length_or_in_chunks() {
    let (address, mut requests) = serve(&[NO_CONTENT]).await;
    let client = client_to(address);
    for (length, header, body) in
        [(Some(5), "content-length: 5", "\r\n\r\nhello"), (None, "transfer-encoding: chunked", "")]
    {
        let upload = Upload::from_reader(std::io::Cursor::new("hello"));
        let upload = length.map_or_else(|| upload.clone(), |length| upload.clone().with_length(length));
        let request = Request::builder(&POKE).bytes("application/octet-stream", &Some(upload));
        client.core.send(request, decode::nothing).await.unwrap();
        let request = requests.recv().await.unwrap();
        assert!(request.contains(header) && request.ends_with(body), "{request}");
    }
}

#[tokio::test]
async fn an_upload_of_the_wrong_length_fails() {
    let (address, _requests) = serve(&[NO_CONTENT]).await;
    let upload = Upload::from_reader(std::io::Cursor::new("hello")).with_length(9);
    let request = Request::builder(&POKE).bytes("application/octet-stream", &Some(upload));
    let error = client_to(address).core.send(request, decode::nothing).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interrupted, 1), "{error}");
}

/// Two chunked responses. The first is truncated.
const EVENTS: &[Behaviour] = &[
    Behaviour::Responds(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n\
         9\r\nretry: 1\n\r\n9\r\nid: 1\ndat\r\n6\r\na: \"a\"\r\n2\r\n\n\n\r\n5\r\ndata:\r\n",
    ),
    Behaviour::Responds(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
         b\r\ndata: \"b\"\n\n\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n",
    ),
];

#[tokio::test]
async fn events_resume_after_a_broken_connection() {
    let (address, mut requests) = serve(EVENTS).await;
    let response = client_to(address).core.events::<String>(Request::builder(&LIST)).await.unwrap();
    let mut events = response.into_body().reconnecting().unwrap();
    for expected in ["a", "b"] {
        let event = events.next().await.unwrap().unwrap();
        assert_eq!((event.data.as_str(), event.id.as_str()), (expected, "1"));
    }
    assert!(events.next().await.is_none());
    let [first, second] = [requests.recv().await.unwrap(), requests.recv().await.unwrap()];
    assert!(first.contains("\r\naccept: text/event-stream\r\n") && !first.contains("last-event-id"), "{first}");
    assert!(second.contains("\r\nlast-event-id: 1\r\n"), "{second}");
}
