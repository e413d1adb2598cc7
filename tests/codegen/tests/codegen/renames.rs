//! A name that differs from the name in the document is reported, with its location.

use std::collections::BTreeSet;

use codegen_tests::{awkward_names, documents::generate_text};
use wireright_codegen::{
    Generation, Options, SourceFile,
    diagnostic::Code,
    generate,
    model::{Service, TypeDefinition, TypeKind},
};

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
        "name collision: `red_thing` and `Red Thing` both become `RedThing`; this one is named `RedThingSnake`",
    ];
    assert_eq!(renames("  {}", schemas), expected);
    // These are not names of the document.
    let schemas = "    Union: { oneOf: [{ type: object, properties: { a: {}, b: {} } }, \
                   { type: object, properties: { c: {}, d: {} } }] }";
    assert_eq!(renames("  {}", schemas).len(), 0);
}

#[test]
fn a_schema_and_a_property_that_are_the_name_keep_it() {
    let schemas =
        "    foo.bar: { type: object, properties: { createdAt: { type: string }, created_at: { type: string } } }
    FooBar: { type: object, properties: { a: { type: string } } }";
    let document =
        format!("openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\ncomponents:\n  schemas:\n{schemas}\n");
    let source = SourceFile { path: "shop.yaml".to_owned(), bytes: document.into_bytes() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let messages: Vec<&str> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    let expected = [
        "name collision: `foo.bar` and `FooBar` both become `FooBar`; this one is named `FooBarDot`",
        "name collision: `createdAt` and `created_at` both become `created_at`; this one is named `created_at_camel`",
    ];
    assert_eq!(messages, expected);
    let types = &generation.model.expect("a model").services[0].types;
    let names: Vec<&str> = types.iter().map(|definition| definition.name.as_str()).collect();
    assert_eq!(names, ["FooBar", "FooBarDot"]);
}

#[test]
fn a_variant_of_a_subtype_enum() {
    let schemas =
        "    Pet: { type: object, discriminator: { propertyName: kind }, properties: { kind: { type: string } } }
    Base: { allOf: [{ $ref: '#/components/schemas/Pet' }, { properties: { a: { type: string } } }] }";
    let expected = "name collision: `Base` and `Pet` both become `Base`; this one is named `Base2`";
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
                    this one is named `VndAJson2`";
    assert_eq!(renames(paths, "    A: { type: string }"), [expected]);
}

#[test]
fn a_setter_of_a_struct() {
    let schemas = "    A: { type: object, properties: { add: { type: string }, add_value: { type: string } } }";
    let expected = "name collision: `add` and `add_value` both become `add_value`; this one is named `add_value2`";
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
         named `as_form2`",
    ];
    assert_eq!(found, expected);
}

/// The names of the types that `types.rs` exports, and the renames.
fn exported_types(schemas: &str) -> (Vec<String>, Vec<String>) {
    let head = "openapi: 3.1.0\ninfo: { title: Shop, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n";
    let generation = generate_text(&format!("{head}{schemas}\n"));
    let file = generation.files.iter().find(|file| file.path == "src/types.rs").expect("there are types");
    let exports = file.text.lines().filter_map(|line| line.strip_prefix("pub use "));
    let exports = exports.filter_map(|line| line.rsplit("::").next().map(|name| name.trim_end_matches(';').to_owned()));
    let renamed = generation.diagnostics.iter().filter(|problem| problem.code == Code::NameDisambiguated);
    (exports.collect(), renamed.map(|problem| problem.message.clone()).collect())
}

#[test]
fn only_types_that_exist_have_names() {
    let schemas = "    -_shop.Order: { type: array, items: { $ref: '#/components/schemas/shop.Order' } }
    shop.Order: { type: object, properties: { a: { type: string } } }
    pageToken: { type: string }
    page_token: { type: object, properties: { b: { type: string } } }
    list: { type: array, items: { type: object, properties: { c: { type: string } } } }
    List: { type: object, properties: { d: { $ref: '#/components/schemas/list' } } }";
    let (types, renamed) = exported_types(schemas);
    assert_eq!(types, ["List", "PageToken", "ShopOrder"]);
    assert!(renamed.is_empty(), "{renamed:?}");
}

