//! Bytes on the wire: the transport sends the request as it was built and signed, with unusual values too.

use std::net::SocketAddr;

use huaweicloud_reset_password::{
    kafka,
    runtime::transport::{CannedResponse, CannedTransport},
};
use tests::{
    calls::{Call, Network, Settings, kafka_request},
    fixture,
    server::{ScriptedResponse, Server},
    wire::RawRequest,
};

/// Values that encoders, URL parsers and header writers may treat differently.
const UNUSUAL_VALUES: [&str; 18] = [
    "plain",
    "a/b",
    "a//b",
    "/",
    "a b",
    " x ",
    "+",
    "%",
    "%2f",
    "%2e%2e",
    "a?b=c",
    "a#b",
    "a\\b",
    "{project_id}",
    "...",
    "é",
    "名",
    "a;b,c&d=e",
];

fn kafka(value: &str) -> Call {
    Call::Kafka { instance_id: value.to_owned(), user_name: value.to_owned(), new_password: value.to_owned() }
}

fn response() -> ScriptedResponse {
    ScriptedResponse::status(204)
}

#[tokio::test]
async fn a_request_has_exactly_these_bytes() {
    let server = Server::script([response()]);
    let host = "dms.cn-north-4.myhuaweicloud.com";
    let settings = Settings {
        network: Network::Resolved(host.to_owned(), server.address()),
        credentials: fixture::credentials().security_token("temporary"),
        ..Settings::at(format!("http://{host}"))
    };
    let call =
        Call::Kafka { instance_id: "i 1".to_owned(), user_name: "a/é".to_owned(), new_password: "\"pä\\".to_owned() };
    call.send(&settings).await.expect("the server responds");
    let user_agent = format!(
        "huaweicloud-reset-password/{version} wireright-runtime/{version}",
        version = env!("CARGO_PKG_VERSION")
    );
    let expected = [
        "PUT /v2/89cd04f168b84af6be287f71730fdb4b/instances/i%201/users/a%2F%C3%A9 HTTP/1.1",
        "content-type: application/json",
        &format!("user-agent: {user_agent}"),
        "host: dms.cn-north-4.myhuaweicloud.com",
        "x-sdk-date: 20260115T083000Z",
        "x-project-id: 89cd04f168b84af6be287f71730fdb4b",
        "x-security-token: temporary",
        "authorization: SDK-HMAC-SHA256 Access=TESTACCESSKEY0000001, \
         SignedHeaders=content-type;host;x-project-id;x-sdk-date;x-security-token, \
         Signature=?",
        "accept: */*",
        "content-length: 26",
        "",
        "{\"new_password\":\"\\\"pä\\\\\"}",
    ];
    let captured = server.requests().remove(0);
    let bytes = String::from_utf8(captured.bytes.clone()).expect("all of it is text");
    fixture::verifier().verify(captured.raw_request()).expect("the signature is right");
    // The signature is already checked.
    let (before, after) = bytes.split_once("Signature=").expect("it is signed");
    let bytes = format!("{before}Signature=?{}", &after[64..]);
    assert_eq!(bytes, expected.join("\r\n"));
}

#[tokio::test]
async fn the_transport_sends_the_request_as_built() {
    for value in UNUSUAL_VALUES {
        let built = transported_request(value).await;
        for (server, settings) in over_loopback() {
            kafka(value).send(&settings).await.unwrap_or_else(|error| panic!("{value:?}: {error}"));
            let sent = server.only_request();
            assert_eq!(sent.method, built.method, "{value:?}");
            assert_eq!(sent.target, built.target, "{value:?}");
            assert_eq!(sent.body, built.body, "{value:?}");
            // The HTTP library adds the headers of the connection and changes nothing else.
            let (added, kept): (Vec<_>, Vec<_>) =
                sent.headers.into_iter().partition(|(name, _)| matches!(name.as_str(), "accept" | "content-length"));
            assert_eq!(sorted(kept), sorted(built.headers.clone()), "{value:?}");
            assert_eq!(added.len(), 2, "{value:?}: {added:?}");
        }
    }
}

/// The request that the transport receives.
async fn transported_request(value: &str) -> RawRequest {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let client = kafka::Client::builder()
        .endpoint(ENDPOINT)
        .allow_http(true)
        .authenticator(fixture::credentials())
        .clock(fixture::clock())
        .transport(transport.clone())
        .build()
        .expect("the settings are good");
    client
        .reset_user_password()
        .instance_id(value)
        .user_name(value)
        .new_password(value)
        .send()
        .await
        .expect("the transport responds");
    let request = transport.requests().remove(0);
    RawRequest {
        method: request.method().to_string(),
        target: request.uri().path_and_query().expect("a request has a target").to_string(),
        headers: request.headers().iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect(),
        body: request.into_body().as_bytes().to_vec(),
    }
}

const ENDPOINT: &str = "http://dms.example.com";

/// The two routes to the loopback server, which must not differ.
fn over_loopback() -> impl Iterator<Item = (Server, Settings)> {
    let resolved = |address| Network::Resolved("dms.example.com".to_owned(), address);
    let ways: [Box<dyn Fn(SocketAddr) -> Network>; 2] = [Box::new(resolved), Box::new(Network::Rerouted)];
    ways.into_iter().map(|way| {
        let server = Server::script([response()]);
        let settings = Settings { network: way(server.address()), ..Settings::at(ENDPOINT) };
        (server, settings)
    })
}

fn sorted(mut headers: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    headers.sort();
    headers
}

#[tokio::test]
async fn an_ipv6_endpoint_is_supported() {
    // Not every machine has IPv6.
    let Ok(server) = Server::start_on_ipv6(|_, _| response()) else { return };
    kafka("alice").send(&Settings::of(&server)).await.expect("the server responds");
    let request = server.only_request();
    assert_eq!(request.header("Host"), Some(format!("[::1]:{}", server.address().port())));
    fixture::verifier().verify(&request).expect("the signature is right");
}

#[tokio::test]
async fn the_host_header_is_that_of_the_endpoint() {
    let server = Server::script([response()]);
    let network = Network::Resolved("DMS.Example.com".to_owned(), server.address());
    kafka("alice")
        .send(&Settings { network, ..Settings::at("http://DMS.Example.com") })
        .await
        .expect("the server responds");
    assert_eq!(server.only_request().header("Host").as_deref(), Some("dms.example.com"));
}

#[tokio::test]
async fn clones_share_a_connection() {
    let server = Server::start_with_handler(|_, _| response());
    let client: kafka::Client = Settings::of(&server).build().expect("the settings are good");
    for client in [client.clone(), client.clone(), client] {
        let request = kafka_request(&client);
        request.send().await.expect("the server responds");
    }
    assert!(server.requests().iter().all(|request| request.connection == 0), "{:?}", server.requests());
}

#[tokio::test]
async fn a_request_has_no_unneeded_headers() {
    for call in Call::all() {
        let server = Server::script([response()]);
        call.send(&Settings::of(&server)).await.unwrap_or_else(|error| panic!("{call:?}: {error}"));
        let request = server.only_request();
        let verified = fixture::verifier().verify(&request).unwrap_or_else(|why| panic!("{call:?}: {why}"));
        assert_eq!(verified.signed_headers, ["content-type", "host", "x-project-id", "x-sdk-date"], "{call:?}");
        for name in ["cookie", "referer", "accept-encoding", "proxy-authorization", "connection", "expect"] {
            assert_eq!(request.header(name), None, "{call:?}");
        }
    }
}
