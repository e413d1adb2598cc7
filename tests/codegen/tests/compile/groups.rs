//! Groups of operations: a struct and a feature for each tag, with the types that its operations need.

use codegen_tests::temporary_workspace::TemporaryWorkspace;
use wireright_codegen::{Generation, Options, SourceFile, diagnostic::Code, generate};

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: 'https://shop.example.com' }]
tags: [{ name: Pets, description: Animals of the shop. }]
paths:
  /status:
    get:
      operationId: getStatus
      responses:
        '200':
          description: The status.
          content: { application/json: { schema: { $ref: '#/components/schemas/Status' } } }
  /pets:
    get:
      operationId: pets/list
      tags: [Pets, Toys]
      responses:
        '200':
          description: Pets.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } }
        '429': { $ref: '#/components/responses/Slow' }
    post:
      operationId: createPet
      tags: [Pets]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '204': { description: Done. } }
  /toys:
    get:
      operationId: toys/list
      tags: [Toys]
      responses:
        '200':
          description: Toys.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Toy' } } } }
        '429': { $ref: '#/components/responses/Slow' }
  /client:
    get: { operationId: getClient, tags: [client], responses: { '204': { description: Done. } } }
components:
  responses:
    Slow: { description: Later., headers: { Retry-After: { schema: { $ref: '#/components/schemas/Seconds' } } } }
  schemas:
    Seconds: { type: string, enum: [few, many] }
    Status: { type: object, properties: { ok: { type: boolean }, detail: { $ref: '#/components/schemas/Detail' } } }
    Detail: { type: object, properties: { text: { type: string } } }
    Name: { type: object, required: [text], properties: { text: { type: string, minLength: 1 } } }
    Pet: { type: object, properties: { name: { $ref: '#/components/schemas/Name' } } }
    Toy:
      type: object
      properties: { owner: { $ref: '#/components/schemas/Pet' }, size: { $ref: '#/components/schemas/Size' } }
    Size: { type: object, properties: { kind: { type: string, enum: [s, m] } } }
    Unused: { type: object, properties: { size: { $ref: '#/components/schemas/Detail' } } }
";

/// With all features, with those of one tag, and with none.
pub(crate) const CRATES: [&str; 3] = ["grouped", "one-group", "no-group"];

fn generated(package: &str) -> Generation {
    let source = SourceFile { path: "document.yaml".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() };
    let options = Options { package: package.to_owned(), group_by_tag: true, ..Options::default() };
    generate(vec![source], &Options { unused_types: Some(true), ..options })
}

pub(crate) fn add_crates(workspace: &mut TemporaryWorkspace) {
    workspace.add_generated(CRATES[0], &generated(CRATES[0]));
    workspace.add_generated_features(CRATES[1], &[], &generated(CRATES[1]), &["pets"]);
    workspace.add_generated_features(CRATES[2], &[], &generated(CRATES[2]), &[]);
}

#[test]
fn a_tag_is_a_struct_and_a_feature() {
    let generation = generated("grouped");
    // The client has a module `client`.
    let [renamed] = &generation.diagnostics[..] else { panic!("{:?}", generation.diagnostics) };
    assert!(renamed.code == Code::NameDisambiguated && renamed.message.contains("`client_operations`"), "{renamed:?}");
    let read = |path: &str| {
        let file = generation.files.iter().find(|file| file.path == path);
        file.unwrap_or_else(|| panic!("{path}")).text.as_str()
    };
    let client = read("src/client.rs");
    for part in [
        "    #[cfg(feature = \"pets\")]\n    pub fn pets(&self) -> super::Pets {\n        super::Pets::new(",
        "    pub fn client_operations(&self) -> super::ClientOperations {",
        "    pub fn get_status(&self) -> GetStatus {",
    ] {
        assert!(client.contains(part), "{part} in {client}");
    }
    assert!(!client.contains("fn list("), "{client}");
    let pets = read("src/pets.rs");
    for part in
        ["Animals of the shop.", "pub fn list(&self) -> PetsList {", "pub fn create_pet(&self)", "    .pets()\n"]
    {
        assert!(pets.contains(part), "{part} in {pets}");
    }
    let types = read("src/types.rs");
    for part in [
        "#[cfg(any(feature = \"pets\", feature = \"toys\"))]\nmod pet;",
        "#[cfg(feature = \"toys\")]\npub mod size;",
        "#[cfg(feature = \"toys\")]\npub use size::Size;",
        "\nmod status;",
        "\nmod unused;",
    ] {
        assert!(types.contains(part), "{part} in {types}");
    }
    assert!(read("src/pets_list.rs").contains("name: \"grouped.pets.list\","));
}
