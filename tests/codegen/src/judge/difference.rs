//! [`difference`]: how the result of a generated type differs from a judge.

use serde_json::Value;

use super::Instance;

/// What a generated type does with a value.
#[derive(Debug)]
pub enum Trial {
    /// It decodes and is valid. The encoded value.
    Accepted(String),
    /// Decoding or `validate()` rejects it, or its schema has no generated type. The reason.
    Rejected(String),
}

/// How a trial differs from the judge. `None` if they agree.
pub fn difference(instance: &Instance, trial: &Trial) -> Option<String> {
    match (instance.is_valid, trial) {
        (false, Trial::Rejected(_)) => None,
        (false, Trial::Accepted(json)) => {
            // Null is read as a missing optional property, which is not sent.
            let is_dropped = serde_json::from_str(json)
                .is_ok_and(|value| value != instance.value && lacks_only_nulls(&value, &instance.value));
            (!is_dropped).then(|| format!("accepts {}", instance.value))
        }
        (true, Trial::Rejected(reason)) => Some(format!("rejects {}: {reason}", instance.value)),
        (true, Trial::Accepted(json)) => {
            let is_equal = serde_json::from_str(json).is_ok_and(|value| are_equal(&value, &instance.value));
            (!is_equal).then(|| format!("changes {} to {json}", instance.value))
        }
    }
}

/// Whether the value equals the other one, except for missing properties that are null there.
fn lacks_only_nulls(value: &Value, other: &Value) -> bool {
    match (value, other) {
        (Value::Array(items), Value::Array(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(item, other)| lacks_only_nulls(item, other))
        }
        (Value::Object(properties), Value::Object(others)) => {
            let known = others.iter().all(|(name, other)| match properties.get(name) {
                Some(value) => lacks_only_nulls(value, other),
                None => other.is_null(),
            });
            known && properties.keys().all(|name| others.contains_key(name))
        }
        _ => are_equal(value, other),
    }
}

/// Whether two values are equal in the sense of JSON Schema: `1` and `1.0` are.
fn are_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| are_equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has_equal =
                |(key, value): (&String, &Value)| other.get(key).is_some_and(|other| are_equal(value, other));
            one.len() == other.len() && one.iter().all(has_equal)
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_nulls_may_be_missing() {
        let instance = json!({"a": null, "b": null, "c": [{"d": null, "e": 1}]});
        assert!(lacks_only_nulls(&json!({"b": null, "c": [{"e": 1.0}]}), &instance));
        assert!(lacks_only_nulls(&json!({"c": [{"d": null, "e": 1}]}), &instance));
        assert!(!lacks_only_nulls(&json!({"c": [{"d": null}]}), &instance));
        assert!(!lacks_only_nulls(&json!({"c": [{"e": 1}], "f": null}), &instance));
        assert!(!lacks_only_nulls(&json!({"a": 1, "c": [{"e": 1}]}), &instance));
    }
}
