//! Calls operations whose answers have several media types, and prints what is asked for and what is made of each answer.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use representations_on_wire::representations::{Client, get_report::GetReportError};
use wireright_runtime::{
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

fn main() {
    let transport = CannedTransport::new();
    let client = Client::builder()
        .clock(ManualClock::new(std::time::UNIX_EPOCH))
        .transport(transport.clone())
        .build()
        .expect("the settings are good");
    let accept = || {
        let request = transport.requests().pop().expect("a request was sent");
        request.headers().get("accept").map(|value| value.to_str().unwrap_or("?").to_owned())
    };
    let answer = |content_type: &str, body: &'static str| {
        let answer = CannedResponse::new(200).body(body);
        transport.push(if content_type.is_empty() { answer } else { answer.header("content-type", content_type) });
    };

    let report = r#"{"title":"T","pages":3}"#;
    for (content_type, body) in [
        ("application/json; charset=utf-8", report),
        ("Application/JSON", report),
        ("application/problem+json", report),
        ("application/vnd.reports.brief+json", report),
        // It could be read as JSON, but says that it is none.
        ("text/csv; header=absent", report),
        ("application/xml", "<report/>"),
        ("image/png", "PNG"),
        ("text/html", "<p>Sign in"),
        ("", report),
        ("application/json", "<p>Sign in"),
    ] {
        answer(content_type, body);
        match wait(client.get_report().id("1").send()) {
            Ok(response) => println!("{content_type}: {:?}", response.body()),
            Err(error) => {
                let kept = String::from_utf8_lossy(error.body().unwrap_or_default()).into_owned();
                println!("{content_type}: {error}\n  keeps {kept}");
            }
        }
    }
    println!("asked for {:?}", accept());
    answer("text/csv", "T,3");
    println!("{:?}", wait(client.get_report().id("1").accept("text/csv").send()).expect("it is text").body());
    println!("asked for {:?}", accept());
    transport.push(CannedResponse::new(202));
    println!("{:?}", wait(client.get_report().id("1").send()).expect("it is accepted").body());

    for (status, content_type) in
        [(404, "application/problem+json"), (404, "text/plain"), (404, "text/html"), (418, "text/html")]
    {
        transport.push(CannedResponse::new(status).header("content-type", content_type).body(r#"{"title":"none"}"#));
        let error = wait(client.get_report().id("1").send()).expect_err("it is a failure");
        println!("{status} {content_type}: {:?}", error.documented::<GetReportError>());
    }

    // What is one to a client stays plain, and nothing need be asked for.
    for content_type in ["application/json", "text/json", "application/problem+json"] {
        answer(content_type, r#"["a"]"#);
        println!("{content_type}: {:?}", wait(client.list_titles().send()).expect("it is a list").body());
    }
    answer("image/jpeg", "JPEG");
    println!("{:?}, asked for {:?}", wait(client.get_cover().id("1").send()).expect("it is a file").body(), accept());
    answer("image/jpeg", "JPEG");
    let mut bytes = wait(client.get_cover().id("1").stream_bytes()).expect("it is a file");
    println!("{:?}, asked for {:?}", wait(bytes.next()).expect("there are bytes").expect("they arrive"), accept());
}
