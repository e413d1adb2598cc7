//! Test doubles of operations: a response has the type that the operation returns.

use constructs::{
    paging::{
        Client,
        list_pets::{ListPets, ListPetsResponse},
        types::Pet,
    },
    response_media_types,
};
use response_media_types::{
    get_cover::GetCover,
    get_report::{GetReport, GetReportError, GetReportError404, GetReportSuccess},
    list_titles::ListTitles,
};
use wireright_runtime::transport::{CannedResponse, CannedTransport};

use crate::{builder, wait};

#[test]
fn an_operation_returns_the_value_of_its_double() {
    let mut page = ListPetsResponse::default();
    page.data = Some(vec![Pet::new("Minka")]);
    let transport = CannedTransport::new().respond_to_operation::<ListPets>(200, &page);
    let client: Client = builder(&transport).build().expect("the settings are valid");
    let response = wait(client.list_pets().kind("cat").send()).expect("the double responds");
    assert_eq!(*response.body(), page);
    assert_eq!(transport.requests_of::<ListPets>().len(), 1);
    let error = wait(client.list_rows().send()).expect_err("it has no double");
    assert!(error.to_string().contains("no response for this request"), "{error}");
    assert_eq!(transport.requests_of::<ListPets>().len(), 1);
}

#[test]
fn a_double_has_each_documented_status_and_media_type() {
    let get = |response: CannedResponse| {
        let transport = CannedTransport::new().respond_to_requests_of::<GetReport>(response);
        let client: response_media_types::Client = builder(&transport).build().expect("the settings are valid");
        wait(client.get_report().id("7").send()).map(|response| response.into_body())
    };
    let documented = |response| get(response).expect_err("it is an error").documented::<GetReportError>();
    let text = |media_type| get(CannedResponse::text(200, "a").media_type(media_type)).expect("it is documented");
    assert_eq!(text("text/csv"), GetReportSuccess::OkCsv("a".to_owned()));
    assert_eq!(text("application/xml"), GetReportSuccess::OkXml("a".to_owned()));
    let picture = get(CannedResponse::bytes(200, [1]).media_type("image/png")).expect("it is documented");
    assert_eq!(picture, GetReportSuccess::OkImage(vec![1]));
    assert_eq!(get(CannedResponse::new(202)).expect("it is documented"), GetReportSuccess::Accepted);
    let mut problem = GetReportError404::default();
    problem.title = Some("Gone".to_owned());
    let response = CannedResponse::of(404, &problem).media_type("application/problem+json");
    assert_eq!(documented(response), Some(GetReportError::Status404Json(problem)));
    let text = Some(GetReportError::Status404Text("gone".to_owned()));
    assert_eq!(documented(CannedResponse::text(404, "gone")), text);
    let other = Some(GetReportError::Other("down".to_owned()));
    assert_eq!(documented(CannedResponse::text(503, "down")), other);
}

#[test]
fn a_double_sends_what_the_operation_documents() {
    let transport = CannedTransport::new()
        .respond_to_operation::<GetCover>(200, &vec![137, 80])
        .respond_to_operation::<ListTitles>(200, &vec!["a".to_owned()]);
    let client: response_media_types::Client = builder(&transport).build().expect("the settings are valid");
    let cover = wait(client.get_cover().id("7").send()).expect("the double responds");
    assert_eq!(cover.headers()["content-type"], "image/png");
    assert_eq!(cover.into_body(), [137, 80]);
    let titles = wait(client.list_titles().send()).expect("the double responds");
    assert_eq!(titles.headers()["content-type"], "application/json");
    assert_eq!(titles.into_body(), ["a"]);
}
