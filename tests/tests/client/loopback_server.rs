//! The loopback server itself: recorded requests and scripted responses.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use tests::server::{ScriptedResponse, Server, refusing_address};

const REQUEST: &[u8] = b"PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi";

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address()).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout can be set");
    stream
}

/// All bytes until the server closes the connection.
fn exchange(server: &Server) -> std::io::Result<String> {
    let mut stream = connect(server);
    stream.write_all(REQUEST)?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    Ok(response)
}

#[test]
fn requests_are_recorded_byte_for_byte() {
    let server = Server::script([ScriptedResponse::json("1"), ScriptedResponse::status(204).then_close()]);
    let mut stream = connect(&server);
    // Two requests in pieces of arbitrary length.
    let both = [REQUEST, REQUEST].concat();
    for piece in both.chunks(31) {
        stream.write_all(piece).expect("the server reads");
    }
    let mut responses = String::new();
    stream.read_to_string(&mut responses).expect("the server responds");
    assert!(responses.starts_with("HTTP/1.1 200 ") && responses.contains("\r\n\r\n1HTTP/1.1 204 "), "{responses}");
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(
        requests
            .iter()
            .all(|request| request.bytes == REQUEST && request.connection == 0 && request.raw_request().target == "/a")
    );
}

#[test]
fn a_request_beyond_the_script_gets_599() {
    let server = Server::script([]);
    let mut stream = connect(&server);
    stream.write_all(REQUEST).expect("the server reads");
    let mut response = [0; 12];
    stream.read_exact(&mut response).expect("the server responds");
    assert_eq!(&response, b"HTTP/1.1 599");
}

#[test]
fn invalid_responses_are_sent_as_scripted() {
    let server = Server::script([
        ScriptedResponse::close(),
        ScriptedResponse::garbage(),
        ScriptedResponse::short_body(500),
        ScriptedResponse::cut_chunk(),
        ScriptedResponse::chunked(&[("A", "b")], &[b"{\"code\"", b":1}"]).then_close(),
        ScriptedResponse::huge_header(70_000).then_close(),
    ]);
    assert_eq!(exchange(&server).unwrap(), "");
    assert_eq!(exchange(&server).unwrap(), "hello there\r\n");
    assert!(exchange(&server).unwrap().ends_with("Content-Length: 50\r\n\r\nabcd"));
    assert!(exchange(&server).unwrap().ends_with("5\r\nabc"));
    assert!(
        exchange(&server)
            .unwrap()
            .ends_with("A: b\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"code\"\r\n3\r\n:1}\r\n0\r\n\r\n")
    );
    assert!(exchange(&server).unwrap().len() > 70_000);
}

#[test]
fn a_reset_resets_the_connection() {
    let server = Server::script([ScriptedResponse::reset()]);
    assert_eq!(exchange(&server).unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[test]
fn a_delayed_response_is_delayed() {
    let delay = Duration::from_millis(60);
    let server = Server::script([
        ScriptedResponse::status(200).after(delay).then_close(),
        ScriptedResponse::status(200).paused_after(10, delay).then_close(),
    ]);
    for _ in 0..2 {
        let start = Instant::now();
        assert!(exchange(&server).unwrap().starts_with("HTTP/1.1 200 Status\r\n"));
        assert!(start.elapsed() >= delay);
    }
}

#[test]
fn dropping_the_server_closes_open_connections() {
    let server = Server::script([ScriptedResponse::silence()]);
    let mut stream = connect(&server);
    stream.write_all(REQUEST).expect("the server reads");
    while server.count() == 0 {
        std::thread::yield_now();
    }
    drop(server);
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).expect("the connection is closed in order");
    assert!(rest.is_empty());
}

#[test]
fn invalid_http_is_not_recorded() {
    let server = Server::script([]);
    let mut stream = connect(&server);
    stream.write_all(&[22, 3, 1, 0, 5]).expect("the server reads");
    let mut rest = Vec::new();
    // If the server closes before it has read everything, the connection is reset.
    drop(stream.read_to_end(&mut rest));
    assert!(rest.is_empty() && server.count() == 0);
}

#[test]
fn a_refusing_address_refuses_connections() {
    assert_eq!(TcpStream::connect(refusing_address()).unwrap_err().kind(), ErrorKind::ConnectionRefused);
}
