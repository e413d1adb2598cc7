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
    Cat:
      type: object
      properties:
        id: { type: string, format: uuid }
        lives: { type: object, properties: { count: { type: integer } } }
";

/// Generates the client of a configuration that ends with this text.
fn generate(config: &str) -> (Outcome, String, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pets.yaml"), PETS).unwrap();
    let config = format!("[[client]]\nspec = \"pets.yaml\"\nout = \"pets\"\n{config}");
    fs::write(folder.path().join("wireright.toml"), config).unwrap();
    let (mut terminal, _, problems) = Terminal::captured();
    let outcome = run(folder.path(), &GenerateArguments::default(), &mut terminal);
    (outcome, problems.text(), folder)
}

#[test]
fn a_selector_without_a_match_has_its_place() {
    let (outcome, problems, folder) = generate("include = [\"operation:listPets\", \"tag:Cats\"]\n");
    assert_eq!(outcome, Outcome::Failure);
    assert!(problems.contains("no operation matches `tag:Cats`\n --> wireright.toml:4:34\n"), "{problems}");
    // One of the command line has no place there, even if there is a configuration.
    let arguments =
        GenerateArguments { include: vec![Selector::Tag("Dogs".to_owned())], ..GenerateArguments::default() };
    let (mut terminal, _, problems) = Terminal::captured();
    assert_eq!(run(folder.path(), &arguments, &mut terminal), Outcome::Failure);
    assert!(problems.text().contains("no operation matches `tag:Dogs`\n --> pets.yaml:1:1\n"), "{}", problems.text());
}

#[test]
fn a_selector_without_a_match_is_the_only_problem() {
    let rules = "[client.rename.operations]\nlistPets = \"list\"\n[[client.types]]\nformat = \"date-time\"\n\
                 rust-type = \"std::string::String\"\n[[client.types]]\nschema = \"pet\"\nfield = \"bornAt\"\n\
                 attributes = [\"#[doc(hidden)]\"]\n[[client.types]]\nkind = \"enum\"\n\
                 attributes = [\"#[doc(hidden)]\"]\n";
    let (_, problems, _) = generate(rules);
    assert_eq!(problems, "");
    let (outcome, problems, _) = generate(&format!("include = [\"operation:listPats\"]\n{rules}"));
    assert_eq!((outcome, problems.matches("error[E").count()), (Outcome::Failure, 1), "{problems}");
    assert!(problems.contains("error[E0701]"), "{problems}");
    // A typing error in a rule is reported beside it.
    let rules = rules.replace("\"pet\"", "\"pat\"");
    let (_, problems, _) = generate(&format!("include = [\"operation:listPats\"]\n{rules}"));
    assert_eq!(problems.matches("error[E").count(), 2, "{problems}");
    assert!(problems.contains("a type with a similar name exists: `"), "{problems}");
}

#[test]
fn the_advice_for_a_field_is_about_fields() {
    for (field, help) in [
        ("bornOn", "a similar name exists: `bornAt`"),
        (
            "xyz*",
            "write the name of a property or string in JSON, or that of a field or variant in Rust; `*` stands for any \
             characters",
        ),
    ] {
        let rule = format!("[[client.types]]\nfield = \"{field}\"\nattributes = [\"#[doc(hidden)]\"]\n");
        let (_, problems, _) = generate(&rule);
        assert!(problems.contains(&format!("help: {help}\n")) && !problems.contains("name of a schema"), "{problems}");
    }
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
        kind = "enum"
        derive = ["strum::EnumIter"]
        [[client.types]]
        field = "*"
        attributes = ["#[schemars(rename = \"{name}\")]"]
        [client.dependencies]
        schemars = "1"
        sqlx = { version = "0.8", optional = true }
        strum = "0.27"
        "##,
    );
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    let file = read("pets/src/types/pet.rs");
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
    assert!(manifest.contains("schemars = \"1\"\nsqlx = { version = \"0.8\", optional = true }\n"), "{manifest}");
}

