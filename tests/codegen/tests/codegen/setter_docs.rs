//! Setters of structs show the beginning of the description of their property, if it is short.

use codegen_tests::documents::generate_text;

#[test]
fn a_setter_shows_a_short_description() {
    let long = "A description without an end ".repeat(8);
    let generation = generate_text(&format!(
        r#"
openapi: 3.1.0
info: {{ title: Shop, version: '1' }}
paths:
  /pets:
    post:
      requestBody:
        content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Pet' }} }} }}
      responses: {{ '204': {{ description: Done. }} }}
components:
  schemas:
    Pet:
      type: object
      properties:
        a: {{ type: string, description: "The name\nof the pet.\n\nIt is unique." }}
        b: {{ type: string }}
        c: {{ type: [string, 'null'], description: The nick name }}
        d: {{ type: [string, 'null'], description: The owner. }}
        e: {{ type: [string, 'null'] }}
        f: {{ type: string, description: "The address. {long}" }}
        g: {{ type: string, description: "{long}" }}
        h: {{ description: Beside a reference., $ref: '#/components/schemas/Id' }}
        i: {{ $ref: '#/components/schemas/Id' }}
        j: {{ type: string, description: "See [docs][1] and [Other].\n\n[1]: https://example.com" }}
    Id: {{ type: integer, description: An id. }}
"#
    ));
    let text = &generation.files.iter().find(|file| file.path.ends_with("types/pet.rs")).expect("a file").text;
    let docs = |setter: &str| {
        let before = text.split(&format!("    pub fn {setter}(mut self")).next().expect("a text");
        before.lines().rev().take_while(|line| line.starts_with("    ///")).collect::<Vec<_>>().join("\n")
    };
    for (setter, expected) in [
        ("a", "The name of the pet."),
        ("b", "Sets `b`."),
        ("c", "The nick name. `None` is null."),
        ("d", "The owner. `None` is null."),
        ("e", "Sets `e`; `None` is null."),
        ("f", "The address."),
        ("g", "Sets `g`."),
        ("h", "Beside a reference."),
        ("i", "Sets `i`."),
        ("j", r"See \[docs\]\[1\] and \[Other\]."),
    ] {
        assert_eq!(docs(setter), format!("    /// {expected}"), "{setter}");
    }
}
