//! Streamed responses: server-sent events, lines and sequences of JSON, and bytes.

use crate::{Transcript, checked, wait};
use constructs::streams::{
    Client, watch_both::WatchBothEvent, watch_items::WatchItemsEvent, watch_mixed::WatchMixedEvent,
};
use wireright_runtime::{
    clock::ManualClock,
    transport::{CannedResponse, CannedTransport, TransportErrorKind},
};

fn events(body: &'static str) -> CannedResponse {
    CannedResponse::new(200).header("content-type", "text/event-stream").body(body)
}

/// WHATWG HTML, "Server-sent events"; RFC 7464; `[DONE]` as OpenAI documents it.
#[test]
fn a_stream_is_decoded_while_it_arrives() {
    let transcript = Transcript::default();
    let transport = CannedTransport::new();
    let clock = ManualClock::new(std::time::UNIX_EPOCH);
    let client =
        Client::builder().clock(clock).transport(checked::<Client>(&transport)).build().expect("the settings are good");
    let show = || {
        let request = transport.requests().pop().expect("a request was sent");
        let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or("?").to_owned());
        let body = String::from_utf8_lossy(request.body().as_bytes()).into_owned();
        transcript.line(format_args!("asked for {:?} after {:?}: {body}", header("accept"), header("last-event-id")));
    };

    transport.push(CannedResponse::json(200, r#"{"words":"whole"}"#));
    transcript.line(format_args!("{:?}", wait(client.chat().prompt("p").send()).expect("it is whole").body().words));
    show();

    transport
        .push(events("data: {\"words\":\"a\"}\n\ndata: {\"words\":1}\n\ndata: {\"words\":\"b\"}\n\ndata: [DONE]\n\n"));
    let mut parts = wait(client.chat().prompt("p").stream(true).stream_events()).expect("they begin");
    while let Some(part) = wait(parts.next()) {
        match part {
            Ok(event) => transcript.line(format_args!("{} of {}", event.data.words, event.raw())),
            Err(error) => transcript.line(format_args!("{error}: {:?}", error.body().map(String::from_utf8_lossy))),
        }
    }
    show();
    let refused = parts.into_body().reconnecting().expect_err("a chat may not be repeated");
    transcript.line(format_args!("{refused}"));

    transport.push(CannedResponse::json(200, r#"{"words":"whole"}"#));
    let error = wait(client.chat().prompt("p").stream_events()).expect_err("it is no stream");
    transcript.line(format_args!("{error}: {:?}", error.body().map(String::from_utf8_lossy)));

    transport.push(events("id: 7\ndata: one\n\n").then_fails(TransportErrorKind::Interrupted));
    transport.push(events("event: late\ndata: [DONE]\n\n"));
    transport.push(CannedResponse::new(204));
    let news = wait(client.watch_news().send()).expect("they begin").into_body();
    let mut news = news.reconnecting().expect("it may be repeated");
    while let Some(event) = wait(news.next()) {
        transcript.line(format_args!("{:?}", event.expect("it is text")));
        show();
    }
    show();

    let lines = "{\"id\":1}\n\n{\"id\":\"two\"}\n{\"id\":3}";
    transport.push(CannedResponse::new(200).header("content-type", "application/x-ndjson").body(lines));
    let mut rows = wait(client.list_rows().send()).expect("they begin");
    while let Some(row) = wait(rows.next()) {
        match row {
            Ok(row) => transcript.line(format_args!("row {}", row.id)),
            Err(error) => transcript.line(format_args!("{error}: {:?}", error.body().map(String::from_utf8_lossy))),
        }
    }
    show();

    transport.push(CannedResponse::new(200).body("\u{1e}{\n\"words\":\"x\"\n}\n\u{1e}{\"words\":\"y\"}\n"));
    let mut figures = wait(client.list_figures().send()).expect("they begin");
    while let Some(figure) = wait(figures.next()) {
        transcript.line(format_args!("{:?}", figure.expect("it is a value").words));
    }
    show();

    transport.push(CannedResponse::new(200).header("content-type", "audio/mpeg").body("MP3"));
    transcript.line(format_args!("{:?}", wait(client.get_speech().send()).expect("it is spoken").body()));
    show();

    transcript.contains(&[
        "asked for Some(\"text/event-stream\") after Some(\"7\")",
        "data: \"[DONE]\"",
        "row 1",
        "row 3",
    ]);
    insta::assert_snapshot!("streams", transcript.text());
}

/// OpenAPI 3.2.0, "Server-Sent Event Streams".
#[test]
fn data_of_a_described_event_is_decoded() {
    let transport = CannedTransport::new();
    let client: Client = crate::builder(&transport).build().expect("the settings are good");
    transport.push(events("id: 1\nevent: e\ndata: {\"words\":\"a\"}\n\n"));
    let event = wait(wait(client.watch_words().send()).expect("they begin").next()).expect("one").expect("it fits");
    assert_eq!((event.id.as_str(), event.name.as_str(), event.data.words.as_str()), ("1", "e", "a"));

    transport.push(events("event: words\ndata: {\"words\":\"a\"}\n\nevent: count\ndata: 7\n\n"));
    let mut items = wait(client.watch_items().send()).expect("they begin");
    let mut next = || wait(items.next()).expect("one").expect("it fits").data;
    assert!(matches!(next(), WatchItemsEvent::Words(data) if data.words == "a"));
    assert!(matches!(next(), WatchItemsEvent::Integer(7)));

    transport.push(events("data: plain\n\n"));
    let text = wait(wait(client.watch_strings().send()).expect("they begin").next()).expect("one").expect("it fits");
    assert_eq!(text.data, "plain");

    transport.push(events("event: row\ndata: {\"id\":1}\n\nevent: done\ndata: [DONE]\n\n"));
    let mut both = wait(client.watch_both().send()).expect("they begin");
    let row = wait(both.next()).expect("one").expect("it fits").data;
    assert!(matches!(row, WatchBothEvent::Id(row) if row.id == 1), "the data has no property `words`");
    assert!(wait(both.next()).is_none(), "`[DONE]` is no data");

    transport.push(CannedResponse::new(200).header("content-type", "application/jsonl").body("[1,2]\n[3]\n"));
    let mut items = wait(client.list_items().send()).expect("they begin");
    let mut next = || wait(items.next()).expect("one").expect("it fits");
    assert_eq!((next(), next()), (vec![1, 2], vec![3]));
}

/// OpenAPI 3.2.0, "Special Considerations for Server-Sent Events": the data is a string. If a string is one of several
/// types, its content decides whether it is JSON.
#[test]
fn data_of_several_types_is_json_or_text() {
    let transport = CannedTransport::new();
    let client: Client = crate::builder(&transport).build().expect("the settings are good");
    let all = "data: plain text\n\n\
        data: 7\n\ndata: {\"words\":\"a\"}\n\n\
        data: true\n\ndata: \"b\"\n\ndata: [DONE]\n\n";
    transport.push(events(all));
    let mut mixed = wait(client.watch_mixed().send()).expect("they begin");
    let mut next = || wait(mixed.next()).map(|event| event.expect("it fits").data);
    for text in ["plain text", "7", "words", "true", "b"] {
        let is_expected = match next().expect("there is one more") {
            WatchMixedEvent::String(data) => data == text,
            WatchMixedEvent::Integer(7) => text == "7",
            WatchMixedEvent::Words(data) => text == "words" && data.words == "a",
            other => panic!("{other:?}"),
        };
        assert!(is_expected, "{text}");
    }
    assert!(next().is_none(), "`[DONE]` is no data");

    transport.push(events("data: plain text\n\ndata: {\"a\":1}\n\n"));
    let mut untyped = wait(client.watch_untyped().send()).expect("they begin");
    let mut next = || wait(untyped.next()).expect("one").expect("it fits").data.to_string();
    assert_eq!((next().as_str(), next().as_str()), ("\"plain text\"", "{\"a\":1}"));
}
