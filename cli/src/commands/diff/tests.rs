//! The command end to end, in a temporary folder.

use std::{fs, process::Command};

use tempfile::TempDir;

use super::*;

const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{ name: limit, in: query, schema: { type: integer } }]
      responses: { '204': { description: Done. } }
";

struct Project {
    folder: TempDir,
}

impl Project {
    /// A folder with `pets.yaml` and a changed copy.
    fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.put("pets.yaml", PETS);
        project.put("new.yaml", &PETS.replace("in: query,", "in: query, required: true,"));
        project
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(self.folder.path().join(path), text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        command.arg("-C").arg(self.folder.path()).args(identity).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn run(&self, arguments: &DiffArguments) -> (Outcome, String, String) {
        let (mut terminal, results, problems) = Terminal::captured();
        let outcome = run(self.folder.path(), arguments, &mut terminal);
        (outcome, results.text(), problems.text())
    }

    fn files(&self, old: &str, new: &str, deny: Option<DenyKind>) -> (Outcome, String, String) {
        let specs = vec![old.into(), new.into()];
        self.run(&DiffArguments {
            specs,
            output: DiffOutput { deny, ..DiffOutput::default() },
            ..DiffArguments::default()
        })
    }
}

#[test]
fn the_report_has_one_line_for_each_change() {
    let project = Project::new();
    let (outcome, results, _) = project.files("pets.yaml", "new.yaml", None);
    assert_eq!(outcome, Outcome::Success, "nothing is denied by default");
    let expected = "\
wire        Rust
breaks      breaks   new.yaml:7: GET /pets: query parameter `limit` became required: \
     clients that leave it out are rejected
1 change breaks; version step: major
";
    assert_eq!(results, expected);
    let (outcome, results, _) = project.files("pets.yaml", "pets.yaml", Some(DenyKind::Breaking));
    assert_eq!((outcome, results.as_str()), (Outcome::Success, "no changes; version step: none\n"));
}

#[test]
fn denied_changes_fail_unless_they_are_ignored_with_a_reason() {
    let project = Project::new();
    for deny in [DenyKind::Breaking, DenyKind::Wire, DenyKind::Rust] {
        let (outcome, results, _) = project.files("pets.yaml", "new.yaml", Some(deny));
        assert_eq!(outcome, Outcome::Failure);
        assert!(results.ends_with("; 1 denied\n"), "{results}");
    }
    let client = "[[client]]\nspec = \"new.yaml\"\nout = \"pets\"\n[client.package]\nversion = \"1.4.0\"\n";
    let ignore = "[[diff.ignore]]\nrule = \"parameter-required\"\nreason = \"nobody lists all pets\"\n";
    project.put("wireright.toml", &format!("{client}[diff]\ndeny = \"breaking\"\n"));
    let (outcome, results, _) = project.files("pets.yaml", "new.yaml", None);
    assert_eq!(outcome, Outcome::Failure, "the configuration denies it");
    assert!(results.contains("(1.4.0 → 2.0.0)"), "{results}");
    project.put("wireright.toml", &format!("{client}[diff]\ndeny = \"breaking\"\n{ignore}"));
    let (outcome, results, _) = project.files("pets.yaml", "new.yaml", None);
    assert_eq!(outcome, Outcome::Success);
    assert!(results.contains("became required: nobody lists all pets\n"), "{results}");
    let rule = "[[diff.rule]]\nid = \"parameter-required\"\nseverity = \"warning\"\n";
    project.put("wireright.toml", &format!("{client}{rule}"));
    assert_eq!(project.files("pets.yaml", "new.yaml", Some(DenyKind::Breaking)).0, Outcome::Success);
    project.put("wireright.toml", &format!("{client}{}", rule.replace("-required", "-requird")));
    let (outcome, _, problems) = project.files("pets.yaml", "new.yaml", None);
    assert_eq!(outcome, Outcome::Invalid);
    assert!(problems.contains("unknown rule `parameter-requird`, did you mean `parameter-required`?"), "{problems}");
}

#[test]
fn an_entry_that_ignores_nothing_is_a_warning() {
    let project = Project::new();
    let client = "[[client]]\nspec = \"new.yaml\"\nout = \"pets\"\n";
    let ignore = |subject: &str| {
        format!("{client}[[diff.ignore]]\nrule = \"parameter-required\"\nsubject = \"{subject}\"\nreason = \"old\"\n")
    };
    project.put("wireright.toml", &ignore("GET /pets"));
    let (outcome, results, problems) = project.files("pets.yaml", "new.yaml", None);
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(results.contains("became required: old\n"), "{results}");
    // A subject ends where a name ends.
    project.put("wireright.toml", &ignore("GET /pet"));
    let (outcome, results, problems) = project.files("pets.yaml", "new.yaml", None);
    assert_eq!(outcome, Outcome::Success, "a warning");
    assert!(!results.contains("ignored"), "{results}");
    let unused = "warning: unused entry of `[[diff.ignore]]`: no change has rule = \"parameter-required\", subject = \
                  \"GET /pet\"\n";
    assert!(problems.starts_with(unused), "{problems}");
    project.put("wireright.toml", &ignore("GET /pets: query parameter limits"));
    let (.., problems) = project.files("pets.yaml", "new.yaml", None);
    assert!(problems.contains("a change has the subject `GET /pets: query parameter limit`"), "{problems}");
    // The other client may have the change.
    project.put(
        "wireright.toml",
        &format!("{}{}", client.replace("new", "pets").replace("\"pets\"", "\"old\""), ignore("GET /cats")),
    );
    assert_eq!(project.files("pets.yaml", "new.yaml", None).2, "");
}

#[test]
fn a_moved_document_is_compared_with_the_one_at_its_old_path() {
    let project = Project::new();
    project.put("specs/pets.yaml", PETS);
    project.put("specs/cars.yaml", &PETS.replace("Pets", "Cars").replace("pets", "cars"));
    project.put("wireright.toml", "[[client]]\nspec = \"specs/pets.yaml\"\nout = \"pets\"\n");
    project.git(&["init", "-q"]);
    project.git(&["add", "."]);
    project.git(&["commit", "-q", "-m", "Add pets"]);
    let none = "no changes; version step: none\n";
    let base = |spec: Option<&str>| DiffArguments {
        specs: spec.into_iter().map(Into::into).collect(),
        base: Some("HEAD".to_owned()),
        ..DiffArguments::default()
    };
    // The document has another name, and then another folder.
    project.git(&["mv", "specs/pets.yaml", "specs/animals.yaml"]);
    project.put("wireright.toml", "[[client]]\nspec = \"specs/animals.yaml\"\nout = \"pets\"\n");
    for spec in [None, Some("specs/animals.yaml"), Some("specs")] {
        let (_, results, problems) = project.run(&base(spec));
        assert_eq!((results.as_str(), problems.as_str()), (none, ""), "{spec:?}");
    }
    project.git(&["mv", "specs", "api"]);
    for spec in ["api/animals.yaml", "api"] {
        project.put("wireright.toml", "[[client]]\nspec = \"api/animals.yaml\"\nout = \"pets\"\n");
        let (_, results, problems) = project.run(&base(Some(spec)));
        assert_eq!((results.as_str(), problems.as_str()), (none, ""), "{spec}");
    }
    project.git(&["rm", "-q", "-f", "api/cars.yaml"]);
    let (_, results, _) = project.run(&base(Some("api")));
    assert!(results.contains("the document `specs/cars.yaml` is gone"), "{results}");
}

#[test]
fn a_revision_is_compared_with_the_working_tree() {
    let project = Project::new();
    project.put("specs/pets.yaml", &PETS.replace("{ type: integer }", "{ $ref: 'parts.yaml#/limit' }"));
    project.put("specs/parts.yaml", "limit: { type: integer }\n");
    project.git(&["init", "-q"]);
    project.git(&["add", "specs"]);
    project.git(&["commit", "-q", "-m", "Add pets"]);
    let specs = vec!["specs/pets.yaml".into()];
    let base = |revision: &str| DiffArguments {
        specs: specs.clone(),
        base: Some(revision.to_owned()),
        ..DiffArguments::default()
    };
    assert_eq!(project.run(&base("HEAD")).1, "no changes; version step: none\n");
    project.put("specs/parts.yaml", "limit: { type: string }\n");
    let (outcome, results, problems) = project.run(&base("HEAD"));
    assert_eq!(outcome, Outcome::Success, "{problems}");
    assert!(results.contains("specs/parts.yaml:1: "), "{results}");
    assert!(results.contains("type: integer → string"), "{results}");
    let (outcome, _, problems) = project.run(&base("nowhere"));
    assert_eq!((outcome, problems.starts_with("error: unknown revision `nowhere`")), (Outcome::Invalid, true));
    project.git(&["update-ref", "refs/remotes/origin/next", "HEAD"]);
    let (_, _, problems) = project.run(&base("next"));
    assert!(problems.contains("unknown revision `next`") && problems.contains("`origin/next`"), "{problems}");
    let (outcome, _, problems) = project.run(&base("--exec=x"));
    assert_eq!((outcome, problems.starts_with("error: unknown revision `--exec=x`")), (Outcome::Invalid, true));
}

/// The configuration decides methods and types, so a change of it is a change of the client.
#[test]
fn a_revision_is_read_with_its_own_configuration() {
    const CLIENT: &str = "[[client]]\nspec = \"pets.yaml\"\nout = \"pets\"\noverlays = [\"fix.yaml\"]\n";
    const OVERLAY: &str = "overlay: 1.0.0\ninfo: { title: Fix, version: '1' }\nactions: [{ target: \
                           '$.paths[\"/pets\"].get', update: { x-rust-name: pets } }]\n";
    let project = Project::new();
    project.put("pets.yaml", &PETS.replace("operationId: listPets", "operationId: listPets\n      tags: [animals]"));
    project.put("wireright.toml", &format!("{CLIENT}[client.package]\nversion = \"0.3.0\"\n"));
    project.put("fix.yaml", OVERLAY);
    project.git(&["init", "-q"]);
    project.git(&["add", "."]);
    project.git(&["commit", "-q", "-m", "Add pets"]);
    let base = || DiffArguments { base: Some("HEAD".to_owned()), ..DiffArguments::default() };
    assert_eq!(project.run(&base()).1, "no changes; version step: none\n");

    project.put("fix.yaml", &OVERLAY.replace("pets }", "all }"));
    let (_, results, _) = project.run(&base());
    assert!(results.contains("`x-rust-name` `pets` → `all`: `Client::pets` is gone"), "{results}");
    project.put("fix.yaml", OVERLAY);

    project.put("wireright.toml", &format!("{CLIENT}group-by = \"tag\"\n[client.package]\nversion = \"0.4.0\"\n"));
    let (outcome, results, problems) = project.run(&base());
    assert_eq!(outcome, Outcome::Success, "{problems}");
    assert!(results.contains("(0.3.0 \u{2192} 0.4.0)"), "{results}");

    // A client with another folder is found by its document.
    project.put("wireright.toml", &CLIENT.replace("out = \"pets\"", "out = \"animals\""));
    let (_, results, _) = project.run(&base());
    assert!(
        results.contains("`animals` renamed from the crate `pets`: ") && results.contains("1 change breaks"),
        "{results}"
    );

    // The old document has neither this operation nor this schema.
    let config = format!("{CLIENT}include = [\"operation:listPets\", \"operation:addPet\"]\n");
    project.put("wireright.toml", &format!("{config}[[client.types]]\nschema = \"Pet\"\nderive = [\"PartialOrd\"]\n"));
    let body = "requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }";
    let add = format!("    post:\n      {body}\n      operationId: addPet\n      responses: {{ '204': {{}} }}\n");
    let schema = "components: { schemas: { Pet: { type: object, properties: { name: { type: string } } } } }\n";
    project.put("pets.yaml", &format!("{PETS}{add}{schema}"));
    let (outcome, results, problems) = project.run(&base());
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(results.contains("POST /pets added"), "{results}");
    project.put("old.yaml", PETS);
    let files = DiffArguments { specs: vec!["old.yaml".into(), "pets.yaml".into()], ..DiffArguments::default() };
    let (outcome, results, problems) = project.run(&files);
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(results.contains("POST /pets added"), "{results}");
}

#[test]
fn documents_that_cannot_be_compared_are_errors() {
    let project = Project::new();
    project.put("broken.yaml", "openapi: [\n");
    project.put("other.yaml", &PETS.replace("Pets", "Cars").replace("pets", "cars").replace("listPets", "cars"));
    for (new, expected) in [
        ("broken.yaml", "invalid YAML"),
        ("other.yaml", "`Pets` and `Cars` have no operation in common"),
        ("missing.yaml", "cannot read `missing.yaml`: not found"),
        ("https://example.com/pets.yaml", "`https://example.com/pets.yaml` is a URL, and documents are files"),
    ] {
        let (outcome, results, problems) = project.files("pets.yaml", new, None);
        assert_eq!((outcome, results.as_str()), (Outcome::Invalid, ""), "{problems}");
        assert!(problems.contains(expected), "{problems}");
    }
    let one = DiffArguments { specs: vec!["pets.yaml".into()], ..DiffArguments::default() };
    assert!(project.run(&one).2.contains("two documents or folders are needed"));
}

#[test]
fn every_format_has_the_change() {
    let project = Project::new();
    for format in <DiffFormat as clap::ValueEnum>::value_variants() {
        let output = DiffOutput { format: *format, deny: None };
        let specs = vec!["pets.yaml".into(), "new.yaml".into()];
        let (_, results, _) = project.run(&DiffArguments { specs, output, ..DiffArguments::default() });
        assert!(results.contains("became required"), "{format:?}: {results}");
        if matches!(format, DiffFormat::Json | DiffFormat::Sarif) {
            let value: serde_json::Value = serde_json::from_str(&results).unwrap();
            assert!(value.is_object());
        }
    }
}
