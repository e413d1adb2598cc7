//! `nullable` of OpenAPI 3.0: null, a value and absence differ.

use constructs::nullable::{
    Client,
    patch_thing::PatchThing,
    types::{
        Maybe, Part, Thing,
        thing::{Referred, Typed},
    },
};

use wireright_runtime::{
    Date, Nullable,
    transport::{CannedResponse, CannedTransport},
};

use crate::{checked, echo, last, wait};

#[test]
fn null_value_and_absence_differ() {
    let (client, sent): (Client, _) = echo();
    for (thing, json) in [
        (Thing::new(None), r#"{"must":null}"#),
        (Thing::new("m").may(None), r#"{"must":"m","may":null}"#),
        (Thing::new(None).may("m"), r#"{"must":null,"may":"m"}"#),
        (Thing::new(None).part(None), r#"{"must":null,"part":null}"#),
        (
            Thing::new(None).typed(None).named(None).referred(None),
            r#"{"must":null,"typed":null,"named":null,"referred":null}"#,
        ),
        (
            Thing::new(None).typed(Typed::from(7)).referred(Referred::from(Maybe::new(1))),
            r#"{"must":null,"typed":7,"referred":{"b":1}}"#,
        ),
        (Thing::new(None).part(Part::default().a(1)), r#"{"must":null,"part":{"a":1}}"#),
    ] {
        let response = wait(client.put_thing().body(thing.clone()).send()).expect("200");
        assert_eq!(last(&sent).body(), json);
        assert_eq!(response.body(), &thing);
    }
    let missing = serde_json::from_str::<Thing>("{}").expect_err("what is required may be null, and not absent");
    assert!(missing.to_string().contains("must"), "{missing}");
}

#[test]
fn null_value_and_absence_differ_in_properties_of_an_inline_body() {
    let transport = CannedTransport::new().respond_to_requests_of::<PatchThing>(CannedResponse::new(204));
    let client: Client = Client::builder().transport(checked::<Client>(&transport)).build().expect("a client");
    let request = || client.patch_thing().reason("none");
    for (request, json) in [
        (request(), r#"{"reason":"none"}"#),
        (request().reason(None), r#"{"reason":null}"#),
        (request().note("text").due(Date::new(2026, 12, 24)), r#"{"reason":"none","note":"text","due":"2026-12-24"}"#),
        (request().note(None).due(None), r#"{"reason":"none","note":null,"due":null}"#),
        (request().note("text").note(Nullable::Absent), r#"{"reason":"none"}"#),
    ] {
        wait(request.send()).expect("204");
        assert_eq!(transport.requests().last().expect("a request").body().as_bytes(), json.as_bytes());
    }
}
