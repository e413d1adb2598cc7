//! The JSON of a checked schema in the form in which two versions are compared.

use std::collections::BTreeMap;

use serde_json::Value;

/// A schema as JSON whose keys, required properties and alternatives are sorted. Their order in the document has no
/// meaning.
/// Keywords that mean the same have the same form.
pub(super) fn normalized(json: &str) -> String {
    serde_json::from_str(json).map_or_else(|_| json.to_owned(), |value| schema(plain_numbers(value)).to_string())
}

/// The value with whole numbers as integers: 1.0 is 1.
fn plain_numbers(value: Value) -> Value {
    match value {
        // An integer of this size has an exact float.
        Value::Number(number) if number.is_f64() => match number.as_f64() {
            #[allow(clippy::cast_possible_truncation, reason = "the float is a small whole number")]
            Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => (float as i64).into(),
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(plain_numbers).collect(),
        Value::Object(object) => object.into_iter().map(|(key, value)| (key, plain_numbers(value))).collect(),
        other => other,
    }
}

fn schema(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut keywords: BTreeMap<String, Value> = object
                .into_iter()
                .map(|(key, value)| {
                    let value = match (key.as_str(), value) {
                        ("const" | "default", value) => value,
                        ("enum", Value::Array(values)) => Value::Array(sorted(values)),
                        ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => {
                            let mut schemas: Vec<Value> = schemas.into_iter().map(schema).collect();
                            schemas.sort_by_cached_key(Value::to_string);
                            Value::Array(schemas)
                        }
                        ("properties" | "patternProperties" | "dependentSchemas" | "$defs", Value::Object(map)) => {
                            let schemas: BTreeMap<_, _> =
                                map.into_iter().map(|(name, it)| (name, schema(it))).collect();
                            schemas.into_iter().collect()
                        }
                        (_, value) => schema(value),
                    };
                    (key, value)
                })
                .collect();
            normalize(&mut keywords);
            keywords.into_iter().collect()
        }
        Value::Array(items) => sorted(items).into_iter().map(schema).collect(),
        other => other,
    }
}

/// Strings in the order of their characters. Other values keep their order.
fn sorted(mut values: Vec<Value>) -> Vec<Value> {
    if values.iter().all(Value::is_string) {
        values.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
    }
    values
}

/// Writes a constant as a list of one value, and an exclusive limit of integers as the inclusive one. Removes limits
/// without an effect on the type.
fn normalize(schema: &mut BTreeMap<String, Value>) {
    if let Some(constant) = schema.remove("const") {
        schema.insert("enum".to_owned(), Value::Array(vec![constant]));
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.dedup();
    }
    let Some(ty) = schema.get("type").and_then(Value::as_str).map(str::to_owned) else { return };
    for (keyword, of) in LIMITS {
        if of != ty && (of, ty.as_str()) != ("number", "integer") {
            schema.remove(keyword);
        }
    }
    // Listed values have a type.
    if schema.get("enum").and_then(Value::as_array).is_some_and(|values| values.iter().all(|it| has_type(it, &ty))) {
        schema.remove("type");
    }
    if ty != "integer" {
        return;
    }
    schema.retain(|keyword, value| keyword != "multipleOf" || value.as_f64() != Some(1.0));
    for (exclusive, inclusive, step) in [("exclusiveMinimum", "minimum", 1), ("exclusiveMaximum", "maximum", -1)] {
        let number = |key: &str| schema.get(key).and_then(Value::as_i64);
        let Some(bound) = number(exclusive).and_then(|bound| bound.checked_add(step)) else { continue };
        let is_stricter = number(inclusive).is_none_or(|other| if step > 0 { bound > other } else { bound < other });
        schema.remove(exclusive);
        if is_stricter {
            schema.insert(inclusive.to_owned(), bound.into());
        }
    }
}

fn has_type(value: &Value, ty: &str) -> bool {
    match ty {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => false,
    }
}

/// Limits, each with the type of the values that it restricts.
const LIMITS: [(&str, &str); 13] = [
    ("minLength", "string"),
    ("maxLength", "string"),
    ("pattern", "string"),
    ("minItems", "array"),
    ("maxItems", "array"),
    ("uniqueItems", "array"),
    ("minProperties", "object"),
    ("maxProperties", "object"),
    ("minimum", "number"),
    ("maximum", "number"),
    ("exclusiveMinimum", "number"),
    ("exclusiveMaximum", "number"),
    ("multipleOf", "number"),
];
