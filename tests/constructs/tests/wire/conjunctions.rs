//! Values that several schemas describe: all of them hold.

use constructs::conjunctions::types::{Employee, Middle, NamedStep, NewOrder, RedAndRound, Shared, middle, new_order};
use wireright_runtime::{Nullable, Violations};

use crate::round_trip;

/// The violations, one on each line.
fn words(result: Result<(), Violations>) -> Vec<String> {
    let violations = result.err().unwrap_or_default();
    violations.iter().map(|violation| format!("{} {}", violation.field, violation.message)).collect()
}

fn order() -> NewOrder {
    let address =
        new_order::AddressRequired { street: "s".to_owned(), code: "12345".to_owned(), country: "c".to_owned() };
    NewOrder::new(new_order::Address::new(address)).count(5).tags(vec!["abcd".to_owned()]).note("abc".to_owned())
}

#[test]
fn limits_of_all_parts_hold() {
    assert_eq!(words(order().validate()), <[&str; 0]>::default());
    let mut bad = order().count(4).tags(vec!["a".to_owned(), "abcde".to_owned()]).note("abcd".to_owned());
    bad.address.code = "123456".to_owned();
    bad.prices = Some([("p".to_owned(), 0), ("q".to_owned(), 10)].into());
    assert_eq!(
        words(bad.validate()),
        [
            "address.code must have at most 5 characters",
            "tags[1] must have at most 4 characters",
            "prices.q must be at most 9",
            "count must be at least 5",
            "tags[0] must have at least 2 characters",
            "note must have at most 3 characters",
            "prices.p must be at least 1",
        ]
    );
    assert_eq!(words(order().tags(Vec::new()).validate()), ["tags must have at least 1 item"]);
    assert_eq!(order().count(i32::MAX).count, Some(i32::MAX));
}

#[test]
fn properties_of_all_parts_are_described() {
    let json = r#"{"address":{"street":"s","code":"1","country":"c"},"state":"paid","note":null,"buyer":{"team":"t"}}"#;
    let order: NewOrder = round_trip(json);
    assert_eq!(order.note, Nullable::Null);
    let buyer: Option<Employee> = order.buyer;
    assert_eq!(buyer.and_then(|buyer| buyer.team).as_deref(), Some("t"));
    // Only the states that both parts list have variants.
    assert!(matches!(order.state, Some(new_order::State::Paid)));
    assert!(matches!(new_order::State::from("draft"), new_order::State::Other(_)));
    let missing = serde_json::from_str::<NewOrder>(r#"{"address":{"street":"s","country":"c"}}"#);
    assert!(missing.expect_err("no code").to_string().contains("code"));
    assert!(serde_json::from_str::<NamedStep>(r#"{"days":1}"#).is_err(), "`required` beside a reference holds");
}

#[test]
fn variants_of_all_parts_are_combined() {
    assert!(matches!(round_trip(r#"{"inner":{"s":"1","p":"2"},"kind":"p"}"#), Shared::P(_)));
    assert!(serde_json::from_str::<Shared>(r#"{"kind":"q","inner":{"q":"2"}}"#).is_err(), "`s` is required");
    let RedAndRound::A(both) = round_trip(r#"{"kind":"a","x":"1","z":"2"}"#) else { panic!("the kind is `a`") };
    assert_eq!((both.x.as_deref(), both.z.as_deref()), (Some("1"), Some("2")));
}

#[test]
fn recursive_conjunction_is_one_type() {
    let value: Middle = round_trip(r#"{"child":{"child":{"l":"2","r":"3"},"r":"1"},"l":"0"}"#);
    let child: middle::Child = value.child.expect("it has a child");
    let inner: Box<middle::Child> = child.child.expect("the child has one");
    assert_eq!((inner.l.as_deref(), inner.r.as_deref()), (Some("2"), Some("3")));
}
