//! A type is the same whichever operations are selected: its fields and its constants.

use std::collections::{BTreeMap, BTreeSet};

use wireright_codegen::{ConfigSelector, Options, Selector, SourceFile, generate, model::Service};

/// Unions and base schemas give discriminator values to their variants, wherever they are.
const UNIONS: &str = "
    Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
           discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat' } } }
    Cat: { type: object, required: [kind, name], properties: { kind: { type: string }, name: { type: string } } }
    Dog: { type: object, required: [name], properties: { kind: { type: string, enum: [dog] }, name: { type: string } } }
    Fish: { type: object, required: [kind], properties: { kind: { type: string } } }
    Bird: { type: object, required: [kind], properties: { kind: { type: string } } }
    Tank:
      type: object
      properties:
        first:
          anyOf: [{ $ref: '#/components/schemas/Fish' }, { $ref: '#/components/schemas/Bird' }]
          discriminator: { propertyName: kind, mapping: { fish: Fish, bird: Bird } }
    Cage:
      oneOf: [{ $ref: '#/components/schemas/Bird' }, { $ref: '#/components/schemas/Dog' }]
      discriminator: { propertyName: kind, mapping: { parrot: '#/components/schemas/Bird' } }
    Event: { type: object, required: [type], discriminator: { propertyName: type }, properties: { type: { type: string }
           } }
    Sale: { allOf: [{ $ref: '#/components/schemas/Event' }, { properties: { price: { type: number } } }] }
    Loan: { allOf: [{ $ref: '#/components/schemas/Event' }, { properties: { until: { type: string } } }] }
    Report: { type: object, properties: { sale: { $ref: '#/components/schemas/Sale' } } }
    Wrapped:
      allOf:
        - discriminator: { propertyName: kind }
          oneOf: [{ $ref: '#/components/schemas/Hen' }, { $ref: '#/components/schemas/Duck' }]
    Hen: { type: object, required: [kind], properties: { kind: { type: string } } }
    Duck: { type: object, required: [kind], properties: { kind: { type: string } } }
    discriminator: { type: object, properties: { discriminator: { type: object }, properties: { type: object } } }
";

/// Names, string enums and types that contain themselves.
const NESTED: &str = "
    pet: { type: object, properties: { state: { type: string, enum: [a, b] }, other: { type: string, enum: [a, b] } } }
    Pet: { allOf: [{ $ref: '#/components/schemas/pet' }, { properties: { part: { type: object, properties: { x: { \
    type: integer } } } } }] }
    Puppy: { allOf: [{ $ref: '#/components/schemas/Pet' }, { properties: { part: { properties: { y: { type: integer } \
    } } } }] }
    List: { type: array, items: { $ref: '#/components/schemas/List' } }
    One: { type: object, required: [two], properties: { two: { $ref: '#/components/schemas/Two' } } }
    Two: { type: object, properties: { one: { $ref: '#/components/schemas/One' }, me: { $ref: \
    '#/components/schemas/Two' } } }
    Into: { type: object, properties: { part: { $ref: '#/components/schemas/Pet/allOf/1/properties/part' } } }
    Same: { $ref: '#/components/schemas/Two' }
    Either: { oneOf: [{ $ref: '#/components/schemas/Either' }, { $ref: '#/components/schemas/One' }, { type: string }] }
    Others: { anyOf: [{ $ref: '#/components/schemas/Either' }, { type: integer }] }
";

/// A document with one operation for each component, which sends and receives it.
fn document(schemas: &str) -> (String, Vec<String>) {
    let is_name = |line: &&str| line.starts_with("    ") && !line.starts_with("     ") && !line.starts_with("    '");
    let lines = schemas.lines().filter(is_name).filter_map(|line| line.trim().split_once(':'));
    let names: Vec<String> = lines.map(|(name, _)| name.to_owned()).collect();
    let mut text = "openapi: 3.1.0\ninfo: { title: Zoo, version: '1' }\npaths:\n".to_owned();
    for (number, name) in names.iter().enumerate() {
        let content = format!(
            "content: {{ application/json: {{ schema: {{ type: object, properties: {{ value: {{ $ref: \
             '#/components/schemas/{name}' }} }} }} }} }}"
        );
        text.push_str(&format!(
            "  /send{number}:\n    put:\n      operationId: send{number}\n      requestBody: {{ {content} }}\n      \
             responses: {{ '200': {{ description: ok, {content} }} }}\n"
        ));
    }
    text.push_str(&format!("components:\n  schemas:{schemas}"));
    (text, names)
}

fn service(text: &str, operations: &[usize]) -> Service {
    let include = operations.iter().map(|number| Selector::Operation(format!("send{number}")));
    let include = include.map(ConfigSelector::from).collect();
    let source = SourceFile { path: "zoo.yaml".to_owned(), bytes: text.as_bytes().to_vec() };
    let options = Options { lenient: true, include, ..Options::default() };
    let generation = generate(vec![source], &options);
    let mut krate = generation.model.unwrap_or_else(|| panic!("the document is valid: {:?}", generation.diagnostics));
    krate.services.pop().expect("there is a service")
}

/// The types by name, as text.
fn parts(service: &Service) -> BTreeMap<String, String> {
    let types = service.types.iter().map(|one| (format!("type {}", one.shared_name()), format!("{one:#?}")));
    types.collect()
}

/// What differs between a selection and the whole client.
fn differences(text: &str, names: &[String], whole: &BTreeMap<String, String>, selected: &[usize]) -> Vec<String> {
    let own = parts(&service(text, selected));
    let which: Vec<&str> = selected.iter().filter_map(|number| names.get(*number)).map(String::as_str).collect();
    let different = own.iter().filter(|(name, part)| whole.get(*name) != Some(part));
    let message = |(name, part): (&String, &String)| {
        let other = whole.get(name).map_or("", String::as_str);
        let own = part.lines().filter(|line| !other.contains(line));
        let own: Vec<&str> = own.collect();
        format!("{name} of {}: {}\n  whole: {other}", which.join(" and "), own.join(" "))
    };
    different.map(message).collect()
}

fn assert_same_types(schemas: &str) {
    let (text, names) = document(schemas);
    let whole = parts(&service(&text, &[]));
    let mut found = BTreeSet::new();
    for one in 0..names.len() {
        found.extend(differences(&text, &names, &whole, &[one]));
        for other in one + 1..names.len() {
            found.extend(differences(&text, &names, &whole, &[one, other]));
        }
    }
    let found: Vec<String> = found.into_iter().take(4).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn constants_do_not_depend_on_the_selection() {
    assert_same_types(UNIONS);
    let (text, _) = document(UNIONS);
    let whole = parts(&service(&text, &[]));
    let constant =
        |name: &str, value: &str| whole[name].contains(&format!("constant: Some(\n{}\"{value}\"", " ".repeat(24)));
    assert!(constant("type Cat", "cat") && constant("type Sale", "Sale"), "{}", whole["type Cat"]);
    assert!(!whole["type Bird"].contains("constant: Some"), "two unions give it two values");
}

#[test]
fn nested_types_do_not_depend_on_the_selection() {
    assert_same_types(NESTED);
}
