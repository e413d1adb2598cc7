//! Schemas that extend a base with a discriminator by `allOf`.

use wireright_codegen::{Generation, Options, SourceFile, generate};

const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Zoo, version: '1' }\npaths: {}\n";

/// Generates from `zoo.yaml`, which references the other files.
fn of_files(files: &[(&str, &str)]) -> Generation {
    let source = |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() };
    let options =
        Options { lenient: true, entries: vec!["zoo.yaml".to_owned()], unused_types: Some(true), ..Options::default() };
    generate(files.iter().map(source).collect(), &options)
}

fn of_schemas(schemas: &str) -> Generation {
    of_files(&[("zoo.yaml", &format!("{HEAD}components:\n  schemas:\n{schemas}"))])
}

/// The file of a type.
fn type_file<'g>(generation: &'g Generation, module: &str) -> &'g str {
    let path = format!("src/types/{module}.rs");
    let file = generation.files.iter().find(|file| file.path == path);
    file.map_or_else(|| panic!("no {path}: {:?}", generation.diagnostics), |file| &file.text)
}

const PET: &str = "    Pet: { type: object, discriminator: { propertyName: kind }, properties: { kind: { type: string \
    }, size: { type: string, enum: [s] } } }\n";
const CAT: &str =
    "    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { properties: { lives: { type: integer } } }] }\n";
const DOG: &str =
    "    Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { properties: { tricks: { type: integer } } }] }\n";
const HOME: &str = "    Home: { type: object, properties: { pet: { $ref: '#/components/schemas/Pet' } } }\n";

#[test]
fn a_discriminator_without_subtypes_is_a_struct() {
    let alone = of_schemas(&format!("{PET}{HOME}"));
    assert!(type_file(&alone, "pet").contains("pub struct Pet {"));
    assert_eq!(alone.diagnostics.len(), 1, "{:?}", alone.diagnostics);
}

#[test]
fn an_added_subtype_changes_only_its_base() {
    let names = |generation: &Generation| {
        let lines = generation.files.iter().flat_map(|file| file.text.lines());
        let names = lines.filter(|line| line.contains("pub struct ") || line.contains("pub enum "));
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    let one = of_schemas(&format!("{PET}{HOME}{CAT}"));
    let two = of_schemas(&format!("{PET}{HOME}{CAT}{DOG}"));
    assert!(type_file(&one, "pet").contains("Pet by \"kind\" [\"Cat\" => 0] or 1 {"), "{}", type_file(&one, "pet"));
    assert!(type_file(&two, "pet").contains("Pet by \"kind\" [\"Cat\" => 0, \"Dog\" => 1] or 2 {"));
    for name in names(&one) {
        assert!(names(&two).contains(&name), "{name}");
    }
    for module in ["cat", "home"] {
        assert_eq!(type_file(&one, module), type_file(&two, module));
    }
    assert_eq!(one.diagnostics.len() + two.diagnostics.len(), 0);
}

/// Subtypes are found in a file of the mapping and in a file of the components, and in no other file.
#[test]
fn subtypes_are_found_in_other_files() {
    let pet = "
type: object
discriminator: { propertyName: kind, mapping: { tabby: './cats.yaml#/Tabby', bird: Bird } }
properties: { kind: { type: string } }
";
    let cats = "
Tabby: { allOf: [{ $ref: pet.yaml }, { properties: { stripes: { type: integer } } }] }
Manx: { allOf: [{ $ref: pet.yaml }, { properties: { tail: { type: boolean } } }] }
";
    let zoo = format!(
        "{HEAD}components:\n  schemas:\n    Pet: {{ $ref: pet.yaml }}\n    Manx: {{ $ref: 'cats.yaml#/Manx' }}\n    \
            Bird: {{ $ref: birds.yaml }}\n"
    );
    let birds = "{ allOf: [{ $ref: pet.yaml }, { properties: { wings: { type: integer } } }] }";
    let generation = of_files(&[("zoo.yaml", &zoo), ("pet.yaml", pet), ("cats.yaml", cats), ("birds.yaml", birds)]);
    let text = type_file(&generation, "pet");
    assert!(text.contains(r#"by "kind" ["tabby" => 2, "bird" => 1, "Manx" => 0] or 3 {"#), "{text}");
    for branch in ["Manx(Manx)", "Bird(Bird)", "Tabby(Tabby)", "Base(Base)"] {
        assert!(text.contains(branch), "{branch}: {text}");
    }
    assert!(generation.diagnostics.is_empty(), "{:?}", generation.diagnostics);
}

/// OpenAPI 3.2: "the schema that is expected to validate the structure of the model when the discriminating property
/// is not present in the payload or contains a value for which there is no explicit or implicit mapping".
#[test]
fn the_default_mapping_matches_unknown_values() {
    let pet = PET.replace("kind }", "kind, defaultMapping: Cat }");
    let generation = of_schemas(&format!("{pet}{CAT}{DOG}"));
    assert!(type_file(&generation, "pet").contains(r#"["Cat" => 0, "Dog" => 1] or 0 {"#));
    let any = "    Any: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], \
        discriminator: { propertyName: kind, defaultMapping: Dog } }\n";
    let generation = of_schemas(&format!("{PET}{CAT}{DOG}{any}"));
    assert!(
        type_file(&generation, "any").contains(r#"["Cat" => 0, "Dog" => 1] or 1 {"#),
        "{}",
        type_file(&generation, "any")
    );
}

/// A name may contain dots. The extension of a file is not part of it.
#[test]
fn a_variant_is_named_after_its_component() {
    let schemas = "
    zoo.v1.Pet: { type: object, discriminator: { propertyName: kind,
        mapping: { '#cat': zoo.v1.Cat, dog: '#/components/schemas/zoo.v1.Dog' } },
        properties: { kind: { type: string } } }
    zoo.v1.Cat: { type: object, properties: { kind: { type: string } } }
    zoo.v1.Dog: { allOf: [{ $ref: '#/components/schemas/zoo.v1.Pet' }, { properties: { tricks: { type: integer } } }] }
    Either: { oneOf: [{ $ref: '#/components/schemas/zoo.v1.Cat' }, { $ref: '#/components/schemas/zoo.v1.Dog' }] }
";
    let generation = of_schemas(schemas);
    let (pet, either) = (type_file(&generation, "zoo_v1_pet"), type_file(&generation, "either"));
    assert!(pet.contains(r##"["#cat" => 1, "dog" => 0] or 2 {"##), "{pet}");
    for branch in ["ZooV1Cat(ZooV1Cat)", "ZooV1Dog(ZooV1Dog)"] {
        assert!(pet.contains(branch) && either.contains(branch), "{branch}: {pet}{either}");
    }
}

#[test]
fn a_multipart_body_with_subtypes_has_the_parts_of_the_base() {
    let parts = "content: { multipart/form-data: { schema: { $ref: '#/components/schemas/Pet' } } }";
    let paths = format!(
        "paths: {{ /pets: {{ post: {{ requestBody: {{ {parts} }}, responses: {{ '204': {{ description: Done. }} }} }} \
            }} }}"
    );
    let text = format!("{}components:\n  schemas:\n{PET}{CAT}", HEAD.replace("paths: {}", &paths));
    let generation = of_files(&[("zoo.yaml", &text)]);
    let told: Vec<&str> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told, ["unsupported subtypes in a multipart body: only the properties of the base are sent"]);
}
