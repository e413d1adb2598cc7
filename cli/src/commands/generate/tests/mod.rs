//! The command end to end, in a temporary folder.
//!
//! - `config_files`: the files and folders that a configuration names
//! - `folders`: the configuration of several clients, and what is in the folders of their crates
//! - `type_rules`: rules for types in a configuration
//! - `untrusted_names`: names in an untrusted document
//! - `warnings`: warnings that are counted, denied and allowed

mod config_files;
mod folders;
mod type_rules;
mod untrusted_names;
mod warnings;

use std::fs;

use tempfile::TempDir;
use wireright_codegen::Selector;

use super::*;
use crate::checkout;

const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '7.1' }
servers: [{ url: 'https://pets.example.com' }]
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: Done. } }
";

struct Project {
    folder: TempDir,
}

impl Project {
    fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(project.path("pets.yaml"), PETS).unwrap();
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn arguments(&self) -> GenerateArguments {
        GenerateArguments {
            spec: Some(self.path("pets.yaml")),
            out: Some(self.path("Pets Client")),
            ..GenerateArguments::default()
        }
    }
}

/// The root of the checkout.
fn checkout() -> PathBuf {
    checkout::runtime_folder().unwrap().parent().unwrap().to_path_buf()
}

fn execute(arguments: &GenerateArguments) -> (Outcome, String, String) {
    let (mut terminal, results, problems) = Terminal::captured();
    let outcome = run(&checkout(), arguments, &mut terminal);
    (outcome, results.text(), problems.text())
}

