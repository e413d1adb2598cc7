//! Schema identifiers: `$id`, `$anchor`, `$dynamicRef` (JSON Schema 2020-12, Core, section 8.2) and `$self`.

use wireright_codegen::{Generation, Options, SourceFile, generate};

fn of_files(files: &[(&str, &str)]) -> Generation {
    let source = |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() };
    let options = Options {
        lenient: true,
        entries: vec!["shop.yaml".to_owned()],
        unused_types: Some(true),
        ..Options::default()
    };
    generate(files.iter().map(source).collect(), &options)
}

fn of_schemas(schemas: &str) -> Generation {
    let head = "openapi: 3.1.0\ninfo: { title: Shop, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n";
    of_files(&[("shop.yaml", &format!("{head}{schemas}"))])
}

/// The optional fields of a type.
fn members(generation: &Generation, module: &str) -> Vec<String> {
    assert!(generation.diagnostics.is_empty(), "{:?}", generation.diagnostics);
    let path = format!("src/types/{module}.rs");
    let file = generation.files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
    let fields = file.text.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": Option<"));
    fields.map(|(name, ty)| format!("{name}: {}", ty.strip_suffix(">,").unwrap_or(ty))).collect()
}

#[test]
fn an_anchor_identifies_its_schema() {
    let text = "
    Thing: { type: object, properties: { a: { $ref: '#other' }, b: { $ref: '#inner' }, c: { $dynamicRef: '#other' } } }
    Other: { $anchor: other, type: object, properties: { deep: { $anchor: inner, type: integer, format: int32 } } }
";
    assert_eq!(members(&of_schemas(text), "thing"), ["a: Other", "b: i32", "c: Other"]);
    // An example is not a schema, and a property may have the name of a keyword.
    let text = "
    Thing: { type: object, properties: { $anchor: { type: boolean }, value: { $anchor: here, type: integer },
        a: { $ref: '#here' } }, example: { $anchor: here } }
";
    assert_eq!(members(&of_schemas(text), "thing"), ["anchor: bool", "value: i64", "a: i64"]);
}

