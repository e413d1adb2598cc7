//! Arbitrary bytes as a streamed response: the chunk size does not change the items.
#![no_main]

use std::{
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
    time::{Duration, UNIX_EPOCH},
};

use futures_core::Stream;
use libfuzzer_sys::fuzz_target;
use wireright_runtime::{
    Bytes, Client, ClientBuilder, Error, JsonValue, Method, NoAuthenticator, Operation, Request, Server, Service,
    ServiceClient,
    clock::ManualClock,
    transport::{BoxFuture, HttpRequest, ResponseBody, Transport, TransportError, TransportResult},
};

/// Maximum length of an event or a line.
const MAX_BYTES: usize = 200;

fuzz_target!(|input: (u8, &[u8])| {
    let (size, bytes) = input;
    // Longer input may exceed the limit earlier with small chunks.
    let bytes = bytes.get(..MAX_BYTES).unwrap_or(bytes);
    assert_eq!(items(bytes, usize::from(size).max(1)), items(bytes, usize::MAX));
});

/// The items of a response that arrives in chunks of a size.
fn items(bytes: &[u8], size: usize) -> Vec<Vec<String>> {
    let transport = Chunked { bytes: bytes.to_vec(), size };
    let client = Streams::client(transport);
    let request = || Request::builder(&OPERATION);
    let message = |error: Error| format!("{error}: {:?}", error.body());
    let text_events = collect(ready(client.text_events(request())).expect("the stream starts").into_body());
    let events = collect(ready(client.events::<JsonValue>(request())).expect("the stream starts").into_body());
    let lines = collect(ready(client.json_lines::<JsonValue>(request())).expect("the stream starts").into_body());
    let sequence = collect(ready(client.json_sequence::<JsonValue>(request())).expect("the stream starts").into_body());
    let text_events = text_events.into_iter();
    vec![
        text_events.map(|event| event.map_or_else(message, |event| format!("{event:?} {}", event.raw()))).collect(),
        events.into_iter().map(|event| event.map_or_else(message, |event| format!("{event:?}"))).collect(),
        lines.into_iter().map(|line| line.map_or_else(message, |line| line.to_string())).collect(),
        sequence.into_iter().map(|value| value.map_or_else(message, |value| value.to_string())).collect(),
    ]
}

/// The items of a stream that is never pending.
fn collect<S: Stream>(stream: S) -> Vec<S::Item> {
    let mut stream = pin!(stream);
    let mut context = Context::from_waker(Waker::noop());
    let mut items = Vec::new();
    while let Poll::Ready(Some(item)) = stream.as_mut().poll_next(&mut context) {
        items.push(item);
    }
    items
}

fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("the transport is never pending"),
    }
}

/// A transport that responds with the bytes in chunks.
#[derive(Debug)]
struct Chunked {
    bytes: Vec<u8>,
    size: usize,
}

impl Transport for Chunked {
    fn send(&self, _: HttpRequest, _: Duration) -> BoxFuture<'_, TransportResult> {
        let chunks: Vec<Bytes> = self.bytes.chunks(self.size).map(Bytes::copy_from_slice).collect();
        let body = ResponseBody::from_stream(Chunks(chunks.into_iter()));
        Box::pin(std::future::ready(Ok(http::Response::new(body))))
    }
}

struct Chunks(std::vec::IntoIter<Bytes>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

struct Streams(Client);

impl Streams {
    fn client(transport: Chunked) -> Client {
        let builder = ClientBuilder::<Self>::new().clock(ManualClock::new(UNIX_EPOCH)).max_response_bytes(MAX_BYTES);
        builder.transport(transport).build().expect("valid settings").0
    }
}

impl ServiceClient for Streams {
    type Authenticator = NoAuthenticator;

    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

static SERVICE: Service = Service {
    name: "streams",
    title: "Streams",
    user_agent: "fuzz/0",
    servers: &[Server { region: None, url: "https://streams.example.com", variables: &[] }],
    security_schemes: &[],
    client_parameters: &[],
};

static OPERATION: Operation = Operation {
    id: "watch",
    name: "streams.watch",
    method: Method::GET,
    path: "/",
    idempotent: true,
    security: &[],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};
