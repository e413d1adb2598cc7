//! The command from beginning to end, in a folder of its own.

use std::{fs, path::PathBuf};

use tempfile::TempDir;
use wireright_codegen::HEADER;

use super::*;
use crate::terminal::testing;

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

/// How a command ended, its results, its problems.
type Ended = (Outcome, String, String);

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

    fn run(&self, check: bool, dry_run: bool) -> Ended {
        let (mut terminal, results, problems) = testing::terminal();
        let arguments = CodegenArguments { check, dry_run, specs: None, out: None };
        let outcome = run(self.folder.path(), &arguments, &mut terminal);
        (outcome, results.text(), problems.text())
    }

    fn write(&self) -> Ended {
        self.run(false, false)
    }

    fn check(&self) -> Ended {
        self.run(true, false)
    }
}

#[test]
fn files_are_written_once() {
    let project = Project::new();
    let (outcome, results, problems) = project.write();
    assert_eq!((outcome, problems.as_str()), (Outcome::Fine, ""));
    assert!(results.contains("created generated/src/pets/list_pets.rs\n"), "{results}");
    assert!(results.ends_with(" of generated, 0 unchanged\n"), "{results}");
    assert!(fs::read_to_string(project.path("generated/src/lib.rs")).unwrap().starts_with(HEADER));

    let (outcome, results, _) = project.write();
    assert_eq!(outcome, Outcome::Fine);
    assert!(results.starts_with("generated is up to date: "), "{results}");
    assert_eq!(project.check().0, Outcome::Fine);
}

#[test]
fn check_finds_missing_stale_and_left_over_files_and_writes_nothing() {
    let project = Project::new();
    project.write();
    let text = fs::read_to_string(project.path("generated/src/pets.rs")).unwrap();
    project.put("generated/src/pets.rs", &format!("{text}// by hand\n"));
    project.put("generated/src/old.rs", &format!("{HEADER}\n"));
    fs::remove_file(project.path("generated/src/lib.rs")).unwrap();

    let (outcome, results, problems) = project.check();
    assert_eq!(outcome, Outcome::Found);
    for line in
        ["-// by hand", "--- a/generated/src/old.rs", "+++ /dev/null", "--- /dev/null", "+++ b/generated/src/lib.rs"]
    {
        assert!(results.lines().any(|found| found == line), "{line} in {results}");
    }
    assert_eq!(
        problems,
        "error: generated is not what the descriptions give: 1 missing, 1 stale or edited by hand, 1 left over\n\
         help: run `cargo xtask codegen`, and commit what it writes\n"
    );
    assert!(!project.path("generated/src/lib.rs").exists());

    let (_, results, _) = project.run(false, true);
    assert!(results.contains("would delete generated/src/old.rs\n"), "{results}");
    assert!(project.path("generated/src/old.rs").exists());

    let (_, results, _) = project.write();
    for line in ["created generated/src/lib.rs", "deleted generated/src/old.rs", "updated generated/src/pets.rs"] {
        assert!(results.contains(line), "{line} in {results}");
    }
    assert_eq!(project.check().0, Outcome::Fine);
}

#[test]
fn a_file_of_somebody_else_stays() {
    let project = Project::new();
    project.put("generated/src/mine.rs", "// mine\n");
    for (outcome, _, problems) in [project.write(), project.check()] {
        assert_eq!(outcome, Outcome::Found);
        assert_eq!(
            problems,
            "error: `generated/src/mine.rs` was not written by the generator, and stands where only its files do\n\
             help: move it elsewhere or remove it\n"
        );
    }

    project.put("generated/src/lib.rs", "// mine\n");
    let (outcome, _, problems) = project.write();
    assert_eq!(outcome, Outcome::Found);
    assert!(problems.contains("`src/lib.rs` was not written by the generator"), "{problems}");
    assert_eq!(fs::read_to_string(project.path("generated/src/lib.rs")).unwrap(), "// mine\n");
    assert_eq!(fs::read_to_string(project.path("generated/src/mine.rs")).unwrap(), "// mine\n");
}

#[test]
fn a_service_that_would_never_be_compiled_is_named() {
    let project = Project::new();
    let manifest = "[package]\nname = \"zoo\"\n\n[features]\ndefault = [\"pets\"]\n";
    project.put("generated/Cargo.toml", manifest);
    for (outcome, _, problems) in [project.write(), project.check()] {
        assert_eq!(outcome, Outcome::Found);
        assert_eq!(
            problems,
            "error: `generated/Cargo.toml` has no feature `pets`, so its service is never compiled\n\
             help: add the line `pets = []` to `[features]` there, and `\"pets\"` to `default`\n"
        );
    }
    project.put("generated/Cargo.toml", &format!("{manifest}pets = []\n"));
    assert_eq!(project.check(), (Outcome::Fine, "generated is up to date: 5 files\n".to_owned(), String::new()));
}

#[test]
fn what_an_interrupted_run_left_is_cleared_away() {
    let project = Project::new();
    project.put("generated/src/.lib.rs.7.draft", &format!("{HEADER} half of it"));
    assert!(project.write().1.contains("deleted generated/src/.lib.rs.7.draft\n"));
    assert_eq!(project.check().0, Outcome::Fine);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let (project, elsewhere) = (Project::new(), tempfile::tempdir().unwrap());
    fs::create_dir(project.path("generated")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), project.path("generated/src")).unwrap();
    let (outcome, _, problems) = project.write();
    assert_eq!(outcome, Outcome::Found);
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
    assert_eq!((outcome, results.as_str()), (Outcome::Found, ""));
    assert!(problems.contains("--> specs/pets.yaml:8:"), "{problems}");
    assert!(problems.contains("error: nothing was written: "), "{problems}");
    assert!(project.path("generated/src/old.rs").exists());
}

#[test]
fn no_documents_are_an_error_with_help() {
    let project = Project::new();
    fs::remove_file(project.path("specs/pets.yaml")).unwrap();
    let (outcome, _, problems) = project.write();
    assert_eq!(outcome, Outcome::Found);
    assert!(problems.starts_with("error: the folder `specs` holds no API description\nhelp: "), "{problems}");
}
