//! Whether two JSON texts say the same: numbers by their value to the last digit, members in any order, null not as absent.
//!
//! Two differences are none: a member that is only received is not written, and a float has no more digits than it needs.

use wireright_codegen::source::{Pointer, Value};

use wireright_mock::parsed;

use super::facts::Facts;

/// The first difference, in words; nothing where there is none.
pub(super) fn difference(given: &str, written: &str, facts: &Facts) -> Option<String> {
    match (read(given), read(written)) {
        (Some(given), Some(written)) => differ(&given, &written, &Pointer::root(), facts),
        (None, _) => Some("the example cannot be read".to_owned()),
        (_, None) => Some("what was written is no JSON".to_owned()),
    }
}

/// A value with all its digits. It is read within a list: a null alone is no document.
fn read(text: &str) -> Option<Value> {
    match parsed("example.json", format!("[{text}]").as_bytes())?.root {
        Value::Array(items) => items.into_iter().next(),
        _ => None,
    }
}

fn differ(given: &Value, written: &Value, at: &Pointer, facts: &Facts) -> Option<String> {
    match (given, written) {
        (Value::Object(given), Value::Object(written)) => {
            let missing = given.iter().find_map(|(name, value)| {
                let at = at.child(name);
                match written.get(name) {
                    Some(written) => differ(value, written, &at, facts),
                    None if facts.read_only.contains(&at.to_string()) => None,
                    None => Some(format!("{at} is not written again")),
                }
            });
            let new = written.keys().find(|name| given.get(name).is_none());
            missing.or_else(|| new.map(|name| format!("{} is written and was not there", at.child(name))))
        }
        (Value::Array(given), Value::Array(written)) if given.len() == written.len() => {
            let mut pairs = given.iter().zip(written).enumerate();
            pairs.find_map(|(index, (given, written))| differ(given, written, &at.index(index), facts))
        }
        (Value::Number(given), Value::Number(written))
            if is_same_number(&given.to_string(), &written.to_string(), facts.floats.contains(&at.to_string())) =>
        {
            None
        }
        (given, written) if given == written => None,
        (given, written) => Some(format!("{at} was {} and is written as {}", short(given), short(written))),
    }
}

fn is_same_number(given: &str, written: &str, is_float: bool) -> bool {
    let shortest = || given.parse::<f32>().is_ok_and(|float| Decimal::of(&float.to_string()) == Decimal::of(written));
    Decimal::of(given) == Decimal::of(written) || (is_float && shortest())
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
    use std::collections::BTreeSet;

    use super::*;

    fn found(given: &str, written: &str) -> Option<String> {
        difference(given, written, &Facts::default())
    }

    #[test]
    fn what_says_the_same_is_the_same() {
        for (given, written) in [
            (r#"{"a":1,"b":[2.50,null]}"#, r#"{"b":[2.5,null],"a":1.0}"#),
            ("1e3", "1000"),
            ("null", "null"),
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
        let facts = Facts { read_only: BTreeSet::from(["/a/id".to_owned()]), ..Facts::default() };
        let given = r#"{"a":{"id":1,"b":2}}"#;
        assert_eq!(difference(given, r#"{"a":{"b":2}}"#, &facts), None);
        assert_eq!(difference(given, r#"{"a":{"id":1}}"#, &facts).as_deref(), Some("/a/b is not written again"));
        assert!(difference(given, r#"{"a":{"id":2,"b":2}}"#, &facts).is_some());
    }

    #[test]
    fn a_float_is_written_with_the_digits_that_it_needs() {
        let facts = Facts { floats: BTreeSet::from(["/0".to_owned()]), ..Facts::default() };
        assert_eq!(difference("[0.897599995136261]", "[0.8976]", &facts), None);
        assert!(difference("[0.897599995136261]", "[0.8977]", &facts).is_some());
        assert!(difference("[1,0.897599995136261]", "[1,0.8976]", &facts).is_some());
    }
}
