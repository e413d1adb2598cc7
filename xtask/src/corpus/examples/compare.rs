//! Differences between two JSON values. Numbers are compared exactly, properties in any order, and null is not absence.
//!
//! Two differences are allowed: a `readOnly` property is not serialized, and a float has its shortest form.

use wireright_codegen::source::{Pointer, Value};

use wireright_mock::parse_document;

use super::schema_facts::SchemaFacts;

/// The first difference as a message.
pub(super) fn difference(original: &str, serialized: &str, facts: &SchemaFacts) -> Option<String> {
    match (read(original), read(serialized)) {
        (Some(original), Some(serialized)) => differ(&original, &serialized, &Pointer::root(), facts),
        (None, _) => Some("malformed example".to_owned()),
        (_, None) => Some("malformed output".to_owned()),
    }
}

/// Parses JSON with all digits of numbers. Wrapped in an array, since `null` alone is not a document.
fn read(text: &str) -> Option<Value> {
    match parse_document("example.json", format!("[{text}]").as_bytes())?.root {
        Value::Array(items) => items.into_iter().next(),
        _ => None,
    }
}

fn differ(original: &Value, serialized: &Value, at: &Pointer, facts: &SchemaFacts) -> Option<String> {
    match (original, serialized) {
        (Value::Object(original), Value::Object(serialized)) => {
            let missing = original.iter().find_map(|(name, value)| {
                let at = at.child(name);
                match serialized.get(name) {
                    Some(serialized) => differ(value, serialized, &at, facts),
                    None if facts.read_only.contains(&at.to_string()) => None,
                    None => Some(format!("{at} is missing")),
                }
            });
            let new = serialized.keys().find(|name| original.get(name).is_none());
            missing.or_else(|| new.map(|name| format!("{} is added", at.child(name))))
        }
        (Value::Array(original), Value::Array(serialized)) if original.len() == serialized.len() => {
            let mut pairs = original.iter().zip(serialized).enumerate();
            pairs.find_map(|(index, (original, serialized))| differ(original, serialized, &at.index(index), facts))
        }
        (Value::Number(original), Value::Number(serialized))
            if is_same_number(
                &original.to_string(),
                &serialized.to_string(),
                facts.floats.contains(&at.to_string()),
            ) =>
        {
            None
        }
        (original, serialized) if original == serialized => None,
        (original, serialized) => {
            Some(format!("{at} changes from {} to {}", abbreviate(original), abbreviate(serialized)))
        }
    }
}

fn is_same_number(original: &str, serialized: &str, is_float: bool) -> bool {
    let shortest =
        || original.parse::<f32>().is_ok_and(|float| Decimal::of(&float.to_string()) == Decimal::of(serialized));
    Decimal::of(original) == Decimal::of(serialized) || (is_float && shortest())
}

fn abbreviate(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("{:?}", text.chars().take(60).collect::<String>()),
        Value::Array(items) => format!("an array of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A number: its digits without zeros at either end, and the power of ten of the last digit.
#[derive(Debug, PartialEq, Eq)]
struct Decimal {
    is_negative: bool,
    digits: String,
    power: i64,
}

impl Decimal {
    fn of(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let is_negative = mantissa.starts_with('-');
        let (whole, fraction) =
            mantissa.trim_start_matches('-').split_once('.').unwrap_or((mantissa.trim_start_matches('-'), ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_end_matches('0');
        let dropped = i64::try_from(all.len() - digits.len()).unwrap_or_default();
        let below = i64::try_from(fraction.len()).unwrap_or_default();
        let digits = digits.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Self { is_negative: false, digits, power: 0 };
        }
        let exponent: i64 = exponent.parse().unwrap_or_default();
        Self { is_negative, digits, power: exponent.saturating_add(dropped).saturating_sub(below) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn found(original: &str, serialized: &str) -> Option<String> {
        difference(original, serialized, &SchemaFacts::default())
    }

    #[test]
    fn equal_values_have_no_difference() {
        for (original, serialized) in [
            (r#"{"a":1,"b":[2.50,null]}"#, r#"{"b":[2.5,null],"a":1.0}"#),
            ("1e3", "1000"),
            ("null", "null"),
            ("-0.00120", "-1.2e-3"),
            ("0", "-0.0"),
            ("18446744073709551616", "1.8446744073709551616e19"),
        ] {
            assert_eq!(found(original, serialized), None, "{original} {serialized}");
        }
    }

    #[test]
    fn a_difference_has_its_position() {
        for (original, serialized, message) in [
            (r#"{"a":{"b/c":1}}"#, r#"{"a":{}}"#, "/a/b~1c is missing"),
            (r#"{"a":null}"#, "{}", "/a is missing"),
            ("{}", r#"{"a":null}"#, "/a is added"),
            ("[1]", "[1,2]", " changes from an array of 1 to an array of 2"),
            ("[\"1\"]", "[1]", "/0 changes from \"1\" to 1"),
            (
                "18446744073709551617",
                "18446744073709551616",
                " changes from 18446744073709551617 to 18446744073709551616",
            ),
            ("0.1", "0.10000000000000001", " changes from 0.1 to 0.10000000000000001"),
        ] {
            assert_eq!(found(original, serialized).as_deref(), Some(message));
        }
    }

    #[test]
    fn read_only_properties_may_be_missing_but_not_change() {
        let facts = SchemaFacts { read_only: BTreeSet::from(["/a/id".to_owned()]), ..SchemaFacts::default() };
        let original = r#"{"a":{"id":1,"b":2}}"#;
        assert_eq!(difference(original, r#"{"a":{"b":2}}"#, &facts), None);
        assert_eq!(difference(original, r#"{"a":{"id":1}}"#, &facts).as_deref(), Some("/a/b is missing"));
        assert!(difference(original, r#"{"a":{"id":2,"b":2}}"#, &facts).is_some());
    }

    #[test]
    fn a_float_may_have_its_shortest_form() {
        let facts = SchemaFacts { floats: BTreeSet::from(["/0".to_owned()]), ..SchemaFacts::default() };
        assert_eq!(difference("[0.897599995136261]", "[0.8976]", &facts), None);
        assert!(difference("[0.897599995136261]", "[0.8977]", &facts).is_some());
        assert!(difference("[1,0.897599995136261]", "[1,0.8976]", &facts).is_some());
    }
}
