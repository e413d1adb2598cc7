//! Rules for types in a configuration: what they add, and each mistake with its place.

use super::*;

const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: 'https://pets.example.com' }]
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '200': { description: Pets., content: { application/json: { schema: { type: array, items: \
                     { $ref: '#/components/schemas/pet' } } } } } }
components:
  schemas:
    pet:
      type: object
      required: [name]
      properties:
        name: { type: string }
        kind: { type: string, enum: [cat, dog], x-closed: true }
        bornAt: { type: string, format: date-time }
";

/// Generates the client of a configuration that ends with this text.
fn generate(config: &str) -> (Outcome, String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pets.yaml"), PETS).unwrap();
    let config = format!("[[client]]\nspec = \"pets.yaml\"\nout = \"pets\"\n{config}");
    fs::write(folder.path().join("wireright.toml"), config).unwrap();
    let (mut terminal, _, problems) = Terminal::captured();
    let outcome = run(folder.path(), &GenerateArguments::default(), &mut terminal);
    (outcome, problems.text(), folder)
}

#[test]
fn derives_attributes_and_dependencies_are_added() {
    let (outcome, problems, folder) = generate(
        r##"
        [[client.types]]
        schema = "Pet*"
        derive = ["schemars::JsonSchema"]
        [[client.types]]
        schema = "pet"
        attributes = ["#[cfg_attr(feature = \"sqlx\", derive(sqlx::Type))]"]
        [[client.types]]
        schema = "pet::*"
        derive = ["strum::EnumIter"]
        [[client.types]]
        field = "*"
        attributes = ["#[schemars(rename = \"{name}\")]"]
        [client.dependencies]
        schemars = "1"
        sqlx = { version = "0.8", optional = true }
        "##,
    );
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    let file = read("pets/src/pets/types/pet.rs");
    for part in [
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, schemars::JsonSchema)]\n\
         #[cfg_attr(feature = \"sqlx\", derive(sqlx::Type))]\n#[non_exhaustive]\npub struct Pet {",
        "    #[schemars(rename = \"bornAt\")]\n    pub born_at: Option<DateTime>,",
        "    #[schemars(rename = \"extra\")]\n    pub extra: Extra,",
        "#[derive(Clone, Copy, Debug, strum::EnumIter)]\npub enum Kind {",
        "    #[schemars(rename = \"cat\")]\n    Cat,",
    ] {
        assert!(file.contains(part), "{part} in {file}");
    }
    let manifest = read("pets/Cargo.toml");
    assert!(manifest.contains("schemars = \"1\"\nsqlx = { optional = true, version = \"0.8\" }\n"), "{manifest}");
}

#[test]
fn mistakes_have_a_place() {
    for (rule, expected) in [
        (
            "schema = \"Pets\"\nderive = [\"a::B\"]",
            "error[E0702]: unmatched pattern: no type has the name `Pets`\n --> wireright.toml:5:10\n  |\n\
             5 | schema = \"Pets\"\n  |          ^^^^^^\n  |\n  = help: a type with a similar name exists: `Pet`\n",
        ),
        (
            "field = \"born\"\nattributes = [\"#[a]\"]",
            "error[E0702]: unmatched pattern: no field or variant has the name `born`\n --> wireright.toml:5:9\n",
        ),
        (
            "schema = \"Pet\"\nderive = [\"serde::Serialize\"]",
            "error[E0704]: redundant derive: `Pet` implements `serde::Serialize` already\n --> wireright.toml:6:11\n",
        ),
        ("schema = \"*\"\nderive = [\"Hash\"]", "error[E0704]: redundant derive: `Pet` implements `Hash` already\n"),
        ("derive = [\"a b\"]", "error[E0703]: malformed derive `a b`: unexpected token\n --> wireright.toml:5:11\n"),
        (
            "attributes = [\"#[a] fn f() {}\"]",
            "error[E0703]: malformed attribute `#[a] fn f() {}`: an attribute `#[…]` is expected\n \
             --> wireright.toml:5:15\n",
        ),
        (
            "attributes = [\"#[derive(A)]\"]",
            "error[E0703]: malformed attribute `#[derive(A)]`: the key `derive` adds derives\n",
        ),
        (
            "field = \"name\"\nderive = [\"A\"]",
            "error[E0703]: misplaced `derive`: a field has attributes only\n --> wireright.toml:6:11\n",
        ),
        (
            "schema = \"Pet\"",
            "error[E0703]: rule without effect: expected `derive` or `attributes`\n --> wireright.toml:4:1\n",
        ),
    ] {
        let (outcome, problems, folder) = generate(&format!("[[client.types]]\n{rule}\n"));
        assert_eq!(outcome, Outcome::Failure, "{rule}");
        assert!(problems.starts_with(expected), "{expected}\nin\n{problems}");
        assert!(problems.contains("= help: ") && !folder.path().join("pets").exists(), "{problems}");
    }
    let (_, problems, _) = generate("[client.dependencies]\nserde = 1\n");
    assert!(problems.starts_with("error: in `wireright.toml`: the dependency `serde` is neither"), "{problems}");
}

#[test]
fn a_problem_of_the_document_is_reported_beside_rules() {
    let (_, problems, _) = generate("[[client.types]]\nschema = \"Cat\"\nderive = [\"a::B\"]\n");
    assert!(!problems.contains("pets.yaml"), "the configuration is no document: {problems}");
}
