//! Constants: properties and discriminators with one possible value are set by constructors.

use wireright_codegen::{Options, SourceFile, generate};

/// The generated file of a type that an operation sends.
fn type_file(schemas: &str, module: &str) -> String {
    let sent = "{ content: { application/json: { schema: { type: object, properties: { all: { $ref: \
        '#/components/schemas/All' } } } } } }";
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: Zoo, version: '1' }}\npaths:\n  /all:\n    post:\n      \
         operationId: sendAll\n      \
         requestBody: {sent}\n      responses: {{ '204': {{ description: ok }} }}\ncomponents:\n  schemas:\n{schemas}"
    );
    let source = SourceFile { path: "zoo.yaml".to_owned(), bytes: text.into_bytes() };
    let generation = generate(vec![source], &Options { lenient: true, unused_types: Some(true), ..Options::default() });
    let path = format!("src/types/{module}.rs");
    let file = generation.files.into_iter().find(|file| file.path == path);
    file.unwrap_or_else(|| panic!("no {path}: {:?}", generation.diagnostics)).text
}

const CAT: &str =
    "    Cat: { type: object, required: [kind, name], properties: { kind: { type: string }, name: { type: string } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string, enum: [dog, hound] } } }
";

#[test]
fn a_discriminator_property_of_one_variant_has_a_fixed_value() {
    let pets = format!(
        "    All: {{ oneOf: [{{ $ref: '#/components/schemas/Cat' }}, {{ $ref: '#/components/schemas/Dog' }}], \
             discriminator: \
         {{ propertyName: kind, mapping: {{ cat: '#/components/schemas/Cat' }} }} }}\n{CAT}"
    );
    let cat = type_file(&pets, "cat");
    assert!(cat.contains(r#"kind: "cat".into(),"#), "{cat}");
    assert!(cat.contains("pub fn new(name: impl Into<String>) -> Self"), "{cat}");
    // Two values are possible.
    let dog = type_file(&pets, "dog");
    assert!(dog.contains("pub fn new(kind: impl Into<Kind>) -> Self"), "{dog}");
}

#[test]
fn a_discriminator_value_that_differs_between_unions_is_a_parameter() {
    let union = |name: &str, value: &str| {
        format!(
            "    {name}: {{ oneOf: [{{ $ref: '#/components/schemas/Cat' }}, {{ $ref: '#/components/schemas/Dog' }}], \
             discriminator: \
             {{ propertyName: kind, mapping: {{ {value}: '#/components/schemas/Cat' }} }} }}\n"
        )
    };
    let all = "    All: { type: object, properties: { one: { $ref: '#/components/schemas/One' }, two: { $ref: \
        '#/components/schemas/Two' } } }\n";
    let agree = type_file(&format!("{all}{}{}{CAT}", union("One", "cat"), union("Two", "cat")), "cat");
    assert!(agree.contains(r#"kind: "cat".into()"#), "{agree}");
    let disagree = type_file(&format!("{all}{}{}{CAT}", union("One", "cat"), union("Two", "tom")), "cat");
    // Several parameters are taken by name.
    assert!(disagree.contains("pub fn new(required: CatRequired) -> Self"), "{disagree}");
    assert!(disagree.contains("pub struct CatRequired {"), "{disagree}");
}

#[test]
fn a_required_constant_is_set_by_the_constructor() {
    let schemas = "    All: { type: object, required: [version], properties: { version: { const: v1 }, mode: { const: \
        fast } } }\n";
    let all = type_file(schemas, "all");
    assert!(all.contains("pub version: String,"), "{all}");
    assert!(all.contains("pub fn new() -> Self"), "{all}");
    // An optional property is not set.
    assert!(all.contains(r#"Self { version: "v1".into(), mode: None, extra: Extra::default() }"#), "{all}");
    assert!(all.contains("pub fn mode(mut self, mode: impl Into<String>) -> Self"), "{all}");
}

/// A string constant is not a value of a union or of another type.
#[test]
fn a_constant_that_is_not_a_string_is_a_parameter() {
    let schemas =
        "    All: { type: object, required: [mixed], properties: { mixed: { type: [string, integer], const: a } } }\n";
    let all = type_file(schemas, "all");
    assert!(all.contains("pub fn new(mixed: impl Into<Mixed>) -> Self"), "{all}");
}

/// Tests build responses. A response that lacks the property is still an error.
#[test]
fn response_types_have_constants_in_constructors_only() {
    let response = "    All: { type: object, properties: { a: { type: integer } } }
    Seen: { type: object, required: [version], properties: { version: { const: v1 } } }
";
    let seen = type_file(response, "seen");
    assert!(seen.contains(r#"Self { version: "v1".into(), extra: Extra::default() }"#), "{seen}");
    assert!(seen.contains(r#"Seen { version: required "version", ..extra }"#), "{seen}");
}
