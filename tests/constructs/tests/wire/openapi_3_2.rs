//! OpenAPI 3.2.0, sections "Style Examples" and "Parameter Object Examples".

use constructs::openapi_3_2::{
    Client, list_properties::ListProperties, notify_owner::NotifyOwner, purge_files::PurgeFiles,
    search_files::SearchFiles, send_cookies::SendCookiesCookie, send_query::SendQueryQuery, types::Colour,
};
use wireright_runtime::{
    InvalidRequest, OperationRequest,
    transport::{CannedResponse, CannedTransport},
};

use crate::{builder, client, header, target, wait};

/// The style `cookie` escapes nothing: the comma is encoded in the data, the exclamation point and the space are not.
#[test]
fn cookies_are_sent_as_they_are() {
    let (client, sent): (Client, _) = client();
    let greeting = SendCookiesCookie::default().greeting("Hello%2C world!").code(42);
    wait(client.send_cookies().cookie(greeting).text("blue").send()).expect("204");
    assert_eq!(header(&sent, "cookie").as_deref(), Some("greeting=Hello%2C world!; code=42; text=blue"));

    let colour = || Colour::default().r(100).g(200).b(150);
    let list = || ["blue", "black", "brown"].map(str::to_owned).to_vec();
    let all = client.send_cookies().text("blue").list(list()).each(list()).object(colour()).members(colour());
    wait(all.send()).expect("204");
    assert_eq!(
        header(&sent, "cookie").as_deref(),
        Some(
            "text=blue; list=blue,black,brown; each=blue; each=black; each=brown; object=R,100,G,200,B,150; R=100; \
             G=200; B=150"
        )
    );
    for (text, list) in [("a; b=c", "a"), ("a", "b,c")] {
        let request = client.send_cookies().text(text).list(vec![list.to_owned()]);
        let error = wait(request.send()).expect_err("it would be read as something else");
        assert!(matches!(error.invalid_request(), Some(InvalidRequest::Parameter { .. })), "{error}");
    }
}

/// The text has `foo=a+%2B+b&bar=true`. It says that `%20` is equal.
#[test]
fn a_form_is_the_whole_query() {
    let (client, sent): (Client, _) = client();
    wait(client.send_query().query(SendQueryQuery::default().foo("a + b").bar(true)).send()).expect("204");
    assert_eq!(target(&sent), "/query?foo=a%20%2B%20b&bar=true");
}

/// The key of `additionalOperations` is the method "with the same capitalization that is to be sent".
#[test]
fn any_method_can_be_sent() {
    let sent = CannedTransport::new()
        .respond_to_operation::<SearchFiles>(200, &vec!["a.txt".to_owned()])
        .respond_with(|_| CannedResponse::new(204));
    let client: Client = builder(&sent).build().expect("the settings are valid");
    let found = wait(client.search_files().body(vec!["*.txt".to_owned()]).depth(1).send()).expect("200");
    assert_eq!(found.into_body(), ["a.txt"]);
    wait(client.list_properties().depth(2).send()).expect("204");
    wait(client.notify_owner().send()).expect("204");
    wait(client.purge_files().send()).expect("204");
    let methods: Vec<_> = sent.requests().iter().map(|request| request.method().to_string()).collect();
    assert_eq!(methods, ["QUERY", "PROPFIND", "NOTIFY", "purge"]);
}

/// RFC 10008 and the HTTP Method Registry of IANA.
#[test]
fn registered_methods_are_idempotent() {
    assert!(<SearchFiles>::OPERATION.idempotent && ListProperties::OPERATION.idempotent);
    assert!(!NotifyOwner::OPERATION.idempotent && !PurgeFiles::OPERATION.idempotent);
}

/// A reference to a media type of `components` has the key of the `content` map as its name.
#[test]
fn media_types_are_shared() {
    let lines = "{\"R\":1}\n{\"G\":2}\n";
    let sent =
        CannedTransport::new().respond_with(move |_| CannedResponse::text(200, lines).media_type("application/jsonl"));
    let client: Client = builder(&sent).build().expect("the settings are valid");
    let found = wait(client.stream_changes().send()).expect("200");
    let mut changes = found.into_body();
    let first = wait(changes.next()).expect("a line").expect("a colour");
    assert_eq!(first, Colour::default().r(1));
}
