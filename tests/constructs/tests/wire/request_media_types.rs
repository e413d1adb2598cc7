//! Request bodies in each documented media type.

use crate::{Transcript, checked, wait};
use constructs::request_media_types::{
    Client,
    put_table::{PutTableMultipartBody, PutTableMultipartBodyTagsItem},
    types::{Chart, Drawing, Table},
};
use wireright_runtime::{
    Multipart, Upload,
    clock::ManualClock,
    transport::{CannedResponse, CannedTransport},
};

#[test]
fn a_body_is_encoded_in_the_selected_media_type() {
    let transcript = Transcript::default();
    let table = r#"{"id":"t1","name":"response"}"#;
    let transport = CannedTransport::new().respond_with(move |request| match request.method().as_str() {
        "PUT" => CannedResponse::json(200, table),
        _ => CannedResponse::new(204),
    });
    let client = Client::builder()
        .clock(ManualClock::new(std::time::UNIX_EPOCH))
        .transport(checked::<Client>(&transport))
        .build()
        .expect("the settings are good");
    let show = || {
        let request = transport.requests().pop().expect("a request was sent");
        let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or("?").to_owned());
        let content_type = header("content-type").unwrap_or_default();
        let (kind, boundary) = content_type.split_once("; boundary=").unwrap_or((&content_type, "none"));
        let body = String::from_utf8_lossy(request.body().as_bytes()).replace(boundary, "BOUNDARY");
        transcript.line(format_args!("{kind}: {}", body.replace("\r\n", "⏎")));
    };

    let tags = vec!["a b".to_owned(), "c&d".to_owned()];
    let length: wireright_runtime::Duration = "PT1H".parse().expect("it is a duration");
    let price: wireright_runtime::Number = "1.50".parse().expect("it is a number");
    let note = || client.create_note().title("T").tags(tags.clone()).price(price.clone());
    wait(note().send()).expect("the transport responds");
    show();
    wait(note().length(None).send()).expect("the transport responds");
    show();
    wait(note().length(length).as_vnd_notes_json().send()).expect("the transport responds");
    show();
    wait(note().as_form().send()).expect("the transport responds");
    show();
    wait(note().as_multipart().send()).expect("the transport responds");
    show();

    let mut table = Table::new("n").key("k");
    table.id = Some("never sent".to_owned());
    let response = wait(client.put_table().id("1").body(table).send());
    match &*response.expect("a response without the key is whole") {
        Drawing::Table(table) => transcript.line(format_args!("response: the table {:?}", table.id)),
        other => transcript.line(format_args!("response: {other:?}")),
    }
    show();
    wait(client.put_table().id("1").body_as_csv("a,b").send()).expect("the transport responds");
    show();
    let cells = constructs::request_media_types::put_table::PutTableFormBody::default().cell(vec![1, 2]);
    let many = cells.clone().cell(vec![1, 2, 3]);
    let broken = client.put_table().id("1").body_as_form(many).body_as_csv("a").validate();
    transcript.line(format_args!("{}", broken.expect_err("a text too short and a list too long")));
    wait(client.put_table().id("1").body_as_form(cells).send()).expect("the transport responds");
    show();
    // The parts of every multipart body are typed.
    let bare = PutTableMultipartBody::new("T");
    let parts = PutTableMultipartBody::new("Table")
        .file(Upload::from("x").file_name("x.txt"))
        .pages(vec![Upload::from("1").file_name("1.png"), Upload::from("2").media_type("image/jpeg")])
        .raw(b"raw".to_vec())
        .options(r#"{"a":1}"#)
        .meta(Chart::new("c"))
        .tags(vec![PutTableMultipartBodyTagsItem::New, PutTableMultipartBodyTagsItem::Old]);
    wait(client.put_table().id("1").body_as_multipart(parts.clone()).send()).expect("the transport responds");
    show();
    let mut more = bare.clone();
    more.extra = Multipart::new().part("more", &Some(1), None);
    wait(client.put_table().id("1").body_as_multipart(more).send()).expect("the transport responds");
    show();
    let many = bare.pages(vec![Upload::from("1"), Upload::from("2"), Upload::from("3")]);
    let broken = client.put_table().id("1").body_as_multipart(many).validate();
    transcript.line(format_args!("{}", broken.expect_err("a title too short and a page too many")));
    assert_eq!(client.put_table().id("1").body_as_multipart(parts).validate(), Ok(()));
    // Without described properties, the caller builds the parts.
    let file = Multipart::new().file("file", &Some(Upload::from("x").file_name("x.txt")));
    wait(client.draw().body_as_multipart(file).send()).expect("the transport responds");
    show();
    let refused = wait(client.put_table().id("1").body_as_image("PNG").send()).expect_err("which image is not known");
    transcript.line(format_args!("{refused}"));
    let image = Upload::from("PNG").media_type("image/png");
    wait(client.put_table().id("1").body_as_image(image).send()).expect("the transport responds");
    show();

    // A string of JSON is text, and no file.
    transcript.contains(&["name=\"options\""]);
    transcript.lacks("filename=\"options\"");
    transcript.contains(&["title=T&tags=a+b&tags=c%26d&price=1.50"]);
    // A read-only property is not sent.
    transcript.lacks("never sent");
    insta::assert_snapshot!("request_media_types", transcript.text());
}