#[test]
fn mistakes_have_a_place() {
    for (rule, expected) in [
        (
            "schema = \"Pets\"\nderive = [\"Ord\"]",
            "error[E0702]: unmatched pattern: no type has the name `Pets`\n --> wireright.toml:5:10\n  |\n\
             5 | schema = \"Pets\"\n  |          ^^^^^^\n  |\n  = help: a type with a similar name exists: `Pet`\n",
        ),
        (
            "field = \"born\"\nattributes = [\"#[doc]\"]",
            "error[E0702]: unmatched pattern: no field or variant has the name `born`\n --> wireright.toml:5:9\n",
        ),
        (
            "schema = \"Pet\"\nderive = [\"serde::Serialize\"]",
            "error[E0704]: redundant derive: `Pet` implements `serde::Serialize` already\n --> wireright.toml:6:11\n",
        ),
        (
            "schema = \"Pet\"\nderive = [\"schemars::JsonSchema\"]",
            "error[E0703]: unknown crate `schemars`: it is not under `[client.dependencies]`\n \
             --> wireright.toml:6:11\n",
        ),
        (
            "schema = \"Pet\"\nattributes = [\"#[typeshare::typeshare]\"]",
            "error[E0703]: unknown crate `typeshare`: it is not under `[client.dependencies]`\n \
             --> wireright.toml:6:15\n",
        ),
        ("schema = \"*\"\nderive = [\"Hash\"]", "error[E0704]: redundant derive: `Pet` implements `Hash` already\n"),
        (
            "derive = [\"JsonSchema\"]",
            "error[E0703]: unknown derive `JsonSchema`: a path that begins with a crate is expected, such as \
             `schemars::JsonSchema`\n --> wireright.toml:5:11\n",
        ),
        ("derive = [\"a b\"]", "error[E0703]: malformed derive `a b`: unexpected token\n --> wireright.toml:5:11\n"),
        (
            "attributes = [\"#[doc] fn f() {}\"]",
            "error[E0703]: malformed attribute `#[doc] fn f() {}`: an attribute `#[…]` is expected\n \
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
            "error[E0703]: rule without effect: expected `derive`, `attributes` or `rust-type`\n \
             --> wireright.toml:4:1\n",
        ),
        (
            "format = \"date-tme\"\nrust-type = \"std::time::Duration\"",
            "error[E0702]: unmatched rule: no scalar has the format `date-tme`\n --> wireright.toml:5:10\n",
        ),
        (
            "schema = \"Pat\"\nrust-type = \"std::time::Duration\"",
            "error[E0702]: unmatched rule: no schema under `components` has the name `Pat`\n --> wireright.toml:5:10\n",
        ),
        (
            "format = \"date-time\"\nrust-type = \"jiff::Timestamp\"",
            "error[E0703]: unknown crate `jiff`: it is not under `[client.dependencies]`\n --> wireright.toml:6:13\n",
        ),
        (
            "format = \"date-time\"\nrust-type = \"Timestamp\"",
            "error[E0703]: malformed type `Timestamp`: a path that begins with a crate is expected, such as",
        ),
        (
            "rust-type = \"std::time::Duration\"",
            "error[E0703]: `rust-type` needs exactly one of `schema` and `format`\n --> wireright.toml:4:1\n",
        ),
        (
            "format = \"password\"\nrust-type = \"std::time::Duration\"",
            "error[E0703]: format `password` has the type `Secret`: another one would show passwords\n",
        ),
        (
            "schema = \"pet\"\nrust-type = \"std::time::Duration\"\nderive = [\"A\"]",
            "error[E0703]: misplaced key: the type of a rule with `rust-type` is not generated\n \
             --> wireright.toml:7:11\n",
        ),
        (
            "schema = \"pet\"\nrust-type = \"std::time::Duration\"\ntraits = [\"Ord\"]",
            "error[E0703]: unknown trait `Ord`: expected `Eq` or `Hash`\n --> wireright.toml:7:11\n",
        ),
        (
            "format = \"date\"\nderive = [\"A\"]",
            "error[E0703]: misplaced key: it belongs to a rule with `rust-type`\n --> wireright.toml:5:10\n",
        ),
    ] {
        let (outcome, problems, folder) = generate(&format!("[[client.types]]\n{rule}\n"));
        assert_eq!(outcome, Outcome::Failure, "{rule}");
        assert!(problems.starts_with(expected), "{expected}\nin\n{problems}");
        assert!(problems.contains("= help: ") && !folder.path().join("pets").exists(), "{problems}");
    }
}

