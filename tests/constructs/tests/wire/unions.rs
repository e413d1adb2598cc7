//! Unions: which variant a value becomes, and the errors of closed ones.

use constructs::unions::{
    Client,
    pay::PayHeaders,
    types::{
        Batch, Card, Entry, Figure, Flyer, Layout, Media, Outcome, Payment, PaymentType, Pet, Post, Report, Robot, Saw,
        Sepa, Single, SortOrder, State, Subject, Tool, Transcript, Walker, figure::Side, sort_order::SortOrderString,
    },
};
use wireright_runtime::{HeaderMap, HeaderName, HeaderValue, json};

use crate::{echo, last, round_trip, target, wait};

#[test]
fn a_schema_that_only_the_mapping_names_is_a_variant() {
    let bird: Pet = round_trip(r#"{"kind":"bird","wings":2}"#);
    assert_eq!(bird.as_bird().and_then(|bird| bird.wings), Some(2));
    assert!(matches!(round_trip(r#"{"kind":"wolf"}"#), Pet::Dog(_)));
    assert!(matches!(round_trip(r#"{"kind":"cow"}"#), Pet::Unknown(_)));
}

#[test]
fn a_read_only_discriminator_is_sent() {
    let (client, sent): (Client, _) = echo();
    let flyer = Flyer::new().wings(2);
    for (robot, body) in [
        (Robot::from(Walker::new().legs(4)), r#"{"kind":"Walker","legs":4}"#),
        (Robot::from(flyer), r#"{"kind":"Flyer","wings":2}"#),
    ] {
        let received = wait(client.add_robot().body(robot.clone()).send()).expect("the robot");
        assert_eq!(last(&sent).body(), body);
        assert_eq!(*received, robot);
    }
    // Other read-only properties are not.
    let mut flyer = Flyer::new();
    flyer.id = Some("f-1".to_owned());
    wait(client.add_robot().body(flyer).send()).expect("the robot");
    assert_eq!(last(&sent).body(), r#"{"kind":"Flyer"}"#);
}

#[test]
fn a_value_of_several_variants_is_built_and_sent() {
    let mut side = Side::new(2.0);
    side.extra.insert("radius", json::RawValue::from_string("1.5".to_owned()).expect("JSON"));
    let figure: Figure = round_trip(r#"{"side":2.0,"radius":1.5}"#);
    assert_eq!(figure, Figure::Side(side));
    // The variant that matches best is the one whose properties are all described.
    assert!(round_trip::<Figure>(r#"{"radius":1.5}"#).as_radius().is_some());
}

#[test]
fn constants_other_than_strings_select_a_variant() {
    assert!(matches!(round_trip(r#"{"ok":true}"#), Outcome::Success(_)));
    assert!(matches!(round_trip(r#"{"ok":false,"code":5}"#), Outcome::Failure(_)));
    assert!(json::read::<Outcome>("{}").is_err());
    assert!(matches!(round_trip(r#"{"version":2}"#), Layout::Old(_)));
    assert!(matches!(round_trip(r#"{"version":3,"text":"a"}"#), Layout::New(_)));
}

#[test]
fn values_inside_a_value_select_a_variant() {
    assert!(matches!(round_trip(r#"{"meta":{"kind":"cat"}}"#), Report::Nap(_)));
    assert!(matches!(round_trip(r#"{"meta":{"kind":"dog"}}"#), Report::Walk(_)));
    assert!(matches!(round_trip(r#"{"result":{"sum":1}}"#), Transcript::Usage(_)));
    assert!(matches!(round_trip(r#"{"result":{"text":"a"}}"#), Transcript::Words(_)));
    assert!(matches!(round_trip(r#"[{"score":1}]"#), Batch::Scores(_)));
    assert!(matches!(round_trip("[]"), Batch::Notes(_)));
}

/// A discriminator value that a variant shares with a variant of a nested union does not decide alone.
#[test]
fn a_union_in_a_union_has_the_discriminator_values_of_its_variants() {
    assert!(matches!(round_trip(r#"{"kind":"post","by":"short"}"#), Entry::Short(_)));
    assert!(matches!(round_trip(r#"{"kind":"post","by":"long"}"#), Entry::Post(Post::Long(_))));
    assert!(matches!(round_trip(r#"{"kind":"sound","url":"a"}"#), Entry::Media(Media::Sound(_))));
    assert!(matches!(round_trip(r#"{"kind":"link"}"#), Entry::Link(_)));
    assert!(matches!(round_trip(r#"{"kind":"poll"}"#), Entry::Unknown(_)));
}

#[test]
fn a_discriminator_that_a_variant_does_not_describe_is_sent() {
    assert_eq!(serde_json::to_string(&Tool::from(Saw::default())).expect("JSON"), r#"{"kind":"saw"}"#);
    assert!(matches!(round_trip(r#"{"teeth":9,"kind":"saw"}"#), Tool::Saw(_)));
    assert!(matches!(round_trip(r#"{"kind":"drill","size":"m"}"#), Tool::Drill(_)));
}

#[test]
fn a_union_in_a_union_is_selected_by_its_variants() {
    assert!(matches!(round_trip(r#"{"name":"a"}"#), Subject::Plain(_)));
    assert!(matches!(round_trip(r#"{"radius":1.0,"centre":"a"}"#), Subject::Form(_)));
    assert!(matches!(round_trip(r#"{"edge":1.0}"#), Subject::Form(_)));
    assert!(matches!(round_trip(r#"{"side":1.0}"#), Subject::Figure(Figure::Side(_))));
    assert!(matches!(round_trip(r#""a""#), Subject::Figure(Figure::String(_))));
}

#[test]
fn a_closed_union_rejects_an_unknown_discriminator() {
    let payment: Payment = round_trip(r#"{"type":"card","number":"4111"}"#);
    // Exhaustive, also outside of its crate.
    match payment {
        Payment::Card(card) => assert_eq!(card.number.as_deref(), Some("4111")),
        Payment::Sepa(sepa) => panic!("{sepa:?}"),
    }
    let error = json::read::<Vec<Payment>>(r#"[{"type":"card"},{"type":"crypto"}]"#).unwrap_err();
    assert_eq!(error.path(), "/1/type");
    assert_eq!(error.message(), r#"unknown variant of `Payment`, expected "card" or "sepa""#);
}

#[test]
fn a_closed_enum_rejects_an_unknown_string() {
    let name = |state: State| match state {
        State::Open => "open",
        State::Paid => "paid",
        State::Other => "other",
    };
    assert!(State::VALUES.iter().all(|state| state.as_str() == name(*state) && *state == *state.as_str()));
    assert_eq!("paid".parse(), Ok(State::Paid));
    let error = "lost".parse::<State>().unwrap_err().to_string();
    assert_eq!(error, r#"unknown variant of `State`, expected "open", "paid" or "other""#);
    let error = json::read::<Payment>(r#"{"type":"card","state":7}"#).unwrap_err().to_string();
    assert!(error.contains(r#"/state: unknown variant of `State`"#), "{error}");
    assert_eq!(Card::new().state(State::Paid).state, Some(State::Paid));
    // An enum of one string is a constant and stays open.
    assert!(!Single::from("two").is_known());
}

#[test]
fn closed_enums_are_sent_and_received_in_headers() {
    let (client, transport) = crate::client::<Client>();
    wait(client.pay().body(Payment::from(Sepa::new(PaymentType::Sepa))).state(State::Open).send()).expect("204");
    assert_eq!(target(&transport), "/v1/payments?state=open");
    assert_eq!(crate::last(&transport).body(), r#"{"type":"sepa"}"#);

    let headers = |state| HeaderMap::from_iter([(HeaderName::from_static("x-state"), HeaderValue::from_static(state))]);
    assert_eq!(PayHeaders::decode_x_state(&headers("paid")), Ok(Some(State::Paid)));
    let error = PayHeaders::decode_x_state(&headers("lost")).unwrap_err().to_string();
    assert!(error.contains("X-State") && error.contains("is not a documented value"), "{error}");
}

#[test]
fn strings_among_variants_are_one_enum() {
    let words: SortOrder = round_trip(r#""words""#);
    assert_eq!(words.as_string(), Some(&SortOrderString::Words));
    assert_eq!(words, SortOrder::from(SortOrderString::Words));
    let unlisted: SortOrder = round_trip(r#""distance""#);
    assert_eq!(unlisted.as_string().map(SortOrderString::as_str), Some("distance"));
    assert!(matches!(round_trip(r#"{"asc":"price"}"#), SortOrder::Asc(_)));
}
