//! The documentation of the configuration: the reference page and the JSON Schema.

use serde_json::{Map, Value, json};

use super::{
    keys::{Key, TABLES, Table, ValueType},
    tables::types::{DEPENDENCIES, JSON_SCHEMA, JSON_SCHEMA_EXAMPLE, TYPES_EXAMPLE},
};

/// The reference page.
pub fn reference() -> String {
    let mut text = String::from(
        "# wireright.toml\n\n\
         `wireright generate` without a document reads `wireright.toml` in the current folder, the file of `--config`, \
         or\n`[package.metadata.wireright]` in `Cargo.toml`. Arguments override its values. Paths are relative to its \
         folder.\n[wireright.schema.json](wireright.schema.json) is its JSON Schema, for editors. A test \
         keeps both up to date.\n\n\
         [Extension keys](extensions.md) of the document rename types, fields and methods, describe pages and more.\n",
    );
    for table in TABLES {
        text.push_str(&format!("\n## `{}`\n\n{}\n\n", table.header, wrapped(table.docs)));
        text.push_str("| key | value | meaning | example |\n|---|---|---|---|\n");
        for key in table.keys {
            let required = if key.is_required { ", required" } else { "" };
            text.push_str(&format!(
                "| `{}` | {}{required} | {} | `{}` |\n",
                key.name,
                kind_name(key.kind),
                key.docs,
                key.example
            ));
        }
    }
    let (header, docs) = DEPENDENCIES;
    text.push_str(&format!("\n## `{header}`\n\n{}\n\n{TYPES_EXAMPLE}", wrapped(docs)));
    let (header, docs) = JSON_SCHEMA;
    text.push_str(&format!("\n## {header}\n\n{}\n\n{JSON_SCHEMA_EXAMPLE}", wrapped(docs)));
    text
}

/// The paragraphs of the text in lines of at most 120 characters.
fn wrapped(text: &str) -> String {
    text.split("\n\n").map(wrapped_paragraph).collect::<Vec<_>>().join("\n\n")
}

fn wrapped_paragraph(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= 120 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

fn kind_name(kind: ValueType) -> &'static str {
    match kind {
        ValueType::String => "string",
        ValueType::Path => "path",
        ValueType::Strings => "list of strings",
        ValueType::Selectors => "list of selectors",
        ValueType::Paths => "list of paths",
        ValueType::Boolean => "boolean",
        ValueType::GroupBy => "`\"tag\"`",
        ValueType::Names => "table of names",
    }
}

/// The JSON Schema (draft 2020-12).
pub fn json_schema() -> Value {
    let [client, runtime, package, rename, types, shared, diff, rule, ignore] = TABLES.map(table_schema);
    let (mut client, mut diff) = (client, diff);
    if let Some(Value::Object(properties)) = diff.get_mut("properties") {
        properties.insert("rule".to_owned(), json!({ "type": "array", "items": rule }));
        properties.insert("ignore".to_owned(), json!({ "type": "array", "items": ignore }));
    }
    if let Some(Value::Object(properties)) = client.get_mut("properties") {
        properties.insert("runtime".to_owned(), runtime);
        properties.insert("package".to_owned(), package);
        properties.insert("rename".to_owned(), rename);
        properties.insert("types".to_owned(), json!({ "type": "array", "items": types }));
        properties.insert("shared-types".to_owned(), json!({ "type": "array", "items": shared }));
        let dependency = json!({ "type": ["string", "object"] });
        let dependencies =
            json!({ "type": "object", "description": DEPENDENCIES.1, "additionalProperties": dependency });
        properties.insert("dependencies".to_owned(), dependencies);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wireright.toml",
        "type": "object",
        "required": ["client"],
        "additionalProperties": false,
        "properties": { "client": { "type": "array", "minItems": 1, "items": client }, "diff": diff },
    })
}

fn table_schema(table: Table) -> Value {
    let property = |key: &Key| {
        let mut schema = match key.kind {
            ValueType::String | ValueType::Path => json!({ "type": "string" }),
            ValueType::Strings | ValueType::Paths => json!({ "type": "array", "items": { "type": "string" } }),
            ValueType::Selectors => {
                let pattern = "^(operation:.+|tag:.+|path:/.*|deprecated)$";
                json!({ "type": "array", "items": { "type": "string", "pattern": pattern } })
            }
            ValueType::Boolean => json!({ "type": "boolean" }),
            ValueType::GroupBy => json!({ "enum": ["tag"] }),
            ValueType::Names => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        };
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), key.docs.into());
        }
        (key.name.to_owned(), schema)
    };
    let properties: Map<String, Value> = table.keys.iter().map(property).collect();
    let required: Vec<&str> = table.keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    json!({
        "type": "object",
        "description": table.docs,
        "required": required,
        "additionalProperties": false,
        "properties": properties,
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn the_pages_are_up_to_date() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
        let schema = serde_json::to_string_pretty(&json_schema()).unwrap() + "\n";
        for (name, expected) in [("wireright-toml.md", reference()), ("wireright.schema.json", schema)] {
            let path = docs.join(name);
            if std::env::var_os("WIRERIGHT_UPDATE").is_some() {
                fs::write(&path, &expected).unwrap();
            }
            let found = fs::read_to_string(&path).unwrap_or_default();
            assert!(found == expected, "docs/{name} is out of date: run this test with WIRERIGHT_UPDATE=1");
        }
    }
}
