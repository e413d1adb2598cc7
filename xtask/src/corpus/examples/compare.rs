//! Whether two JSON texts say the same: numbers by their value to the last digit, members in any order, null not as absent.

use std::collections::BTreeSet;

use wireright_codegen::source::{Pointer, Value};

use crate::load;

/// The first difference, in words; nothing where there is none. Members at `optional` may be missing from what was written.
pub(super) fn difference(given: &str, written: &str, optional: &BTreeSet<String>) -> Option<String> {
    let read = |text: &str| load::parsed("example.json", text.as_bytes()).map(|document| document.root);
    match (read(given), read(written)) {
        (Some(given), Some(written)) => differ(&given, &written, &Pointer::root(), optional),
        (None, _) => Some("the example cannot be read".to_owned()),
        (_, None) => Some("what was written is no JSON".to_owned()),
    }
}

fn differ(given: &Value, written: &Value, at: &Pointer, optional: &BTreeSet<String>) -> Option<String> {
    match (given, written) {
        (Value::Object(given), Value::Object(written)) => {
            let missing = given.iter().find_map(|(name, value)| {
                let at = at.child(name);
                match written.get(name) {
                    Some(written) => differ(value, written, &at, optional),
                    None if optional.contains(&at.to_string()) => None,
                    None => Some(format!("{at} is not written again")),
                }
            });
            let new = written.keys().find(|name| given.get(name).is_none());
            missing.or_else(|| new.map(|name| format!("{} is written and was not there", at.child(name))))
        }
        (Value::Array(given), Value::Array(written)) if given.len() == written.len() => {
            let mut pairs = given.iter().zip(written).enumerate();
            pairs.find_map(|(index, (given, written))| differ(given, written, &at.index(index), optional))
        }
        (Value::Number(given), Value::Number(written))
            if Decimal::of(&given.to_string()) == Decimal::of(&written.to_string()) =>
        {
            None
        }
        (given, written) if given == written => None,
        (given, written) => Some(format!("{at} was {} and is written as {}", short(given), short(written))),
    }
}

fn short(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("{:?}", text.chars().take(60).collect::<String>()),
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A number by its value: its digits without zeros at either end, and the power of ten of the last of them.
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
    use super::*;

    fn found(given: &str, written: &str) -> Option<String> {
        difference(given, written, &BTreeSet::new())
    }

    #[test]
    fn what_says_the_same_is_the_same() {
        for (given, written) in [
            (r#"{"a":1,"b":[2.50,null]}"#, r#"{"b":[2.5,null],"a":1.0}"#),
            ("1e3", "1000"),
            ("-0.00120", "-1.2e-3"),
            ("0", "-0.0"),
            ("18446744073709551616", "1.8446744073709551616e19"),
        ] {
            assert_eq!(found(given, written), None, "{given} {written}");
        }
    }

    #[test]
    fn what_differs_is_told_with_its_place() {
        for (given, written, words) in [
            (r#"{"a":{"b/c":1}}"#, r#"{"a":{}}"#, "/a/b~1c is not written again"),
            (r#"{"a":null}"#, "{}", "/a is not written again"),
            ("{}", r#"{"a":null}"#, "/a is written and was not there"),
            ("[1]", "[1,2]", " was a list of 1 and is written as a list of 2"),
            ("[\"1\"]", "[1]", "/0 was \"1\" and is written as 1"),
            (
                "18446744073709551617",
                "18446744073709551616",
                " was 18446744073709551617 and is written as 18446744073709551616",
            ),
            ("0.1", "0.10000000000000001", " was 0.1 and is written as 0.10000000000000001"),
        ] {
            assert_eq!(found(given, written).as_deref(), Some(words));
        }
    }

    #[test]
    fn members_that_are_only_received_may_be_missing_and_not_change() {
        let optional = BTreeSet::from(["/a/id".to_owned()]);
        let given = r#"{"a":{"id":1,"b":2}}"#;
        assert_eq!(difference(given, r#"{"a":{"b":2}}"#, &optional), None);
        assert_eq!(difference(given, r#"{"a":{"id":1}}"#, &optional).as_deref(), Some("/a/b is not written again"));
        assert!(difference(given, r#"{"a":{"id":2,"b":2}}"#, &optional).is_some());
    }
}
