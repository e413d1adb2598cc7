//! Calls operations whose answers arrive in parts, and prints what is asked for and what arrives.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use streams_on_wire::streams::Client;
use wireright_runtime::{
    clock::ManualClock,
    transport::{CannedResponse, CannedTransport, TransportErrorKind},
};

/// A canned answer is there at once.
fn wait<F: IntoFuture>(future: F) -> F::Output {
    let mut future = pin!(future.into_future());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

fn events(body: &'static str) -> CannedResponse {
    CannedResponse::new(200).header("content-type", "text/event-stream").body(body)
}

fn main() {
    let transport = CannedTransport::new();
    let clock = ManualClock::new(std::time::UNIX_EPOCH);
    let client = Client::builder().clock(clock).transport(transport.clone()).build().expect("the settings are good");
    let show = || {
        let request = transport.requests().pop().expect("a request was sent");
        let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or("?").to_owned());
        let body = String::from_utf8_lossy(request.body().as_bytes()).into_owned();
        println!("asked for {:?} after {:?}: {body}", header("accept"), header("last-event-id"));
    };

    transport.push(CannedResponse::json(200, r#"{"words":"whole"}"#));
    println!("{:?}", wait(client.chat().prompt("p").send()).expect("it is whole").body().words);
    show();

    transport.push(events("data: {\"words\":\"a\"}\n\ndata: {\"words\":1}\n\ndata: {\"words\":\"b\"}\n\ndata: [DONE]\n\n"));
    let mut parts = wait(client.chat().prompt("p").stream(true).stream_events()).expect("they begin");
    while let Some(part) = wait(parts.next()) {
        match part {
            Ok(event) => println!("{} of {}", event.data.words, event.raw()),
            Err(error) => println!("{error}: {:?}", error.body().map(String::from_utf8_lossy)),
        }
    }
    show();
    let refused = parts.into_body().reconnecting().expect_err("a chat may not be repeated");
    println!("{refused}");

    transport.push(CannedResponse::json(200, r#"{"words":"whole"}"#));
    let error = wait(client.chat().prompt("p").stream_events()).expect_err("it is no stream");
    println!("{error}: {:?}", error.body().map(String::from_utf8_lossy));

    transport.push(events("id: 7\ndata: one\n\n").then_fails(TransportErrorKind::Interrupted));
    transport.push(events("event: late\ndata: [DONE]\n\n"));
    transport.push(CannedResponse::new(204));
    let news = wait(client.watch_news().send()).expect("they begin").into_body();
    let mut news = news.reconnecting().expect("it may be repeated");
    while let Some(event) = wait(news.next()) {
        println!("{:?}", event.expect("it is text"));
        show();
    }
    show();

    let lines = "{\"id\":1}\n\n{\"id\":\"two\"}\n{\"id\":3}";
    transport.push(CannedResponse::new(200).header("content-type", "application/x-ndjson").body(lines));
    let mut rows = wait(client.list_rows().send()).expect("they begin");
    while let Some(row) = wait(rows.next()) {
        match row {
            Ok(row) => println!("row {}", row.id),
            Err(error) => println!("{error}: {:?}", error.body().map(String::from_utf8_lossy)),
        }
    }
    show();

    transport.push(CannedResponse::new(200).body("\u{1e}{\n\"words\":\"x\"\n}\n\u{1e}{\"words\":\"y\"}\n"));
    let mut shapes = wait(client.list_shapes().send()).expect("they begin");
    while let Some(shape) = wait(shapes.next()) {
        println!("{:?}", shape.expect("it is a value").words);
    }
    show();

    transport.push(CannedResponse::new(200).header("content-type", "audio/mpeg").body("MP3"));
    println!("{:?}", wait(client.get_speech().send()).expect("it is spoken").body());
    show();
}
