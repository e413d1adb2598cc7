//! The JSON Schemas of a folder, by version of OpenAPI.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use super::read_document;

/// A validator for each version that the folder has a schema for.
pub(super) fn read(folder: &Path) -> Result<Vec<(String, Validator)>, String> {
    let mut files = Vec::new();
    collect_files(folder, &mut files)?;
    files.sort();
    let schemas: Vec<Value> = files.iter().filter_map(|file| read_document(file).ok()).collect();
    let with_id = |schema: Value| {
        schema.get("$id").or(schema.get("id")).and_then(Value::as_str).map(|id| (id.to_owned(), schema.clone()))
    };
    let mut schemas: Vec<(String, Value)> = schemas.into_iter().filter_map(with_id).collect();
    for (id, schema) in &mut schemas {
        if id.contains("/schema-base/") {
            accept_any_dialect(schema, id);
        }
    }
    let mut validators = Vec::new();
    for version in ["3.0", "3.1", "3.2"] {
        let has_name = |name: &str| {
            let prefix = format!("/oas/{version}/{name}/");
            schemas.iter().find(|(id, _)| id.contains(&prefix)).map(|(id, _)| json!({ "$ref": id }))
        };
        let Some(schema) = has_name("schema-base").or_else(|| has_name("schema")) else { continue };
        let resources = schemas.iter().map(|(id, schema)| (id.as_str(), schema));
        let registry = Registry::new().extend(resources).map_err(|error| error.to_string())?;
        let registry = registry.prepare().map_err(|error| error.to_string())?;
        let options = jsonschema::options().with_registry(&registry);
        validators.push((version.to_owned(), options.build(&schema).map_err(|error| error.to_string())?));
    }
    Ok(validators)
}

/// Changes a `schema-base`: it accepts only the dialect of its own release, and the documents name another one. Its
/// references become absolute, because the validator does not resolve relative ones behind a `$dynamicRef`.
fn accept_any_dialect(schema: &mut Value, id: &str) {
    if let Some(dialect) = schema.pointer_mut("/$defs/dialect") {
        *dialect = json!({ "type": "string" });
    }
    make_absolute(schema, id);
}

fn make_absolute(schema: &mut Value, id: &str) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(reference) if key == "$ref" && reference.starts_with('#') => {
                        *reference = format!("{id}{reference}");
                    }
                    other => make_absolute(other, id),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| make_absolute(item, id)),
        _ => {}
    }
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot read `{}`: {error}", folder.display()))?;
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect_files(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known))
        {
            files.push(path);
        }
    }
    Ok(())
}
