//! `nullable` of OpenAPI 3.0: null, a value and absence differ.

use constructs::nullable::{
    Client,
    types::{
        Maybe, Part, Thing,
        thing::{Referred, Typed},
    },
};

use crate::{echo, last, wait};

#[test]
fn null_value_and_absence_differ() {
    let (client, sent): (Client, _) = echo();
    for (thing, json) in [
        (Thing::new(None), r#"{"must":null}"#),
        (Thing::new("m".to_owned()).may(None), r#"{"must":"m","may":null}"#),
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
