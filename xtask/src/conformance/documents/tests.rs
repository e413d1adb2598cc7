//! `lint` reports each contradiction to the table of the specification in `tests/documents/judge/objects.yaml`.

use std::{collections::BTreeMap, path::Path, thread};

use serde_json::{Value, json};
use wireright_codegen::diagnostic::Code;

use super::*;

/// The table: the keys of each object, with their types.
type Table = BTreeMap<String, BTreeMap<String, String>>;

/// One contradiction: the changed pointer, its new value, and the report that it needs.
struct Contradiction {
    pointer: String,
    /// `None`: the key is deleted.
    value: Option<Value>,
    code: Code,
    at: String,
}

/// The walk through a document along the table.
struct Walk<'t> {
    table: &'t Table,
    version: &'t str,
    contradictions: Vec<Contradiction>,
}

impl Walk<'_> {
    /// The conditions of a key, or `None` if the version does not have it.
    fn conditions<'k>(&self, notation: &'k str) -> Option<(&'k str, bool)> {
        let mut parts = notation.split(", ");
        let mut kind = parts.next()?;
        let mut is_required = false;
        for condition in parts {
            match condition.split(' ').collect::<Vec<_>>()[..] {
                ["reference", "since", first] if self.version < first => kind = kind.strip_suffix(" or reference")?,
                ["required"] => is_required = true,
                ["required", "until", last] => is_required = self.version <= last,
                ["since", first] if self.version < first => return None,
                ["until", last] if self.version > last => return None,
                ["since" | "until", _] | ["reference", "since", _] => {}
                _ => panic!("{notation}"),
            }
        }
        Some((kind, is_required))
    }

    fn object(&mut self, name: &str, value: &Value, pointer: &str) {
        let keys = self.table.get(name).unwrap_or_else(|| panic!("no table of {name}"));
        let Value::Object(object) = value else { panic!("{pointer} is no object") };
        // OpenAPI 3.1 allows unknown keywords in schemas.
        if !keys.contains_key("*") && (name != "Schema Object" || self.version == "3.0") {
            let pointer = format!("{pointer}/surprise");
            let at = pointer.clone();
            self.contradictions.push(Contradiction { pointer, value: Some(json!(1)), code: Code::UnknownKey, at });
        }
        for (key, child) in object.iter().filter(|(key, _)| !key.starts_with("x-")) {
            let notation = keys.get(key).or_else(|| keys.get("*")).unwrap_or_else(|| panic!("{name} has no `{key}`"));
            let (kind, is_required) = self.conditions(notation).unwrap_or_else(|| panic!("{name} has no `{key}`"));
            let child_pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
            if is_required {
                let at = pointer.to_owned();
                let pointer = child_pointer.clone();
                self.contradictions.push(Contradiction { pointer, value: None, code: Code::MissingKey, at });
            }
            self.value(kind, child, &child_pointer);
        }
    }

    fn value(&mut self, kind: &str, value: &Value, pointer: &str) {
        let values = [json!(7.5), json!("?"), json!(true), json!([1]), json!({ "surprise": 1 })];
        let accepts = |value: &Value| match kind {
            "any" => true,
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "number" => value == &json!(7.5),
            "flag or number" => value.is_boolean() == (self.version == "3.0") && !value.is_string(),
            "types" => false,
            "boolean or Schema Object" => value.is_boolean() || value.is_object(),
            _ if kind.starts_with("list of ") => {
                value.is_array() && kind != "list of any" || kind == "list of any" && value.is_array()
            }
            "Schema Object" => value.is_object() || self.version > "3.0" && value.is_boolean(),
            _ => value.is_object(),
        };
        // A count accepts no fraction, and a fraction is a number.
        for value in
            values.iter().filter(|value| !accepts(value)).filter(|value| !(kind == "number" && value.is_number()))
        {
            let (pointer, at) = (pointer.to_owned(), pointer.to_owned());
            self.contradictions.push(Contradiction { pointer, value: Some(value.clone()), code: Code::WrongType, at });
        }
        let is_reference = value.get("$ref").is_some();
        if let Some(item) = kind.strip_prefix("list of ") {
            for (index, child) in value.as_array().into_iter().flatten().enumerate() {
                self.value(item, child, &format!("{pointer}/{index}"));
            }
        } else if let Some(item) = kind.strip_prefix("map of ") {
            for (key, child) in value.as_object().into_iter().flatten() {
                self.value(item, child, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")));
            }
        } else if let Some(object) = kind.strip_suffix(" or reference") {
            self.object(if is_reference { "Reference Object" } else { object }, value, pointer);
        } else if kind.strip_prefix("boolean or ").unwrap_or(kind) == "Schema Object" {
            match value {
                Value::Bool(_) => {}
                _ if is_reference && self.version == "3.0" => self.object("Reference Object", value, pointer),
                _ => self.object("Schema Object", value, pointer),
            }
        } else if self.table.contains_key(kind) {
            self.object(kind, value, pointer);
        }
    }
}

fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Whether two changes do not influence each other: neither object contains the other.
fn are_independent(one: &str, other: &str) -> bool {
    let contains = |outer: &str, inner: &str| inner == outer || inner.starts_with(&format!("{outer}/"));
    !contains(parent(one), parent(other)) && !contains(parent(other), parent(one))
        || (parent(one) != parent(other) && !contains(one, other) && !contains(other, one))
}

/// Groups of contradictions that fit into one document, so that few documents are needed.
fn batches(contradictions: Vec<Contradiction>) -> Vec<Vec<Contradiction>> {
    let mut batches: Vec<Vec<Contradiction>> = Vec::new();
    for contradiction in contradictions {
        let fits = |batch: &&mut Vec<Contradiction>| {
            batch.iter().all(|known| are_independent(&known.pointer, &contradiction.pointer))
        };
        match batches.iter_mut().find(fits) {
            Some(batch) => batch.push(contradiction),
            None => batches.push(vec![contradiction]),
        }
    }
    batches
}

/// Whether a problem is at this place. A list of types is reported at its item.
fn is_place(at: &str, wanted: &str) -> bool {
    at == wanted || parent(at) == wanted && wanted.ends_with("/type")
}

/// The number of contradictions to the specification that one document can contain, and those that are not reported.
fn contradict(path: &Path, table: &Table) -> (usize, Vec<String>) {
    let document = read_document(path).unwrap();
    let version = version_of(&document);
    let mut walk = Walk { table, version: &version, contradictions: Vec::new() };
    walk.object("OpenAPI Object", &document, "");
    // Another version has other rules, so it is not changed together with anything else.
    walk.contradictions.retain(|contradiction| contradiction.pointer != "/openapi");
    let (mut count, mut silent) = (0, Vec::new());
    for batch in batches(walk.contradictions) {
        count += batch.len();
        let mut changed = document.clone();
        for contradiction in &batch {
            mutations::change(&mut changed, &contradiction.pointer, contradiction.value.clone()).unwrap();
        }
        let problems = lint(&changed);
        let is_reported = |contradiction: &Contradiction| {
            problems.iter().any(|(code, at)| *code == contradiction.code && is_place(at, &contradiction.at))
        };
        for contradiction in batch.iter().filter(|contradiction| !is_reported(contradiction)) {
            let Contradiction { pointer, value, code, at } = contradiction;
            silent.push(format!("{version}: {pointer} becomes {value:?}: no {code} at `{at}`"));
        }
    }
    (count, silent)
}

#[test]
fn each_contradiction_to_the_specification_is_reported_at_its_place() {
    let root = crate::workspace::root().unwrap();
    let table = read_document(&root.join("tests/documents/judge/objects.yaml")).unwrap();
    let table: Table = serde_json::from_value(table).unwrap();
    let documents = judge_documents(&root).unwrap();
    let results: Vec<(usize, Vec<String>)> = thread::scope(|scope| {
        let threads: Vec<_> = documents.iter().map(|path| scope.spawn(|| contradict(path, &table))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let count: usize = results.iter().map(|(count, _)| count).sum();
    let silent: Vec<&str> = results.iter().flat_map(|(_, silent)| silent).map(String::as_str).collect();
    assert!(count > 5000, "only {count} contradictions");
    assert!(silent.is_empty(), "{}\n{} of {count}", silent.join("\n"), silent.len());
}

#[test]
fn the_documents_are_valid() {
    for path in judge_documents(&crate::workspace::root().unwrap()).unwrap() {
        let problems = lint(&read_document(&path).unwrap());
        let wrong: Vec<_> = problems.iter().filter(|(code, _)| *code != Code::UnsupportedKeyword).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
    }
}