#[test]
fn a_kind_is_known_and_has_types() {
    for (rule, expected) in [
        (
            "kind = \"unions\"\nderive = [\"Ord\"]",
            "error[E0703]: unknown kind `unions`: expected one of `struct`, `enum`, `union`, `newtype`\n \
             --> wireright.toml:5:8\n",
        ),
        (
            "kind = \"union\"\nderive = [\"Ord\"]",
            "error[E0702]: unmatched rule: no generated type is of the kind `union`\n --> wireright.toml:5:8\n",
        ),
        (
            "schema = \"Pet\"\nkind = \"enum\"\nderive = [\"Ord\"]",
            "error[E0702]: unmatched pattern: no type has the name `Pet` and the kind `enum`\n \
             --> wireright.toml:5:10\n",
        ),
    ] {
        let (outcome, problems, _) = generate(&format!("[[client.types]]\n{rule}\n"));
        assert_eq!(outcome, Outcome::Failure, "{rule}");
        assert!(problems.starts_with(expected), "{expected}\nin\n{problems}");
    }
}

#[test]
fn a_rule_for_omitted_types_has_its_place() {
    for (rule, expected) in [
        (
            "schema = \"Cat\"\nderive = [\"Ord\"]",
            "error[E0702]: rule without effect: nothing that is generated uses the types with the name `Cat`\n \
             --> wireright.toml:5:10\n",
        ),
        (
            "schema = \"cat::*\"\nattributes = [\"#[allow(unused)]\"]",
            "error[E0702]: rule without effect: nothing that is generated uses the types with the name `cat::*`\n",
        ),
        (
            "schema = \"Cat\"\nrust-type = \"std::time::Duration\"",
            "error[E0702]: rule without effect: nothing that is generated uses the schemas with the name `Cat`\n \
             --> wireright.toml:5:10\n",
        ),
        (
            "format = \"uuid\"\nrust-type = \"std::time::Duration\"",
            "error[E0702]: rule without effect: nothing that is generated uses the scalars with the format `uuid`\n",
        ),
        (
            "schema = \"Pet\"\nfield = \"lives\"\nattributes = [\"#[allow(unused)]\"]",
            "error[E0702]: unmatched pattern: no field or variant has the name `lives`\n --> wireright.toml:6:9\n",
        ),
    ] {
        let (outcome, problems, _) = generate(&format!("[[client.types]]\n{rule}\n"));
        assert_eq!(outcome, Outcome::Failure, "{rule}");
        assert!(problems.starts_with(expected), "{expected}\nin\n{problems}");
        // No type is generated for a mapped schema, and no type at all has such a field.
        let is_always_unused = rule.starts_with("schema = \"Cat\"\nrust-type") || rule.contains("field");
        let (outcome, problems, _) = generate(&format!("unused-types = true\n[[client.types]]\n{rule}\n"));
        assert_eq!(outcome == Outcome::Failure, is_always_unused, "{problems}");
    }
}

#[test]
fn code_that_names_an_unknown_crate_has_its_place() {
    for (rule, expected) in [
        ("attributes = [\"#[must_use] #[a::b]\"]", "unknown crate `a`"),
        ("attributes = [\"#[cfg_attr(unix, a::b)]\"]", "unknown crate `a`"),
        ("attributes = [\"#[cfg_attr(unix, derive(a::B))]\"]", "unknown crate `a`"),
        ("attributes = [\"#[cfg_attr(unix, derive(B))]\"]", "unknown derive `B`"),
        ("attributes = [\"#[cfg_attr(unix, cfg_attr(unix, c))]\"]", "unknown attribute `c`"),
        (
            "attributes = [\"#[serde(default)]\"]",
            "unknown attribute `serde`: no derive of the configuration defines it",
        ),
        ("schema = \"pet\"\nrust-type = \"std::vec::Vec<a::B>\"", "unknown crate `a`"),
        ("schema = \"pet\"\nrust-type = \"std::vec::Vec<(u8, [B; 2])>\"", "unknown type `B`"),
        ("schema = \"pet\"\nrust-type = \"std::vec::Vec<crate::B>\"", "path into the generated crate: `crate`"),
    ] {
        let (outcome, problems, _) = generate(&format!("[[client.types]]\n{rule}\n"));
        assert_eq!(outcome, Outcome::Failure, "{rule}");
        assert!(problems.starts_with(&format!("error[E0703]: {expected}")), "{rule}: {problems}");
        assert!(problems.contains(" --> wireright.toml:") && problems.contains("error: nothing was written: 1 error"));
    }
    let (outcome, problems, _) = generate(
        "[[client.types]]\nattributes = [\"#[cfg_attr(unix, derive(a::B), b)]\", \"#[allow(x::y)]\", \
         \"#[rustfmt::skip]\"]\n[client.dependencies]\na = \"1\"\n",
    );
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""), "a derive may define attributes");
}

