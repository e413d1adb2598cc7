//! The version of OpenAPI that describes a schema. Schemas are JSON Schema for the judge; OpenAPI 3.0 writes some of
//! them in another way, and lacks others.

use serde_json::{Map, Value, json};

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// 3.0, with `nullable`.
    V3_0,
    /// 3.1, with JSON Schema 2020-12.
    V3_1,
}

impl Version {
    /// The value of `openapi`.
    pub(crate) fn number(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.4",
            Self::V3_1 => "3.1.1",
        }
    }

    /// Removes what the version cannot express.
    pub(crate) fn restrict(self, schema: &mut Value) {
        if self == Self::V3_0 {
            restrict(schema);
        }
    }

    /// The content of a file with a schema, and the pointer to the schema.
    pub(crate) fn file(self, schema: &Value) -> (Value, &'static str) {
        match self {
            Self::V3_0 => {
                let mut root = schema.clone();
                let definitions = root.as_object_mut().and_then(|root| root.remove("$defs"));
                let mut file = Map::from_iter([("Root".to_owned(), root)]);
                file.extend(definitions.and_then(|definitions| definitions.as_object().cloned()).into_iter().flatten());
                let mut file = Value::Object(file);
                file.as_object_mut().into_iter().flat_map(Map::values_mut).for_each(write_3_0);
                (file, "#/Root")
            }
            Self::V3_1 => (schema.clone(), ""),
        }
    }
}

/// Removes what OpenAPI 3.0 cannot express. Keywords beside `$ref` have no effect there.
fn restrict(schema: &mut Value) {
    let Value::Object(keywords) = schema else { return };
    if keywords.contains_key("$ref") {
        keywords.retain(|key, _| key == "$ref");
        return;
    }
    for key in ["contains", "dependentRequired", "prefixItems"] {
        keywords.remove(key);
    }
    if let Some(items) = keywords.remove("unevaluatedItems") {
        keywords.insert("items".to_owned(), items);
    }
    if let Some(value) = keywords.remove("const") {
        keywords.insert("type".to_owned(), json!("string"));
        keywords.insert("enum".to_owned(), json!([value]));
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(parts) = keywords.get_mut(key).and_then(Value::as_array_mut) {
            parts.retain(|part| part["type"] != "null");
        }
    }
    inner(keywords).for_each(restrict);
}

/// Writes a schema as OpenAPI 3.0 does: `nullable` in place of the type `null`, and definitions beside the schema.
fn write_3_0(schema: &mut Value) {
    let Value::Object(keywords) = schema else { return };
    if let Some(Value::String(reference)) = keywords.get_mut("$ref") {
        *reference = reference.replace("#/$defs/", "#/");
    }
    if let Some(Value::Array(types)) = keywords.get("type") {
        let ty = types.first().cloned().unwrap_or_default();
        keywords.insert("type".to_owned(), ty);
        keywords.insert("nullable".to_owned(), json!(true));
    }
    inner(keywords).for_each(write_3_0);
}

/// The schemas inside a schema.
fn inner(keywords: &mut Map<String, Value>) -> impl Iterator<Item = &mut Value> {
    keywords.iter_mut().flat_map(|(key, value)| -> Box<dyn Iterator<Item = &mut Value>> {
        match (key.as_str(), value) {
            ("properties" | "$defs", Value::Object(schemas)) => Box::new(schemas.values_mut()),
            ("allOf" | "oneOf" | "anyOf", Value::Array(schemas)) => Box::new(schemas.iter_mut()),
            ("items" | "additionalProperties" | "not", schema) => Box::new(std::iter::once(schema)),
            _ => Box::new(std::iter::empty()),
        }
    })
}
