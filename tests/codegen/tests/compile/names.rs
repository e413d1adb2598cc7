//! Names that are difficult in Rust: generated crates compile, and added items rename no others.

use std::collections::{BTreeMap, BTreeSet};

use codegen_tests::{awkward_names, temporary_workspace::TemporaryWorkspace};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use wireright_codegen::{Generation, Options, SourceFile, generate};

fn generated(document: &Value, lenient: bool) -> Generation {
    let source = SourceFile { path: "names.json".to_owned(), bytes: document.to_string().into_bytes() };
    generate(
        vec![source],
        &Options { package: "names".to_owned(), lenient, unused_types: Some(true), ..Options::default() },
    )
}

pub(crate) const CRATES: [&str; 5] =
    ["names-of-rust", "other-names", "separate-names", "recursive-schemas", "added-schemas"];

pub(crate) fn add_crates(workspace: &mut TemporaryWorkspace) {
    let [of_rust, others] = awkward_names::halves().map(|names| generated(&awkward_names::document(&names), true));
    // Names of components are ASCII in strict mode.
    let separate =
        ["type", "gen", "Option", "Error", "Client", "Core", "send", "new", "日本", "重置密码", "con", "+1", "-1"]
            .map(str::to_owned);
    let separate = generated(&awkward_names::document(&separate), true);
    let recursive = generated(&recursive_schemas(), true);
    let (_, added) = component_names_before_and_after();
    for (name, generation) in CRATES.iter().zip([of_rust, others, separate, recursive, added]) {
        workspace.add_generated(name, &generation);
    }
}

/// Colliding names get a suffix by their spelling, or by the location of the parameter.
#[test]
fn colliding_names_get_readable_suffixes() {
    let text = json!({ "type": "string" });
    let member = |name: &str| json!({ "type": "object", "properties": { name: text } });
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Shop", "version": "1" },
        "paths": { "/things/{id}": { "post": {
            "operationId": "addThing",
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": text },
                { "name": "id", "in": "query", "schema": text },
                { "name": "Request-Id", "in": "header", "schema": text },
                { "name": "request_id", "in": "query", "schema": text },
            ],
            "requestBody": { "content": { "multipart/form-data": { "schema": member("id") } } },
            "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": {
                "type": "object",
                "properties": {
                    "kind": { "enum": ["node.name", "nodeName", "NodeName", "node_name"] },
                    "one": { "$ref": "#/components/schemas/NullBool" },
                    "other": { "$ref": "#/components/schemas/nullBool" },
                },
            } } } } },
        } } },
        "components": { "schemas": { "NullBool": member("a"), "nullBool": member("b") } },
    });
    let generation = generated(&document, true);
    let said = generation.diagnostics.iter().filter_map(|problem| problem.message.rsplit_once("this one is named "));
    let said: BTreeSet<&str> = said.map(|(_, name)| name).collect();
    let names = [
        "`NodeNameCamel`",
        "`NodeNameDot`",
        "`NodeNameSnake`",
        "`NullBoolCamel`",
        "`id_in_body`",
        "`id_in_query`",
        "`request_id_in_header`",
    ];
    assert_eq!(said, BTreeSet::from(names), "{:#?}", generation.diagnostics);
    let in_body = generation.diagnostics.iter().find(|problem| problem.message.contains("`id` in the body"));
    assert!(in_body.is_some_and(|problem| !problem.related.is_empty()), "{:#?}", generation.diagnostics);
}

/// An externally tagged enum of serde is a union of objects with one property each.
#[test]
fn a_variant_is_named_after_its_only_property() {
    let only = |member: &str| {
        json!({ "type": "object", "required": [member],
        "properties": { member: { "type": "integer" } } })
    };
    let two = |one: &str, other: &str| {
        let number = json!({ "type": "integer" });
        json!({ "type": "object", "required": [one, other], "properties": { one: number, other: number } })
    };
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Shop", "version": "1" }, "paths": {},
        "components": { "schemas": {
            "Source": { "oneOf": [only("git_hub"), only("s3"), two("id", "place"), two("id", "way"), only("s3")] },
            "Payload": {
                "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" } },
                "oneOf": [only("git_hub"), only("s3")],
            },
        } },
    });
    let generation = generated(&document, true);
    let branches = |path: &str| -> Vec<String> {
        let file = generation.files.iter().find(|file| file.path == path).expect("the type is there");
        let lines = file.text.lines().filter_map(|line| line.trim().split_once(": object {"));
        lines.filter_map(|(branch, _)| Some(branch.split_once('(')?.0.to_owned())).collect()
    };
    assert_eq!(branches("src/types/payload.rs"), ["GitHub", "S3"]);
    assert_eq!(branches("src/types/source.rs"), ["GitHub", "S3", "Object", "ObjectWithWay", "ObjectWithS3"]);
}

