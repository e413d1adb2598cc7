//! The obstacle course of names: whatever things are called, their crate compiles, and what is added renames nothing.

use std::{collections::BTreeSet, path::Path};

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tests::{obstacles, scratch::Scratch};
use wireright_codegen::{Generation, Options, SourceFile, generate};

fn generated(document: &Value, lenient: bool) -> Generation {
    let source = SourceFile { path: "names.json".to_owned(), bytes: document.to_string().into_bytes() };
    generate(vec![source], &Options { package: "names".to_owned(), lenient, ..Options::default() })
}

#[test]
fn every_name_compiles() {
    let everybody = generated(&obstacles::document(&obstacles::names()), true);
    assert!(!everybody.files.is_empty(), "{:#?}", everybody.diagnostics);
    // Without names that meet, a document of ours compiles too.
    let words: Vec<String> =
        ["type", "gen", "Option", "Error", "Client", "Core", "send", "new", "日本", "重置密码", "con", "+1", "-1"]
            .map(str::to_owned)
            .to_vec();
    let ours = generated(&obstacles::document(&words), false);
    assert!(!ours.files.is_empty(), "{:#?}", ours.diagnostics);

    let mut scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")), "names");
    scratch.add_generated("everybody", &everybody);
    scratch.add_generated("ours", &ours);
    scratch.add_generated("circles", &generated(&circles(), true));
    for command in [&["clippy"][..], &["doc", "--no-deps"]] {
        let verdict = scratch.cargo(command);
        assert!(verdict.success, "{}", verdict.output);
    }
}

/// `Paper` comes first, and its member's shape would be called as another component is.
#[test]
fn a_shape_inside_another_never_takes_the_name_of_a_component() {
    let document = json!({
        "openapi": "3.0.3", "info": { "title": "Names", "version": "1" }, "paths": {},
        "components": { "schemas": {
            "Paper": { "type": "object", "properties": { "template": { "type": "string", "enum": ["a"] } } },
            "PaperTemplate": { "type": "object", "properties": { "id": { "type": "integer" } } },
            "Papers": { "type": "array", "items": { "type": "object", "properties": { "id": { "type": "string" } } } },
            "PapersItem": { "type": "string", "enum": ["b"] },
        } },
    });
    let generation = generated(&document, false);
    let all: String = generation.files.iter().map(|file| file.text.as_str()).collect();
    for definition in
        ["struct PaperTemplate ", "enum PaperTemplateInner ", "struct PapersItemInner ", "enum PapersItem "]
    {
        assert!(all.contains(definition), "{definition}\n{all}");
    }
}

/// Schemas that contain each other in every way, all in one document.
fn circles() -> Value {
    let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let mut schemas = Map::new();
    let mut around = |name: &str, wrap: fn(Value) -> Value| {
        schemas.insert(format!("{name}A"), wrap(to(&format!("{name}B"))));
        schemas.insert(format!("{name}B"), wrap(to(&format!("{name}A"))));
    };
    around("AllOf", |inner| json!({ "allOf": [inner, { "type": "object", "properties": { "a": inner } }] }));
    around("OneOf", |inner| json!({ "oneOf": [inner, { "type": "string" }] }));
    around("OneOfSame", |inner| json!({ "oneOf": [inner, inner] }));
    around("OneOfAlone", |inner| json!({ "oneOf": [inner] }));
    around("AnyOf", |inner| json!({ "anyOf": [inner, { "type": "object", "properties": { "a": inner } }] }));
    around("List", |inner| json!({ "type": "array", "items": inner }));
    around("Map", |inner| json!({ "type": "object", "additionalProperties": inner }));
    around(
        "Member",
        |inner| json!({ "type": "object", "required": ["a"], "properties": { "a": inner, "b": { "type": "array", "items": inner } } }),
    );
    around(
        "Nullable",
        |inner| json!({ "type": "object", "required": ["a"], "properties": { "a": { "anyOf": [inner, { "type": "null" }] } } }),
    );
    json!({ "openapi": "3.1.0", "info": { "title": "Circles", "version": "1" }, "paths": {}, "components": { "schemas": schemas } })
}

/// The words that names of the growing document are made of: near each other, but no two of them one name.
const WORDS: [&str; 12] =
    ["pet", "petTag", "list-pets", "Option", "type", "日本", "1st", "userIDs", "Error", "new", "zoo", "x_y"];

/// A document with these schemas and operations.
fn document(words: &BTreeSet<usize>) -> Value {
    let (mut schemas, mut paths) = (Map::new(), Map::new());
    for word in words.iter().map(|index| WORDS[*index]) {
        let members =
            json!({ "inner": { "type": "object", "properties": { word: { "type": "string", "enum": ["a", word] } } } });
        schemas.insert(word.to_owned(), json!({ "type": "object", "properties": members }));
        let answer = json!({ "description": "Done.", "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{word}") } } } });
        paths.insert(format!("/{word}"), json!({ "get": { "operationId": word, "responses": { "200": answer } }, "post": { "responses": { "204": { "description": "Done." } } } }));
    }
    json!({ "openapi": "3.0.3", "info": { "title": "Growing", "version": "1" }, "paths": paths, "components": { "schemas": schemas } })
}

/// The files of one thing each, which hold its names and everything inside it. The others list what there is.
fn own_files(generation: &Generation) -> BTreeSet<(&str, &str)> {
    let is_list = |path: &str| {
        ["lib", "growing", "client", "service", "types"].iter().any(|name| path.ends_with(&format!("{name}.rs")))
    };
    let files = generation.files.iter().filter(|file| !is_list(&file.path));
    files.map(|file| (file.path.as_str(), file.text.as_str())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_added_renames_nothing(
        small in prop::collection::btree_set(0..WORDS.len(), 1..6),
        added in prop::collection::btree_set(0..WORDS.len(), 1..6),
    ) {
        let large = small.union(&added).copied().collect();
        let (small, large) = (generated(&document(&small), false), generated(&document(&large), false));
        prop_assert!(!small.files.is_empty(), "{:?}", small.diagnostics);
        let lost: Vec<_> = own_files(&small).difference(&own_files(&large)).map(|(path, _)| (*path).to_owned()).collect();
        prop_assert!(lost.is_empty(), "{lost:?} changed");
    }
}
