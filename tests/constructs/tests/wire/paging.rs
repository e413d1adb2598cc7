//! Pagination: the requests and the items of each operation.

use std::fmt::Debug;

use crate::{Transcript, checked, wait};
use constructs::paging::Client;
use wireright_runtime::{
    Error,
    clock::ManualClock,
    paging::Items,
    transport::{CannedResponse, CannedTransport},
};

fn response(uri: &wireright_runtime::Uri, page: Option<&str>) -> CannedResponse {
    let json = |body: &'static str| CannedResponse::json(200, body);
    match (uri.path(), uri.query().unwrap_or_default(), page) {
        ("/pets", "kind=cat", _) => json(r#"{"data":[{"name":"Tom"},{"name":"Kit"}],"meta":{"next":"Kit/2"}}"#),
        ("/pets", ..) => json(r#"{"data":[{"name":"Zoe"}],"meta":{"next":null}}"#),
        ("/names", "", _) => json(r#"["a","b"]"#).header("link", r#"</names?from=c>; rel="next""#),
        ("/names", ..) => json(r#"["c"]"#).header("link", r#"</names>; rel="first""#),
        ("/rows", "", _) => json(r#"{"rows":[[1],[2,3]],"total":3}"#),
        ("/rows", ..) => json(r#"{"rows":[[4]],"total":3}"#),
        ("/sheets", _, None) => json(r#"{"sheets":[{"id":1}],"count":9,"more":true}"#),
        ("/sheets", ..) => json(r#"{"sheets":[{"id":2}],"count":9,"more":false}"#),
        ("/events", "", _) => json(r#"{"next":"https://api.example.com/events?c=1"}"#),
        _ => json(r#"{"next":"https://elsewhere.example/events?c=2"}"#),
    }
}

fn all<T: Debug + 'static>(mut items: Items<T>) -> Result<Vec<T>, Error> {
    let mut all = Vec::new();
    while let Some(item) = wait(items.next()) {
        all.push(item?);
    }
    Ok(all)
}

#[test]
fn pages_are_requested_as_documented() {
    let transcript = Transcript::default();
    let transport = CannedTransport::new().respond_with(|request| {
        response(request.uri(), request.headers().get("x-page").and_then(|page| page.to_str().ok()))
    });
    let client = Client::builder()
        .clock(ManualClock::new(std::time::UNIX_EPOCH))
        .transport(checked::<Client>(&transport))
        .build()
        .expect("the settings are good");
    transcript.line(format_args!(
        "{:?}",
        all(client.list_pets().kind("cat").items())
            .map(|pets| pets.into_iter().map(|pet| pet.name).collect::<Vec<_>>())
    ));
    transcript.line(format_args!("{:?}", all(client.list_pets().kind("cat").items().limit(1)).map(|pets| pets.len())));
    transcript.line(format_args!("{:?}", all(client.list_names().items())));
    transcript.line(format_args!("{:?}", all(client.list_rows().items())));
    transcript.line(format_args!(
        "{:?}",
        all(client.list_sheets().items()).map(|sheets| sheets.into_iter().map(|sheet| sheet.id).collect::<Vec<_>>())
    ));
    let mut pages = client.list_events().pages();
    while let Some(page) = wait(pages.next()) {
        match page {
            Ok(page) => transcript.line(format_args!("{:?}", page.next)),
            Err(error) => transcript.line(format_args!("{error}")),
        }
    }
    for request in transport.requests() {
        let page = request.headers().get("x-page").map(|page| page.to_str().unwrap_or("?"));
        transcript.line(format_args!("{} {}", request.uri(), page.unwrap_or_default()));
    }

    transcript.contains(&[
        "kind=cat&after=Kit%2F2",
        // RFC 8288, section 3: a link is relative to the URL of its request.
        "https://api.example.com/names?from=c",
    ]);
    // A next page on another host is not requested.
    transcript.lacks("https://elsewhere.example/events?c=2 \n");
    insta::assert_snapshot!("paging", transcript.text());
}
