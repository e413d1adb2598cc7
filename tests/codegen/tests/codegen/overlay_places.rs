//! Diagnostics about values that an overlay added, replaced, copied or moved have their place.

use wireright_codegen::{
    Options, SourceFile,
    diagnostic::{Format, render},
    generate,
};

const DOCUMENT: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - { name: a, in: query, schema: { type: string } }
        - { name: b, in: query, schema: { type: string } }
        - { name: c, in: query, schema: { type: string, pattern: 'c(' } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Wrong: { type: string, pattern: 'wrong(' }
";

/// `file:line:column` of each malformed pattern, after these overlays.
fn places(overlays: &[&str]) -> Vec<String> {
    let file = |path: String, text: String| SourceFile { path, bytes: text.into_bytes() };
    let overlays = overlays.iter().enumerate().map(|(index, actions)| {
        let text = format!("overlay: 1.1.0\ninfo: {{ title: Fix, version: '1' }}\nactions:\n{actions}\n");
        file(format!("fix{index}.yaml"), text)
    });
    let options =
        Options { lenient: true, unused_types: Some(true), overlays: overlays.collect(), ..Options::default() };
    let generation = generate(vec![file("pets.yaml".to_owned(), DOCUMENT.to_owned())], &options);
    let lines = render(&generation.diagnostics, &generation.sources, Format::Json);
    let place = |line: &str| {
        let problem: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
        format!("{}:{}:{}", problem["file"].as_str().unwrap_or_default(), problem["line"], problem["column"])
    };
    lines.lines().map(place).collect()
}

const PARAMETER: &str = "pets.yaml:10:66";
const WRONG: &str = "pets.yaml:14:37";

#[test]
fn values_of_the_document_keep_their_places() {
    assert_eq!(places(&[]), [PARAMETER, WRONG]);
}

#[test]
fn an_added_value_is_in_the_overlay() {
    let actions = "  - target: $.paths['/pets'].get
    update:
      parameters:
        - { name: d, in: query, schema: { type: string, pattern: 'd(' } }
  - target: $.components.schemas
    update: { Pet: { type: object, properties: { name: { type: string, pattern: 'e(' } } } }
  - target: $.components.schemas.Wrong
    update: { pattern: 'other(' }";
    assert_eq!(places(&[actions]), ["fix0.yaml:7:66", "fix0.yaml:9:81", "fix0.yaml:11:24", PARAMETER]);
}

#[test]
fn items_after_a_removed_one_keep_their_places() {
    let remove = "  - { target: \"$.paths['/pets'].get.parameters[?@.name == 'a']\", remove: true }";
    assert_eq!(places(&[remove]), [PARAMETER, WRONG]);
    let add = "  - target: $.paths['/pets'].get.parameters
    update: { name: d, in: query, schema: { type: string, pattern: 'd(' } }";
    let first = "  - { target: \"$.paths['/pets'].get.parameters[0]\", remove: true }";
    assert_eq!(places(&[add, first, first]), ["fix0.yaml:5:68", PARAMETER, WRONG]);
}

#[test]
fn an_overlay_with_the_path_of_the_document_is_an_overlay() {
    let file = |text: &str| SourceFile { path: "pets.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let generate = |overlay: &str| {
        let entries = vec!["pets.yaml".to_owned()];
        let options = Options { lenient: true, entries, overlays: vec![file(overlay)], ..Options::default() };
        generate(vec![file(DOCUMENT)], &options)
    };
    let rename = "{ target: \"$.paths['/pets'].get\", update: { x-rust-name: all } }";
    let generation = generate(&format!("overlay: 1.0.0\ninfo: {{ title: a, version: b }}\nactions: [{rename}]\n"));
    assert!(generation.files.iter().any(|file| file.path == "src/all.rs"), "{:?}", generation.diagnostics);
    // The document itself is no overlay, and no reason to generate a client without operations.
    let generation = generate(DOCUMENT);
    assert!(generation.files.is_empty());
    let codes: Vec<&str> = generation.diagnostics.iter().map(|problem| problem.code.as_str()).collect();
    assert!(codes.contains(&"E0601"), "{codes:?}");
}

#[test]
fn a_copied_value_has_the_place_of_its_source() {
    let copy = "  - { target: $.components.schemas, update: { Copy: {} } }
  - { target: $.components.schemas.Copy, copy: $.components.schemas.Wrong }";
    // Both schemas have the problem at the same place, and it is shown once.
    assert_eq!(places(&[copy]), [PARAMETER, WRONG]);
}

#[test]
fn a_value_in_place_of_a_removed_one_has_its_own_place() {
    let remove = "  - { target: $.components.schemas.Wrong, remove: true }
  - { target: $.components.schemas, update: { Wrong: { type: string, pattern: 'f(' } } }
  - { target: $.components.schemas.Wrong, remove: true }
  - { target: $.components.schemas, update: { Wrong: { type: string, pattern: 'g(' } } }";
    assert_eq!(places(&[remove]), ["fix0.yaml:7:79", PARAMETER]);
}