#[test]
fn an_optional_crate_cannot_be_needed_always() {
    let chrono = "[client.dependencies]\nchrono = { version = \"0.4\", optional = true }\n";
    for (rule, place) in [
        ("format = \"date-time\"\nrust-type = \"chrono::DateTime<chrono::Utc>\"", "6:13"),
        ("format = \"date-time\"\nrust-type = \"std::vec::Vec< ::chrono::NaiveDate >\"", "6:13"),
        ("schema = \"pet\"\nderive = [\"chrono::Walk\"]", "6:11"),
    ] {
        let (outcome, problems, _) = generate(&format!("[[client.types]]\n{rule}\n{chrono}"));
        assert_eq!(outcome, Outcome::Failure, "{rule}");
        let expected = format!("error: wireright.toml:{place}: the crate `chrono` is an optional dependency, and ");
        assert!(problems.starts_with(&expected) && problems.contains("help: remove `optional`"), "{problems}");
    }
    for rule in [
        "schema = \"pet\"\nattributes = [\"#[cfg_attr(feature = \\\"chrono\\\", derive(chrono::Walk))]\"]",
        "format = \"date-time\"\nrust-type = \"std::chrono::Time\"",
    ] {
        let (outcome, problems, _) = generate(&format!("[[client.types]]\n{rule}\n{chrono}"));
        assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    }
}

#[test]
fn a_path_into_the_generated_crate_has_advice() {
    for rule in [
        "schema = \"pet\"\nrust-type = \"crate::Pet\"",
        "format = \"date-time\"\nrust-type = \"super::Time\"",
        "schema = \"pet\"\nderive = [\"crate::Walk\"]",
        "schema = \"pet\"\nattributes = [\"#[crate::walk]\"]",
    ] {
        let (outcome, problems, _) = generate(&format!("[[client.types]]\n{rule}\n"));
        assert_eq!(outcome, Outcome::Failure, "{rule}");
        assert!(problems.starts_with("error[E0703]: path into the generated crate: `"), "{problems}");
        assert!(problems.contains("wireright.toml:6:") && problems.contains("a crate of its own"), "{problems}");
    }
}

#[test]
fn types_are_mapped_and_unused_ones_omitted() {
    let date = "[[client.types]]\nformat = \"date-time\"\nrust-type = \"jiff::Timestamp\"\n";
    let jiff = "[client.dependencies]\njiff = { version = \"0.2\", features = [\"serde\"] }\n";
    let (outcome, problems, folder) = generate(&format!("{date}{jiff}"));
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    let read = |folder: &TempDir, path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    assert!(read(&folder, "pets/src/types/pet.rs").contains("pub born_at: Option<::jiff::Timestamp>,"));
    assert!(read(&folder, "pets/Cargo.toml").contains("jiff = { version = \"0.2\", features = [\"serde\"] }\n"));
    // No operation is left that uses the type.
    let unused = "exclude = [\"path:/pets\"]\n";
    let (outcome, problems, folder) = generate(unused);
    assert!(outcome == Outcome::Failure && !folder.path().join("pets").exists());
    let expected = "error[E0701]: unmatched selectors: no operation is left, since each one is excluded\n \
                    --> wireright.toml:4:12\n";
    assert!(problems.starts_with(expected), "{problems}");
    let (_, _, folder) = generate(&format!("{unused}unused-types = true\n"));
    assert!(folder.path().join("pets/src/types/pet.rs").exists());
    let (_, _, folder) = generate("unused-types = false\n");
    assert!(folder.path().join("pets/src/types/pet.rs").exists());
    let (outcome, problems, _) = generate("exclude = [\"deprecated\"]\n");
    assert_eq!(outcome, Outcome::Success);
    assert!(problems.starts_with("warning[W0114]: unmatched selector: no operation is deprecated\n"), "{problems}");
    let (_, problems, _) = generate("group-by = \"path\"\n");
    assert!(
        problems.contains("unknown value `path`, expected `tag`") && problems.contains("toml:4:12: "),
        "{problems}"
    );
}