#[test]
fn a_reserved_name() {
    let (types, renamed) = exported_types("    Date: { type: object, properties: { a: { type: string } } }");
    assert_eq!(types, ["DateModel"]);
    assert_eq!(renamed, ["reserved name: generated code uses `Date` itself; this one is named `DateModel`"]);
    let paths = "  /a: { post: { operationId: runtime, responses: { '204': { description: Done. } } } }
  /b: { post: { operationId: new, responses: { '204': { description: Done. } } } }";
    let expected = [
        "reserved name: generated code uses `runtime` itself; this one is named `runtime_operation`",
        // The request type, and the method.
        "reserved name: generated code uses `New` itself; this one is named `NewModel`",
        "reserved name: generated code uses `new` itself; this one is named `new_operation`",
    ];
    assert_eq!(renames(paths, "    A: { type: string }"), expected);
}

#[test]
fn signs_of_numbers_distinguish_values_of_an_enum() {
    let variants = |values: &str| {
        let schemas = format!("    Zone: {{ type: string, enum: [{values}] }}");
        let head = "openapi: 3.1.0\ninfo: { title: Shop, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n";
        let generation = generate_text(&format!("{head}{schemas}\n"));
        assert!(generation.diagnostics.is_empty(), "{:?}", generation.diagnostics);
        let file = generation.files.iter().find(|file| file.path == "src/types/zone.rs").expect("a type");
        let (_, table) = file.text.split_once("string_enum! {").expect("there is a table");
        let words = table.split([' ', ',', '{', '}']).filter(|word| word.starts_with(char::is_uppercase));
        words.filter(|word| *word != "Zone").map(|word| word.trim().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        variants("Etc/GMT+9, Etc/GMT-9, GMT0, GMT+0, GMT-0, GMT"),
        "EtcGmtPlus9 EtcGmtMinus9 Gmt0 GmtPlus0 GmtMinus0 Gmt"
    );
    assert_eq!(variants("reactions-+1, reactions--1"), "ReactionsPlus1 ReactionsMinus1");
    // A hyphen is only a separator.
    assert_eq!(variants("utf-8, gpt-4"), "Utf8 Gpt4");
}

#[test]
fn path_and_method_of_an_operation_id_are_left_out() {
    let operation = |id: &str| format!("{{ operationId: {id}, responses: {{ '204': {{ description: Done. }} }} }}");
    let paths = format!(
        "  '/v1/items/{{item-id}}':\n    parameters: [{{ name: item-id, in: path, required: true, schema: {{ type: \
         string }} }}]\n    get: {}\n    put: {}\n  /v1/items:\n    get: {}\n    post: {}\n  /v1/other:\n    get: {}\n\
         \x20 /:\n    get: {}\n",
        operation("Read_item_v1_items__item_id__get"),
        operation("write_v1_items__item_id__put"),
        operation("list_v1_items_get"),
        operation("write_v1_items_post"),
        operation("other_get"),
        operation("root__get"),
    );
    let head = "openapi: 3.1.0\ninfo: { title: Shop, version: '1' }\n";
    let generation = generate_text(&format!("{head}paths:\n{paths}"));
    let model = generation.model.unwrap_or_else(|| panic!("{:?}", generation.diagnostics));
    let methods: Vec<&str> =
        model.services[0].operations.iter().map(|operation| operation.method_name.as_str()).collect();
    // Two operations are called `write`.
    assert_eq!(
        methods,
        ["list", "other_get", "read_item", "root", "write_v1_items_item_id_put", "write_v1_items_post"]
    );
}

#[test]
fn equal_names_in_several_files_get_the_name_of_their_file() {
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let references = "{ a: { $ref: '#/components/schemas/Pet' }, b: { $ref: 'b.yaml#/components/schemas/Pet' }, \
                      x: { $ref: x/pet.yaml }, y: { $ref: y/pet.yaml } }";
    let main = format!(
        "openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\npaths: {{}}\ncomponents: {{ schemas: {{ All: {{ type: \
         object, properties: {references} }}, Pet: {{ type: object, properties: {{ a: {{}} }} }} }} }}\n"
    );
    let sources = vec![
        file("a.yaml", &main),
        file("b.yaml", "components: { schemas: { Pet: { type: object, properties: { b: {} } } } }\n"),
        file("x/pet.yaml", "{ type: object, properties: { x: {} } }\n"),
        file("y/pet.yaml", "{ type: object, properties: { y: {} } }\n"),
    ];
    let options =
        Options { entries: vec!["a.yaml".to_owned()], lenient: true, unused_types: Some(true), ..Options::default() };
    let generation = generate(sources, &options);
    let renamed: Vec<&str> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    let expected = [
        "name collision: two items have the name `Pet`; this one is named `BPet`",
        "name collision: `pet` and `Pet` both become `Pet`; this one is named `XPet`",
        "name collision: `pet` and `Pet` both become `Pet`; this one is named `YPet`",
    ];
    assert_eq!(renamed, expected);
}

#[test]
fn a_setter_with_the_name_of_another_method() {
    let paths = "  /a:
    post:
      operationId: write
      parameters: [{ name: header, in: query, schema: { type: string } }]
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, properties: { send: { type: string } } } } }
      responses: { '204': { description: Done. } }
  /b:
    post:
      operationId: Client
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
      responses: { '200': { description: Done., content: { application/json: { schema: { $ref: \
                 '#/components/schemas/B' } } } } }";
    let schemas = "    A: { type: object, properties: { clone: { type: string }, send: { type: string } } }
    B: { type: object, properties: { clone: { type: string } } }";
    let expected = [
        "reserved name: generated code uses `header` itself; this one is named `header_value`",
        "reserved name: generated code uses `send` itself; this one is named `send_value`",
        "reserved name: generated code uses `Client` itself; this one is named `ClientModel`",
        "reserved name: generated code uses `Client` itself; this one is named `client_operation`",
        // A struct has no method `send`, and `B` has no setters.
        "reserved name: generated code uses `clone` itself; this one is named `clone_value`",
    ];
    assert_eq!(renames(paths, schemas), expected);
}