#[test]
fn references_are_relative_to_the_id() {
    let text = "
    Thing:
      $id: https://example.com/things/thing
      type: object
      properties: { a: { $ref: '../other' }, b: { $ref: /other#inner }, c: { $ref: '#/$defs/own' },
          d: { $ref: '#here' }, e: { $ref: '#' }, f: { $ref: '#/components/schemas/Last' } }
      $defs: { own: { type: boolean }, here: { $anchor: here, type: string } }
    Other: { $id: 'https://example.com/other', type: object,
        properties: { a: { $anchor: inner, type: integer }, b: { $ref: '#here' } },
        $defs: { here: { $anchor: here, type: number } } }
    Last: { type: object, properties: { a: { $ref: 'https://example.com/things/thing#here' } } }
";
    let generation = of_schemas(text);
    let thing = ["a: Other", "b: i64", "c: bool", "d: String", "e: Box<Thing>", "f: Last"];
    assert_eq!(members(&generation, "thing"), thing);
    assert_eq!(members(&generation, "other"), ["a: i64", "b: f64"], "an anchor belongs to its schema with an `$id`");
    assert_eq!(members(&generation, "last"), ["a: String"]);
}

#[test]
fn a_document_may_have_a_self_uri() {
    let shop = "
openapi: 3.2.0
$self: https://example.com/api/shop
info: { title: Shop, version: '1' }
paths: {}
components:
  schemas:
    Thing: { type: object, properties: { a: { $ref: 'parts#/A' }, b: { $ref: 'other.yaml#/B' },
        c: { $ref: '/api/shop#/components/schemas/Own' } } }
    Own: { type: boolean }
";
    let parts = "{ $id: 'https://example.com/api/parts', A: { type: integer } }";
    let generation =
        of_files(&[("shop.yaml", shop), ("files/parts.yaml", parts), ("other.yaml", "B: { type: string }")]);
    assert_eq!(members(&generation, "thing"), ["a: i64", "b: String", "c: bool"]);
}

#[test]
fn recursive_ref_of_2019_09_is_resolved() {
    let text = "
    Tree: { type: object, $recursiveAnchor: true,
        properties: { left: { $recursiveRef: '#' }, all: { type: array, items: { $recursiveRef: '#' } } } }
";
    assert_eq!(members(&of_schemas(text), "tree"), ["left: Box<Tree>", "all: Vec<Tree>"]);
    let text = "
    Filter: { type: object, $recursiveAnchor: true,
        properties: { all: { type: array, items: { oneOf: [{ type: string }, { $recursiveRef: '#' }] } } } }
";
    let generation = of_schemas(text);
    let file = generation.files.iter().find(|file| file.path.ends_with("types/filter.rs")).expect("it is there");
    assert!(file.text.contains("Filter(Filter),"), "a branch is called as its schema is: {}", file.text);
    // A generic list whose items no schema overrides.
    let text = "
    Tree: { $dynamicAnchor: node, type: object,
        properties: { children: { type: array, items: { $dynamicRef: '#node' } } } }
";
    assert_eq!(members(&of_schemas(text), "tree"), ["children: Vec<Tree>"]);
}

#[test]
fn an_operation_may_be_a_reference() {
    let shop = "
openapi: 3.0.3
info: { title: Shop, version: '1' }
paths:
  /things/{id}:
    parameters: [{ name: dry_run, in: query, schema: { type: boolean } }]
    get: { $ref: 'things/get.yaml', summary: Finds a thing. }
    put: { $ref: 'things/put.yaml' }
    delete: { $ref: '#/components/x-operations/remove' }
components:
  x-operations: { remove: { operationId: removeThing, responses: { '204': { description: Gone. } } } }
";
    let get = "
operationId: getThing
summary: Reads a thing.
parameters: [{ $ref: 'id.yaml' }]
responses: { '200': { description: It., content: { application/json: { schema: { $ref: 'thing.yaml' } } } } }
";
    let id = "{ name: id, in: path, required: true, schema: { type: integer, format: int32 } }";
    let thing = "{ title: Thing, type: object, properties: { name: { type: string } } }";
    let files = [("shop.yaml", shop), ("things/get.yaml", get), ("things/id.yaml", id), ("things/thing.yaml", thing)];
    let generation = of_files(&files);
    let text = |path: &str| generation.files.iter().find(|file| file.path == path).map_or("", |file| &file.text);
    let operation = text("src/get_thing.rs");
    assert!(operation.contains("Finds a thing.") && !operation.contains("Reads a thing."), "{operation}");
    assert!(operation.contains("id: i32") && operation.contains("dry_run: bool"), "{operation}");
    assert!(text("src/types/thing.rs").contains("pub name: Option<String>"), "{:?}", generation.diagnostics);
    assert!(!text("src/remove_thing.rs").is_empty());
    // An operation with an unresolved reference is omitted, and the others stay. The undeclared path parameter is
    // added.
    let problems: Vec<String> = generation.diagnostics.iter().map(|problem| problem.code.to_string()).collect();
    assert_eq!(problems, ["W0111", "W0112"], "{:?}", generation.diagnostics);
    let left_out: Vec<&str> = generation
        .diagnostics
        .iter()
        .filter_map(|problem| problem.workaround.as_ref())
        .flat_map(|done| &done.omitted_operations)
        .map(String::as_str)
        .collect();
    assert_eq!(left_out, ["PUT /things/{id}"]);
}

/// OpenAPI allows references only in place of objects. Bundlers resolve them everywhere.
#[test]
fn maps_and_lists_may_be_references() {
    let shop = "
openapi: 3.0.3
info: { title: Shop, version: '1' }
paths: { $ref: parts/paths.yaml }
components: { $ref: parts/components.yaml }
";
    let paths = "
/things:
  get:
    operationId: listThings
    parameters: { $ref: 'lists.yaml#/parameters' }
    responses: { $ref: 'lists.yaml#/responses' }
  post:
    operationId: addThing
    requestBody: { required: true, content: { $ref: 'lists.yaml#/content' } }
    responses: { '204': { description: Added. } }
";
    let lists = "
parameters: [{ name: page, in: query, schema: { type: integer } }]
responses: { '200': { description: All., content: { $ref: '#/content' } } }
content: { application/json: { schema: { $ref: '../shop.yaml#/components/schemas/Thing' } } }
members: { name: { type: string }, size: { $ref: size.yaml } }
names: [name]
";
    let schemas =
        "Thing: { type: object, required: { $ref: 'lists.yaml#/names' }, properties: { $ref: 'lists.yaml#/members' } }";
    let files = [
        ("shop.yaml", shop),
        ("parts/paths.yaml", paths),
        ("parts/lists.yaml", lists),
        ("parts/components.yaml", "schemas: { $ref: schemas.yaml }"),
        ("parts/schemas.yaml", schemas),
        ("parts/size.yaml", "{ type: integer, format: int32 }"),
    ];
    let generation = of_files(&files);
    assert_eq!(members(&generation, "thing"), ["size: i32"]);
    let text = |path: &str| generation.files.iter().find(|file| file.path == path).map_or("", |file| &file.text);
    assert!(text("src/types/thing.rs").contains("pub name: String"));
    let list = text("src/list_things.rs");
    assert!(list.contains("page: Option<i64>") && list.contains("ResponseFuture<types::Thing>"), "{list}");
    assert!(text("src/add_thing.rs").contains("body: Option<types::Thing>"), "{}", text("src/add_thing.rs"));
}

#[test]
fn a_recursive_map_reference_terminates() {
    let text = "
    Self: { type: object, properties: { $ref: '#/components/schemas/Self/properties' } }
    Deep: { type: object, properties: { again: { type: object,
        properties: { $ref: '#/components/schemas/Deep/properties' } } } }
    Lost: { type: object, properties: { $ref: '#/components/schemas/None/properties' } }
";
    let generation = of_schemas(text);
    let messages: Vec<&str> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    let expected = [
        "cyclic reference: it leads back to itself",
        "cyclic reference: it leads through itself",
        "unknown schema `None`",
    ];
    assert_eq!(messages, expected);
    assert!(!generation.files.is_empty());
    // Each map contains the next one twice.
    let twice = |number: usize| {
        let next = format!("{{ type: object, properties: {{ $ref: '#/components/x-maps/m{}' }} }}", number + 1);
        format!("    m{number}: {{ a: {next}, b: {next} }}\n")
    };
    let maps: String = (0..40).map(twice).collect();
    let all = "    All: { type: object, properties: { $ref: '#/components/x-maps/m0' } }\n";
    let generation = of_schemas(&format!("\n{all}  x-maps:\n{maps}    m40: {{}}\n"));
    let many = generation.diagnostics.iter().filter(|problem| problem.message.contains("multiply each other"));
    assert!(many.count() > 0 && generation.diagnostics.len() < 10, "{:?}", generation.diagnostics);
}

/// Some tools read the pointer `/`, which leads to a property without a name, as the whole file.
#[test]
fn a_pointer_to_a_property_without_a_name_leads_to_the_file() {
    let files = [
        (
            "shop.yaml",
            "openapi: 3.0.3\ninfo: { title: Shop, version: '1' }\npaths: { /pets: { $ref: 'paths.yaml#/' } }\n\
             components: { schemas: { Home: { type: object, properties: { pet: { $ref: 'pet.yaml#/' } } } } }\n",
        ),
        ("paths.yaml", "get: { operationId: getPets, responses: { '204': { description: Done. } } }\n"),
        ("pet.yaml", "type: object\nproperties: { name: { type: string } }\n"),
    ];
    let generation = of_files(&files);
    let problems: Vec<_> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    let of = |file: &str| format!("unknown value: `{file}#/` ends with a property without a name");
    assert_eq!(problems, [of("paths.yaml"), of("pet.yaml")]);
    let paths: Vec<&str> = generation.files.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.contains(&"src/types/pet.rs") && paths.contains(&"src/get_pets.rs"), "{paths:?}");
}
