//! Schemas of the requests that the service sends: webhooks and callbacks. A client does not send these requests, and
//! its user may receive them.

use std::collections::BTreeSet;

use crate::source::{Pointer, Value};

/// The names of the components that webhooks and callbacks refer to as schemas, directly or in another component.
pub(super) fn schema_names(document: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut visited = BTreeSet::new();
    let mut open = roots(document);
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(object) => {
                open.extend(object.iter().map(|(_, value)| value));
                let Some(Value::String(reference)) = object.get("$ref") else { continue };
                let Some(pointer) = reference.strip_prefix('#').and_then(Pointer::parse) else { continue };
                let segments: Vec<_> = pointer.segments().map(|segment| segment.to_string()).collect();
                match segments.as_slice() {
                    [components, kind, name, ..] if components == "components" && kind == "schemas" => {
                        names.insert(name.clone());
                    }
                    _ if visited.insert(reference) => open.extend(document.find(&pointer)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    names
}

/// The webhooks of the document and the callbacks of its operations.
fn roots(document: &Value) -> Vec<&Value> {
    let operations = members(member(document, "paths")).flat_map(|item| members(Some(item)));
    let callbacks = operations.filter_map(|operation| member(operation, "callbacks"));
    member(document, "webhooks").into_iter().chain(callbacks).collect()
}

fn member<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Object(object) => object.get(key),
        _ => None,
    }
}

fn members(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let object = value.and_then(|value| match value {
        Value::Object(object) => Some(object),
        _ => None,
    });
    object.into_iter().flat_map(|object| object.iter().map(|(_, value)| value))
}
