//! Tests of the generated source text: the types in examples.

use crate::{GeneratedFile, Options, SourceFile, generate};

fn files(document: &str) -> Vec<GeneratedFile> {
    let source = SourceFile { path: "shop.yaml".to_owned(), bytes: document.into() };
    let generation = generate(vec![source], &Options::default());
    assert!(generation.diagnostics.is_empty(), "{:?}", generation.diagnostics);
    generation.files
}

fn text<'f>(files: &'f [GeneratedFile], path: &str) -> &'f str {
    files.iter().find(|file| file.path == path).map(|file| file.text.as_str()).unwrap()
}

#[test]
fn example_parameters_have_the_integer_type_of_the_setter() {
    let files = files(
        "
openapi: 3.0.3
info: { title: Shop, version: '1' }
servers: [{ url: 'https://shop.example.com' }]
paths:
  /stock:
    put:
      operationId: putStock
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [counts]
              properties:
                counts: { type: object, additionalProperties: { type: integer, format: int32 } }
      responses: { '204': { description: Stored. } }
",
    );
    let request = text(&files, "src/put_stock.rs");
    assert!(request.contains("counts: Option<BTreeMap<String, i32>>,"), "{request}");
    let example = text(&files, "src/client.rs");
    assert!(example.contains("counts: std::collections::BTreeMap<String, i32>"), "{example}");
}