/// Whether `cargo fmt --check` succeeds, with its output.
fn is_formatted(project: &Project) -> (bool, String) {
    let cargo =
        std::process::Command::new("cargo").args(["fmt", "--check"]).current_dir(project.path("Pets Client")).output();
    let cargo = cargo.expect("cargo can be run");
    let output = [cargo.stdout, cargo.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    (cargo.status.success(), output.concat())
}

#[test]
fn a_complete_crate_is_written() {
    let project = Project::new();
    let (outcome, results, problems) = execute(&project.arguments());
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(results.starts_with("wrote pets-client to "), "{results}");
    let manifest = project.read("Pets Client/Cargo.toml");
    for line in
        ["name = \"pets-client\"", "version = \"0.1.0\"", "http2 = [\"wireright-runtime/http2\"]", "[workspace]"]
    {
        assert!(manifest.lines().any(|found| found == line), "{line} in {manifest}");
    }
    assert!(!manifest.contains(checkout().to_str().unwrap()) && !manifest.contains("publish = false"), "{manifest}");
    let copy = project.read("Pets Client/runtime/Cargo.toml");
    assert!(copy.contains("name = \"pets-client-runtime\"\n") && copy.parse::<toml::Table>().is_ok(), "{copy}");
    assert!(project.read("Pets Client/runtime/LICENSE").contains("MIT"));
    assert!(project.read("Pets Client/runtime/src/lib.rs").contains("mod transport;"));
    let readme = project.read("Pets Client/README.md");
    assert!(readme.contains("from `pets.yaml`") && readme.contains(".list_pets()"), "{readme}");
    assert!(project.read("Pets Client/src/lib.rs").contains("README.md"));
    let (_, results, _) = execute(&project.arguments());
    assert!(results.contains(": 0 files, "), "{results}");
}

#[test]
fn a_change_of_the_public_api_has_a_verdict() {
    let project = Project::new();
    assert!(!execute(&project.arguments()).1.contains("public API"), "a new crate has no older API");
    let more = "    post: { operationId: addPet, responses: { '204': { description: Done. } } }\n";
    fs::write(project.path("pets.yaml"), format!("{PETS}{more}")).unwrap();
    let (_, results, _) = execute(&project.arguments());
    assert!(results.contains("\npublic API: 7 items new; version step: minor\n"), "{results}");
    fs::write(project.path("pets.yaml"), PETS.replace("listPets", "allPets")).unwrap();
    let (_, results, _) = execute(&project.arguments());
    assert!(results.contains(" gone or changed, ") && results.contains("; version step: major\n"), "{results}");
    assert!(project.read("Pets Client/api.txt").contains("pub fn pets_client::Client::all_pets(&self)"));
}

#[test]
fn a_runtime_folder_replaces_the_copy() {
    let project = Project::new();
    assert_eq!(execute(&project.arguments()).0, Outcome::Success);
    fs::write(project.path("Pets Client/runtime/own.txt"), "mine").unwrap();
    let runtime = fs::canonicalize(checkout().join("runtime")).unwrap();
    let arguments = GenerateArguments { runtime: Some(runtime.clone()), ..project.arguments() };
    let (outcome, results, problems) = execute(&arguments);
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(results.contains("deleted ") && results.contains("updated "), "{results}");
    let manifest = project.read("Pets Client/Cargo.toml");
    // Relative if the checkout is beside the folder of the test, otherwise absolute.
    let path = manifest.split_once("wireright-runtime = { path = \"").unwrap().1.split_once('"').unwrap().0;
    let out = fs::canonicalize(project.path("Pets Client")).unwrap();
    assert_eq!(fs::canonicalize(out.join(path)).unwrap(), runtime, "{manifest}");
    // Only generated files are deleted.
    assert!(!project.path("Pets Client/runtime/src").exists() && project.path("Pets Client/runtime/own.txt").exists());
}

#[test]
fn check_and_dry_run_write_nothing() {
    let project = Project::new();
    let check = GenerateArguments { check: true, ..project.arguments() };
    let (outcome, _, problems) = execute(&check);
    assert_eq!(outcome, Outcome::Failure);
    assert!(problems.contains("help: run `wireright generate` and commit the result"), "{problems}");
    assert!(!project.path("Pets Client").exists());
    assert_eq!(execute(&project.arguments()).0, Outcome::Success);
    assert_eq!(execute(&check).0, Outcome::Success);
    fs::write(project.path("pets.yaml"), PETS.replace("listPets", "allPets")).unwrap();
    let (_, results, _) = execute(&GenerateArguments { dry_run: true, ..project.arguments() });
    assert!(results.contains("would create ") && results.contains("would delete "), "{results}");
    let (outcome, results, problems) = execute(&check);
    assert_eq!(outcome, Outcome::Failure);
    assert!(results.contains("+++ b/") && problems.contains("is out of date: 1 missing, "), "{results}{problems}");
    assert!(project.path("Pets Client/src/list_pets.rs").exists());
}

#[test]
fn a_new_crate_is_formatted() {
    let project = Project::new();
    for folder in ["specs", "tests/documents/constructs", "tests/documents/lenient"] {
        for document in fs::read_dir(checkout().join(folder)).unwrap() {
            let spec = document.unwrap().path();
            if spec.extension().is_none_or(|ending| ending != "yaml") {
                continue;
            }
            let arguments = GenerateArguments { spec: Some(spec.clone()), ..project.arguments() };
            assert_eq!(execute(&arguments).0, Outcome::Success, "{spec:?}");
            let (is_formatted, output) = is_formatted(&project);
            assert!(is_formatted, "{spec:?}: {output}");
        }
    }
    // Files that the user adds are still formatted.
    fs::create_dir(project.path("Pets Client/tests")).unwrap();
    fs::write(project.path("Pets Client/tests/own.rs"), "fn  own() {}\n").unwrap();
    assert!(!is_formatted(&project).0);
}

#[test]
fn an_invalid_name_or_runtime_is_an_error() {
    let project = Project::new();
    let mut arguments = project.arguments();
    arguments.name = Some("My Pets".to_owned());
    let (outcome, _, problems) = execute(&arguments);
    assert_eq!(outcome, Outcome::Failure);
    assert!(
        problems.contains("invalid package name `My Pets`") && problems.contains("help: a valid name is `my-pets`"),
        "{problems}"
    );
    arguments.name = None;
    arguments.runtime = Some(project.path(""));
    assert!(execute(&arguments).2.contains("is not the folder of the runtime crate"));
    assert!(!project.path("Pets Client").exists());
}

#[test]
fn unused_schemas_are_omitted() {
    const SCHEMAS: &str =
        "components: { schemas: { Pet: { type: object, properties: { name: { type: string } } } } }\n";
    let project = Project::new();
    let generate = |text: &str, unused_types: bool| {
        fs::write(project.path("pets.yaml"), text).unwrap();
        let (outcome, results, problems) = execute(&GenerateArguments { unused_types, ..project.arguments() });
        assert_eq!((outcome, problems.contains("error")), (Outcome::Success, false), "{problems}");
        let is_omitted = results.contains("unused schemas: 1 omitted (`Pet`); `--unused-types` generates them\n");
        (is_omitted, project.path("Pets Client/src/types/pet.rs").exists())
    };
    let document = format!("{PETS}{SCHEMAS}");
    assert_eq!(generate(&document, false), (true, false));
    assert_eq!(generate(&document, true), (false, true));
    let head = PETS.split("paths:").next().unwrap();
    assert_eq!(generate(&format!("{head}paths: {{}}\n{SCHEMAS}"), false), (false, true));
}

#[test]
fn the_summary_is_json() {
    let project = Project::new();
    let mut arguments = project.arguments();
    arguments.json = true;
    let (_, results, _) = execute(&arguments);
    let summary: Summary = serde_json::from_str(&results).unwrap();
    assert_eq!((summary.package.as_deref(), summary.operations), (Some("pets-client"), 1));
    fs::write(project.path("pets.yaml"), PETS.replace("3.0.3", "4.0.0")).unwrap();
    let (outcome, results, problems) = execute(&arguments);
    assert_eq!(outcome, Outcome::Failure);
    let summary: Summary = serde_json::from_str(&results).unwrap();
    assert!(summary.package.is_none() && !summary.errors.is_empty(), "{summary:?}");
    assert!(problems.contains("--> pets.yaml:1:") && problems.contains("error: nothing was written: "), "{problems}");
}

/// Each failed client has a line with the reason, and so has a run without clients.
#[test]
fn the_summary_lists_errors_without_a_code() {
    let summary_of = |arguments: &GenerateArguments| -> Summary {
        let (outcome, results, _) = execute(arguments);
        assert_eq!(outcome, Outcome::Failure);
        serde_json::from_str(&results).unwrap()
    };
    let project = Project::new();
    let mut arguments = GenerateArguments { json: true, ..project.arguments() };
    fs::create_dir_all(project.path("Pets Client/src")).unwrap();
    fs::write(project.path("Pets Client/src/client.rs"), "mine").unwrap();
    let conflict = summary_of(&arguments);
    assert!(conflict.package.is_none() && conflict.errors.is_empty(), "{conflict:?}");
    assert!(conflict.failures[0].contains("`src/client.rs` does not begin with the header"), "{conflict:?}");
    fs::remove_dir_all(project.path("Pets Client")).unwrap();
    fs::write(project.path("Pets Client"), "a file").unwrap();
    assert_eq!(summary_of(&arguments).failures.len(), 1, "the folder cannot be read");
    fs::remove_file(project.path("pets.yaml")).unwrap();
    assert!(summary_of(&arguments).failures.len() == 1);
    (arguments.spec, arguments.out) = (None, None);
    assert_eq!(summary_of(&arguments).failures.len(), 1, "there is no configuration");
}

#[test]
fn a_file_that_is_not_openapi_changes_nothing() {
    let project = Project::new();
    let arguments = project.arguments();
    assert_eq!(execute(&arguments).0, Outcome::Success);
    let before = project.read("Pets Client/src/client.rs");
    for (text, problem) in [
        ("<!doctype html>\n<title>502 Bad Gateway</title>\n", "found a string"),
        ("", "empty file"),
        ("- openapi: 3.0.3\n", "found an array"),
        ("openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\n", "missing key `paths`"),
        ("openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: []\n", "expected an object (Paths Object)"),
        ("openapi: [3]\n", "the version is an array"),
        ("openapi: 31\ninfo: { title: Pets, version: '1' }\npaths: {}\n", "unsupported version: OpenAPI 31"),
        ("swagger: '1.2'\npaths: {}\n", "unsupported version of Swagger"),
        ("arazzo: 1.0.1\nworkflows: []\n", "it is an Arazzo document"),
        ("overlay: 1.0.0\nactions: []\n", "it is an OpenAPI Overlay"),
        ("$schema: 'https://json-schema.org/draft/2020-12/schema'\ntype: object\n", "it is a JSON Schema"),
        ("type: object\n", "missing key `openapi`"),
    ] {
        fs::write(project.path("pets.yaml"), text).unwrap();
        let (outcome, _, problems) = execute(&arguments);
        assert_eq!(outcome, Outcome::Failure, "{text}");
        assert!(problems.contains(problem) && problems.contains("error: nothing was written"), "{problems}");
        assert_eq!(project.read("Pets Client/src/client.rs"), before, "{text}");
    }
}

#[test]
fn a_version_may_be_a_number() {
    let project = Project::new();
    fs::write(project.path("pets.yaml"), PETS.replace("3.0.3", "3.1")).unwrap();
    let (outcome, _, problems) = execute(&project.arguments());
    assert_eq!(outcome, Outcome::Success, "{problems}");
    assert!(problems.contains("found the number 3.1") && problems.contains("the version is 3.1"), "{problems}");
    assert!(project.read("Pets Client/src/client.rs").contains("list_pets"));
}

#[test]
fn a_selector_that_matches_no_operation_is_reported() {
    let project = Project::new();
    let pets = PETS.replace("operationId: listPets", "operationId: listPets\n      tags: [Animals, Cats]");
    fs::write(project.path("pets.yaml"), pets).unwrap();
    for (selector, help) in [
        (Selector::Tag("Animal".to_owned()), "help: the tags of the document: `Animals`, `Cats`"),
        (Selector::Operation("listDogs".to_owned()), "help: the operations of the document: `listPets`"),
        (Selector::Path("/dogs".to_owned()), "help: the paths of the document: `/pets`"),
    ] {
        let arguments = GenerateArguments { include: vec![selector.clone()], ..project.arguments() };
        let (outcome, _, problems) = execute(&arguments);
        assert_eq!(outcome, Outcome::Failure, "{problems}");
        assert!(problems.contains(&format!("no operation matches `{selector}`")), "{problems}");
        assert!(problems.contains(help), "{problems}");
        assert!(!project.path("Pets Client").exists());
    }
    let all = |include: Selector| vec![include, Selector::Tag("Dogs".to_owned())];
    let arguments = GenerateArguments { include: all(Selector::Tag("Cats".to_owned())), ..project.arguments() };
    assert_eq!(execute(&arguments).0, Outcome::Failure, "each selector must match");
    let arguments = GenerateArguments { exclude: all(Selector::Path("/dogs".to_owned())), ..project.arguments() };
    let (outcome, results, problems) = execute(&arguments);
    assert_eq!((outcome, problems.matches("warning[W0114]").count()), (Outcome::Success, 2), "{problems}");
    assert!(!results.contains("deviations"), "a selector is no part of the document: {results}");
}
