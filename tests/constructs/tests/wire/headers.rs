//! Documented headers of success responses, valid and invalid.

use crate::{Transcript, checked, wait};
use constructs::headers::{
    Client,
    delete_thing::DeleteThingHeaders,
    list_things::{ListThingsHeaders, ListThingsHeadersXOrder},
    put_thing::PutThingHeaders,
};
use wireright_runtime::{
    Error,
    clock::ManualClock,
    transport::{CannedResponse, CannedTransport},
};

/// OpenAPI 3.0.3, "Header Object" and "Style Values"; RFC 9110, section 5.3.
#[test]
fn documented_headers_are_decoded() -> Result<(), Error> {
    let transcript = Transcript::default();
    let transport = CannedTransport::new();
    let clock = ManualClock::new(std::time::UNIX_EPOCH);
    let client = Client::builder().clock(clock).transport(checked::<Client>(&transport)).build()?;
    let things = |headers: &[(&str, &str)]| {
        let response = CannedResponse::json(200, r#"["a"]"#).header("x-request-id", "r-1");
        transport.push(headers.iter().fold(response, |response, (name, value)| response.header(name, value)));
        wait(client.list_things().send())
    };

    let response = things(&[
        ("x-total", "7"),
        ("x-rate-left", "1.5"),
        ("x-tags", "a, b"),
        ("x-tags", "c"),
        ("x-sizes", "1,2"),
        ("x-order", "sideways"),
        ("x-whole", "true"),
        ("x-changed", "2026-11-21T09:00:00+01:00"),
        ("x-place", "row,3"),
        ("x-page", r#"{"next":"n"}"#),
    ])?;
    let headers: ListThingsHeaders = response.documented_headers()?;
    transcript.line(format_args!("{headers:?}"));
    assert_eq!(headers.x_order, Some(ListThingsHeadersXOrder::Other("sideways".to_owned())));

    let headers = things(&[("X-TOTAL", "7"), ("X-Whole", "false")])?.documented_headers::<ListThingsHeaders>()?;
    transcript.line(format_args!("{headers:?}"));

    // An absent or invalid header does not turn a success into an error.
    for wrong in [
        [("x-total", "many"), ("x-whole", "true")],
        [("x-total", "7"), ("x-sizes", "1,b,2")],
        [("x-whole", "true"), ("x-order", "up")],
    ] {
        let response = things(&wrong)?;
        let error = response.documented_headers::<ListThingsHeaders>().expect_err("a header is wrong");
        transcript.line(format_args!("{:?}, {error}", response.body()));
    }
    // The other headers can be decoded.
    let response = things(&[("x-whole", "true")])?;
    assert_eq!(ListThingsHeaders::decode_x_whole(response.headers()), Ok(Some(true)));
    assert_eq!(ListThingsHeaders::decode_x_total(response.headers()).map_err(|error| error.name()), Err("X-Total"));

    transport.push(CannedResponse::new(204).header("location", "/things/2").header("x-rate-left", "0"));
    let response = wait(client.delete_thing().id("1").send())?;
    transcript.line(format_args!("{:?}", response.documented_headers::<DeleteThingHeaders>()?));

    // The same headers are one type. An error names the operation that was called.
    transport.push(CannedResponse::new(204));
    let response = wait(client.put_thing().id("1").send())?;
    let error = response.documented_headers::<DeleteThingHeaders>().expect_err("a header is missing");
    transcript.line(format_args!("{error}"));
    let headers: PutThingHeaders = {
        transport.push(CannedResponse::new(204).header("location", "/things/3"));
        wait(client.put_thing().id("3").send())?.documented_headers::<DeleteThingHeaders>()?
    };
    assert_eq!(headers.location, "/things/3");

    transcript.contains(&[
        "headers.put_thing: the response is a success (HTTP 204), but the header `Location` is required",
        "x_total: 7",
        "x_tags: Some([\"a\", \"b\", \"c\"])",
        "[\"a\"], headers.list_things: the response is a success (HTTP 200), but the header `X-Total` is not `i32`",
        "the header `X-Total` is required, but absent",
    ]);
    transcript.lacks("content_type");
    insta::assert_snapshot!("headers", transcript.text());
    Ok(())
}
