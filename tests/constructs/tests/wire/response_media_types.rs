//! Responses with several media types: the `Accept` header and the decoded value.

use crate::{Transcript, checked, wait};
use constructs::response_media_types::{
    Client,
    get_motto::{GetMottoError, GetMottoError404},
    get_report::GetReportError,
};
use wireright_runtime::{
    clock::ManualClock,
    transport::{CannedResponse, CannedTransport},
};

/// OpenAPI 3.0.3, "Response Object": "For responses that match multiple keys, only the most specific key is
/// applicable."
#[test]
fn a_response_is_decoded_by_its_media_type() {
    let transcript = Transcript::default();
    let transport = CannedTransport::new();
    let client = Client::builder()
        .clock(ManualClock::new(std::time::UNIX_EPOCH))
        .transport(checked::<Client>(&transport))
        .build()
        .expect("the settings are good");
    let accept = || {
        let request = transport.requests().pop().expect("a request was sent");
        request.headers().get("accept").map(|value| value.to_str().unwrap_or("?").to_owned())
    };
    let response = |content_type: &str, body: &'static str| {
        let response = CannedResponse::new(200).body(body);
        transport.push(if content_type.is_empty() { response } else { response.header("content-type", content_type) });
    };

    let report = r#"{"title":"T","pages":3}"#;
    for (content_type, body) in [
        ("application/json; charset=utf-8", report),
        ("Application/JSON", report),
        ("application/problem+json", report),
        ("application/vnd.reports.brief+json", report),
        // The body is JSON, but its media type is CSV.
        ("text/csv; header=absent", report),
        ("application/xml", "<report/>"),
        ("image/png", "PNG"),
        ("text/html", "<p>Sign in"),
        ("", report),
        ("application/json", "<p>Sign in"),
    ] {
        response(content_type, body);
        match wait(client.get_report().id("1").send()) {
            Ok(response) => transcript.line(format_args!("{content_type}: {:?}", response.body())),
            Err(error) => {
                let kept = String::from_utf8_lossy(error.body().unwrap_or_default()).into_owned();
                transcript.line(format_args!("{content_type}: {error}\n  keeps {kept}"));
            }
        }
    }
    transcript.line(format_args!("asked for {:?}", accept()));
    response("text/csv", "T,3");
    transcript.line(format_args!(
        "{:?}",
        wait(client.get_report().id("1").accept("text/csv").send()).expect("it is text").body()
    ));
    transcript.line(format_args!("asked for {:?}", accept()));
    transport.push(CannedResponse::new(202));
    transcript.line(format_args!("{:?}", wait(client.get_report().id("1").send()).expect("it is accepted").body()));

    for (status, content_type) in
        [(404, "application/problem+json"), (404, "text/plain"), (404, "text/html"), (418, "text/html")]
    {
        transport.push(CannedResponse::new(status).header("content-type", content_type).body(r#"{"title":"none"}"#));
        let error = wait(client.get_report().id("1").send()).expect_err("it is a failure");
        transcript.line(format_args!("{status} {content_type}: {:?}", error.documented::<GetReportError>()));
    }

    // One decodable media type needs no enum.
    for content_type in ["application/json", "text/json", "application/problem+json"] {
        response(content_type, r#"["a"]"#);
        transcript.line(format_args!(
            "{content_type}: {:?}",
            wait(client.list_titles().send()).expect("it is a list").body()
        ));
    }
    response("image/jpeg", "JPEG");
    transcript.line(format_args!(
        "{:?}, asked for {:?}",
        wait(client.get_cover().id("1").send()).expect("it is a file").body(),
        accept()
    ));
    response("image/jpeg", "JPEG");
    let mut bytes = wait(client.get_cover().id("1").stream_bytes()).expect("it is a file");
    transcript.line(format_args!(
        "{:?}, asked for {:?}",
        wait(bytes.next()).expect("there are bytes").expect("they arrive"),
        accept()
    ));

    transcript.contains(&[
        "text/csv; header=absent: OkCsv(\"{\\\"title\\\"",
        "application/problem+json: OkJson(Report",
        "404 text/plain: Some(Status404Text(",
        "404 text/html: None",
    ]);
    insta::assert_snapshot!("response_media_types", transcript.text());
}

/// RFC 9110, section 8.3: the `Content-Type` says what the body is, also if the document allows every media type.
#[test]
fn a_string_of_any_media_type_is_json_or_text() {
    let transport = CannedTransport::new();
    let client: Client = crate::builder(&transport).build().expect("the settings are good");
    let response = |status, content_type: &str, body: &'static str| {
        transport.push(CannedResponse::new(status).header("content-type", content_type).body(body));
    };
    for (content_type, body) in [("text/plain;charset=UTF-8", "Carpe diem"), ("application/json", "\"Carpe diem\"")] {
        response(200, content_type, body);
        assert_eq!(wait(client.get_motto().id("1").send()).expect("it is a string").body(), "Carpe diem");
        response(404, content_type, if body.starts_with('"') { "\"lost\"" } else { "lost" });
        let error = wait(client.get_motto().id("1").send()).expect_err("it is lost");
        assert_eq!(error.documented(), Some(GetMottoError::Status404(GetMottoError404::Lost)));
    }
}

#[test]
fn bytes_of_any_media_type_are_base64_only_in_json() {
    let transport = CannedTransport::new();
    let client: Client = crate::builder(&transport).build().expect("the settings are good");
    for (content_type, body) in [("image/png", vec![0, 159]), ("application/json", b"\"AJ8=\"".to_vec())] {
        transport.push(CannedResponse::new(200).header("content-type", content_type).body(body));
        let seal = wait(client.get_seal().id("1").send()).expect("it is bytes").into_body();
        assert_eq!(seal.as_bytes(), [0, 159], "{content_type}");
    }
}

/// OpenAPI 3.0.4, "Data Types": `binary` is the bytes of the body, which no JSON string and no text contains.
#[test]
fn a_binary_body_is_bytes_in_any_media_type() {
    let transport = CannedTransport::new();
    let client: Client = crate::builder(&transport).build().expect("the settings are good");
    for content_type in ["application/pdf", "application/json", "text/plain"] {
        transport.push(CannedResponse::new(200).header("content-type", content_type).body(vec![0, 159, 34]));
        let file = wait(client.download().id("1").send()).expect("it is a file").into_body();
        assert_eq!(file, [0, 159, 34], "{content_type}");
    }
    let accept = transport.requests()[0].headers().get("accept").cloned().expect("it is sent");
    assert_eq!(accept, "text/plain, application/json;q=0.9, text/json;q=0.8");

    transport.push(CannedResponse::new(200).header("content-type", "text/csv").body(vec![b'a', 0xe9]));
    let former = wait(client.replace_download().id("1").body(vec![1, 255]).send()).expect("it is a file").into_body();
    assert_eq!(former, [b'a', 0xe9]);
    let sent = transport.requests().pop().expect("a request was sent");
    assert_eq!(sent.headers().get("content-type").expect("it is sent"), "application/json");
    assert_eq!(sent.body().as_bytes(), [1, 255]);
}
