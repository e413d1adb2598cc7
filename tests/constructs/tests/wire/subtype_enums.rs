//! Discriminator of a base schema (OpenAPI 3.0.4, "Models with Polymorphism Support" and Discriminator Object): its
//! value selects a subtype, and an unknown value selects the base.

use constructs::subtype_enums::{
    Client,
    types::{
        Cat, CatRequired, Event, Figure, Flat, Home, Horn, Lamp, Message, Pet, Round, Rule, Signal, cat, home, pet,
    },
};
use wireright_runtime::Nullable;

use crate::{echo, last, round_trip, wait};

fn pet(json: &str) -> Pet {
    round_trip(json)
}

#[test]
fn pets() {
    // The names of components, or their names in the mapping.
    assert!(
        matches!(pet(r#"{"name":"Tom","petType":"Cat","huntingSkill":"lazy"}"#), Pet::Cat(cat) if cat.name == "Tom")
    );
    assert!(matches!(pet(r#"{"name":"Rex","petType":"barker","packSize":3}"#), Pet::Dog(dog) if dog.pack_size == 3));
    assert!(
        matches!(pet(r#"{"name":"Pip","petType":"pup","packSize":1,"age":2}"#), Pet::Puppy(pup) if pup.age == Some(2))
    );
    assert!(matches!(pet(r#"{"name":"Nemo","petType":"Fish"}"#), Pet::Fish(_)));
    // An unknown discriminator value selects the base without data loss.
    let bird = pet(r#"{"name":"Tweety","petType":"Bird","wings":[2,{"a":1.50}]}"#);
    assert!(matches!(&bird, Pet::Base(base) if base.name == "Tweety" && base.extra.get("wings").is_some()));
    assert!(serde_json::from_str::<Pet>(r#"{"name":"Rex"}"#).expect_err("no tag").to_string().contains("petType"));
    // A missing required property of a known subtype is an error that names it.
    let error = serde_json::from_str::<Pet>(r#"{"name":"Tom","petType":"Cat"}"#).expect_err("no skill").to_string();
    assert!(error.contains("`Cat`") && error.contains("huntingSkill"), "{error}");
    // In itself, in a subtype, and in a nullable property.
    let Pet::Cat(cat) = pet(concat!(
        r#"{"name":"Tom","petType":"Cat","friends":[{"name":"Rex","petType":"barker","packSize":1},"#,
        r#"{"name":"Al","petType":"?"}],"huntingSkill":"lazy","#,
        r#""rival":{"name":"Kit","petType":"Cat","huntingSkill":"lazy"}}"#,
    )) else {
        panic!("a cat")
    };
    assert!(
        matches!(cat.friends.as_deref(), Some([Pet::Dog(_), Pet::Base(_)]))
            && matches!(cat.rival.as_deref(), Some(Pet::Cat(_)))
    );
    let fish = r#"{"name":"Nemo","petType":"Fish"}"#;
    let home: Home = round_trip(&format!(r#"{{"first":{fish},"maybe":null}}"#));
    assert!(matches!(home.first, Some(Pet::Fish(_))) && home.maybe.is_null());
    assert!(matches!(round_trip::<Home>(&format!(r#"{{"maybe":{fish}}}"#)).maybe, Nullable::Value(Pet::Fish(_))));
    // Alternatives with the same base are selected by its discriminator. The base matches all others.
    let either = |json: &str| round_trip::<Home>(json).either;
    assert!(matches!(
        either(r#"{"either":{"name":"Tom","petType":"Cat","huntingSkill":"lazy","packSize":1}}"#),
        Some(home::Either::Cat(_))
    ));
    assert!(matches!(
        either(r#"{"either":{"name":"Pip","petType":"pup","packSize":1,"age":2}}"#),
        Some(home::Either::Dog(_))
    ));
    let any = |json: &str| round_trip::<Home>(json).any;
    assert!(matches!(any(r#"{"any":{"name":"Tom","petType":"Cat","huntingSkill":"lazy"}}"#), Some(home::Any::Cat(_))));
    assert!(matches!(any(&format!(r#"{{"any":{fish}}}"#)), Some(home::Any::Pet(Pet::Fish(_)))));
}

#[test]
fn bases_below_bases() {
    assert!(matches!(round_trip(r#"{"kind":"Ball","bounces":true}"#),
            Figure::Round(Round::Ball(ball)) if ball.bounces == Some(true)));
    assert!(matches!(round_trip(r#"{"kind":"Round","radius":1.5}"#),
            Figure::Round(Round::Base(round)) if round.radius.is_some()));
    assert!(matches!(round_trip(r#"{"kind":"Ball","radius":1.5}"#), Round::Ball(_)));
    assert!(matches!(round_trip(r#"{"kind":"Flat","corners":"Square","side":2.5}"#),
            Figure::Flat(Flat::Square(square)) if square.side.is_some()));
    assert!(matches!(round_trip(r#"{"kind":"Flat","corners":"5"}"#), Figure::Flat(Flat::Base(_))));
    assert!(matches!(round_trip(r#"{"kind":"Line"}"#), Figure::Base(_)));
}

#[test]
fn tags() {
    assert!(matches!(round_trip(r#"{"type":"weekly_rule","day":1}"#), Rule::Weekly(rule) if rule.day == Some(1)));
    assert!(matches!(round_trip(r#"{"type":"daily_rule","hour":1}"#), Rule::Daily(rule) if rule.hour == Some(1)));
    assert!(matches!(round_trip(r#"{"type":"once"}"#), Rule::Base(_)));
    assert!(matches!(round_trip(r#"{"at":1}"#), Rule::Base(_)), "no tag at all, which the document allows");
    assert!(matches!(round_trip(r#"{"event":"Stopped","at":1,"why":"w"}"#),
            Event::Stopped(stopped) if stopped.at == Some(1)));
    assert!(matches!(round_trip(r#"{"type":"message","role":"assistant"}"#), Message::Reply(_)));
    assert!(matches!(round_trip(r#"{"type":"message","role":"user"}"#), Message::Question(_)));
    assert!(matches!(round_trip(r#"{"type":"note","role":"user"}"#), Message::Unknown(note) if note.tag() == "note"));
}

/// Constraints, secrets and read-only properties of variants.
#[test]
fn sent() {
    let (client, transport): (Client, _) = echo();
    let mut cat = Cat::new(CatRequired { name: "T".to_owned(), hunting_skill: cat::HuntingSkill::Lazy }).chip("s3cret");
    cat.id = Some("7".into());
    let mut base = pet::Base::new(pet::BaseRequired { name: "B".to_owned(), pet_type: "Bird".to_owned() });
    base.id = Some("8".into());
    let cat = Pet::from(cat.friends(vec![base.into()]));
    let broken = cat.validate().expect_err("two names are too short").to_string();
    assert!(broken.contains("`name`") && broken.contains("friends[0].name"), "{broken}");
    assert!(!format!("{cat:?}").contains("s3cret"));
    wait(client.add_pet().body(cat).send()).expect("200");
    assert_eq!(
        last(&transport).body(),
        concat!(
            r#"{"name":"T","petType":"Cat","chip":"s3cret","friends":[{"name":"B","petType":"Bird"}],"#,
            r#""huntingSkill":"lazy"}"#
        )
    );
}

/// A subtype is sent with the discriminator also if no schema describes the property.
#[test]
fn an_undescribed_discriminator_is_sent() {
    let written = |signal: &Signal| serde_json::to_string(signal).expect("JSON");
    assert_eq!(written(&Lamp::default().into()), r#"{"kind":"lamp"}"#);
    assert_eq!(written(&Horn::default().into()), r#"{"kind":"horn"}"#);
    assert!(matches!(round_trip(r#"{"colour":"red","kind":"lamp"}"#), Signal::Lamp(_)));
    assert!(matches!(round_trip(r#"{"kind":"flag"}"#), Signal::Base(_)));
}
