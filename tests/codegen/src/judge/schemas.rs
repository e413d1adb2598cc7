//! Random schemas: `allOf`, `oneOf`, `anyOf`, null, `required`, `$ref` with other keywords, enums and limits.

use serde_json::{Map, Value, json};

use super::random::Random;

/// How deep schemas are nested.
const MAX_DEPTH: usize = 3;

/// The names of properties. Few, so that schemas describe the same ones.
pub(crate) const NAMES: [&str; 4] = ["a", "b", "c", "kind"];

/// The strings of enums.
pub(crate) const WORDS: [&str; 4] = ["x", "yy", "zzz", "word"];

/// A schema with two definitions that it may refer to.
pub(crate) fn schema(random: &mut Random) -> Value {
    let mut root = object(random, 0);
    if random.one_in(3) {
        root = composition(random, 0);
    }
    let definitions = json!({ "One": object(random, 2), "Two": typed(random, 2) });
    if let Value::Object(keywords) = &mut root {
        keywords.insert("$defs".to_owned(), definitions);
    }
    root
}

fn any(random: &mut Random, depth: usize) -> Value {
    if depth >= MAX_DEPTH {
        return scalar(random);
    }
    match random.below(8) {
        0 | 1 => composition(random, depth),
        2 => reference(random),
        _ => typed(random, depth),
    }
}

fn typed(random: &mut Random, depth: usize) -> Value {
    let mut schema = match random.below(6) {
        0 if depth < MAX_DEPTH => object(random, depth),
        1 if depth < MAX_DEPTH => array(random, depth),
        _ => scalar(random),
    };
    if random.one_in(5) {
        restrict(random, &mut schema);
    }
    schema
}

/// Adds alternatives without a type, which only restrict the values of the schema.
fn restrict(random: &mut Random, schema: &mut Value) {
    let kind = schema["type"].as_str().or(schema["type"][0].as_str()).unwrap_or_default().to_owned();
    let count = 1 + random.below(3);
    let alternatives: Vec<Value> = (0..count)
        .map(|_| match (kind.as_str(), random.below(4)) {
            (_, 0) => json!({ "title": "Other" }),
            ("string", 1) => json!({ "minLength": 3 }),
            ("string", 2) => json!({ "maxLength": 2 }),
            ("string", _) => json!({ "pattern": "^[xy]" }),
            ("integer" | "number", 1) => json!({ "minimum": 4 }),
            ("integer" | "number", 2) => json!({ "maximum": 3 }),
            ("integer" | "number", _) => json!({ "multipleOf": 2 }),
            ("array", 1) => json!({ "minItems": 2 }),
            ("array", _) => json!({ "maxItems": 1 }),
            ("object", 1) => json!({ "minProperties": 2 }),
            ("object", _) => json!({ "required": [*random.pick(&NAMES)] }),
            _ => json!({ "description": "A value." }),
        })
        .collect();
    schema[*random.pick(&["oneOf", "anyOf"])] = Value::Array(alternatives);
}

fn reference(random: &mut Random) -> Value {
    let mut schema = json!({ "$ref": *random.pick(&["#/$defs/One", "#/$defs/Two"]) });
    if random.one_in(3) {
        schema["maxLength"] = json!(3);
    }
    if random.one_in(4) {
        schema["minProperties"] = json!(1);
    }
    if random.one_in(4) {
        schema["properties"] = json!({ *random.pick(&NAMES): { "type": "string" } });
        schema["type"] = json!("object");
    }
    schema
}

fn composition(random: &mut Random, depth: usize) -> Value {
    let keyword = *random.pick(&["allOf", "oneOf", "anyOf"]);
    let count = 1 + random.below(3);
    let parts: Vec<Value> = match keyword {
        // Parts of other types exclude each other.
        "allOf" => {
            (0..count).map(|_| if random.one_in(3) { reference(random) } else { object(random, depth + 1) }).collect()
        }
        _ => (0..count).map(|_| any(random, depth + 1)).collect(),
    };
    let mut schema = json!({ keyword: parts });
    if keyword != "allOf"
        && random.one_in(4)
        && let Some(parts) = schema[keyword].as_array_mut()
    {
        parts.push(json!({ "type": "null" }));
    }
    if keyword == "allOf" && random.one_in(3) {
        schema["required"] = json!([*random.pick(&NAMES)]);
    }
    schema
}

fn object(random: &mut Random, depth: usize) -> Value {
    let mut properties = Map::new();
    for name in NAMES {
        if random.one_in(2) {
            let property = match name {
                "kind" if random.one_in(2) => json!({ "const": *random.pick(&WORDS) }),
                _ => any(random, depth + 1),
            };
            properties.insert(name.to_owned(), property);
        }
    }
    let required: Vec<&String> = properties.keys().filter(|_| random.one_in(3)).collect();
    let mut schema = json!({ "type": "object" });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema["properties"] = Value::Object(properties);
    match random.below(8) {
        0 => schema["additionalProperties"] = json!(false),
        1 => schema["additionalProperties"] = scalar(random),
        2 => schema["minProperties"] = json!(1),
        3 => schema["maxProperties"] = json!(2),
        4 => schema["not"] = json!({ "required": ["a", "b"] }),
        5 => schema["dependentRequired"] = json!({ "a": ["b"] }),
        _ => {}
    }
    if random.one_in(6) {
        schema["type"] = json!(["object", "null"]);
    }
    schema
}

fn array(random: &mut Random, depth: usize) -> Value {
    let mut schema = json!({ "type": "array", "items": any(random, depth + 1) });
    match random.below(5) {
        0 => schema["minItems"] = json!(1),
        1 => schema["maxItems"] = json!(2),
        2 => schema["uniqueItems"] = json!(true),
        3 => schema["contains"] = scalar(random),
        _ => {}
    }
    if random.one_in(8)
        && let Some(items) = schema.as_object_mut().and_then(|keywords| keywords.remove("items"))
    {
        schema["prefixItems"] = json!([scalar(random)]);
        schema["unevaluatedItems"] = items;
    }
    schema
}

fn scalar(random: &mut Random) -> Value {
    let mut schema = match random.below(7) {
        0 => json!({ "type": "boolean" }),
        1 => json!({ "type": "integer", "minimum": 2, "maximum": 9 }),
        2 => json!({ "type": "number", "multipleOf": 0.5 }),
        3 => json!({ "type": "string", "enum": ["x", "yy"] }),
        4 => json!({ "type": "string", "minLength": 2, "maxLength": 3 }),
        5 => json!({ "type": "string", "pattern": "^[a-z]+$" }),
        _ => json!({ "type": "integer", "enum": [1, 2, 5] }),
    };
    if random.one_in(6) {
        schema["type"] = json!([schema["type"], "null"]);
    }
    schema
}
