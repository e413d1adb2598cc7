//! Required properties that are read-only or write-only: optional only in types with values that lack them.

use wireright_codegen::{Options, SourceFile, diagnostic::Code, generate, model::TypeKind};

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

/// The type of a body is the same as that of a response.
const REFERENCES: &str = "
openapi: 3.1.0
info: { title: Teams, version: '1' }
paths:
  /teams:
    put:
      operationId: addTeam
      requestBody:
        content:
          application/json:
            schema: { properties: { team: { $ref: '#/components/schemas/Reference' } } }
            example: EXAMPLE
      responses: { '200': { description: ok, content: { application/json: { schema: {
        $ref: '#/components/schemas/Reference' } } } } }
components:
  schemas:
    Reference: { type: object, required: [id], properties: { id: { type: string, readOnly: true } } }
";

/// A document may say that a property is read-only, and send it in an example.
#[test]
fn an_example_of_a_request_with_a_read_only_property_is_reported() {
    let warnings = |example: &str, overlays: &[&str]| {
        let source = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
        let overlays = overlays.iter().map(|text| source("overlay.yaml", text)).collect();
        let options = Options { lenient: true, overlays, ..Options::default() };
        let generation = generate(vec![source("teams.yaml", &REFERENCES.replace("EXAMPLE", example))], &options);
        let codes = generation.diagnostics.iter().map(|diagnostic| diagnostic.code);
        codes.filter(|code| *code == Code::ReadOnlyInRequest).count()
    };
    assert_eq!(warnings("{ team: { id: '1' } }", &[]), 1);
    for example in ["{ team: { name: a } }", "{ team: { id: null } }", "{ team: [] }", "{ id: '1' }", "null"] {
        assert_eq!(warnings(example, &[]), 0, "{example}");
    }
    // As docs/types.md advises.
    let guide = std::fs::read_to_string(codegen_tests::project().join("docs/types.md")).expect("the guide can be read");
    let overlay = guide.split("```yaml\n# read-only.overlay.yaml\n").nth(1).and_then(|rest| rest.split("```").next());
    assert_eq!(warnings("{ team: { id: '1' } }", &[overlay.expect("the guide has an overlay")]), 0);
}

/// A service selects the variant by the discriminator. Each union and base schema here is in a request.
#[test]
fn a_discriminator_is_sent_although_it_is_read_only() {
    const DOCUMENT: &str = "
openapi: 3.0.3
info: { title: Kinds, version: '1' }
paths:
  /kinds:
    post:
      operationId: addKinds
      requestBody: { content: { application/json: { schema: { type: object, properties: {
        listed: { $ref: '#/components/schemas/Listed' }, merged: { $ref: '#/components/schemas/Merged' },
        own: { $ref: '#/components/schemas/Own' }, base: { $ref: '#/components/schemas/Base' },
        other: { $ref: '#/components/schemas/Other' },
        inline: { anyOf: [{ $ref: '#/components/schemas/Fish' }, { $ref: '#/components/schemas/Cat' }],
          discriminator: { propertyName: kind, mapping: { f: Fish, b: '#/components/schemas/Bird' } } } } } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Kind: { type: string, readOnly: true }
    HasKind: { type: object, required: [kind], properties: { kind: { $ref: '#/components/schemas/Kind' } } }
    Other: { type: object, properties: { kind: { $ref: '#/components/schemas/Kind' }, text: { type: string } } }
    Listed: { oneOf: [{ $ref: '#/components/schemas/Cat' }], discriminator: { propertyName: kind } }
    Merged: { type: object, properties: { owner: { type: string } }, oneOf: [{ $ref: '#/components/schemas/Cat' },
      { $ref: '#/components/schemas/Ant' }], discriminator: { propertyName: kind } }
    Cat: { allOf: [{ $ref: '#/components/schemas/HasKind' }, { properties: { lives: { type: integer } } }] }
    Own: { type: object, properties: { kind: { type: string, readOnly: true } }, discriminator: { propertyName: kind },
      oneOf: [{ $ref: '#/components/schemas/Ant' }, { $ref: '#/components/schemas/Bee' }] }
    Ant: { type: object, properties: { legs: { type: integer } } }
    Bee: { type: object, properties: { wings: { type: integer } } }
    Base: { type: object, properties: { kind: { type: string, readOnly: true } },
      discriminator: { propertyName: kind } }
    Middle: { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { a: { type: string } } }] }
    Leaf: { allOf: [{ $ref: '#/components/schemas/Middle' }, { properties: { b: { type: string } } }] }
    Fish: { type: object, properties: { kind: { type: string, readOnly: true } } }
    Bird: { type: object, properties: { kind: { type: string, readOnly: true } } }
";
    let source = SourceFile { path: "kinds.yaml".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let service = &generation.model.as_ref().expect("the document is valid").services[0];
    let local = service.operations.iter().flat_map(|operation| &operation.types);
    let mut with_kind = Vec::new();
    for definition in service.types.iter().chain(local) {
        let TypeKind::Struct(structure) = &definition.kind else { continue };
        let fields = structure.fields.iter().filter(|field| field.wire.as_str() == "kind");
        with_kind.extend(fields.map(|field| (definition.name.to_string(), field.read_only)));
    }
    let read_only: Vec<&str> =
        with_kind.iter().filter(|(_, is_read_only)| *is_read_only).map(|(name, _)| name.as_str()).collect();
    assert_eq!(read_only, ["Other"], "{with_kind:?}");
    assert!(with_kind.len() > 9, "{with_kind:?}");
}
