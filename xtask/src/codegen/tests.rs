//! The command end to end, in a temporary folder.

use std::{fs, path::PathBuf};

use tempfile::TempDir;
use wireright_codegen::HEADER;

use super::*;

const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1', x-module: pets }
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

/// The outcome, the results and the problems of a run.
type RunResult = (Outcome, String, String);

impl Project {
    fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.put("specs/pets.yaml", PETS);
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    fn run(&self, check: bool, dry_run: bool) -> RunResult {
        let (mut terminal, results, problems) = Terminal::captured();
        let arguments = CodegenArguments { check, dry_run, specs: None, out: None };
        let outcome = run(self.folder.path(), &arguments, &mut terminal);
        (outcome, results.text(), problems.text())
    }

    fn write(&self) -> RunResult {
        self.run(false, false)
    }

    fn check(&self) -> RunResult {
        self.run(true, false)
    }
}

#[test]
fn files_are_written_once() {
    let project = Project::new();
    let (outcome, results, problems) = project.write();
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(results.contains("created generated/src/list_pets.rs\n"), "{results}");
    assert!(results.ends_with(" of generated, 0 unchanged\n"), "{results}");
    assert!(fs::read_to_string(project.path("generated/src/lib.rs")).unwrap().starts_with(HEADER));

    let (outcome, results, _) = project.write();
    assert_eq!(outcome, Outcome::Success);
    assert!(results.starts_with("generated is up to date: "), "{results}");
    assert_eq!(project.check().0, Outcome::Success);
}

#[test]
fn check_reports_missing_outdated_and_obsolete_files_without_writing() {
    let project = Project::new();
    project.write();
    let text = fs::read_to_string(project.path("generated/src/client.rs")).unwrap();
    project.put("generated/src/client.rs", &format!("{text}// by hand\n"));
    project.put("generated/src/old.rs", &format!("{HEADER}\n"));
    fs::remove_file(project.path("generated/src/lib.rs")).unwrap();

    let (outcome, results, problems) = project.check();
    assert_eq!(outcome, Outcome::Failure);
    for line in
        ["-// by hand", "--- a/generated/src/old.rs", "+++ /dev/null", "--- /dev/null", "+++ b/generated/src/lib.rs"]
    {
        assert!(results.lines().any(|found| found == line), "{line} in {results}");
    }
    assert_eq!(
        problems,
        "error: generated is out of date: 1 missing, 1 outdated or edited, 1 obsolete\n\
         help: run `cargo xtask codegen` and commit the result\n"
    );
    assert!(!project.path("generated/src/lib.rs").exists());

    let (_, results, _) = project.run(false, true);
    assert!(results.contains("would delete generated/src/old.rs\n"), "{results}");
    assert!(project.path("generated/src/old.rs").exists());

    let (_, results, _) = project.write();
    for line in ["created generated/src/lib.rs", "deleted generated/src/old.rs", "updated generated/src/client.rs"] {
        assert!(results.contains(line), "{line} in {results}");
    }
    assert_eq!(project.check().0, Outcome::Success);
}

#[test]
fn foreign_files_are_kept() {
    let project = Project::new();
    project.put("generated/src/mine.rs", "// mine\n");
    for (outcome, _, problems) in [project.write(), project.check()] {
        assert_eq!(outcome, Outcome::Failure);
        assert_eq!(
            problems,
            "error: `generated/src/mine.rs` is not a generated file, but is in a folder for generated files\n\
             help: move or remove it\n"
        );
    }

    project.put("generated/src/lib.rs", "// mine\n");
    let (outcome, _, problems) = project.write();
    assert_eq!(outcome, Outcome::Failure);
    assert!(problems.contains("`src/lib.rs` does not begin with the header of a generated file"), "{problems}");
    assert_eq!(fs::read_to_string(project.path("generated/src/lib.rs")).unwrap(), "// mine\n");
    assert_eq!(fs::read_to_string(project.path("generated/src/mine.rs")).unwrap(), "// mine\n");
}

