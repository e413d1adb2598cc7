//! The document of the cases, its diagnostics, and the functions that try a value.

use serde_json::Value;
use wireright_codegen::{
    Generation, Options, SourceFile,
    diagnostic::SourceLocation,
    model::{Check, Crate},
};

use super::{Case, Version};

/// The document that refers to all schemas.
const ENTRY: &str = "suite.json";

/// The options of the generator.
#[must_use]
pub fn options() -> Options {
    Options {
        package: "suite".to_owned(),
        entries: vec![ENTRY.to_owned()],
        lenient: true,
        unused_types: Some(true),
        ..Options::default()
    }
}

/// Each schema in its own file, so that its references start at its root, and the document that refers to all.
#[must_use]
pub fn sources(version: Version, cases: &[Case]) -> Vec<SourceFile> {
    let source = |path: String, value: &Value| SourceFile { path, bytes: value.to_string().into() };
    let mut schemas = serde_json::Map::new();
    let mut all = serde_json::Map::new();
    let mut sources = Vec::new();
    for case in cases {
        let file = format!("schema_of_{}.json", case.type_name);
        let (content, pointer) = version.file(&case.schema);
        let property = serde_json::json!({ "$ref": format!("{file}{pointer}") });
        let schema = serde_json::json!({
            "type": "object", "required": ["value"], "properties": { "value": property }
        });
        schemas.insert(case.type_name.clone(), schema);
        let reference = format!("#/components/schemas/{}", case.type_name);
        all.insert(case.type_name.clone(), serde_json::json!({ "$ref": reference }));
        sources.push(source(file, &content));
    }
    let body = serde_json::json!({ "content": { "application/json": { "schema": {
        "type": "object", "properties": all
    } } } });
    let document = serde_json::json!({
        "openapi": version.number(),
        "info": { "title": "Suite", "version": "1" },
        "servers": [{ "url": "https://example.com" }],
        "paths": { "/all": { "post": {
            "operationId": "sendAll",
            "requestBody": body,
            "responses": { "204": { "description": "Done." } },
        } } },
        "components": { "schemas": schemas },
    });
    sources.push(source(ENTRY.to_owned(), &document));
    sources
}

/// The messages about a case.
#[must_use]
pub fn diagnostics_of(generation: &Generation, case: &Case) -> Vec<String> {
    let file = format!("schema_of_{}.json", case.type_name);
    let wrapper = format!("/components/schemas/{}", case.type_name);
    let concerns = |location: &SourceLocation| {
        let path = &generation.sources.get(location.file()).path;
        let pointer = match location {
            SourceLocation::Node(at) => at.pointer.to_string(),
            _ => String::new(),
        };
        *path == file || (path == ENTRY && (pointer == wrapper || pointer.starts_with(&format!("{wrapper}/"))))
    };
    let problems = generation.diagnostics.iter().filter(|problem| concerns(&problem.location));
    problems.map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

/// The head of the method that each type has.
const VALID: &str = "    fn valid(&self) -> Result<(), String>";

/// Rust code: `TYPES`, with a function for each case that decodes, validates and encodes a value. `root` is the path of
/// the generated crate or module.
#[must_use]
pub fn functions(model: &Crate, cases: &[Case], root: &str) -> String {
    let types = || model.services.iter().flat_map(|service| &service.types);
    let mut all = String::new();
    let mut validated = String::new();
    for case in cases {
        let is_type = |name: &str| name == case.type_name;
        match types().find(|definition| !definition.is_nested && is_type(definition.name.as_str())) {
            Some(definition) => {
                let name = definition.name.as_str();
                all += &format!("    attempt::<types::{name}>,\n");
                let body = match definition.check {
                    Check::None => "Ok(())",
                    _ => "self.validate().map_err(|error| error.to_string())",
                };
                validated += &format!("impl Validated for types::{name} {{\n{VALID} {{ {body} }}\n}}\n");
            }
            None => all += "    |_| Err(\"the schema has no generated type\".to_owned()),\n",
        }
    }
    let module = model.services.first().and_then(|service| service.module.as_ref());
    let module = module.map(|module| format!("::{module}")).unwrap_or_default();
    format!(
        "\
use {root}::runtime::json::{{Decode, Encode, read, request_text}};
use {root}{module}::types;

trait Validated {{
{VALID};
}}

{validated}
type Attempt = fn(&str) -> Result<String, String>;

pub const TYPES: [Attempt; {}] = [
{all}];

/// The value is a property, because not each schema has a named type.
fn attempt<T: Decode + Encode + Validated>(json: &str) -> Result<String, String> {{
    let value = read::<T>(&format!(\"{{{{\\\"value\\\":{{json}}}}}}\")).map_err(|error| error.to_string())?;
    value.valid()?;
    let json = request_text(&value).map_err(|error| error.to_string())?;
    Ok(json.strip_prefix(\"{{\\\"value\\\":\").and_then(|json| json.strip_suffix('}}')).unwrap_or(&json).to_owned())
}}
",
        cases.len()
    )
}
