//! Parameters and bodies: from the calls of generated code to the request at the transport.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex},
};

use crate::support::*;
use wireright_runtime::{
    AttemptInfo, Bytes, FormField, Hook, InvalidRequest, QueryStyle, Request, RequestBody, Secret, Upload, decode,
    transport::{CannedResponse, CannedTransport, TransportErrorKind},
};

async fn sent(request: Request) -> http::Request<RequestBody> {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    client(&transport).core.send(request, decode::nothing).await.unwrap();
    transport.requests().remove(0)
}

fn content_type(request: &http::Request<RequestBody>) -> &str {
    request.headers().get("content-type").map_or("", |value| value.to_str().unwrap())
}

/// A hook that records URLs.
#[derive(Clone, Default)]
struct Urls(Arc<Mutex<Vec<String>>>);

impl Hook for Urls {
    fn before_attempt(&self, attempt: &AttemptInfo<'_>) {
        self.0.lock().unwrap().push(format!("{attempt:?} {}", attempt.url));
    }
}

#[tokio::test]
async fn secrets_in_parameters_are_sent_and_redacted() {
    let transport = CannedTransport::new()
        .respond(CannedResponse::json(400, r#"{"message":"hunter2/é is wrong: hunter2%2F%C3%A9"}"#));
    let urls = Urls::default();
    let client = builder(&transport).hook(urls.clone()).build().unwrap();
    let secret = Some(Secret::new("hunter2/é"));
    let request = Request::builder(&POKE)
        .query("limit", &Some(5))
        .query("token", &secret)
        .query_styled("filter", &Some(BTreeMap::from([("key", secret.clone())])), QueryStyle::DeepObject)
        .query_json("json", &secret)
        .header_parameter("X-Key", &secret)
        .cookie("session", &secret);
    let shown = format!("{request:?}");
    assert!(!shown.contains("hunter2") && shown.contains("limit=5&token=***"), "{shown}");
    let error = client.core.send(request, decode::nothing).await.unwrap_err();
    let shown = urls.0.lock().unwrap().concat();
    assert!(!shown.contains("hunter2") && shown.contains("token=***"), "{shown}");
    assert_eq!(error.message(), Some("*** is wrong: ***"));
    let request = &transport.requests()[0];
    assert!(
        request.uri().query().unwrap().contains("token=hunter2%2F%C3%A9&filter%5Bkey%5D=hunter2%2F%C3%A9&json=%22h")
    );
    assert_eq!(request.headers()["x-key"].as_bytes(), "hunter2/é".as_bytes());
    assert_eq!(request.headers()["cookie"], "session=hunter2%2F%C3%A9");
    assert!(!format!("{:?}", request.headers()).contains("hunter2"));
}

#[tokio::test]
async fn cookies_share_one_header() {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let client = builder(&transport).header("Cookie", "a=1").build().unwrap();
    let request =
        Request::builder(&POKE).cookie("b", &Some("2")).cookie("c", &None::<u8>).cookie("d", &Some(["x", "y"]));
    client.core.send(request, decode::nothing).await.unwrap();
    assert_eq!(transport.requests()[0].headers()["cookie"], "a=1; b=2; d=x; d=y");
}

#[tokio::test]
async fn an_absent_body_has_no_content_type() {
    let none = Request::builder(&POKE)
        .json("application/json", &None::<u8>)
        .form("application/x-www-form-urlencoded", &None::<u8>, &[])
        .text("text/plain", &None::<String>)
        .bytes("application/octet-stream", &None);
    let request = sent(none).await;
    assert!(request.body().is_empty());
    assert_eq!(content_type(&request), "");
    let null = sent(Request::builder(&POKE).json("application/json", &Some(None::<u8>))).await;
    assert_eq!((content_type(&null), null.body().as_bytes()), ("application/json", b"null".as_slice()));
}

#[tokio::test]
async fn forms_text_and_bytes_are_sent() {
    let body = Some(BTreeMap::from([("a", vec!["1", "2"]), ("b", vec!["x y"])]));
    let fields = [FormField { name: "a", style: QueryStyle::DeepObject }];
    let request = sent(Request::builder(&POKE).form("application/x-www-form-urlencoded", &body, &fields)).await;
    assert_eq!(request.body().as_bytes(), b"a%5B%5D=1&a%5B%5D=2&b=x+y");
    assert_eq!(content_type(&request), "application/x-www-form-urlencoded");

    let request = sent(Request::builder(&POKE).text("text/plain", &Some("é\n"))).await;
    assert_eq!((content_type(&request), request.body().as_bytes()), ("text/plain", "é\n".as_bytes()));

    let png = Upload::from(vec![0, 255]).media_type("image/png");
    let request = sent(Request::builder(&POKE).bytes("image/*", &Some(png))).await;
    assert_eq!((content_type(&request), request.body().as_bytes()), ("image/png", [0, 255].as_slice()));
}

#[tokio::test]
async fn a_multipart_body_names_its_boundary() {
    let request = sent(Request::builder(&POKE).part("a", &Some(1)).multipart("multipart/form-data")).await;
    let boundary = content_type(&request).strip_prefix("multipart/form-data; boundary=").unwrap();
    let expected = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--{boundary}--\r\n");
    assert_eq!(request.body().as_bytes(), expected.as_bytes());
}

#[tokio::test]
async fn a_whole_body_overrides_its_properties() {
    let object = || Request::builder(&POKE).body_property("a", &Some(1)).body_property("b", &None::<u8>);
    let request = sent(object().object("application/json")).await;
    assert_eq!((content_type(&request), request.body().as_bytes()), ("application/json", br#"{"a":1}"#.as_slice()));
    let request = sent(object().text("text/plain", &Some("x")).object("application/json")).await;
    assert_eq!((content_type(&request), request.body().as_bytes()), ("text/plain", b"x".as_slice()));
    let request =
        sent(Request::builder(&POKE).part("a", &Some(1)).text("text/plain", &Some("x")).multipart("a/b")).await;
    assert_eq!((content_type(&request), request.body().as_bytes()), ("text/plain", b"x".as_slice()));
}

#[tokio::test]
async fn an_upload_from_a_reader_is_sent_once() {
    let upload = Some(Upload::from_reader(io::Cursor::new(vec![b'x'; 40_000])).with_length(40_000));
    let request = Request::builder(&POKE).file("f", &upload).multipart("multipart/form-data");
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::fails(TransportErrorKind::Connect));
    let client = client(&transport);
    let error = client.core.send(request, decode::nothing).await.unwrap_err();
    assert_eq!(error.attempts(), 1, "what is streamed is not repeated: {error}");
    assert!(
        transport.requests()[0].body().as_bytes().windows(40_000).any(|window| window.iter().all(|byte| *byte == b'x'))
    );

    let again = Request::builder(&POKE).bytes("application/octet-stream", &upload);
    let error = client.core.send(again, decode::nothing).await.unwrap_err();
    assert!(matches!(error.invalid_request(), Some(InvalidRequest::Transport { .. })), "{error}");
    assert!(error.to_string().contains("was sent before"), "{error}");
}

#[tokio::test]
async fn an_upload_that_fails_fails_the_request() {
    struct FailingStream(bool);
    impl futures_core::Stream for FailingStream {
        type Item = io::Result<Bytes>;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            let first = std::mem::replace(&mut self.0, false);
            std::task::Poll::Ready(Some(if first {
                Ok(Bytes::from_static(b"x"))
            } else {
                Err(io::Error::other("disk"))
            }))
        }
    }
    let request =
        Request::builder(&POKE).bytes("application/octet-stream", &Some(Upload::from_stream(FailingStream(true))));
    let error = client(&CannedTransport::new()).core.send(request, decode::nothing).await.unwrap_err();
    assert!(error.to_string().contains("the upload failed"), "{error}");
}
