//! Several success and error responses that differ by status (OpenAPI 3.0.4, Responses Object: a status code has
//! precedence over its range, and a range over `default`).

use constructs::status_codes::{
    Client,
    end_job::{EndJobError, EndJobSuccess},
    find_job::FindJobSuccess,
    get_job::GetJobError,
    list_names::{ListNamesError, ListNamesSuccess},
    replace_empty::ReplaceEmptySuccess,
    replace_job::ReplaceJobError,
    replace_names::ReplaceNamesSuccess,
    start_job::{StartJobError, StartJobSuccess},
};
use wireright_runtime::transport::{CannedResponse, CannedTransport};

use crate::wait;

fn client(response: CannedResponse) -> Client {
    crate::builder(&CannedTransport::new().respond(response)).build().expect("the settings are good")
}

#[test]
fn a_response_is_decoded_by_its_status() {
    let start = |response: CannedResponse| wait(client(response).start_job().send());
    let json = CannedResponse::json;
    assert!(matches!(&*start(json(200, r#"{"id":"1"}"#)).expect("200"), StartJobSuccess::Ok(done) if done.id == "1"));
    assert!(matches!(&*start(json(202, r#"{"poll":"/1"}"#)).expect("202"),
            StartJobSuccess::Accepted(begun) if begun.poll == "/1"));
    assert!(matches!(&*start(CannedResponse::new(204)).expect("204"), StartJobSuccess::NoContent));
    let find = |response: CannedResponse| wait(client(response).find_job().send());
    assert!(matches!(&*find(CannedResponse::new(204)).expect("204"), FindJobSuccess::NoContent));
    let end = |response: CannedResponse| wait(client(response).end_job().send());
    let range = end(json(299, r#"{"id":"1"}"#)).expect("2XX");
    assert!(matches!(&*range, EndJobSuccess::Status2xx(done) if done.id == "1"));
    // A range includes statuses without content.
    assert!(matches!(&*end(CannedResponse::new(204)).expect("2XX"), EndJobSuccess::NoContent));
    assert!(matches!(&*end(CannedResponse::new(205)).expect("2XX"), EndJobSuccess::ResetContent));

    let failed = |status, body: &str| {
        let response = CannedResponse::json(status, body.to_owned());
        start(response).expect_err("a failure").documented::<StartJobError>().expect("it is documented")
    };
    let body = r#"{"message":"m"}"#;
    assert!(matches!(failed(400, body), StartJobError::Status400(wrong) if wrong.message.as_deref() == Some("m")));
    assert!(matches!(failed(422, body), StartJobError::Status422(busy) if busy.message.as_deref() == Some("m")));
    assert!(matches!(failed(503, body), StartJobError::Status5xx(_)));
    assert!(matches!(failed(418, "tea"), StartJobError::Other(text) if text == "tea"));
    let error = end(json(404, body)).expect_err("a failure");
    assert!(matches!(error.documented::<EndJobError>(), Some(EndJobError::Status4xx(_))));
    assert!(end(CannedResponse::new(500)).expect_err("a failure").documented::<EndJobError>().is_none());

    // Another media type for the same value adds no variant.
    let transport = CannedTransport::new().respond(json(200, r#"{"id":"1"}"#));
    let client: Client = crate::builder(&transport).build().expect("the settings are good");
    assert_eq!(wait(client.read_report().send()).expect("200").id, "1");
    assert_eq!(crate::header(&transport, "accept").as_deref(), Some("application/json, text/json;q=0.9"));

    // An invalid success response is an error with its body.
    let error = start(json(200, r#"{"other":1}"#)).expect_err("no id");
    assert_eq!((error.status(), error.body()), (Some(200), Some(br#"{"other":1}"#.as_slice())));
}

/// One type has a name in the module of each operation, and belongs to no other operation.
#[test]
fn operations_with_the_same_errors_share_their_type() {
    let body = r#"{"message":"m"}"#;
    let got =
        |status| wait(client(CannedResponse::json(status, body)).get_job().id("1").send()).expect_err("a failure");
    let shared: Option<ReplaceJobError> = got(404).documented::<GetJobError>();
    assert!(matches!(shared, Some(GetJobError::Status404(wrong)) if wrong.message.as_deref() == Some("m")));
    assert!(matches!(got(409).documented::<GetJobError>(), Some(GetJobError::Other(_))));
    let replace = client(CannedResponse::json(404, body)).replace_job().id("1").send();
    let replaced = wait(replace).expect_err("a failure");
    assert!(matches!(replaced.documented::<ReplaceJobError>(), Some(ReplaceJobError::Status404(_))));

    let ended = wait(client(CannedResponse::json(404, body)).end_job().send()).expect_err("a failure");
    assert_eq!(ended.documented::<GetJobError>(), None);
    assert_eq!(got(404).documented::<EndJobError>(), None);
}

#[test]
fn default_describes_the_success_if_no_other_response_does() {
    let names = |response: CannedResponse| wait(client(response).list_names().send());
    let listed = names(CannedResponse::json(200, r#"["a"]"#)).expect("200");
    assert!(matches!(&*listed, ListNamesSuccess::Other(names) if names == &["a"]));
    // `default` includes statuses without content.
    assert!(matches!(&*names(CannedResponse::new(204)).expect("204"), ListNamesSuccess::NoContent));
    assert!(matches!(&*names(CannedResponse::new(205)).expect("205"), ListNamesSuccess::ResetContent));
    let error = names(CannedResponse::json(418, r#"["b"]"#)).expect_err("a failure");
    assert!(matches!(error.documented::<ListNamesError>(), Some(ListNamesError::Other(names)) if names == ["b"]));
    let replaced = |response: CannedResponse| wait(client(response).replace_names().send()).expect("a success");
    let json = replaced(CannedResponse::json(201, r#"{"count":1}"#));
    assert!(matches!(&*json, ReplaceNamesSuccess::OtherJson(body) if body.count == 1));
    let text = replaced(CannedResponse::new(202).header("content-type", "text/plain").body("x"));
    assert!(matches!(&*text, ReplaceNamesSuccess::OtherText(text) if text == "x"));
}

/// RFC 9110, sections 9.3.2, 15.3.5 and 15.3.6.
#[test]
fn a_response_without_content_is_a_success() {
    let headers = CannedResponse::new(200).header("content-type", "application/json").header("content-length", "9");
    assert_eq!(wait(client(headers).check_empty().send()).expect("200").body(), &());
    assert_eq!(wait(client(CannedResponse::new(204)).delete_empty().send()).expect("204").body(), &());
    let reset = wait(client(CannedResponse::new(205)).replace_empty().send()).expect("205");
    assert!(matches!(&*reset, ReplaceEmptySuccess::ResetContent));
}

#[test]
fn the_decoded_media_types_are_requested() {
    let transport = CannedTransport::new().respond_with(|_| CannedResponse::json(200, "[]"));
    let client: Client = crate::builder(&transport).build().expect("the settings are good");
    wait(client.list_names().send()).expect("200");
    assert_eq!(crate::header(&transport, "accept").as_deref(), Some("application/json"));
    wait(client.delete_empty().send()).expect("200");
    assert_eq!(crate::header(&transport, "accept"), None);
}
