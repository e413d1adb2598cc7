//! Runs every row: a client of a small document against a transport that keeps what was sent and answers what is told.

mod answers;
mod families;
mod keys;
mod nullable;
mod queries;
mod style_table;
mod values;

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use wireright_runtime::{
    ClientBuilder, ServiceClient,
    clock::ManualClock,
    json::serde::{Serialize, de::DeserializeOwned},
    transport::{CannedResponse, CannedTransport},
};

/// A canned answer is there at once.
pub fn wait<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

/// A client's settings, and the transport that it will use.
pub fn builder<C: ServiceClient>(transport: &CannedTransport) -> ClientBuilder<C> {
    ClientBuilder::new().clock(ManualClock::new(std::time::UNIX_EPOCH)).transport(transport.clone())
}

/// A client that is answered with 204.
pub fn client<C: ServiceClient>() -> (C, CannedTransport) {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::new(204));
    (builder(&transport).build().expect("the settings are good"), transport)
}

/// A client whose body comes back.
pub fn echo<C: ServiceClient>() -> (C, CannedTransport) {
    let transport =
        CannedTransport::new().respond_with(|request| CannedResponse::json(200, request.body().as_bytes().to_vec()));
    (builder(&transport).build().expect("the settings are good"), transport)
}

/// What JSON is as this type, from which the same JSON comes again.
pub fn kept_as<T: DeserializeOwned + Serialize>(json: &str) -> T {
    let read: T = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(serde_json::to_string(&read).expect("it can be written"), json);
    read
}

/// What was sent last.
pub fn last(transport: &CannedTransport) -> http::Request<String> {
    let request = transport.requests().pop().expect("a request was sent");
    request.map(|body| String::from_utf8_lossy(body.as_bytes()).into_owned())
}

/// Path and query of what was sent last.
pub fn target(transport: &CannedTransport) -> String {
    last(transport).uri().path_and_query().expect("there is a path").to_string()
}

/// A header of what was sent last.
pub fn header(transport: &CannedTransport, name: &str) -> Option<String> {
    let request = last(transport);
    request.headers().get(name).map(|value| value.to_str().expect("a header is text").to_owned())
}

fn main() {
    style_table::run();
    queries::run();
    answers::run();
    values::run();
    families::run();
    nullable::run();
    keys::run();
    println!("every row is right");
}
