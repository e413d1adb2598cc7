//! Mutations: copies of a document that differ from it in one place.

use std::fmt;

use serde_json::{Value, json};

/// A document with one change.
#[derive(Debug)]
pub(super) struct Mutation {
    /// What was changed.
    kind: &'static str,
    /// The JSON pointer of the changed value. For a deleted key, where it was.
    pub(super) pointer: String,
    pub(super) document: Value,
}

impl fmt::Display for Mutation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at {}", self.kind, self.pointer)
    }
}

/// All mutations of a document: each key deleted, each value replaced by one of each other type and each list and
/// object emptied, and a key added to each object.
pub(super) fn of(document: &Value) -> impl Iterator<Item = Mutation> {
    let mut pointers = Vec::new();
    collect_pointers(document, String::new(), &mut pointers);
    pointers.into_iter().flat_map(move |pointer| {
        let value = document.pointer(&pointer).cloned().unwrap_or_default();
        let mut changes = vec![("deleted", None)];
        changes.extend(replacements(&value));
        let changes = changes.into_iter().filter(|_| !pointer.is_empty());
        let mut mutations: Vec<Mutation> = changes
            .filter_map(|(kind, new)| {
                let mut document = document.clone();
                change(&mut document, &pointer, new)?;
                Some(Mutation { kind, pointer: pointer.clone(), document })
            })
            .collect();
        if value.is_object() {
            let (mut document, pointer) = (document.clone(), format!("{pointer}/surprise"));
            if change(&mut document, &pointer, Some(json!("?"))).is_some() {
                mutations.push(Mutation { kind: "key added", pointer, document });
            }
        }
        mutations
    })
}

/// Values of other types, and the empty list or object.
fn replacements(value: &Value) -> Vec<(&'static str, Option<Value>)> {
    let others = [
        ("replaced by a number", json!(7)),
        ("replaced by a string", json!("?")),
        ("replaced by a boolean", json!(true)),
        ("replaced by an empty array", json!([])),
        ("replaced by an empty object", json!({})),
        ("replaced by null", Value::Null),
    ];
    let is_same_type = |other: &Value| match (value, other) {
        (Value::Array(items), Value::Array(_)) => items.is_empty(),
        (Value::Object(object), Value::Object(_)) => object.is_empty(),
        _ => std::mem::discriminant(value) == std::mem::discriminant(other),
    };
    others.into_iter().filter(|(_, other)| !is_same_type(other)).map(|(kind, other)| (kind, Some(other))).collect()
}

fn collect_pointers(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, child) in object {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect_pointers(child, format!("{pointer}/{key}"), pointers);
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter().enumerate() {
                collect_pointers(child, format!("{pointer}/{index}"), pointers);
            }
        }
        _ => {}
    }
    pointers.push(pointer);
}

/// Sets the value at a pointer, or removes it.
pub(super) fn change(document: &mut Value, pointer: &str, new: Option<Value>) -> Option<()> {
    let (parent, key) = pointer.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    match (document.pointer_mut(parent)?, new) {
        (Value::Object(object), Some(new)) => drop(object.insert(key, new)),
        (Value::Object(object), None) => drop(object.remove(&key)?),
        (Value::Array(items), Some(new)) => *items.get_mut(key.parse::<usize>().ok()?)? = new,
        (Value::Array(items), None) => {
            let index: usize = key.parse().ok()?;
            (index < items.len()).then(|| items.remove(index))?;
        }
        _ => return None,
    }
    Some(())
}
