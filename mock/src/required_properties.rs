//! Required properties that one direction does not require: `readOnly` ones in requests, and `writeOnly` ones in
//! responses (OpenAPI 3.0.3, "Schema Object").

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use wireright_codegen::{model::Direction, source::Pointer};

use crate::documents::{Documents, parse_reference};

/// Maximum number of schemas that describe one object. Further ones are ignored.
const MAX_PARTS: usize = 200;

/// A file and the JSON pointer of a schema in it.
type SchemaLocation = (String, Pointer);

/// The files, in which `required` has only the names that this direction requires.
pub(crate) fn files_for(documents: &Documents, direction: Direction) -> BTreeMap<String, Json> {
    let mut files = documents.files.clone();
    let flag = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
        Direction::Both => return files,
    };
    let mut optional: BTreeMap<SchemaLocation, BTreeSet<String>> = BTreeMap::new();
    for (file, root) in &documents.files {
        visit(root, &Pointer::root(), &mut |object, pointer| {
            if object.contains_key("required") || object.contains_key("allOf") {
                for (part, names) in optional_names(documents, (file.clone(), pointer.clone()), flag) {
                    optional.entry(part).or_default().extend(names);
                }
            }
        });
    }
    for ((file, pointer), names) in optional {
        let schema = files.get_mut(&file).and_then(|root| root.pointer_mut(&pointer.to_string()));
        if let Some(Json::Array(required)) = schema.and_then(|schema| schema.get_mut("required")) {
            required.retain(|name| !name.as_str().is_some_and(|name| names.contains(name)));
        }
    }
    files
}

/// Calls the function for each object.
fn visit(value: &Json, pointer: &Pointer, function: &mut dyn FnMut(&serde_json::Map<String, Json>, &Pointer)) {
    match value {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(item, &pointer.child(&index.to_string()), function);
            }
        }
        Json::Object(object) => {
            function(object, pointer);
            for (key, inner) in object.iter().filter(|(_, inner)| inner.is_array() || inner.is_object()) {
                visit(inner, &pointer.child(key), function);
            }
        }
        _ => {}
    }
}

/// The required names of each part of a schema that some part describes with the flag. A part that other schemas use
/// does not require them there either.
fn optional_names(documents: &Documents, schema: SchemaLocation, flag: &str) -> Vec<(SchemaLocation, Vec<String>)> {
    let parts = parts(documents, schema);
    let has_flag = |name: &str| {
        let mut properties =
            parts.iter().filter_map(|((file, _), part)| Some((file, part.get("properties")?.get(name)?)));
        properties.any(|(file, property)| documents.has_flag((file, property), flag))
    };
    let names = |part: &Json| {
        let required = part.get("required").and_then(Json::as_array).into_iter().flatten();
        required.filter_map(Json::as_str).filter(|name| has_flag(name)).map(str::to_owned).collect::<Vec<_>>()
    };
    let names = parts.iter().map(|(location, part)| (location.clone(), names(part)));
    names.filter(|(_, names)| !names.is_empty()).collect()
}

/// A schema, those that it refers to, and the parts of `allOf`.
fn parts(documents: &Documents, schema: SchemaLocation) -> Vec<(SchemaLocation, &Json)> {
    let mut found: Vec<(SchemaLocation, &Json)> = Vec::new();
    let mut known = BTreeSet::new();
    let mut open = vec![schema];
    while found.len() < MAX_PARTS
        && let Some(location) = open.pop()
    {
        let (file, pointer) = &location;
        let Some((_, schema)) = documents.get(file, &pointer.to_string()) else { continue };
        if !known.insert(location.clone()) {
            continue;
        }
        open.extend(parse_reference(file, schema));
        let count = schema.get("allOf").and_then(Json::as_array).map_or(0, Vec::len);
        open.extend((0..count).map(|index| (file.clone(), pointer.child("allOf").child(&index.to_string()))));
        found.push((location, schema));
    }
    found
}