#[test]
fn a_missing_feature_is_an_error() {
    let project = Project::new();
    // Each of several documents has a feature.
    project.put("specs/cars.yaml", "{openapi: 3.0.3, info: {title: Cars, version: '1'}, paths: {}}");
    let manifest = "[package]\nname = \"zoo\"\n\n[features]\ndefault = [\"pets\"]\ncars = []\n";
    project.put("generated/Cargo.toml", manifest);
    for (outcome, _, problems) in [project.write(), project.check()] {
        assert_eq!(outcome, Outcome::Failure);
        assert_eq!(
            problems,
            "error: missing feature `pets` in `generated/Cargo.toml`: its service is never compiled\n\
             help: add `pets = []` to `[features]`, and `\"pets\"` to `default`\n"
        );
    }
    project.put("generated/Cargo.toml", &format!("{manifest}pets = []\n"));
    assert_eq!(project.check(), (Outcome::Success, "generated is up to date: 9 files\n".to_owned(), String::new()));
}

#[test]
fn the_public_api_is_written_and_checked() {
    let project = Project::new();
    project.write();
    let text = fs::read_to_string(project.path("generated/api.txt")).unwrap();
    assert!(text.starts_with(API_HEADER) && text.contains("\npub mod client::list_pets\n"), "{text}");
    project.put("generated/api.txt", &text.replace("pub mod client::list_pets\n", ""));
    let (outcome, results, _) = project.check();
    assert_eq!(outcome, Outcome::Failure);
    assert!(results.contains("+pub mod client::list_pets\n"), "{results}");
}

/// No process has the number.
#[cfg(target_os = "linux")]
#[test]
fn drafts_of_an_interrupted_run_are_deleted() {
    let project = Project::new();
    let draft = "generated/src/.lib.rs.4294967295.draft";
    project.put(draft, &format!("{HEADER} half of it"));
    assert_eq!(project.write().0, Outcome::Success);
    assert!(!project.path(draft).exists());
    assert_eq!(project.check().0, Outcome::Success);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_never_followed() {
    let (project, elsewhere) = (Project::new(), tempfile::tempdir().unwrap());
    fs::create_dir(project.path("generated")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), project.path("generated/src")).unwrap();
    let (outcome, _, problems) = project.write();
    assert_eq!(outcome, Outcome::Failure);
    assert!(problems.contains("symbolic link"), "{problems}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_document_with_an_error_changes_nothing() {
    let project = Project::new();
    project.write();
    project.put("specs/pets.yaml", &PETS.replace("'204'", "204: {}, 'x'"));
    project.put("generated/src/old.rs", &format!("{HEADER}\n"));
    let (outcome, results, problems) = project.write();
    assert_eq!((outcome, results.as_str()), (Outcome::Failure, ""));
    assert!(problems.contains("--> specs/pets.yaml:8:"), "{problems}");
    assert!(problems.contains("error: nothing was written: "), "{problems}");
    assert!(project.path("generated/src/old.rs").exists());
}

#[test]
fn an_empty_folder_is_an_error() {
    let project = Project::new();
    fs::remove_file(project.path("specs/pets.yaml")).unwrap();
    let (outcome, _, problems) = project.write();
    assert_eq!(outcome, Outcome::Failure);
    assert!(problems.contains("specs` contains no OpenAPI document\nhelp: "), "{problems}");
}

#[test]
fn the_manifest_contains_the_package_name() {
    let out = tempfile::tempdir().unwrap();
    let expected = Options { command: Some("cargo xtask codegen".to_owned()), ..Options::default() };
    assert_eq!(options(out.path(), Vec::new()), expected);
    fs::write(out.path().join("Cargo.toml"), "[package]\nname = \"pets\"\n").unwrap();
    fs::write(out.path().join("README.md"), "").unwrap();
    let named = Options { package: "pets".to_owned(), has_readme: true, ..expected };
    assert_eq!(options(out.path(), Vec::new()), named);
}
