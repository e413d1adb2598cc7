//! Random schemas: `allOf`, `oneOf`, `anyOf`, null, `required`, `$ref` with other keywords, enums and limits.
//! References also lead to schemas that only restrict a value.

use serde_json::{Map, Value, json};

use super::random::Random;

/// How deep schemas are nested.
const MAX_DEPTH: usize = 3;

/// The names of properties. Few, so that schemas describe the same ones.
pub(crate) const NAMES: [&str; 4] = ["a", "b", "c", "kind"];

/// The strings of enums.
pub(crate) const WORDS: [&str; 4] = ["x", "yy", "zzz", "word"];

/// The kinds of values with a definition that only restricts them.
const KINDS: [&str; 5] = ["string", "number", "array", "object", "any"];

/// A schema with definitions that it may refer to: two types, and a restriction for each kind of values.
pub(crate) fn schema(random: &mut Random) -> Value {
    let mut root = object(random, 0);
    if random.one_in(3) {
        root = composition(random, 0);
    }
    let mut definitions = json!({ "One": object(random, 2), "Two": typed(random, 2) });
    for kind in KINDS {
        let restriction = restriction(random, kind);
        definitions[kind] = match random.below(6) {
            0 => json!({ "allOf": [restriction] }),
            1 => json!({ "anyOf": [restriction, self::restriction(random, kind)] }),
            2 if kind != "any" => json!({ "$ref": "#/$defs/any" }),
            _ => restriction,
        };
    }
    if let Value::Object(keywords) = &mut root {
        keywords.insert("$defs".to_owned(), definitions);
    }
    root
}

fn any(random: &mut Random, depth: usize) -> Value {
    if depth >= MAX_DEPTH {
        return scalar(random);
    }
    match random.below(10) {
        0 | 1 => composition(random, depth),
        2 => reference(random),
        3 => restricted(random, depth),
        4 => narrowed(random),
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
    let kind = kind_of(schema);
    let count = 1 + random.below(3);
    let alternatives = (0..count).map(|_| restriction_or_reference(random, kind)).collect();
    schema[*random.pick(&["oneOf", "anyOf"])] = Value::Array(alternatives);
}

/// A type with a restriction beside it: in `allOf`, in `not`, or by `$ref`.
fn restricted(random: &mut Random, depth: usize) -> Value {
    let mut schema = if random.one_in(4) { object(random, depth) } else { scalar(random) };
    let kind = kind_of(&schema);
    let restriction = restriction_or_reference(random, kind);
    match random.below(5) {
        0 => json!({ "allOf": [schema, restriction] }),
        1 => json!({ "allOf": [restriction, schema] }),
        2 => {
            schema["allOf"] = json!([restriction]);
            schema
        }
        3 => {
            schema["not"] = restriction;
            schema
        }
        _ => {
            schema["$ref"] = json!(format!("#/$defs/{kind}"));
            schema
        }
    }
}

/// A union of scalars with a type beside it or in another part.
fn narrowed(random: &mut Random) -> Value {
    let count = 2 + random.below(2);
    let variants: Vec<Value> = (0..count).map(|_| scalar(random)).collect();
    let mut union = json!({ *random.pick(&["oneOf", "anyOf"]): variants });
    let types = json!({ "type": *random.pick(&["string", "integer", "number", "boolean"]) });
    match random.below(3) {
        0 => union["type"] = types["type"].clone(),
        1 => union = json!({ "allOf": [union, types] }),
        _ => union = json!({ "allOf": [types, union] }),
    }
    union
}

/// The kind of the values of a schema with a type.
fn kind_of(schema: &Value) -> &'static str {
    match schema["type"].as_str().or(schema["type"][0].as_str()) {
        Some("integer") => "number",
        Some(name) => KINDS.into_iter().find(|kind| *kind == name).unwrap_or("any"),
        None => "any",
    }
}

fn restriction_or_reference(random: &mut Random, kind: &str) -> Value {
    if random.one_in(3) { json!({ "$ref": format!("#/$defs/{kind}") }) } else { restriction(random, kind) }
}

/// A schema without a type, which only restricts values of a kind.
fn restriction(random: &mut Random, kind: &str) -> Value {
    match (kind, random.below(4)) {
        (_, 0) => json!({ "title": "Other" }),
        ("string", 1) => json!({ "minLength": 3 }),
        ("string", 2) => json!({ "maxLength": 2 }),
        ("string", _) => json!({ "pattern": "^[xy]" }),
        ("number", 1) => json!({ "minimum": 4 }),
        ("number", 2) => json!({ "maximum": 3 }),
        ("number", _) => json!({ "multipleOf": 2 }),
        ("array", 1) => json!({ "minItems": 2 }),
        ("array", _) => json!({ "maxItems": 1 }),
        ("object", 1) => json!({ "minProperties": 2 }),
        ("object", _) => json!({ "required": [*random.pick(&NAMES)] }),
        _ => json!({ "description": "A value." }),
    }
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
