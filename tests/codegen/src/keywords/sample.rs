//! Sample documents: a common base, the context of an object, and a value for each keyword.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::text;

/// The files with samples, in `tests/documents/keywords/`.
const FILES: [&str; 6] = ["document", "paths", "parameters", "bodies", "security", "schema"];

/// An object of the specification and a value for each of its keywords.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// The JSON Pointer of the object.
    pub at: String,
    /// The context of the object, merged over the common base.
    #[serde(default)]
    base: Value,
    /// The location of diagnostics, if it is not the keyword.
    place: Option<String>,
    /// By the first cell of the row.
    pub samples: BTreeMap<String, Sample>,
}

/// A value for a keyword.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    value: Value,
    /// The value in the other document, for a required keyword.
    instead: Option<Value>,
    /// Other keys of the object, in both documents.
    #[serde(default)]
    beside: Value,
    /// Other parts of both documents.
    #[serde(default)]
    also: Value,
    /// The key, if the row does not start with it.
    key: Option<String>,
    /// The JSON Pointer of the object, if it differs.
    at: Option<String>,
    place: Option<String>,
    /// The diagnostic in strict mode, if lenient mode reports nothing.
    pub strict: Option<String>,
}

/// The samples of every object.
///
/// # Panics
///
/// If a file cannot be read.
pub fn objects() -> BTreeMap<String, Object> {
    let files = FILES.iter().map(|name| text(&format!("tests/documents/keywords/{name}.yaml")));
    let mut objects: BTreeMap<String, Object> = BTreeMap::new();
    for text in files {
        objects.extend(serde_yaml::from_str::<BTreeMap<_, _>>(&text).expect("the samples can be read"));
    }
    for object in objects.values_mut() {
        let samples = std::mem::take(&mut object.samples);
        object.samples = samples.into_iter().map(|(case, sample)| (case.replace('`', ""), sample)).collect();
    }
    objects
}

impl Object {
    /// The base document of the samples of the object.
    fn base(&self, version: &str) -> Value {
        let mut document = json!({
            "openapi": format!("{version}.0"),
            "info": { "title": "Shop", "version": "1" },
            "servers": [{ "url": "https://shop.example.com" }],
            "paths": { "/things": { "get": {
                "operationId": "listThings",
                "responses": { "204": { "description": "Done." } },
            } } },
        });
        merge(&mut document, &self.base);
        document
    }

    /// A document with an additional key in the object.
    pub fn with_key(&self, version: &str, key: &str, value: Value) -> Value {
        let mut document = self.base(version);
        object_at(&mut document, &self.at).insert(key.to_owned(), value);
        document
    }
}

impl Sample {
    /// The keyword: the first word of the row.
    fn key<'s>(&'s self, case: &'s str) -> &'s str {
        self.key.as_deref().or_else(|| case.split([',', ' ']).next()).unwrap_or(case)
    }

    /// The location of diagnostics about the keyword.
    pub fn place(&self, object: &Object, case: &str) -> String {
        let place = self.place.clone().or_else(|| object.place.clone());
        let at = self.at.as_ref().unwrap_or(&object.at);
        place.unwrap_or_else(|| pointer_of_key(at, self.key(case)))
    }

    /// The document with the keyword, and the one without it.
    pub fn documents(&self, object: &Object, case: &str, version: &str) -> [Value; 2] {
        [Some(&self.value), self.instead.as_ref()].map(|value| {
            let mut document = object.base(version);
            merge(&mut document, &self.also);
            let members = object_at(&mut document, self.at.as_ref().unwrap_or(&object.at));
            let mut changed = Value::Object(std::mem::take(members));
            merge(&mut changed, &self.beside);
            if let Value::Object(changed) = changed {
                *members = changed;
            }
            if let Some(value) = value {
                members.insert(self.key(case).to_owned(), value.clone());
            }
            document
        })
    }
}

/// The JSON Pointer of a key.
pub fn pointer_of_key(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The object at a JSON Pointer.
fn object_at<'d>(document: &'d mut Value, at: &str) -> &'d mut Map<String, Value> {
    let found = document.pointer_mut(at).and_then(Value::as_object_mut);
    found.unwrap_or_else(|| panic!("there is an object at `{at}`"))
}

/// JSON Merge Patch (RFC 7396), where an absent patch changes nothing.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else { return };
    for (key, value) in patch {
        match (target.get_mut(key), value) {
            (_, Value::Null) => {
                target.as_object_mut().map(|object| object.remove(key));
            }
            (Some(inner @ Value::Object(_)), Value::Object(_)) => merge(inner, value),
            _ => target[key] = value.clone(),
        }
    }
}
