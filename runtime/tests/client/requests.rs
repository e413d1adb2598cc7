//! Requests as generated code builds them: their debug output, and values that are encoded to nothing.
//!
//! OpenAPI 3.0.4, "Style Examples", has no encoding of an empty array or object, so a required parameter would not be
//! sent.

use std::{collections::BTreeMap, fmt};

use wireright_runtime::{
    Client, ClientBuilder, InvalidRequest, Operation, PathStyle, QueryStyle, Request, Secret, Service, ServiceClient,
    decode,
    transport::{CannedResponse, CannedTransport},
};

static SERVICE: Service = Service {
    name: "pets",
    title: "Pets",
    user_agent: "pets/1",
    servers: &[],
    security_schemes: &[],
    client_parameters: &[],
};

static OPERATION: Operation = Operation {
    id: "addPet",
    name: "pets.add_pet",
    method: "POST",
    path: "/pets/{owner}",
    idempotent: false,
    security: &[],
    failures: &[],
    servers: &[],
    service: &SERVICE,
};

/// A client as generated code declares it.
#[derive(Debug)]
struct Pets(Client);

impl ServiceClient for Pets {
    type Authenticator = wireright_runtime::NoAuthenticator;

    const SERVICE: &'static Service = &SERVICE;

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

/// A request as generated code declares it.
struct AddPet {
    owner: Option<String>,
    password: Option<Secret>,
    age: Option<u8>,
}

impl fmt::Debug for AddPet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Request::fmt_debug(
            &OPERATION,
            formatter,
            &[("owner", &self.owner), ("password", &self.password), ("age", &self.age)],
        )
    }
}

#[test]
fn debug_of_a_request_shows_the_set_values() {
    let request = AddPet { owner: Some("alice".to_owned()), password: Some("hunter2".into()), age: None };
    assert_eq!(format!("{request:?}"), "pets.add_pet { owner: \"alice\", password: Secret(***) }");
}

type Names = Option<Vec<String>>;

const FORM: QueryStyle = QueryStyle::Form { explode: true };

fn request() -> Request {
    Request::builder(&OPERATION).path("owner", &Some("alice"))
}

/// The request, or the error before it.
async fn target(request: Request) -> Result<String, InvalidRequest> {
    let transport = CannedTransport::new().respond(CannedResponse::new(204));
    let builder = ClientBuilder::<Pets>::new().endpoint("https://pets.example.com").transport(transport.clone());
    let sent = builder.build().unwrap().0.send(request, decode::nothing).await;
    sent.map_err(|error| error.invalid_request().unwrap().clone())?;
    Ok(transport.requests().remove(0).uri().path_and_query().unwrap().to_string())
}

#[tokio::test]
async fn a_required_value_that_encodes_to_nothing_is_an_error() {
    let none: Names = Some(Vec::new());
    let object = Some(BTreeMap::from([("gt", None::<u8>)]));
    let refused = [
        request().required_query("tags", &none, FORM),
        request().required_query("tags", &none, QueryStyle::PipeDelimited),
        request().required_query("tags", &object, QueryStyle::DeepObject),
        request().required_query_reserved("tags", &none, FORM),
        request().query_or_empty("tags", &none, QueryStyle::SpaceDelimited),
        request().required_header("tags", &none, false),
        request().required_cookie("tags", &none, true),
    ];
    for request in refused {
        let refusal = target(request).await.unwrap_err();
        assert_eq!(refusal, InvalidRequest::Empty { name: "tags".to_owned() });
        assert!(
            refusal.to_string().starts_with("required value `tags` is empty, so nothing of it would be sent"),
            "{refusal}"
        );
    }
    let in_path = Request::builder(&OPERATION).path_styled("owner", &none, PathStyle::Matrix { explode: true });
    assert!(matches!(target(in_path).await, Err(InvalidRequest::Parameter { name, .. }) if name == "owner"));
}

#[tokio::test]
async fn every_value_that_encodes_to_something_is_sent() {
    let one = &Some(vec![""]);
    assert_eq!(target(request().required_query("tags", one, FORM)).await.unwrap(), "/pets/alice?tags=");
    let reserved = request().required_query_reserved("tags", &Some(vec!["a/b"]), FORM);
    assert_eq!(target(reserved).await.unwrap(), "/pets/alice?tags=a/b");
    let given = request().required_header("X-Tags", one, false).required_cookie("tags", &Some(["a"]), false);
    assert_eq!(target(given).await.unwrap(), "/pets/alice");
    // An unset value is a compile error.
    let none: Names = None;
    assert_eq!(target(request().required_query("tags", &none, FORM)).await.unwrap(), "/pets/alice");
    let optional = request().query("tags", &Some(Vec::<u8>::new()));
    assert_eq!(target(optional).await.unwrap(), "/pets/alice");
}

#[tokio::test]
async fn an_empty_value_is_sent_if_the_document_allows_it() {
    let none: Names = Some(Vec::new());
    for style in [FORM, QueryStyle::Form { explode: false }] {
        assert_eq!(target(request().query_or_empty("a b", &none, style)).await.unwrap(), "/pets/alice?a%20b=");
        assert_eq!(target(request().query_reserved_or_empty("a", &none, style)).await.unwrap(), "/pets/alice?a=");
    }
}