/// The pairs of a name in the document and a name in Rust whose letters and digits differ.
fn changed_names(service: &Service) -> BTreeSet<(String, String)> {
    let mut changed = BTreeSet::new();
    let mut check = |wire: &str, name: &str| {
        // Other names are spelled: `+1` is `plus1`.
        let is_plain = wire.starts_with(|first: char| first.is_ascii_alphabetic())
            && wire.len() < 200
            && wire.chars().all(|one| one.is_ascii_alphanumeric() || "-_ .".contains(one));
        let letters = |name: &str| -> String {
            let letters = name.trim_start_matches("r#").chars().filter(char::is_ascii_alphanumeric);
            letters.map(|letter| letter.to_ascii_lowercase()).collect()
        };
        if is_plain && letters(wire) != letters(name) {
            changed.insert((wire.to_owned(), name.trim_start_matches("r#").to_owned()));
        }
    };
    for group in &service.groups {
        check(&group.title, group.module.unraw());
    }
    let mut check_type = |definition: &TypeDefinition| match &definition.kind {
        TypeKind::Struct(structure) => {
            structure.fields.iter().for_each(|field| check(field.wire.as_str(), field.name.unraw()));
            structure.setter_fields().for_each(|field| check(field.wire.as_str(), field.setter.unraw()));
        }
        TypeKind::StringEnum(known) => {
            known.variants.iter().for_each(|variant| check(variant.wire.as_str(), variant.name.unraw()));
        }
        TypeKind::Union(_) => {}
    };
    service.types.iter().for_each(&mut check_type);
    service.operations.iter().flat_map(|operation| &operation.types).for_each(check_type);
    for operation in &service.operations {
        for argument in &operation.arguments {
            check(argument.wire.as_str(), argument.name.unraw());
        }
    }
    changed
}

fn is_reported(generation: &Generation, name: &str) -> bool {
    generation.diagnostics.iter().any(|problem| {
        let words = [Some(&problem.message), problem.workaround.as_ref().map(|workaround| &workaround.fallback)];
        words.into_iter().flatten().any(|words| words.contains(&format!("named `{name}`")))
    })
}

