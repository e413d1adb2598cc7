//! Operations with the same error responses share an enum, and those with the same headers a struct.

use serde_json::{Value, json};
use wireright_codegen::{Generation, Options, SourceFile, generate};

fn generation(operations: &[(&str, Value)], options: &Options) -> Generation {
    let mut paths = serde_json::Map::new();
    for (id, responses) in operations {
        paths
            .insert(format!("/{id}"), json!({ "get": { "operationId": id, "tags": ["all"], "responses": responses } }));
    }
    let object = json!({ "type": "object", "properties": { "message": { "type": "string" } } });
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Errors", "version": "1" }, "paths": paths,
        "components": { "schemas": { "Problem": object, "Other": object } },
    });
    let source = SourceFile { path: "errors.json".to_owned(), bytes: document.to_string().into_bytes() };
    generate(vec![source], options)
}

/// The enums of the shared file with the operations that they name, and the operations with an enum of their own.
fn enums(operations: &[(&str, Value)], options: &Options) -> (Vec<String>, Vec<String>) {
    let generation = generation(operations, options);
    let words = |text: &str| {
        let lines = text.lines().map(str::trim);
        let shown =
            lines.filter(|line| ["pub enum ", "&super::", "/// No"].iter().any(|start| line.starts_with(start)));
        shown.map(|line| line.trim_end_matches([' ', '{', ',']).to_owned()).collect::<Vec<_>>()
    };
    let shared = generation.files.iter().find(|file| file.path == "src/error_responses.rs");
    // One operation in each line.
    let shared = shared.map(|file| words(&file.text.replace("&super::", "\n&super::"))).unwrap_or_default();
    let is_own = |id: &str| {
        let path = format!("src/{id}.rs");
        let file = generation.files.iter().find(|file| file.path == path).expect("the operation has a file");
        file.text.contains("pub enum")
    };
    (shared, operations.iter().map(|(id, _)| (*id).to_owned()).filter(|id| is_own(id)).collect())
}

fn body(description: &str, schema: &Value) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": schema } } })
}

fn component(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn equal_error_responses_are_one_enum() {
    let missing = || body("No such thing.", &component("Problem"));
    let inline = || body("No.", &json!({ "type": "object", "properties": { "why": { "type": "string" } } }));
    let text = || json!({ "description": "No.", "content": { "text/plain": {} } });
    let operations = [
        ("a", json!({ "404": missing(), "default": text() })),
        ("b", json!({ "default": text(), "404": missing(), "200": missing() })),
        // Another description of one response.
        ("e", json!({ "404": body("Nothing.", &component("Problem")), "default": text() })),
        // The same statuses with another body.
        ("c", json!({ "404": body("No such thing.", &component("Other")), "default": text() })),
        ("d", json!({ "404": body("No such thing.", &component("Other")), "default": text() })),
        // The types of these bodies belong to their operations.
        ("f", json!({ "4XX": inline() })),
        ("g", json!({ "4XX": inline() })),
        ("h", json!({ "4XX": missing() })),
        ("i", json!({ "4XX": missing() })),
    ];
    let (shared, own) = enums(&operations, &Options::default());
    let expected = [
        "pub enum Error404OrOtherOfA",
        "/// No.",
        "&super::a::OPERATION",
        "&super::b::OPERATION",
        "&super::e::OPERATION",
        "pub enum Error404OrOtherOfC",
        "/// No such thing.",
        "/// No.",
        "&super::c::OPERATION",
        "&super::d::OPERATION",
        "pub enum Error4xx",
        "/// No such thing.",
        "&super::h::OPERATION",
        "&super::i::OPERATION",
    ];
    assert_eq!(shared, expected);
    assert_eq!(own, ["f", "g"]);
}

/// A shared enum would be unused without the features of its operations.
#[test]
fn operations_behind_features_have_their_own_enums() {
    let missing = || json!({ "404": body("No such thing.", &component("Problem")) });
    let operations = [("a", missing()), ("b", missing())];
    let (shared, own) = enums(&operations, &Options { group_by_tag: true, ..Options::default() });
    assert_eq!((shared, own), (Vec::new(), vec!["a".to_owned(), "b".to_owned()]));
}

/// The structs of the shared file with their fields, and what the operations export.
fn headers(operations: &[(&str, Value)], options: &Options) -> (Vec<String>, Vec<String>) {
    let generation = generation(operations, options);
    let lines = |path: &str, starts: &[&str]| -> Vec<String> {
        let file = generation.files.iter().find(|file| file.path == path);
        let lines = file.into_iter().flat_map(|file| file.text.lines());
        let lines = lines.filter(|line| starts.iter().any(|start| line.starts_with(start)) && !line.contains("fn "));
        lines.map(|line| line.trim().trim_end_matches([' ', '{', ',']).to_owned()).collect()
    };
    let shared = lines("src/response_headers.rs", &["pub struct ", "    pub "]);
    let own = operations.iter().flat_map(|(id, _)| {
        let path = format!("src/{id}.rs");
        lines(&path, &["pub use super::response_headers", "pub struct "])
    });
    (shared, own.filter(|line| line.contains("Headers")).collect())
}

fn with_headers(schemas: &Value) -> Value {
    let headers = schemas.as_object().expect("schemas").iter();
    let headers: serde_json::Map<_, _> =
        headers.map(|(name, schema)| (name.clone(), json!({ "schema": schema }))).collect();
    json!({ "200": { "description": "OK.", "headers": headers } })
}

#[test]
fn equal_headers_are_one_struct() {
    let limit = || with_headers(&json!({ "X-Limit": { "type": "integer" } }));
    let total = || with_headers(&json!({ "X-Total": { "type": "integer" } }));
    let inline = || with_headers(&json!({ "X-State": { "type": "string", "enum": ["on", "off"] } }));
    let operations = [
        ("a", limit()),
        ("b", limit()),
        ("c", total()),
        ("d", total()),
        // The name of the header is the same, its type is not.
        ("e", with_headers(&json!({ "X-Limit": { "type": "string" } }))),
        // The type of this value belongs to its operation.
        ("f", inline()),
        ("g", inline()),
    ];
    let (shared, own) = headers(&operations, &Options::default());
    let expected = [
        "pub struct CommonHeadersOfA",
        "pub x_limit: Option<i64>",
        "pub struct CommonHeadersOfC",
        "pub x_total: Option<i64>",
    ];
    assert_eq!(shared, expected);
    let expected = [
        "pub use super::response_headers::CommonHeadersOfA as AHeaders;",
        "pub use super::response_headers::CommonHeadersOfA as BHeaders;",
        "pub use super::response_headers::CommonHeadersOfC as CHeaders;",
        "pub use super::response_headers::CommonHeadersOfC as DHeaders;",
        "pub struct EHeaders",
        "pub struct FHeaders",
        "pub struct GHeaders",
    ];
    assert_eq!(own, expected);
    let (shared, _) = headers(&operations[..3], &Options::default());
    assert_eq!(shared, ["pub struct CommonHeaders", "pub x_limit: Option<i64>"]);
    let (shared, own) = headers(&operations[..2], &Options { group_by_tag: true, ..Options::default() });
    assert_eq!((shared.len(), own), (0, vec!["pub struct AHeaders".to_owned(), "pub struct BHeaders".to_owned()]));
}