/// The generation of a document, and of the same document with further components.
fn component_names_before_and_after() -> (Generation, Generation) {
    let part = |member: &str| json!({ "type": "object", "properties": { member: { "type": "integer" } } });
    let reference = |pointer: &str| json!({ "$ref": format!("#/components/{pointer}") });
    let mut document = json!({
        "openapi": "3.1.0", "info": { "title": "Names", "version": "1" },
        "paths": { "/papers": { "get": { "operationId": "listPapers", "responses": {
            "200": { "description": "ok", "content": { "application/json": { "schema": {
                "type": "object",
                "properties": {
                    "subtype": reference("schemas/Subtype"),
                    "head": reference("schemas/Paper/properties/head"),
                    "list": reference("schemas/List"),
                    "deep": reference("schemas/Paper/properties/head/properties/deep"),
                },
            } } } },
            "404": reference("responses/Missing"),
        } } } },
        "components": {
            "responses": { "Missing": {
                "description": "gone",
                "headers": { "X-Mode": { "schema": { "type": "string", "enum": ["soft", "hard"] } } },
                "content": { "application/json": { "schema": part("why") } },
            } },
            "schemas": {
                "Subtype": { "allOf": [reference("schemas/Paper"),
                    { "type": "object", "properties": { "own": part("a") } }] },
                "List": { "type": "array", "items": part("b") },
                "Paper": { "type": "object", "properties": {
                    "template": { "type": "string", "enum": ["a", "b"] },
                    "paper": part("c"),
                    "error": part("d"),
                    "head": { "type": "object",
                        "properties": { "deep": part("e"), "self": reference("schemas/Paper/properties/head") } },
                    "choice": { "oneOf": [
                        { "title": "One", "type": "object", "properties": { "f": part("g") } },
                        { "title": "Other", "type": "string" },
                    ] },
                } },
            },
        },
    });
    let before = generated(&document, true);
    let names = declarations(&before);
    // No type is generated for `List`, so another type may take its name.
    let parts = names.keys().filter(|name| name.contains("::")).flat_map(|name| name.split("::"));
    let parts = parts.filter(|name| *name != "list");
    let added: Vec<String> =
        parts.chain(["PaperTemplate", "PaperHead", "Item", "SubtypeOwn"]).map(str::to_owned).collect();
    for (number, name) in added.into_iter().enumerate() {
        let schemas = document["components"]["schemas"].as_object_mut().expect("an object");
        schemas.entry(name).or_insert_with(|| part(&format!("new{number}")));
    }
    (before, generated(&document, true))
}

#[test]
fn an_added_component_renames_no_part_of_another_component() {
    let (before, after) = component_names_before_and_after();
    let (before, after) = (declarations(&before), declarations(&after));
    let expected = [
        "list::Item",
        "paper::Choice",
        "paper::ChoiceOne",
        "paper::ChoiceOneF",
        "paper::Error",
        "paper::Head",
        "paper::HeadDeep",
        "paper::PaperPaper",
        "paper::Template",
        "responses::Missing",
        "responses::MissingHeaders",
        "responses::MissingXMode",
        "subtype::Own",
    ];
    let parts: Vec<&str> = before.keys().map(String::as_str).filter(|name| name.contains("::")).collect();
    assert_eq!(parts, expected);
    for (name, text) in &before {
        assert_eq!(after.get(name), Some(text), "{name}");
    }
}

