//! Random values with their schemas.

use codegen_tests::judge::Random;
use serde_json::{Map, Value, json};

/// Strings that need encoding in some place.
pub(super) const STRINGS: [&str; 10] =
    ["x", "two words", "ä/ö", "a&b=c", "50%", "semi;colon", "q?#", "+plus+", "\"quoted\"", "a:b@c"];

/// A string.
pub(super) fn string(random: &mut Random, strings: &[&str]) -> (Value, Value) {
    (json!({ "type": "string" }), json!(*random.pick(strings)))
}

/// A schema and a value of it.
pub(super) fn primitive(random: &mut Random, strings: &[&str], has_numbers: bool) -> (Value, Value) {
    match random.below(5) {
        0 => (json!({ "type": "integer" }), json!(random.below(100))),
        1 if has_numbers => (json!({ "type": "number" }), random.pick(&[json!(0.5), json!(-2.25), json!(7.0)]).clone()),
        2 => (json!({ "type": "boolean" }), json!(random.one_in(2))),
        _ => string(random, strings),
    }
}

/// An array of one to three items.
pub(super) fn array(random: &mut Random, strings: &[&str], has_numbers: bool) -> (Value, Value) {
    let (schema, first) = primitive(random, strings, has_numbers);
    let mut items = vec![first];
    for _ in 0..random.below(3) {
        items.push(match schema["type"].as_str() {
            Some("string") => json!(*random.pick(strings)),
            Some("integer") => json!(random.below(100)),
            Some("number") => json!(1.75),
            _ => json!(random.one_in(2)),
        });
    }
    (json!({ "type": "array", "items": schema }), Value::Array(items))
}

/// An object of one to three primitive properties.
pub(super) fn flat_object(random: &mut Random, strings: &[&str], has_numbers: bool) -> (Value, Value) {
    let (mut properties, mut value) = (Map::new(), Map::new());
    for name in ["r", "g", "b"].into_iter().take(1 + random.below(3)) {
        let (schema, property) = primitive(random, strings, has_numbers);
        properties.insert(name.to_owned(), schema);
        value.insert(name.to_owned(), property);
    }
    (json!({ "type": "object", "properties": properties, "additionalProperties": false }), Value::Object(value))
}

/// An object with nested arrays and objects.
pub(super) fn object(random: &mut Random, depth: usize) -> (Value, Value) {
    let (mut properties, mut value) = (Map::new(), Map::new());
    for name in ["a", "b", "c"].into_iter().take(1 + random.below(3)) {
        let (schema, property) = match random.below(4) {
            0 if depth > 0 => object(random, depth - 1),
            1 => array(random, &STRINGS, true),
            _ => primitive(random, &STRINGS, true),
        };
        properties.insert(name.to_owned(), schema);
        value.insert(name.to_owned(), property);
    }
    (json!({ "type": "object", "properties": properties, "additionalProperties": false }), Value::Object(value))
}