#[test]
fn schemas_and_operations_are_renamed_by_pattern() {
    let rename = "[client.rename]\nschemas = { \"p*\" = \"Animal*\" }\noperations = { listPets = \"all\" }\n";
    let (outcome, problems, folder) = generate(rename);
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(
        folder.path().join("pets/src/types/animalet.rs").exists() && folder.path().join("pets/src/all.rs").exists()
    );
    let (outcome, problems, folder) = generate(&rename.replace("listPets", "list"));
    let expected = "error[E0705]: unmatched pattern: no operation has the name `list`\n --> wireright.toml:6:16\n";
    assert!(problems.starts_with(expected) && problems.contains("exists: `listPets`"), "{problems}");
    assert!(outcome == Outcome::Failure && !folder.path().join("pets").exists());
    let (_, problems, _) = generate("[client.rename]\nschemas = { \"p*\" = 1 }\n");
    assert!(problems.contains("5:20: wrong type: integer `1`, expected a string"), "{problems}");
    let (_, problems, _) = generate("[client.rename]\nschemas = [\"p*\"]\n");
    assert!(problems.contains("help: write a table: `schemas = { \"io.k8s.api.*\" = \"*\""), "{problems}");
}

#[test]
fn groups_are_features_of_the_crate() {
    let config = "group-by = \"tag\"\noverlays = [\"tags.yaml\"]\n";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pets.yaml"), PETS).unwrap();
    let action = "{ target: \"$.paths['/pets'].get\", update: { tags: [Animals] } }";
    let overlay = format!("overlay: 1.0.0\ninfo: {{ title: Tags, version: '1' }}\nactions: [{action}]\n");
    fs::write(folder.path().join("tags.yaml"), overlay).unwrap();
    let config = format!("[[client]]\nspec = \"pets.yaml\"\nout = \"out\"\n{config}");
    fs::write(folder.path().join("wireright.toml"), config).unwrap();
    let (mut terminal, _, problems) = Terminal::captured();
    let outcome = run(folder.path(), &GenerateArguments::default(), &mut terminal);
    assert_eq!((outcome, problems.text().as_str()), (Outcome::Success, ""));
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    let manifest = read("out/Cargo.toml");
    assert!(manifest.contains("\nanimals = []\n") && manifest.contains("\"tls-ring\", \"animals\"]"), "{manifest}");
    let readme = read("out/README.md");
    assert!(readme.contains("        .animals()\n        .list_pets()") && readme.contains("`animals`"), "{readme}");
}

#[test]
fn rules_are_not_compared_with_a_file_that_is_no_document() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pets.yaml"), "pets: 1\n").unwrap();
    let rules = "[client.rename.schemas]\nPet = \"Animal\"\n[[client.types]]\nschema = \"Pet\"\nderive = [\"Ord\"]\n";
    let config = format!("[[client]]\nspec = \"pets.yaml\"\nout = \"out\"\n{rules}");
    fs::write(folder.path().join("wireright.toml"), config).unwrap();
    let (mut terminal, _, problems) = Terminal::captured();
    assert_eq!(run(folder.path(), &GenerateArguments::default(), &mut terminal), Outcome::Failure);
    assert!(problems.text().ends_with("error: nothing was written: 1 error\n"), "{}", problems.text());
}

#[test]
fn a_problem_of_the_document_is_reported_beside_rules() {
    let (_, problems, _) = generate("[[client.types]]\nschema = \"Cat\"\nderive = [\"a::B\"]\n");
    assert!(!problems.contains("pets.yaml"), "the configuration is no document: {problems}");
}
