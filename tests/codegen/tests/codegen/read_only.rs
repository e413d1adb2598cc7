//! Required properties that are read-only or write-only: optional only in types with values that lack them.

use wireright_codegen::{Options, SourceFile, generate, model::TypeKind};

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Users, version: '1' }
paths:
  /users:
    post:
      operationId: createUser
      requestBody:
        { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/NewUser' } } } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
    put:
      operationId: replaceUser
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Both' } } } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Both' } } } }
webhooks:
  created:
    post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Event' } } } } }
components:
  schemas:
    Event:
      type: object
      required: [id, secret]
      properties: { id: &id { type: string, readOnly: true }, secret: &secret { type: string, writeOnly: true } }
    User: { type: object, required: [id, secret], properties: { id: *id, secret: *secret } }
    NewUser: { type: object, required: [id, secret], properties: { id: *id, secret: *secret } }
    Both: { type: object, required: [id, secret], properties: { id: *id, secret: *secret } }
";

#[test]
fn a_required_property_is_optional_only_where_values_lack_it() {
    let source = SourceFile { path: "users.yaml".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let service = &generation.model.as_ref().expect("the document is valid").services[0];
    let required = |name: &str| {
        let definition = service.types.iter().find(|one| one.name.as_str() == name).expect("the type exists");
        let TypeKind::Struct(structure) = &definition.kind else { panic!("it is a struct") };
        let fields = structure.fields.iter().filter(|field| field.required);
        fields.map(|field| field.wire.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(required("User"), ["id"]);
    assert_eq!(required("Event"), ["id"]);
    assert_eq!(required("NewUser"), ["secret"]);
    assert!(required("Both").is_empty());
}
