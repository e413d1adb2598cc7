//! JSON Schemas by the crate `schemars`, with the rules of `docs/wireright-toml.md`: they accept what the types accept.

use serde_json::{Value, json};

/// Types of `json_schemas.yaml`.
#[allow(clippy::pedantic, unused)]
pub mod generated {
    include!(concat!(env!("OUT_DIR"), "/json_schemas/mod.rs"));
}

use generated::pets::types::Pet;

fn with(key: &str, value: Value) -> Value {
    let mut pet = json!({ "petName": "Minka", "kind": "big-cat" });
    pet[key] = value;
    pet
}

#[test]
fn a_schema_accepts_what_its_type_accepts() {
    let schema = schemars::schema_for!(Pet).to_value();
    let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
    for valid in [
        with("kind", json!("a-kind-of-later")),
        with("nickName", json!(null)),
        with("bornAt", json!("2026-01-02T03:04:05Z")),
        with("owner", json!({ "firstName": "Ada" })),
        with("owner", json!("Ada")),
        with("home", json!({ "streetName": "High Street" })),
        with("size", json!("very-big")),
        with("family", json!([[], [[]]])),
        with("toy", json!({ "toyType": "ball", "radius": 1.5 })),
        with("unknown", json!(1)),
    ] {
        assert!(validator.is_valid(&valid), "{valid}: {schema:#}");
        let pet: Pet = serde_json::from_value(valid.clone()).expect("the type accepts it");
        assert!(validator.is_valid(&serde_json::to_value(&pet).expect("it has a JSON form")), "{pet:?}");
    }
    for invalid in [
        json!({ "petName": "Minka" }),
        with("petName", json!(1)),
        with("kind", json!(1)),
        with("nickName", json!(1)),
        with("owner", json!(1)),
        with("owner", json!({ "first_name": "Ada" })),
        with("home", json!({ "streetName": 1 })),
        with("size", json!("VeryBig")),
        with("family", json!([1])),
    ] {
        assert!(!validator.is_valid(&invalid), "{invalid}: {schema:#}");
        assert!(serde_json::from_value::<Pet>(invalid.clone()).is_err(), "{invalid}");
    }
}

#[test]
fn a_rule_adds_the_limits_of_a_field() {
    let schema = schemars::schema_for!(Pet).to_value();
    let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
    let name = |name: &str| with("petName", json!(name));
    assert!(validator.is_valid(&name(&"a".repeat(40))), "{schema:#}");
    for invalid in [name(&"a".repeat(41)), name(" a")] {
        assert!(!validator.is_valid(&invalid), "{invalid}: {schema:#}");
        // Limits are the subject of `validate`.
        assert!(serde_json::from_value::<Pet>(invalid).is_ok());
    }
}
