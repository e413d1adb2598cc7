//! `x-pagination` from an overlay, and invalid `x-pagination` in lenient mode.

use wireright_codegen::{Generation, Options, SourceFile, diagnostic::Code, generate};

const DOCUMENT: &str = "openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: 'https://api.example.com' }]
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{ name: after, in: query, schema: { type: string } }]
      responses: { '200': { description: Pets.,
          content: { application/json: { schema: { type: array, items: { type: string } } } } } }
";

/// Generates from the document with an overlay that adds the key.
fn with(pagination: &str) -> Generation {
    let overlay = format!(
        "overlay: 1.0.0\ninfo: {{ title: Pages, version: '1' }}\nactions:\n  - target: \
         $.paths['/pets'].get\n    update: \
         {{ x-pagination: {pagination} }}\n"
    );
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let overlays = vec![file("pages.yaml", &overlay)];
    generate(vec![file("pets.yaml", DOCUMENT)], &Options { overlays, lenient: true, ..Options::default() })
}

fn operation(generation: &Generation) -> &str {
    let file = generation.files.iter().find(|file| file.path.ends_with("/list_pets.rs"));
    &file.expect("the operation is written").text
}

#[test]
fn an_overlay_can_add_pagination() {
    let generation = with("{ items: '', link-header: true }");
    assert!(generation.diagnostics.is_empty(), "{:?}", generation.diagnostics);
    let text = operation(&generation);
    assert!(text.contains("pub fn pages(self) -> paging::Pages<Vec<String>>"), "{text}");
    assert!(text.contains("pub fn items(self) -> paging::Items<String>"), "{text}");
    // Without the key there is no pagination, whatever the names of the parameters are.
    let file = SourceFile { path: "pets.yaml".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() };
    let plain = generate(vec![file], &Options { lenient: true, ..Options::default() });
    assert!(!operation(&plain).contains("paging"));
}

#[test]
fn invalid_pagination_is_reported_and_ignored() {
    for pagination in
        ["{ items: /data, link-header: true }", "{ cursor: { parameter: befor, header: X-Next } }", "true"]
    {
        let generation = with(pagination);
        let problems = &generation.diagnostics;
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].code, Code::WorkedAround, "{problems:?}");
        assert!(!operation(&generation).contains("paging"));
    }
}

/// Other tools use the same key with another format, which is not an error.
#[test]
fn pagination_keys_of_other_tools_are_ignored() {
    let generation = with("{ limitParam: 'page[limit]', cursorParam: after, resultsPath: data }");
    assert!(generation.diagnostics.is_empty(), "{:?}", generation.diagnostics);
    assert!(!operation(&generation).contains("paging"));
    for slip in ["{ curser: { parameter: after, header: X-Next } }", "{}"] {
        assert!(!with(slip).diagnostics.is_empty(), "{slip}");
    }
}
