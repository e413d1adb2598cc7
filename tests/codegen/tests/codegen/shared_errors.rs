//! Operations with the same error responses share an enum.

use serde_json::{Value, json};
use wireright_codegen::{Options, SourceFile, generate};

/// The enums of the shared file with the operations that they name, and the operations with an enum of their own.
fn enums(operations: &[(&str, Value)], options: &Options) -> (Vec<String>, Vec<String>) {
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
    let generation = generate(vec![source], options);
    let words = |text: &str| {
        let lines = text.lines().map(str::trim);
        let shown = lines.filter(|line| line.starts_with("pub enum ") || line.starts_with("&super::"));
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
        // The same statuses with another body, or another description.
        ("c", json!({ "404": body("No such thing.", &component("Other")), "default": text() })),
        ("d", json!({ "404": body("No such thing.", &component("Other")), "default": text() })),
        ("e", json!({ "404": body("Nothing.", &component("Problem")), "default": text() })),
        // The types of these bodies belong to their operations.
        ("f", json!({ "4XX": inline() })),
        ("g", json!({ "4XX": inline() })),
        ("h", json!({ "4XX": missing() })),
        ("i", json!({ "4XX": missing() })),
    ];
    let (shared, own) = enums(&operations, &Options::default());
    let expected = [
        "pub enum Error404OrOtherOfA",
        "&super::a::OPERATION",
        "&super::b::OPERATION",
        "pub enum Error404OrOtherOfC",
        "&super::c::OPERATION",
        "&super::d::OPERATION",
        "pub enum Error4xx",
        "&super::h::OPERATION",
        "&super::i::OPERATION",
    ];
    assert_eq!(shared, expected);
    assert_eq!(own, ["e", "f", "g"]);
}

/// A shared enum would be unused without the features of its operations.
#[test]
fn operations_behind_features_have_their_own_enums() {
    let missing = || json!({ "404": body("No such thing.", &component("Problem")) });
    let operations = [("a", missing()), ("b", missing())];
    let (shared, own) = enums(&operations, &Options { group_by_tag: true, ..Options::default() });
    assert_eq!((shared, own), (Vec::new(), vec!["a".to_owned(), "b".to_owned()]));
}
