//! Pagination: cursors, offsets, links, limits and errors.

use wireright_runtime::{
    Client, ClientBuilder, Error, ErrorKind, Extra, Operation, Request, RetryPolicy, SecurityKind, SecurityScheme,
    Server, Service, ServiceClient, Timeouts,
    clock::ManualClock,
    decode, json_object,
    paging::{CursorSource, Items, PageParameter, PageStep, Pages, Pagination},
    transport::{CannedResponse, CannedTransport},
};

static SERVICE: Service = Service {
    name: "pets",
    title: "Pets",
    user_agent: "pets/1",
    servers: &[Server { region: None, url: "https://api.example.com/v1", variables: &[] }],
    security_schemes: &[
        SecurityScheme { name: "Query", kind: SecurityKind::QueryKey("api_key") },
        SecurityScheme { name: "Header", kind: SecurityKind::HeaderKey("X-Key") },
    ],
    client_parameters: &[],
};

static LIST: Operation = Operation {
    id: "list",
    name: "pets.list",
    method: "GET",
    path: "/pets",
    idempotent: true,
    security: &[&["Query", "Header"]],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

const fn pagination(step: PageStep) -> Pagination {
    Pagination { step, items: Some("/data"), more: None }
}

static CURSOR: Pagination =
    pagination(PageStep::Cursor { parameter: PageParameter::Query("after"), source: CursorSource::Body("/meta/next") });
static FROM_HEADER: Pagination = pagination(PageStep::Cursor {
    parameter: PageParameter::Header("x-after"),
    source: CursorSource::Header("x-next"),
});
static LAST_ITEM: Pagination = Pagination {
    step: PageStep::Cursor { parameter: PageParameter::Query("after"), source: CursorSource::LastItem("/id") },
    items: Some("/data"),
    more: Some("/more"),
};
static OFFSET: Pagination = pagination(PageStep::Offset { parameter: PageParameter::Query("offset"), total: None });
static TOTAL: Pagination =
    pagination(PageStep::Offset { parameter: PageParameter::Query("offset"), total: Some("/total") });
static PAGE: Pagination =
    pagination(PageStep::Page { parameter: PageParameter::Query("page"), first: 1, pages: Some("/pages") });
static LINK: Pagination = Pagination { step: PageStep::Link, items: Some(""), more: None };
static NEXT: Pagination = pagination(PageStep::Next { pointer: "/next" });

struct Pets(Client);

impl ServiceClient for Pets {
    type Authenticator = wireright_runtime::NoAuthenticator;

    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

#[derive(Debug, PartialEq)]
struct Pet {
    id: u32,
    extra: Extra,
}

json_object! {
    Pet { id: required "id", ..extra }
}

fn client(transport: &CannedTransport) -> Client {
    let builder = ClientBuilder::<Pets>::new().clock(ManualClock::at_unix_seconds(0)).transport(transport.clone());
    builder.api_key("Query", "planted-key").api_key("Header", "planted-header").build().unwrap().0
}

fn responses(bodies: &[&str]) -> CannedTransport {
    let transport = CannedTransport::new();
    for body in bodies {
        transport.push(CannedResponse::json(200, (*body).to_owned()));
    }
    transport
}

fn request() -> Request {
    Request::builder(&LIST).query("limit", &Some(2))
}

async fn ids(mut items: Items<Pet>) -> (Vec<u32>, Option<Error>) {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(pet) => ids.push(pet.id),
            Err(error) => {
                assert!(items.next().await.is_none(), "nothing comes after an error");
                return (ids, Some(error));
            }
        }
    }
    (ids, None)
}

/// The paths and queries of the requests.
fn asked(transport: &CannedTransport) -> Vec<String> {
    let target = |uri: &http::Uri| uri.to_string().replace("https://api.example.com/v1/pets?", "");
    let requests = transport.requests();
    let sent = requests.iter().map(|request| {
        assert_eq!(request.headers()["x-key"], "planted-header");
        let target = target(request.uri());
        assert_eq!(target.matches("api_key=").count(), 1, "{target}");
        target.replace("&api_key=planted-key", "").replace("api_key=planted-key", "")
    });
    sent.collect()
}

async fn walk(pagination: &'static Pagination, transport: &CannedTransport) -> (Vec<u32>, Option<Error>) {
    ids(client(transport).items(request(), pagination)).await
}

