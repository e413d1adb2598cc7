//! Reads the documented headers of answers, as documented and otherwise.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use headers_on_wire::headers::{
    Client,
    delete_thing::DeleteThingHeaders,
    list_things::{ListThingsHeaders, ListThingsHeadersXOrder},
};
use wireright_runtime::{
    Error,
    clock::ManualClock,
    transport::{CannedResponse, CannedTransport},
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

fn main() -> Result<(), Error> {
    let transport = CannedTransport::new();
    let clock = ManualClock::new(std::time::UNIX_EPOCH);
    let client = Client::builder().clock(clock).transport(transport.clone()).build()?;
    let things = |headers: &[(&str, &str)]| {
        let answer = CannedResponse::json(200, r#"["a"]"#).header("x-request-id", "r-1");
        transport.push(headers.iter().fold(answer, |answer, (name, value)| answer.header(name, value)));
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
    println!("{headers:?}");
    assert_eq!(headers.x_order, Some(ListThingsHeadersXOrder::Other("sideways".to_owned())));

    let headers = things(&[("X-TOTAL", "7"), ("X-Whole", "false")])?.documented_headers::<ListThingsHeaders>()?;
    println!("{headers:?}");

    // A header that is absent, or not as documented, makes no failure of a success.
    for wrong in [
        [("x-total", "many"), ("x-whole", "true")],
        [("x-total", "7"), ("x-sizes", "1,,2")],
        [("x-whole", "true"), ("x-order", "up")],
    ] {
        let response = things(&wrong)?;
        let error = response.documented_headers::<ListThingsHeaders>().expect_err("a header is wrong");
        println!("{:?}, {error}", response.body());
    }
    // The others can be read all the same.
    let response = things(&[("x-whole", "true")])?;
    assert_eq!(ListThingsHeaders::x_whole(response.headers()), Ok(Some(true)));
    assert_eq!(ListThingsHeaders::x_total(response.headers()).map_err(|error| error.name()), Err("X-Total"));

    transport.push(CannedResponse::new(204).header("location", "/things/2").header("x-rate-left", "0"));
    let response = wait(client.delete_thing().id("1").send())?;
    println!("{:?}", response.documented_headers::<DeleteThingHeaders>()?);
    Ok(())
}