#[test]
fn every_changed_name_of_the_difficult_names_is_reported() {
    let document = awkward_names::document(&awkward_names::names()).to_string();
    let source = SourceFile { path: "names.json".to_owned(), bytes: document.into_bytes() };
    let options = Options { lenient: true, group_by_tag: true, unused_types: Some(true), ..Options::default() };
    let generation = generate(vec![source], &options);
    let changed = changed_names(&generation.model.as_ref().expect("a model").services[0]);
    assert!(changed.len() > 30, "{changed:?}");
    let silent: Vec<_> = changed.iter().filter(|(_, name)| !is_reported(&generation, name)).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn a_renamed_item_is_named_as_in_the_document() {
    let schemas =
        "    PetDTO: { x-rust-name: Pet, type: object, properties: { name: { type: string, x-rust-name: title }, \
                   title: { type: string } } }
    Pet: { type: object, properties: { a: { type: string } } }
    Sort: { type: string, enum: [a, b], x-enum-varnames: [One, One] }";
    let paths = "  /a: { get: { operationId: listPets, responses: { '204': { description: Done. } } } }
  /b: { get: { operationId: allPets, x-rust-name: list_pets, responses: { '204': { description: Done. } } } }";
    let document = format!(
        "openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\npaths:\n{paths}\ncomponents:\n  schemas:\n{schemas}\n"
    );
    let source = SourceFile { path: "shop.yaml".to_owned(), bytes: document.into_bytes() };
    let generation = generate(vec![source], &Options { lenient: true, unused_types: Some(true), ..Options::default() });
    let found: Vec<(&str, Option<&str>)> =
        generation.diagnostics.iter().map(|problem| (problem.message.as_str(), problem.label.as_deref())).collect();
    let by_key = Some("renamed by `x-rust-name`");
    let expected = [
        ("name collision: `listPets` and `allPets` both become `list_pets`; this one is named `list_pets_camel`", None),
        ("name collision: `PetDTO` and `Pet` both become `Pet`; this one is named `Pet2`", by_key),
        ("name collision: `title` and `name` both become `title`; this one is named `title2`", None),
        (
            "name collision: `b` and `a` both become `One`; this one is named `One2`",
            Some("renamed by `x-enum-varnames`"),
        ),
    ];
    assert_eq!(found, expected);
    let related: Vec<&str> =
        generation.diagnostics.iter().flat_map(|problem| &problem.related).map(|(_, label)| label.as_str()).collect();
    let expected = [
        "`allPets` is here, renamed by `x-rust-name`",
        "`Pet` is here",
        "`name` is here, renamed by `x-rust-name`",
        "`a` is here, renamed by `x-enum-varnames`",
    ];
    assert_eq!(related, expected);
}

#[test]
fn a_collision_of_tags_is_at_the_tag() {
    let document = "openapi: 3.1.0
info: { title: Shop, version: '1' }
tags: [{ name: Cats, x-rust-name: pets }, { name: pets }, { name: new }]
paths:
  /a: { get: { operationId: a, tags: [Cats], responses: { '204': { description: Done. } } } }
  /b: { get: { operationId: b, tags: [pets], responses: { '204': { description: Done. } } } }
  /c: { get: { operationId: c, tags: [new], responses: { '204': { description: Done. } } } }
";
    let source = SourceFile { path: "shop.yaml".to_owned(), bytes: document.as_bytes().to_vec() };
    let generation = generate(vec![source], &Options { lenient: true, group_by_tag: true, ..Options::default() });
    let text = wireright_codegen::diagnostic::render(
        &generation.diagnostics,
        &generation.sources,
        wireright_codegen::diagnostic::Format::Human { color: false },
    );
    let expected = "name collision: the tag `pets` and the tag `Cats` both become `pets`; this one is named \
                    `pets_operation`\n --> shop.yaml:3:51\n";
    assert!(text.contains(expected), "{text}");
    assert!(text.contains("this one is named `new_operations`\n --> shop.yaml:3:67\n"), "{text}");
}
