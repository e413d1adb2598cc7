//! Schemas of OpenAPI as JSON Schema 2020-12, in which what is said of formats and of directions is a rule like any other.

use serde_json::{Map, Value as Json, json};
use wireright_codegen::model::Direction;

use crate::documents::Documents;

/// Keys whose value is a map from names to objects.
const MAPS: [&str; 16] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "headers",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
];

/// Keys whose value is no schema, whatever it looks like.
const VALUES: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Whole numbers that have a width, with their least and their greatest.
const INTEGERS: [(&str, i64, u64); 8] = [
    ("int8", -0x80, 0x7f),
    ("int16", -0x8000, 0x7fff),
    ("int32", -0x8000_0000, 0x7fff_ffff),
    ("int64", i64::MIN, 0x7fff_ffff_ffff_ffff),
    ("uint8", 0, 0xff),
    ("uint16", 0, 0xffff),
    ("uint32", 0, 0xffff_ffff),
    ("uint64", 0, u64::MAX),
];

/// A document with its schemas translated, as they hold for values that go one way.
pub(crate) fn translated(documents: &Documents, file: &str, side: Direction) -> Json {
    let mut root = documents.files.get(file).cloned().unwrap_or_default();
    Translation { documents, file, side }.walk(&mut root, false);
    root
}

struct Translation<'d> {
    documents: &'d Documents,
    file: &'d str,
    side: Direction,
}

impl Translation<'_> {
    fn walk(&self, value: &mut Json, is_map: bool) {
        match value {
            Json::Array(items) => items.iter_mut().for_each(|item| self.walk(item, false)),
            Json::Object(object) => {
                if !is_map {
                    self.mend(object);
                }
                for (key, inner) in object.iter_mut() {
                    if is_map || !VALUES.contains(&key.as_str()) {
                        self.walk(inner, !is_map && MAPS.contains(&key.as_str()));
                    }
                }
            }
            _ => {}
        }
    }

    fn mend(&self, object: &mut Map<String, Json>) {
        if self.documents.is_old {
            if object.get("$ref").is_some_and(Json::is_string) {
                object.retain(|key, _| key == "$ref");
                return;
            }
            mend_null(object);
            mend_bounds(object);
        }
        if object.get("contentEncoding") == Some(&json!("base64")) {
            object.insert("format".to_owned(), json!("byte"));
        }
        mend_integer(object);
        self.mend_required(object);
    }

    /// "The required will take effect on the response only" (OpenAPI 3.0.3, `readOnly`), and the other way round.
    fn mend_required(&self, object: &mut Map<String, Json>) {
        let Some(Json::Array(required)) = object.get("required") else {
            object.remove("required");
            return;
        };
        let mark = match self.side {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
            Direction::Both => return,
        };
        let properties = object.get("properties");
        let is_there = |name: &&Json| {
            let property = name.as_str().and_then(|name| properties?.get(name));
            !property.is_some_and(|property| self.documents.is_marked((self.file, property), mark))
        };
        let required: Vec<Json> = required.iter().filter(is_there).cloned().collect();
        object.insert("required".to_owned(), Json::Array(required));
    }
}

/// `nullable` beside a type.
fn mend_null(object: &mut Map<String, Json>) {
    if object.get("nullable") == Some(&Json::Bool(true))
        && let Some(kind) = object.get("type").filter(|kind| kind.is_string()).cloned()
    {
        object.insert("type".to_owned(), json!([kind, "null"]));
    }
}

/// `exclusiveMinimum` as a flag.
fn mend_bounds(object: &mut Map<String, Json>) {
    for (bound, flag) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        match object.get(flag) {
            Some(Json::Bool(true)) => match object.remove(bound) {
                Some(number) => object.insert(flag.to_owned(), number),
                None => object.remove(flag),
            },
            Some(Json::Bool(false)) => object.remove(flag),
            _ => None,
        };
    }
}

/// The width of a whole number as its bounds.
fn mend_integer(object: &mut Map<String, Json>) {
    let is_number = object.get("type").is_some_and(|kind| {
        let is = |kind: &Json| kind == "integer" || kind == "number";
        is(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is))
    });
    let format = object.get("format").and_then(Json::as_str);
    let Some((_, least, greatest)) = INTEGERS.iter().find(|(name, ..)| is_number && Some(*name) == format) else {
        return;
    };
    let bounds = json!({ "minimum": least, "maximum": greatest, "multipleOf": 1 });
    match object.get_mut("allOf").and_then(Json::as_array_mut) {
        Some(parts) => parts.push(bounds),
        None => drop(object.insert("allOf".to_owned(), json!([bounds]))),
    }
}
