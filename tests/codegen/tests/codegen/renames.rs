//! A name that differs from the name in the document is reported, with its location.

use codegen_tests::documents::generate_text;
use wireright_codegen::diagnostic::Code;

/// The messages of all renames in a document.
fn renames(paths: &str, schemas: &str) -> Vec<String> {
    let head = "openapi: 3.1.0\ninfo: { title: Shop, version: '1' }\n";
    let generation = generate_text(&format!("{head}paths:\n{paths}\ncomponents:\n  schemas:\n{schemas}\n"));
    assert!(!generation.files.is_empty(), "{:?}", generation.diagnostics);
    let renamed = generation.diagnostics.into_iter().filter(|problem| problem.code == Code::NameDisambiguated);
    renamed.map(|problem| problem.message).collect()
}

#[test]
fn a_variant_of_a_union() {
    let schemas = "    Union: { oneOf: [{ title: Red Thing, type: object, properties: { a: {} } }, \
                   { title: red-thing, type: object, properties: { b: {} } }, { title: red_thing, type: string }] }";
    let expected = [
        "name collision: `red-thing` and `Red Thing` both become `RedThing`; this one is named `RedThingWithB`",
        "name collision: `red_thing` and `Red Thing` both become `RedThing`; this one is named `RedThingLower`",
    ];
    assert_eq!(renames("  {}", schemas), expected);
    // These are not names of the document.
    let schemas = "    Union: { oneOf: [{ type: object, properties: { a: {}, b: {} } }, \
                   { type: object, properties: { c: {}, d: {} } }] }";
    assert_eq!(renames("  {}", schemas).len(), 0);
}

#[test]
fn a_variant_of_a_subtype_enum() {
    let schemas =
        "    Pet: { type: object, discriminator: { propertyName: kind }, properties: { kind: { type: string } } }
    Base: { allOf: [{ $ref: '#/components/schemas/Pet' }, { properties: { a: { type: string } } }] }";
    let expected = "name collision: `Base` and `Pet` both become `Base`; this one is named `BasePascal`";
    assert_eq!(renames("  {}", schemas), [expected]);
}

#[test]
fn a_variant_of_a_response() {
    let paths = "  /a:
    get:
      operationId: read
      responses:
        '200':
          description: Done.
          content:
            application/vnd.a+json: { schema: { type: object, properties: { a: { type: string } } } }
            application/x-vnd.a+json: { schema: { type: object, properties: { b: { type: string } } } }";
    let expected = "name collision: `application/x-vnd.a+json` and `application/vnd.a+json` both become `VndAJson`; \
                    this one is named `VndAJsonLower`";
    assert_eq!(renames(paths, "    A: { type: string }"), [expected]);
}

#[test]
fn a_setter_of_a_struct() {
    let schemas = "    A: { type: object, properties: { add: { type: string }, add_value: { type: string } } }";
    let expected = "name collision: `add_value` and `add` both become `add_value`; this one is named `add_value_lower`";
    assert_eq!(renames("  {}", schemas), [expected]);
}

#[test]
fn a_setter_of_a_body() {
    let paths = "  /a:
    post:
      operationId: write
      parameters:
        - { name: body, in: query, schema: { type: string } }
        - { name: body as plain, in: query, schema: { type: string } }
        - { name: as form, in: query, schema: { type: string } }
      requestBody: { content: { text/csv: {} } }
      responses: { '204': { description: Done. } }
  /b:
    post:
      operationId: write_form
      parameters: [{ name: as form, in: query, schema: { type: string } }]
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/A' } }
          application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/A' } }
      responses: { '204': { description: Done. } }";
    let found = renames(paths, "    A: { type: object, properties: { a: { type: string } } }");
    let expected = [
        "name collision: `request body` and `body` both become `body`; this one is named `request_body`",
        "name collision: `application/x-www-form-urlencoded` and `as form` both become `as_form`; this one is \
         named `as_form_lower`",
    ];
    assert_eq!(found, expected);
}