#[tokio::test]
async fn a_cursor_is_followed_until_it_is_absent() {
    for end in [r#""meta":{"next":null}"#, r#""meta":{"next":""}"#, r#""meta":{}"#, r#""x":1"#] {
        let last = format!(r#"{{"data":[{{"id":3}}],{end}}}"#);
        let transport = responses(&[
            r#"{"data":[{"id":1},{"id":2}],"meta":{"next":"a b&c"}}"#,
            // A page without items is not always the last one.
            r#"{"data":[],"meta":{"next":42}}"#,
            &last,
        ]);
        let (ids, error) = walk(&CURSOR, &transport).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(ids, [1, 2, 3]);
        assert_eq!(asked(&transport), ["limit=2", "limit=2&after=a%20b%26c", "limit=2&after=42"]);
    }
}

#[tokio::test]
async fn a_cursor_may_be_a_header() {
    let transport = CannedTransport::new()
        .respond(CannedResponse::json(200, r#"{"data":[{"id":1}]}"#).header("x-next", "n=1"))
        .respond(CannedResponse::json(200, r#"{"data":[{"id":2}]}"#));
    let (ids, error) = walk(&FROM_HEADER, &transport).await;
    assert!(error.is_none() && ids == [1, 2], "{ids:?} {error:?}");
    assert_eq!(transport.requests()[1].headers()["x-after"], "n=1");
    assert!(!transport.requests()[0].headers().contains_key("x-after"));

    // The pages must not end in silence.
    for (cursor, is_text) in [("é".as_bytes(), true), (b"\xe9", false)] {
        let transport = CannedTransport::new()
            .respond(CannedResponse::json(200, r#"{"data":[{"id":1}]}"#).header("x-next", cursor))
            .respond(CannedResponse::json(200, r#"{"data":[{"id":2}]}"#));
        let (ids, error) = walk(&FROM_HEADER, &transport).await;
        assert_eq!((ids.len() == 2, error.is_none()), (is_text, is_text), "{error:?}");
        let message = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(is_text || message.contains("in the header `x-next`, which is not UTF-8"), "{message}");
    }
}

#[tokio::test]
async fn the_cursor_may_be_the_last_item() {
    let transport = responses(&[r#"{"data":[{"id":1},{"id":7}],"more":true}"#, r#"{"data":[{"id":8}],"more":false}"#]);
    assert_eq!(walk(&LAST_ITEM, &transport).await.0, [1, 7, 8]);
    assert_eq!(asked(&transport), ["limit=2", "limit=2&after=7"]);
    let transport = responses(&[r#"{"data":[{"id":1}]}"#, r#"{"data":[]}"#]);
    assert_eq!(walk(&LAST_ITEM, &transport).await.0, [1]);
}

#[tokio::test]
async fn a_repeated_cursor_is_an_error_after_its_page() {
    let page = |id: u32, next: &str| format!(r#"{{"data":[{{"id":{id}}}],"meta":{{"next":"{next}"}}}}"#);
    let transport = responses(&[&page(1, "planted-a"), &page(2, "b"), &page(3, "planted-a"), &page(4, "c")]);
    let (ids, error) = walk(&CURSOR, &transport).await;
    let error = error.unwrap();
    assert_eq!((ids.as_slice(), error.kind()), ([1, 2, 3].as_slice(), ErrorKind::Decode));
    assert!(error.to_string().contains("leads to a previous page"), "{error}");
    assert_eq!(transport.requests().len(), 3);
}

#[tokio::test]
async fn offsets_and_page_numbers_start_at_the_caller_s_value() {
    let two = r#"{"data":[{"id":1},{"id":2}]}"#;
    let transport = responses(&[two, r#"{"data":[{"id":3}]}"#, r#"{"data":[]}"#]);
    assert_eq!(walk(&OFFSET, &transport).await.0, [1, 2, 3]);
    assert_eq!(asked(&transport), ["limit=2", "limit=2&offset=2", "limit=2&offset=3"]);

    let transport = responses(&[r#"{"data":[{"id":8},{"id":9}],"total":9}"#, r#"{"data":[{"id":10}],"total":9}"#]);
    let items = client(&transport).items(request().query("offset", &Some(6)), &TOTAL);
    assert_eq!(ids(items).await.0, [8, 9, 10]);
    assert_eq!(asked(&transport), ["limit=2&offset=6", "limit=2&offset=8"]);

    let transport = responses(&[r#"{"data":[{"id":1}],"pages":2}"#, r#"{"data":[{"id":2}],"pages":2}"#]);
    assert_eq!(walk(&PAGE, &transport).await.0, [1, 2]);
    assert_eq!(asked(&transport), ["limit=2", "limit=2&page=2"]);

    // A service that ignores the parameter or repeats its last page.
    let transport = responses(&[two, two, two]);
    let (ids, error) = walk(&OFFSET, &transport).await;
    assert_eq!(ids, [1, 2, 1, 2]);
    assert!(error.unwrap().to_string().contains("that of the previous page"));
}

#[tokio::test]
async fn next_links_on_the_same_host_are_followed() {
    let link = |link: &str, body: &str| CannedResponse::json(200, body.to_owned()).header("link", link);
    let transport = CannedTransport::new()
        .respond(link(
            r#"<https://api.example.com/v1/pets?page=2&api_key=planted-key>; rel="next", </x>; rel="last""#,
            r#"[{"id":1}]"#,
        ))
        .respond(link("<?page=3>; rel=next", r#"[{"id":2}]"#))
        .respond(link("<?page=1>; rel=first", r#"[{"id":3}]"#));
    assert_eq!(walk(&LINK, &transport).await.0, [1, 2, 3]);
    assert_eq!(asked(&transport), ["limit=2", "page=2", "page=3"]);

    let transport =
        responses(&[r#"{"data":[{"id":1}],"next":"/v1/other?c=%C3%A4+b"}"#, r#"{"data":[{"id":2}],"next":null}"#]);
    assert_eq!(walk(&NEXT, &transport).await.0, [1, 2]);
    assert_eq!(asked(&transport)[1], "https://api.example.com/v1/other?c=%C3%A4+b");
}

#[tokio::test]
async fn next_links_to_another_host_are_errors() {
    for elsewhere in ["https://evil.example/v1/pets?page=2", "//evil.example/", "https://api.example.com@evil.example/"]
    {
        let body = format!(r#"{{"data":[{{"id":1}}],"next":"{elsewhere}"}}"#);
        let transport = responses(&[&body]);
        let (ids, error) = walk(&NEXT, &transport).await;
        let error = error.unwrap();
        assert_eq!((ids.as_slice(), transport.requests().len()), ([1].as_slice(), 1));
        assert!(error.to_string().contains("at another host"), "{error}");
        let link = CannedResponse::json(200, r#"[{"id":1}]"#).header("link", format!("<{elsewhere}>; rel=next"));
        let transport = CannedTransport::new().respond(link);
        let (ids, error) = walk(&LINK, &transport).await;
        assert!(ids == [1] && error.is_some() && transport.requests().len() == 1);
    }
}

#[tokio::test]
async fn a_limit_stops_further_page_requests() {
    let page = |id: u32| format!(r#"{{"data":[{{"id":{id}}},{{"id":{}}}],"meta":{{"next":"c{id}"}}}}"#, id + 1);
    let transport = responses(&[&page(1), &page(3), &page(5)]);
    let items = client(&transport).items(request(), &CURSOR).limit(4);
    assert_eq!(transport.requests().len(), 0);
    assert_eq!(ids(items).await.0, [1, 2, 3, 4]);
    assert_eq!(transport.requests().len(), 2);

    let transport = responses(&[&page(1), &page(3), &page(5)]);
    let is_send = |_: &(dyn Send + Sync)| {};
    is_send(&tokio::spawn(ids(client(&responses(&["{}"])).items(request(), &CURSOR))));
    let mut pages: Pages<serde_json::Value> = client(&transport).pages(request(), &CURSOR, decode::json).limit(2);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!((first.status(), first.body()["data"][0]["id"].as_u64()), (200, Some(1)));
    assert_eq!(transport.requests().len(), 1);
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    drop(pages);
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test]
async fn an_invalid_page_ends_the_iteration() {
    let transport = responses(&[r#"{"data":[{"id":1}],"meta":{"next":"a"}}"#]);
    transport.push(CannedResponse::json(404, r#"{"message":"gone"}"#));
    let (ids, error) = walk(&CURSOR, &transport).await;
    assert_eq!((ids.as_slice(), error.unwrap().status()), ([1].as_slice(), Some(404)));
    for body in [r#"{"data":[{"id":"x"}]}"#, r#"{"data":{}}"#, "<html>", r#"{"data":[{"id":1}]"#] {
        let (ids, error) = walk(&CURSOR, &responses(&[body])).await;
        assert!(ids.is_empty() && error.unwrap().kind() == ErrorKind::Decode, "{body}");
    }
    let (_, error) = walk(&OFFSET, &responses(&[r#"{"data":5}"#])).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn each_page_request_has_the_settings_of_the_first() {
    let transport =
        responses(&[r#"{"data":[{"id":1}],"meta":{"next":"a"}}"#]).respond_with(|_| CannedResponse::new(503));
    let client = client(&transport);
    let (ids, error) = ids(client.items(request(), &CURSOR).retry(RetryPolicy::never())).await;
    assert_eq!((ids, error.map(|error| error.attempts()), transport.requests().len()), (vec![1], Some(1), 2));
    let nothing = Timeouts::new().overall(std::time::Duration::ZERO);
    let mut items = client.items::<Pet>(request(), &CURSOR).timeouts(nothing);
    assert!(items.next().await.is_some_and(|item| item.is_err_and(|error| error.is_invalid_request())));
}
