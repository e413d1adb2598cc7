//! The documents that hold a keyword: a common base, what an object needs around it, and a value for the keyword.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::text;

/// The files with samples, below `tests/documents/keywords/`.
const FILES: [&str; 6] = ["document", "paths", "parameters", "bodies", "security", "schema"];

/// An object of the specification and a value for each of its keywords.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// Where the object stands.
    pub at: String,
    /// What the document needs for the object to be there, merged over the common base.
    #[serde(default)]
    base: Value,
    /// Where a problem is reported, if not at the keyword.
    place: Option<String>,
    /// By the first cell of the table's row.
    pub samples: BTreeMap<String, Sample>,
}

/// A value for a keyword.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    value: Value,
    /// The value in the document without it, where the keyword must be there.
    instead: Option<Value>,
    /// Keys beside the keyword, in both documents.
    #[serde(default)]
    beside: Value,
    /// What both documents need elsewhere.
    #[serde(default)]
    also: Value,
    /// The key, where the row does not begin with it.
    key: Option<String>,
    /// Where the object stands, if not where the others do.
    at: Option<String>,
    place: Option<String>,
    /// What a document of ours is told, where somebody else's is told nothing.
    pub strict: Option<String>,
}

/// The samples of every object.
///
/// # Panics
///
/// Where a file cannot be read.
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
    /// The document that every sample of the object begins with.
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
        place(&mut document, &self.at).insert(key.to_owned(), value);
        document
    }
}

impl Sample {
    /// The keyword: the first word of the row.
    fn key<'s>(&'s self, case: &'s str) -> &'s str {
        self.key.as_deref().or_else(|| case.split([',', ' ']).next()).unwrap_or(case)
    }

    /// Where a problem with the keyword is reported.
    pub fn place(&self, object: &Object, case: &str) -> String {
        let place = self.place.clone().or_else(|| object.place.clone());
        let at = self.at.as_ref().unwrap_or(&object.at);
        place.unwrap_or_else(|| pointed(at, self.key(case)))
    }

    /// The document with the keyword, and the one without it.
    pub fn documents(&self, object: &Object, case: &str, version: &str) -> [Value; 2] {
        [Some(&self.value), self.instead.as_ref()].map(|value| {
            let mut document = object.base(version);
            merge(&mut document, &self.also);
            let members = place(&mut document, self.at.as_ref().unwrap_or(&object.at));
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

/// The address of a key below an address.
pub fn pointed(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The object at an address.
fn place<'d>(document: &'d mut Value, at: &str) -> &'d mut Map<String, Value> {
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
