//! Parameters under `components`: operations that refer to one share its type.

use codegen_tests::documents::generate_text;

#[test]
fn an_object_of_a_component_is_one_type_for_all_operations() {
    let generation = generate_text(
        r"
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: 'https://example.com' }]
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{ $ref: '#/components/parameters/Page' }, { $ref: '#/components/parameters/Id' }]
      responses: { '204': { description: Done. } }
  /orders:
    get:
      operationId: listOrders
      parameters: [{ $ref: '#/components/parameters/Page' }]
      responses: { '204': { description: Done. } }
components:
  parameters:
    Page:
      name: page
      in: query
      style: deepObject
      schema: { type: object, properties: { size: { type: integer, maximum: 100 }, number: { type: integer } } }
    Id: { name: id, in: query, schema: { oneOf: [{ type: integer }, { type: boolean }] } }
",
    );
    let text = |path: &str| &generation.files.iter().find(|file| file.path == path).expect("a file").text;
    for operation in ["src/list_pets.rs", "src/list_orders.rs"] {
        let page = "pub fn page(mut self, page: impl Into<types::parameters::Page>)";
        assert!(text(operation).contains(page), "{}", text(operation));
    }
    assert!(text("src/list_pets.rs").contains("impl Into<types::parameters::Id>"), "{}", text("src/list_pets.rs"));
    let parameters = text("src/types/parameters.rs");
    assert!(parameters.contains("pub struct Page {") && parameters.contains("pub enum Id {"), "{parameters}");
}
