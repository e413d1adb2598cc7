//! Generated types in serde formats other than JSON, and inside a user's own types.

use constructs::values::types::{Account, Everything, Pet};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wireright_runtime::Nullable;

/// A value of every kind: unions, unknown properties, exact numbers, dates, null.
fn everything() -> Everything {
    let json = r#"{"pet":{"kind":"cat","lives":9},"figure":{"side":2.5},"colour":3,"size":"huge","maybe":null,
        "either":7,"unsigned":18446744073709551615,"huge":36893488147419103231,"at":"2026-01-15T08:30:00+08:00",
        "on":"2026-01-15","id":"67E55044-10B1-426F-9247-BB680E5FE0C8","bytes":"Zm9vYg==","grade":"+1",
        "strict":{"id":1,"name":"n","note":"n"},"account":{"id":"7","name":"a"},"price":0.1,"wide":1,"narrow":"x",
        "in \"quotes\\":true,"unknown":{"list":[1,2.5,"é",true],"object":{"b":1,"a":-2}},"other":"text"}"#;
    serde_json::from_str(json).expect("it matches")
}

/// As [`everything`], without null, which some formats do not have.
fn without_null() -> Everything {
    let mut value = everything();
    value.maybe = Nullable::Absent;
    value
}

/// A user's type that stores generated ones.
#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Flattened {
    stored_at: u64,
    #[serde(flatten)]
    value: Everything,
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
#[serde(untagged)]
enum Untagged {
    Number(u64),
    Value(Box<Everything>),
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
#[serde(tag = "type")]
enum InternallyTagged {
    Value(Box<Everything>),
    Account(Account),
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
#[serde(tag = "type", content = "content")]
enum AdjacentlyTagged {
    Pets(Vec<Pet>),
}

fn json<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("it is serialized");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn json_value<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let tree = serde_json::to_value(value).expect("it is serialized");
    serde_json::from_value(tree.clone()).unwrap_or_else(|error| panic!("{tree}: {error}"))
}

fn yaml<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let text = serde_yaml::to_string(value).expect("it is serialized");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn toml<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let text = toml::to_string(value).expect("it is serialized");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn cbor<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("it is serialized");
    ciborium::from_reader(bytes.as_slice()).expect("it is deserialized")
}

fn message_pack<T: Serialize + DeserializeOwned>(value: &T) -> T {
    let bytes = rmp_serde::to_vec_named(value).expect("it is serialized");
    rmp_serde::from_slice(&bytes).expect("it is deserialized")
}

#[test]
fn values_survive_json() {
    assert_eq!(json(&everything()), everything());
}

#[test]
fn values_survive_a_json_tree() {
    // A tree keeps no integer above 64 bits.
    let value = everything().huge(5);
    assert_eq!(json_value(&value), value);
}

#[test]
fn values_survive_yaml() {
    assert_eq!(yaml(&everything()), everything());
}

#[test]
fn values_survive_toml() {
    // TOML has no integer above 63 bits.
    let value = without_null().unsigned(7);
    assert_eq!(toml(&value), value);
}

#[test]
fn values_survive_cbor() {
    assert_eq!(cbor(&everything()), everything());
}

/// A format without decimal text has floats. A number that no float equals keeps its digits as a string.
#[test]
fn undocumented_numbers_keep_their_value() {
    let json = r#"{"name":"a","price":1.50,"count":1e2,"digits":0.12345678901234567890,"large":123456789012345678901}"#;
    let account: Account = serde_json::from_str(json).expect("it matches");
    for stored in [cbor(&account), message_pack(&account), yaml(&account), toml(&account)] {
        let number = |name: &str| stored.extra.get(name).expect("it is kept").get();
        let numbers = ["price", "count", "digits", "large"].map(number);
        assert_eq!(numbers, ["1.5", "100.0", "\"0.12345678901234567890\"", "\"123456789012345678901\""]);
    }
}

#[test]
fn values_survive_message_pack() {
    assert_eq!(message_pack(&everything()), everything());
}

#[test]
fn values_inside_flattened_types() {
    let value = || everything().huge(5);
    let flattened = Flattened { stored_at: 1, value: value() };
    // The surrounding type takes its own properties: they do not become unknown ones.
    assert_eq!(json(&flattened), flattened);
    assert_eq!(cbor(&flattened), flattened);
    assert_eq!(message_pack(&flattened), flattened);
}

#[test]
fn values_inside_untagged_and_tagged_enums() {
    let value = || Box::new(everything().huge(5));
    let untagged = [Untagged::Number(1), Untagged::Value(value())];
    for value in &untagged {
        assert_eq!(&json(value), value);
        assert_eq!(&cbor(value), value);
    }
    let tagged = InternallyTagged::Value(value());
    assert_eq!(json(&tagged), tagged);
    assert_eq!(message_pack(&tagged), tagged);
    let mut account = Account::default();
    account.id = Some("7".to_owned());
    let tagged = InternallyTagged::Account(account);
    assert_eq!(json(&tagged), tagged);
    let pets: Vec<Pet> = serde_json::from_str(r#"[{"kind":"cat"},{"kind":"cow","milk":1}]"#).expect("two pets");
    let tagged = AdjacentlyTagged::Pets(pets);
    assert_eq!(json(&tagged), tagged);
    assert_eq!(cbor(&tagged), tagged);
}

#[test]
fn read_only_properties_are_stored() {
    let account: Account = serde_json::from_str(r#"{"id":"7","name":"a"}"#).expect("an account");
    assert_eq!(serde_json::to_string(&account).expect("it is serialized"), r#"{"id":"7","name":"a"}"#);
}

#[test]
fn secrets_are_not_stored() {
    let value: Everything = serde_json::from_str(r#"{"secret":"hunter2"}"#).expect("a secret");
    let errors = [
        serde_json::to_string(&value).expect_err("JSON").to_string(),
        serde_yaml::to_string(&value).expect_err("YAML").to_string(),
        rmp_serde::to_vec_named(&value).expect_err("MessagePack").to_string(),
    ];
    for error in errors {
        assert!(error.contains("expose") && !error.contains("hunter2"), "{error}");
    }
}

/// Values are keys of maps and members of sets.
#[test]
fn values_are_compared_and_hashed() {
    let pet = |json: &str| serde_json::from_str::<Pet>(json).expect("a pet");
    let pets: std::collections::HashSet<Pet> =
        [r#"{"kind":"cat"}"#, r#"{"kind": "cat"}"#, r#"{"kind":"cow","a":1,"b":2}"#, r#"{"b":2,"a":1,"kind":"cow"}"#]
            .into_iter()
            .map(pet)
            .collect();
    assert_eq!(pets.len(), 2, "the order of properties does not count");
}
