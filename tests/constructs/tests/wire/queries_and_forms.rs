//! Nested query parameters, forms, multipart and raw bodies.

use constructs::{
    forms::{self, add_script::AddScriptSize},
    queries_and_forms::{
        Client,
        agree::AgreeMultipartBody,
        list_charges::{ListChargesCreatedObject, ListChargesFilter, ListChargesFilterOwner, ListChargesWhere},
        list_required::ListRequiredWhere,
        send_form::{SendFormBody, SendFormBodyCard},
        upload::UploadModelModel,
    },
};
use wireright_runtime::{
    InvalidRequest, Multipart, Upload,
    transport::{CannedResponse, CannedTransport},
};

use crate::{client, header, last, target, wait};

/// `deepObject` with nested arrays and objects (undefined in the specification, with brackets in every framework),
/// `allowReserved`, and a value as JSON.
#[test]
fn queries() {
    let (client, sent): (Client, _) = client();
    let created = ListChargesCreatedObject::default().gt(1_700_000_000).lte(1_800_000_000);
    wait(client.list_charges().created(created).expand(vec!["customer".into(), "data.refunds".into()]).send())
        .expect("204");
    assert_eq!(
        target(&sent),
        "/charges?created%5Bgt%5D=1700000000&created%5Blte%5D=1800000000&expand%5B%5D=customer&\
            expand%5B%5D=data.refunds"
    );
    // The other variant of the union is a plain value.
    wait(client.list_charges().created(7).send()).expect("204");
    assert_eq!(target(&sent), "/charges?created=7");
    let owner = ListChargesFilterOwner::default().name("A & B").tags(vec!["x".into(), "y".into()]);
    wait(client.list_charges().filter(ListChargesFilter::default().owner(owner)).send()).expect("204");
    assert_eq!(
        target(&sent),
        "/charges?filter%5Bowner%5D%5Bname%5D=A%20%26%20B&filter%5Bowner%5D%5Btags%5D%5B%5D=x&\
            filter%5Bowner%5D%5Btags%5D%5B%5D=y"
    );
    wait(client.list_charges().search("a/b?c:d").plain("a/b?c&d").send()).expect("204");
    assert_eq!(target(&sent), "/charges?search=a/b?c:d&plain=a%2Fb%3Fc%26d");
    wait(client.list_charges().r#where(ListChargesWhere::default().id(vec![1, 2])).send()).expect("204");
    assert_eq!(target(&sent), "/charges?where=%7B%22id%22%3A%5B1%2C2%5D%7D");
}

/// OpenAPI 3.0.3, "Parameter Object": `allowEmptyValue` is for query parameters. A required parameter that encodes to
/// nothing is an error.
#[test]
fn nothing_in_it() {
    let (client, sent): (Client, _) = client();
    let some = || vec!["a".to_owned()];
    let call = |tags, id: Option<i64>| {
        let filter = ListRequiredWhere::default();
        let filter = if let Some(id) = id { filter.id(id) } else { filter };
        wait(client.list_required().tags(tags).r#where(filter).none(vec![]).optional(vec![]).send())
    };
    call(some(), Some(1)).expect("204");
    assert_eq!(target(&sent), "/required?tags=a&where%5Bid%5D=1&none=");
    for (tags, id, name) in [(Vec::new(), Some(1), "tags"), (some(), None, "where")] {
        let error = call(tags, id).expect_err("nothing would be sent");
        assert_eq!(error.invalid_request(), Some(&InvalidRequest::Empty { name: name.to_owned() }));
    }
    assert_eq!(sent.requests().len(), 1);
}

/// Required values with one possible value are set by default.
#[test]
fn constants() {
    let (client, sent): (Client, _) = client();
    wait(client.agree().who("Ada").send()).expect("204");
    assert_eq!(target(&sent), "/agreements/first?api-version=2026-01");
    assert_eq!(header(&sent, "x-kind").as_deref(), Some("plain"));
    assert_eq!(last(&sent).body(), r#"{"grant":"all","who":"Ada"}"#);
    wait(client.agree().api_version("2027-01").grant("some").who("Ada").send()).expect("204");
    assert_eq!(target(&sent), "/agreements/first?api-version=2027-01");
    assert_eq!(last(&sent).body(), r#"{"grant":"some","who":"Ada"}"#);
    wait(client.agree().body_as_multipart(AgreeMultipartBody::new("PNG")).send()).expect("204");
    let body = last(&sent).body().clone();
    assert!(body.contains("name=\"grant\"\r\n\r\nall\r\n") && body.contains("PNG"), "{body}");
}

/// `application/x-www-form-urlencoded` with arrays, maps and objects, each in the style that the Encoding Object
/// gives it.
#[test]
fn forms() {
    let (client, sent): (Client, _) = client();
    let card = SendFormBodyCard::default().number("4242").checks(vec!["cvc".into(), "zip".into()]);
    let body = SendFormBody::new(2000)
        .expand(vec!["customer".into(), "invoice".into()])
        .metadata([("order id".to_owned(), "6735".to_owned())].into())
        .card(card)
        .codes(vec!["a".into(), "b".into()]);
    wait(client.send_form().body(body).send()).expect("204");
    assert_eq!(header(&sent, "content-type").as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        last(&sent).body(),
        "amount=2000&expand%5B%5D=customer&expand%5B%5D=invoice&metadata%5Border+id%5D=6735\
         &card%5Bnumber%5D=4242&card%5Bchecks%5D%5B%5D=cvc&card%5Bchecks%5D%5B%5D=zip&codes=a,b"
    );
}

/// A part that is a file or several files, or a file or another value, has files.
#[test]
fn files_of_unions() {
    let (client, sent): (Client, _) = client();
    let png = |name: &str| Upload::from("PNG").file_name(name);
    let mask = Upload::from("https://example.com/mask").without_file_name();
    let layer = Upload::from(r#"{"id":7}"#).without_file_name().media_type("application/json");
    let images = vec![png("a.png"), png("b.png")];
    wait(client.edit_picture().image(images.clone()).mask(mask).layers(vec![png("c"), layer]).send()).expect("204");
    let content_type = header(&sent, "content-type").expect("there is one");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("there is a boundary");
    let body = last(&sent).body().replace(boundary, "B");
    assert_eq!(
        body,
        "--B\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\
         Content-Type: image/png\r\n\r\nPNG\r\n\
         --B\r\nContent-Disposition: form-data; name=\"image\"; filename=\"b.png\"\r\n\
         Content-Type: image/png\r\n\r\nPNG\r\n\
         --B\r\nContent-Disposition: form-data; name=\"mask\"\r\n\r\nhttps://example.com/mask\r\n\
         --B\r\nContent-Disposition: form-data; name=\"layers\"; filename=\"c\"\r\n\
         Content-Type: application/octet-stream\r\n\r\nPNG\r\n\
         --B\r\nContent-Disposition: form-data; name=\"layers\"\r\n\
         Content-Type: application/json\r\n\r\n{\"id\":7}\r\n--B--\r\n"
    );
    let three = client.edit_picture().image([images, vec![png("d.png")]].concat());
    assert!(three.validate().expect_err("more than two").to_string().contains("image"));
}

/// `multipart/form-data` (RFC 7578): an object is a JSON part, a file has its name and the media type of its
/// encoding, each item of an array is a part, and a string has no media type (section 4.4).
#[test]
fn multipart() {
    let (client, sent): (Client, _) = client();
    let file = Upload::from("PNG").file_name("face.png");
    let model = UploadModelModel::default().name("m");
    wait(client.upload().model(model).file(file).notes(vec!["a".into(), "b".into()]).send()).expect("204");
    let content_type = header(&sent, "content-type").expect("there is one");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("there is a boundary");
    let body = last(&sent).body().replace(boundary, "B");
    assert_eq!(
        body,
        "--B\r\nContent-Disposition: form-data; name=\"model\"\r\nContent-Type: application/json\r\n\r\n\
         {\"name\":\"m\"}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"face.png\"\r\n\
         Content-Type: image/png\r\n\r\nPNG\r\n\
         --B\r\nContent-Disposition: form-data; name=\"notes\"\r\n\r\na\r\n\
         --B\r\nContent-Disposition: form-data; name=\"notes\"\r\n\r\nb\r\n\
         --B--\r\n"
    );
}

/// Bytes and strings are sent and received unchanged. An operation without an id is named after its method and path.
#[test]
fn raw() {
    let transport = CannedTransport::new().respond_with(|request| {
        let content_type = if request.method() == "PUT" { "image/png" } else { "text/plain; charset=utf-8" };
        CannedResponse::new(if request.method() == "DELETE" { 204 } else { 200 })
            .header("Content-Type", content_type)
            .body(request.body().as_bytes().to_vec())
    });
    let client: Client = crate::builder(&transport).build().expect("the settings are good");
    let response = wait(client.put_raw().body(Upload::from(vec![0, 159, 146, 150])).send()).expect("200");
    assert_eq!(response.body(), &[0, 159, 146, 150]);
    assert_eq!(header(&transport, "content-type").as_deref(), Some("application/octet-stream"));
    let response = wait(client.post_text().body("grüß").send()).expect("200");
    assert_eq!(response.body(), "grüß");
    assert!(header(&transport, "content-type").expect("there is one").starts_with("text/plain"));
    wait(client.delete_raw().send()).expect("204");
    assert_eq!(last(&transport).method(), "DELETE");
}

/// RFC 2046, section 5.1.1: the parameter `boundary` is required.
#[test]
fn a_multipart_body_has_a_boundary_whatever_its_schema_is() {
    let (client, sent): (forms::Client, _) = client();
    let boundary = || {
        let content_type = header(&sent, "content-type").expect("there is a body");
        let (media_type, boundary) = content_type.split_once("; boundary=").expect("there is a boundary");
        assert!(last(&sent).body().contains(boundary));
        media_type.to_owned()
    };
    let form = || Multipart::new().file("file", &Some("F".into()));

    // The parts of all variants, and of the properties beside them.
    wait(client.add_script().name("n").file("F").size(AddScriptSize::Integer(1)).message("m").send()).expect("204");
    assert_eq!(boundary(), "multipart/form-data");
    for part in ["name=\"name\"", "name=\"file\"; filename", "name=\"message\"", "name=\"size\""] {
        assert!(last(&sent).body().contains(part), "{part}");
    }

    // A file, a list, a map, and no schema.
    wait(client.put_script().body(form()).send()).expect("204");
    assert_eq!(boundary(), "multipart/form-data");
    wait(client.patch_script().body(form()).send()).expect("204");
    assert_eq!(boundary(), "multipart/form-data");
    wait(client.add_file().body(form()).send()).expect("204");
    assert_eq!(boundary(), "multipart/form-data");
    wait(client.put_files().body(form()).send()).expect("204");
    assert_eq!(boundary(), "multipart/mixed");
    wait(client.patch_files().body(form()).send()).expect("204");
    assert_eq!(boundary(), "multipart/form-data");
    // A body without parts cannot be written.
    let error = wait(client.patch_files().body(Multipart::new()).send()).expect_err("there is no part");
    let Some(InvalidRequest::Body { problem }) = error.invalid_request() else { panic!("{error}") };
    assert!(problem.contains("set a part"), "{problem}");
}

/// RFC 2046, section 5.1.1: a multipart body has at least one part. OpenAPI 3.0.3: a body that is not required may be
/// absent, but one that is sent has its required parts.
#[test]
fn an_optional_multipart_body_is_complete_or_absent() {
    let (client, sent): (forms::Client, _) = client();
    wait(client.add_note().send()).expect("204");
    assert_eq!((header(&sent, "content-type"), last(&sent).body().as_str()), (None, ""));
    for request in [client.add_note().tag("t"), client.add_note().text("t")] {
        let error = wait(request.send()).expect_err("a part is missing");
        assert!(matches!(error.invalid_request(), Some(InvalidRequest::Missing { .. })), "{error}");
    }
    assert_eq!(sent.requests().len(), 1);
    wait(client.add_note().text("t").file("F").send()).expect("204");
    assert!(last(&sent).body().contains("name=\"text\"") && last(&sent).body().contains("name=\"file\""));
}

/// RFC 2046, section 5.1, and RFC 2387: each part has a media type, and that of the first part is the parameter `type`.
/// OpenAPI 3.2.0, "Encoding By Name": a property is a part of its name. An item of an array has none.
#[test]
fn other_multipart_bodies_than_forms() {
    let (client, sent): (forms::Client, _) = client();
    let body = |media_type: &str| {
        let content_type = header(&sent, "content-type").expect("there is a body");
        let (sent_type, boundary) = content_type.split_once("; boundary=").expect("there is a boundary");
        assert_eq!(sent_type, media_type);
        last(&sent).body().replace(boundary, "B")
    };
    let picture = || Upload::from("PNG").media_type("image/png");
    let metadata = forms::add_picture::AddPictureMetadata::default().title("t");
    wait(client.add_picture().picture(picture()).note("n").metadata(metadata).send()).expect("204");
    assert_eq!(
        body("multipart/related; type=\"application/json\""),
        "--B\r\nContent-Disposition: form-data; name=\"metadata\"\r\nContent-Type: application/json\r\n\r\n\
         {\"title\":\"t\"}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nn\r\n\
         --B\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"picture\"\r\n\
         Content-Type: image/png\r\n\r\nPNG\r\n--B--\r\n"
    );
    wait(client.add_picture().picture(picture()).send()).expect("204");
    assert!(body("multipart/related; type=\"image/png\"").contains("PNG"));

    let parts = Multipart::new().unnamed_file(&Some(picture())).header("Content-ID", "<1>");
    wait(client.put_files().body(parts).send()).expect("204");
    assert_eq!(body("multipart/mixed"), "--B\r\nContent-Type: image/png\r\nContent-ID: <1>\r\n\r\nPNG\r\n--B--\r\n");
    let unnamed = client.patch_files().body(Multipart::new().unnamed_file(&Some(picture())));
    let error = wait(unnamed.send()).expect_err("a part of a form has a name");
    assert!(error.to_string().contains("part without a name"), "{error}");
}
