//! Items without a description have no documentation that repeats their name.

use codegen_tests::documents::generate_text;

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Shop, version: '1', contact: {} }
paths:
  /things/{id}:
    delete:
      operationId: deleteThing
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: X-Reason, in: header, schema: { type: string } }
      responses:
        '204': { description: It is gone. }
        '404': { description: It is not there. }
    put:
      operationId: putThing
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '204': { description: Done. }
        '404': { description: It is not there. }
        '409': { description: No., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
components:
  schemas:
    Thing:
      title: Thing
      type: object
      properties:
        first_name: { title: First Name, type: string }
        lastName: { type: string }
        age: { title: Years, type: integer }
        colour: { $ref: '#/components/schemas/Colour' }
    Colour: { type: string, enum: ['', ' ', red] }
";

/// The documentation of the field for other properties.
const EXTRA: &str = "Properties that the document does not describe.";

/// The lines of documentation in a file.
fn documentation(path: &str) -> Vec<String> {
    let files = generate_text(DOCUMENT).files;
    let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is there"));
    let lines = file.text.lines().filter_map(|line| line.trim().strip_prefix("///"));
    lines.map(|line| line.trim().to_owned()).collect()
}

#[test]
fn undescribed_items_have_no_documentation() {
    assert_eq!(documentation("src/types/thing.rs"), ["Wire name: `lastName`.", "Years.", EXTRA]);
    let operation = documentation("src/delete_thing.rs");
    let docs =
        ["Required.", "Wire name: `X-Reason`.", "Sends the request. Nothing is sent before the future is awaited."];
    assert!(operation.ends_with(&docs.map(str::to_owned)), "{operation:?}");
}

#[test]
fn a_redacted_string_is_documented() {
    let other = "A string that the document does not list, as received.";
    assert_eq!(documentation("src/types/colour.rs"), ["The empty string.", "A space.", "`red`.", other]);
}

#[test]
fn errors_without_a_body_have_no_enum() {
    let files = generate_text(DOCUMENT).files;
    let text = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
    assert!(!text("src/delete_thing.rs").contains("DocumentedError"));
    assert!(text("src/delete_thing.rs").contains("/// - 404: It is not there."));
    // If one error has a body, the others are variants too.
    assert!(text("src/put_thing.rs").contains("404 => Some(Self::Status404),"));
}

/// Some tools write empty descriptions.
#[test]
fn an_empty_description_is_ignored() {
    let document = "
openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
  /things:
    description: All there is.
    get: { operationId: listThings, summary: '', description: '', responses: { '204': { description: Done. } } }
    put: { operationId: putThings, summary: ' ', description: Puts them., responses: { '204': { description: Done. } } }
";
    let files = generate_text(document).files;
    let lines = |path: &str| {
        let text = files.iter().find(|file| file.path == path).map_or("", |file| file.text.as_str());
        text.lines().filter_map(|line| line.strip_prefix("/// ")).skip(1).take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines("src/list_things.rs"), ["`GET /things`", "All there is."]);
    assert_eq!(lines("src/put_things.rs"), ["Puts them.", "`PUT /things`"]);
}

/// Some tools write an empty contact.
#[test]
fn an_empty_contact_is_ignored() {
    let files = generate_text(DOCUMENT).files;
    assert!(!files.iter().any(|file| file.text.contains("Contact:")));
}