/// A path in its own file: its types belong to its operations and do not collide with those of other files.
#[test]
fn types_of_a_path_file_belong_to_its_operation() {
    let path = |id: &str, member: &str| {
        json!({ "get": {
            "operationId": id,
            "parameters": [{ "name": "kinds", "in": "query",
                "schema": { "type": "array", "items": { "type": "string", "enum": [member] } } }],
            "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": {
                "type": "object", "properties": { "first": { "type": "object",
                    "properties": { member: { "type": "integer" } } } },
            } } } } },
        } })
    };
    let entry = json!({
        "openapi": "3.0.3", "info": { "title": "Names", "version": "1" },
        "paths": { "/cats": { "$ref": "cats.json" }, "/dogs": { "$ref": "dogs.json" } },
    });
    let files = [("names.json", entry), ("cats.json", path("listCats", "cat")), ("dogs.json", path("listDogs", "dog"))];
    let source = |(path, document): (&str, Value)| SourceFile {
        path: path.to_owned(),
        bytes: document.to_string().into_bytes(),
    };
    let options = Options {
        lenient: true,
        entries: vec!["names.json".to_owned()],
        unused_types: Some(true),
        ..Options::default()
    };
    let generation = generate(files.map(source).to_vec(), &options);
    assert!(generation.diagnostics.is_empty(), "{:?}", generation.diagnostics);
    assert!(!generation.files.iter().any(|file| file.path.contains("types")), "nothing is shared");
    let dogs = generation.files.iter().find(|file| file.path.ends_with("list_dogs.rs")).expect("an operation");
    for declaration in ["pub struct ListDogsResponseFirst {", "pub enum ListDogsKindsItem {"] {
        assert!(dogs.text.contains(declaration), "{}", dogs.text);
    }
}

/// The declarations of shared types, by path.
fn declarations(generation: &Generation) -> BTreeMap<String, String> {
    let mut declarations = BTreeMap::new();
    for file in generation.files.iter().filter(|file| file.path.contains("/types/")) {
        let module = file.path.rsplit('/').next().and_then(|name| name.strip_suffix(".rs")).expect("a file of Rust");
        let index = generation.files.iter().find(|index| index.path.ends_with("/types.rs")).expect("an index");
        for item in file.text.split("\n}\n") {
            let declared = ["pub struct ", "pub enum "].iter().find_map(|word| Some(item.split_once(word)?.1));
            let Some(name) = declared.and_then(|rest| rest.split([' ', '<']).next()) else { continue };
            let is_alone = index.text.contains(&format!("pub use {module}::{name};"));
            let path = if is_alone { name.to_owned() } else { format!("{module}::{name}") };
            let declaration = item.split_once("#[derive(").map_or(item, |(_, declaration)| declaration);
            assert_eq!(declarations.insert(path, declaration.to_owned()), None, "{name} is declared twice");
        }
    }
    declarations
}

/// Schemas that contain each other, by each keyword that can contain a schema.
fn recursive_schemas() -> Value {
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
    around("Member", |inner| {
        json!({ "type": "object", "required": ["a"],
            "properties": { "a": inner, "b": { "type": "array", "items": inner } } })
    });
    around("Nullable", |inner| {
        json!({ "type": "object", "required": ["a"],
            "properties": { "a": { "anyOf": [inner, { "type": "null" }] } } })
    });
    json!({ "openapi": "3.1.0", "info": { "title": "Recursive", "version": "1" }, "paths": {},
        "components": { "schemas": schemas } })
}

/// Similar names without collisions.
const WORDS: [&str; 12] =
    ["pet", "petTag", "list-pets", "Option", "type", "日本", "1st", "userIDs", "Error", "new", "zoo", "x_y"];

/// A document with these schemas and operations.
fn document(words: &BTreeSet<usize>) -> Value {
    let (mut schemas, mut paths) = (Map::new(), Map::new());
    for word in words.iter().map(|index| WORDS[*index]) {
        let members =
            json!({ "inner": { "type": "object", "properties": { word: { "type": "string", "enum": ["a", word] } } } });
        schemas.insert(word.to_owned(), json!({ "type": "object", "properties": members }));
        let response = json!({ "description": "Done.",
            "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{word}") } } } });
        paths.insert(
            format!("/{word}"),
            json!({ "get": { "operationId": word, "responses": { "200": response } },
            "post": { "responses": { "204": { "description": "Done." } } } }),
        );
    }
    json!({ "openapi": "3.0.3", "info": { "title": "Growing", "version": "1" }, "paths": paths,
        "components": { "schemas": schemas } })
}

/// The files of single types and operations. Other files list them.
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
    fn an_added_schema_or_operation_renames_nothing(
        small in prop::collection::btree_set(0..WORDS.len(), 1..6),
        added in prop::collection::btree_set(0..WORDS.len(), 1..6),
    ) {
        let large = small.union(&added).copied().collect();
        let (small, large) = (generated(&document(&small), true), generated(&document(&large), true));
        prop_assert!(!small.files.is_empty(), "{:?}", small.diagnostics);
        let (small, large) = (own_files(&small), own_files(&large));
        let lost: Vec<_> = small.difference(&large).map(|(path, _)| (*path).to_owned()).collect();
        prop_assert!(lost.is_empty(), "{lost:?} changed");
    }
}
