//! The members of an example that are only received: a client reads them and never writes them.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use wireright_codegen::source::Pointer;

use super::documents::{Documents, Place};

/// How deep schemas may lead into each other.
const GREATEST_DEPTH: usize = 60;

/// The pointers of the members that any schema says are `readOnly`.
pub(super) fn members(documents: &Documents, schema: Place<'_>, example: &Json) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(documents, schema, example, &Pointer::root(), &mut found, GREATEST_DEPTH);
    found
}

fn walk<'d>(
    documents: &'d Documents,
    (file, schema): Place<'d>,
    value: &Json,
    at: &Pointer,
    found: &mut BTreeSet<String>,
    left: usize,
) {
    let Some(left) = left.checked_sub(1) else { return };
    let mut go = |schema: Place<'d>, value: &Json, at: &Pointer| walk(documents, schema, value, at, found, left);
    if let Some(referred) = documents.referred((file, schema)) {
        go(referred, value, at);
    }
    let parts = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    parts.for_each(|part| go((file, part), value, at));
    if let Json::Array(items) = value
        && let Some(schema) = schema.get("items")
    {
        items.iter().enumerate().for_each(|(index, item)| go((file, schema), item, &at.index(index)));
    }
    let Json::Object(members) = value else { return };
    for (name, member) in members {
        let property = schema.get("properties").and_then(|properties| properties.get(name));
        let Some(property) = property.or_else(|| schema.get("additionalProperties")) else { continue };
        let at = at.child(name);
        walk(documents, (file, property), member, &at, found, left);
        if documents.is_marked((file, property), "readOnly") {
            found.insert(at.to_string());
        }
    }
}
