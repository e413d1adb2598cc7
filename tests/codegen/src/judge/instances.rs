//! Values near a schema: some match it, some almost.

use serde_json::{Map, Value, json};

use super::{
    random::Random,
    schemas::{NAMES, WORDS},
};

/// Number of values for each schema.
const COUNT: usize = 12;

/// How many references and compositions are followed.
const MAX_DEPTH: usize = 8;

/// Values for a schema.
pub(crate) fn values(random: &mut Random, schema: &Value) -> Vec<Value> {
    (0..COUNT).map(|_| value(random, schema, schema, 0)).collect()
}

/// A value that probably matches a schema. One in a few is any other value.
fn value(random: &mut Random, root: &Value, schema: &Value, depth: usize) -> Value {
    if depth > MAX_DEPTH || random.one_in(24) {
        return other(random);
    }
    let target = schema["$ref"].as_str().and_then(|target| root.pointer(target.trim_start_matches('#')));
    // A definition beside a type may only restrict its values.
    if let Some(target) = target.filter(|_| schema["type"].is_null() || random.one_in(2)) {
        return value(random, root, target, depth + 1);
    }
    for keyword in ["oneOf", "anyOf"] {
        // Alternatives beside a type only restrict its values.
        if let Some(variants) = schema[keyword].as_array().filter(|_| schema["type"].is_null()) {
            let variant = random.pick(variants);
            return value(random, root, variant, depth + 1);
        }
    }
    if let Some(parts) = schema["allOf"].as_array().filter(|_| schema["type"].is_null()) {
        let mut all = Map::new();
        let mut others = Vec::new();
        for part in parts {
            match value(random, root, part, depth + 1) {
                Value::Object(properties) => all.extend(properties),
                other => others.push(other),
            }
        }
        return if others.is_empty() { Value::Object(all) } else { random.pick(&others).clone() };
    }
    if !schema["const"].is_null() {
        return schema["const"].clone();
    }
    if let Some(values) = schema["enum"].as_array().filter(|_| !random.one_in(8)) {
        return random.pick(values).clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => random.pick(kinds).as_str(),
        kind => kind.as_str(),
    };
    match kind {
        Some("boolean") => json!(random.one_in(2)),
        Some("integer") => json!(random.below(11)),
        Some("number") => [json!(0.5), json!(3), json!(1.25), json!(-2.0)][random.below(4)].clone(),
        Some("string") => json!(*random.pick(&WORDS)),
        Some("array") => {
            let count = random.below(4);
            let further = [&schema["items"], &schema["unevaluatedItems"]].into_iter().find(|items| !items.is_null());
            let items = (0..count).map(|index| &schema["prefixItems"][index]);
            let items = items.map(|item| if item.is_null() { further.unwrap_or(&Value::Null) } else { item });
            let items: Vec<&Value> = items.collect();
            items.into_iter().map(|item| value(random, root, item, depth + 1)).collect()
        }
        Some("object") => object(random, root, schema, depth),
        Some("null") => Value::Null,
        _ => other(random),
    }
}

fn object(random: &mut Random, root: &Value, schema: &Value, depth: usize) -> Value {
    let mut properties = Map::new();
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let is_required = required.iter().any(|required| required == name);
        if random.one_in(2) || (is_required && !random.one_in(8)) {
            properties.insert(name.clone(), value(random, root, property, depth + 1));
        }
    }
    if random.one_in(6) {
        properties.insert((*random.pick(&NAMES)).to_owned(), other(random));
    }
    if random.one_in(8) {
        properties.insert("more".to_owned(), other(random));
    }
    Value::Object(properties)
}

fn other(random: &mut Random) -> Value {
    match random.below(8) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(5),
        3 => json!(2.5),
        4 => json!("word"),
        5 => json!([]),
        6 => json!([1, 1]),
        _ => json!({ "a": "x" }),
    }
}
