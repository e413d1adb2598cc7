//! The operation of the example that opens the documentation of a service.

use codegen_tests::documents::generate_text;

const START: &str = "
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: 'https://pets.example.com' }]
paths:
";

fn shown(paths: &str) -> String {
    let generation = generate_text(&format!("{START}{paths}"));
    let model = generation.model.as_ref().expect("the document is valid");
    wireright_codegen::quick_start(model).expect("the document has an operation")
}

fn operation(path: &str, method: &str, name: &str, more: &str) -> String {
    format!(
        "  {path}:\n    {method}:\n      operationId: {name}\n{more}      responses:\n        '200': {{ description: \
         Pets., content: {{ application/json: {{ schema: {{ type: string }} }} }} }}\n"
    )
}

#[test]
fn a_simple_read_only_operation_with_a_short_name_is_shown() {
    let limit = "      parameters: [{ name: limit, in: query, required: true, schema: { type: integer } }]\n";
    let paths = [
        operation("/a", "post", "addPet", ""),
        operation("/b", "get", "listAllPetsOfEveryShopInTheWholeCountry", ""),
        operation("/c", "get", "listPetsOfShop", limit),
        operation("/d", "get", "listPets", ""),
    ];
    let example = shown(&paths.concat());
    assert!(example.contains(".list_pets()"), "{example}");
    // A short name is no reason for an argument.
    let example = shown(&paths[..3].concat());
    assert!(example.contains(".list_all_pets_of_every_shop_in_the_whole_country()"), "{example}");
}
