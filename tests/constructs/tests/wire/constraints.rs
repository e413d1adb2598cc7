//! `validate` for lengths, ranges, patterns and counts.

use std::collections::BTreeMap;

use constructs::constraints::{
    Client,
    types::{Item, Office, Order, Payment, Person, Plain, Status, Team},
};
use wireright_runtime::{JsonValue, Rule, Upload, Violations, clock::ManualClock, transport::CannedTransport};

fn client() -> Client {
    let clock = ManualClock::at_unix_seconds(0);
    Client::builder().transport(CannedTransport::new()).clock(clock).build().expect("the settings are good")
}

/// The violations, one on each line.
fn violation_lines(result: Result<(), Violations>) -> Vec<String> {
    let violations = result.err().unwrap_or_default();
    violations.iter().map(|violation| format!("{} {}", violation.field, violation.message)).collect()
}

#[test]
fn parameters_are_checked() {
    let client = client();
    let good =
        client.place_order().order_id("AB12").limit(10).ratio(0.5).tags(vec!["a".into(), "b".into()]).code("xyz");
    assert_eq!(good.validate(), Ok(()));
    let long = "a".repeat(11);
    let bad = client
        .place_order()
        .order_id("toolong99")
        .limit(-3)
        .ratio(1.0)
        .tags(vec![String::new(), long.clone(), long, "c".into()])
        .code("xxxxxx")
        .free("anything");
    assert_eq!(
        violation_lines(bad.validate()),
        [
            "orderId must have at most 8 characters",
            "orderId must match the pattern `^[A-Z]+[0-9]*$`",
            "limit must be at least 1",
            "limit must be a multiple of 5",
            "ratio must be less than 1",
            "tags must have at most 3 items",
            "tags must not have duplicate items",
            "tags[0] must have at least 1 character",
            "tags[1] must have at most 10 characters",
            "tags[2] must have at most 10 characters",
            "code must have at most 5 characters",
        ]
    );
}

#[test]
fn a_body_is_checked_at_every_depth() {
    let inner = Item::default().count(0).either(7);
    let mut item = Item::default().count(1).either(20).parts(vec![inner]);
    item.additional.insert("note".to_owned(), "too long".to_owned());
    let order =
        Order::new(vec![item]).status(Status::Open).payment(Payment::String("12".to_owned())).validate_value(true);
    let expected = [
        "items[0].parts[0].count must be at least 1",
        "items[0].parts[0].either must be at most 3, or must be a multiple of 10",
        "items[0].note must have at most 4 characters",
        "payment must match the pattern `^[0-9]{4}$`",
    ];
    assert_eq!(violation_lines(order.validate()), expected);
    let in_request = violation_lines(client().place_order().order_id("A").body(order).validate());
    assert_eq!(in_request, expected.map(|words| format!("body.{words}")));
    assert_eq!(violation_lines(Order::new(Vec::new()).validate()), ["items must have at least 1 item"]);
}

#[test]
fn unions_enums_and_objects_are_checked() {
    assert_eq!(Status::Open.validate(), Ok(()));
    assert_eq!(
        violation_lines(Status::from("unknown").validate()),
        [" must be one of \"open\", \"closed\"", " must have at most 6 characters"]
    );
    assert_eq!(Payment::Plain(Plain::default()).validate(), Ok(()));
    let nobody = Person::default().validate().expect_err("a person has a property");
    assert_eq!(nobody.to_string(), "the value must have at least 1 property");
    assert_eq!(nobody.iter().map(|violation| violation.rule).collect::<Vec<_>>(), [Rule::TooFewProperties]);
    let both = Payment::Person(Person::default().name("Anna")).validate().expect_err("it is a `Plain` too");
    assert_eq!(both.iter().map(|violation| violation.rule).collect::<Vec<_>>(), [Rule::SeveralVariantsMatch]);
    let old = Person::default().name("A").age(Some(151));
    let expected = ["name must have at least 2 characters", "age must be at most 150"];
    assert_eq!(violation_lines(old.validate()), expected);
    assert_eq!(Person::default().age(None).validate(), Ok(()), "null is not compared");
}

#[test]
fn rules_are_found_through_recursive_types() {
    let office = Office::default().lead(Person::default().name("x"));
    let inner = Team::default().office(office);
    let team = Team::default().teams(BTreeMap::from([("a".to_owned(), inner)]));
    assert_eq!(violation_lines(team.validate()), ["teams.a.office.lead.name must have at least 2 characters"]);
}

#[test]
fn inline_body_properties_are_checked_and_secrets_are_redacted() {
    let client = client();
    let labels = BTreeMap::from([("a b".to_owned(), "long".to_owned())]);
    let note = client
        .add_note()
        .pin("hunter2")
        .amount(0.001)
        .labels(labels)
        .author(Person::default().name("x"))
        .short("abc")
        .plain(vec![Plain::default(); 3])
        .extra(JsonValue::from(vec![1, 2]));
    let broken = violation_lines(note.validate());
    assert_eq!(
        broken,
        [
            "pin must match the pattern `^[0-9]+$`",
            "amount must be a multiple of 0.01",
            "labels[\"a b\"] must have at most 3 characters",
            "author.name must have at least 2 characters",
            "short must have at most 2 characters",
            "plain must have at most 2 items",
            "extra must have at most 1 item",
        ]
    );
    assert!(!format!("{broken:?}{:?}", note.validate()).contains("hunter2"));
    let files = client.send_files().files(vec![Upload::from("a"), Upload::from("b")]).name("name");
    let expected = ["files must have at most 1 item", "name must have at most 3 characters"];
    assert_eq!(violation_lines(files.validate()), expected);
}
