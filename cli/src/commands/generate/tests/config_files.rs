//! The files and folders that a configuration names: each wrong one has its place.

use super::*;

const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
servers: [{ url: 'https://pets.example.com' }]
paths: { /pets: { get: { operationId: listPets, responses: { '204': { description: Done. } } } } }
";

fn project() -> TempDir {
    let project = tempfile::tempdir().unwrap();
    fs::write(project.path().join("pets.yaml"), PETS).unwrap();
    fs::create_dir_all(project.path().join("folder/inner")).unwrap();
    fs::write(project.path().join("file"), "").unwrap();
    project
}

fn generate(project: &Path, config: &str, arguments: &GenerateArguments) -> (Outcome, String) {
    fs::write(project.join("wireright.toml"), config).unwrap();
    let (mut terminal, _, problems) = Terminal::captured();
    let outcome = run(project, arguments, &mut terminal);
    (outcome, problems.text())
}

#[test]
fn a_wrong_file_has_its_place() {
    let project = project();
    for (config, expected) in [
        ("spec = \"pet.yaml\"\nout = \"x\"", "2:8: cannot read `pet.yaml`: not found"),
        ("spec = \"folder\"\nout = \"x\"", "2:8: cannot read `folder`: it is a folder"),
        ("spec = \"https://example.com/a.yaml\"\nout = \"x\"", "2:8: `https://example.com/a.yaml` is a URL, and"),
        ("spec = \"pets.yaml\"\nout = \"file\"", "3:7: `file` is a file; `out` is a folder"),
        ("spec = \"pets.yaml\"\nout = \"file/x\"", "3:7: `file/x` is inside a file; `out` is a folder"),
        (
            "spec = \"pets.yaml\"\nout = \"x\"\noverlays = [\"pets.yaml\", \"none.yaml\"]",
            "4:26: cannot read `none.yaml`: not found",
        ),
        ("spec = \"pets.yaml\"\nout = \"x\"\nroot = \"none\"", "4:8: `none` does not exist"),
        ("spec = \"pets.yaml\"\nout = \"x\"\nroot = \"file\"", "4:8: `file` is not a folder"),
        ("spec = \"pets.yaml\"\nout = \"x\"\nroot = \"folder\"", "4:8: the document is not below `folder`"),
        ("spec = \"pets.yaml\"\nout = \"x\"\nruntime = { path = \"none\" }", "4:20: `none` does not exist"),
        (
            "spec = \"pets.yaml\"\nout = \"x\"\nruntime = { path = \"folder\" }",
            "4:20: `folder` is not the folder of the runtime crate",
        ),
    ] {
        let (outcome, problems) =
            generate(project.path(), &format!("[[client]]\n{config}\n"), &GenerateArguments::default());
        assert_eq!(outcome, Outcome::Failure, "{config}");
        assert!(problems.starts_with(&format!("error: wireright.toml:{expected}")), "{expected}\nin\n{problems}");
        assert!(problems.contains('^') && !problems.contains("--runtime"), "{problems}");
        assert!(!project.path().join("x").exists());
    }
}

#[test]
fn a_missing_file_is_watched() {
    let project = project();
    let config = "[[client]]\nspec = \"pets.yaml\"\nout = \"x\"\noverlays = [\"none.yaml\"]\n";
    fs::write(project.path().join("wireright.toml"), config).unwrap();
    let (mut terminal, _, problems) = Terminal::captured();
    let mut read = Vec::new();
    let outcome = run_once(project.path(), &GenerateArguments::default(), &mut read, &mut terminal);
    assert_eq!(outcome, Outcome::Failure, "{}", problems.text());
    assert!(read.contains(&project.path().join("none.yaml")), "{read:?}");
}

#[test]
fn a_name_that_the_system_refuses_has_its_place() {
    let project = project();
    let config = format!("[[client]]\nspec = \"pets.yaml\"\nout = \"{}\"\n", "a".repeat(300));
    let (_, problems) = generate(project.path(), &config, &GenerateArguments::default());
    assert!(problems.starts_with("error: wireright.toml:3:7: cannot read `aaa"), "{problems}");
}

#[test]
fn arguments_override_what_the_configuration_names() {
    let project = project();
    let config = "[[client]]\nspec = \"pets.yaml\"\nout = \"file\"\noverlays = [\"none.yaml\"]\nroot = \"none\"\n\
                  runtime = { path = \"none\" }\n";
    fs::write(
        project.path().join("fix.yaml"),
        "overlay: 1.0.0\ninfo: { title: Fix, version: '1' }\nactions: [{ target: $.info, update: { title: Dogs } }]\n",
    )
    .unwrap();
    let arguments = GenerateArguments {
        out: Some(project.path().join("x")),
        overlay: vec![project.path().join("fix.yaml")],
        root: Some(project.path().to_path_buf()),
        runtime: checkout::runtime_folder(),
        ..GenerateArguments::default()
    };
    assert_eq!(generate(project.path(), config, &arguments), (Outcome::Success, String::new()));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_in_place_of_the_folder_has_its_place() {
    let project = project();
    std::os::unix::fs::symlink(project.path().join("folder"), project.path().join("link")).unwrap();
    let config = "[[client]]\nspec = \"pets.yaml\"\nout = \"link\"\n";
    let (_, problems) = generate(project.path(), config, &GenerateArguments::default());
    assert!(problems.starts_with("error: wireright.toml:3:7: `link` is a symbolic link"), "{problems}");
}

#[test]
fn a_configuration_that_is_missing_is_named_with_advice() {
    let project = Project::new();
    for file in ["none.toml", "wireright.toml"] {
        let (mut terminal, _, problems) = Terminal::captured();
        let arguments = GenerateArguments { config: Some(file.into()), ..GenerateArguments::default() };
        assert_eq!(run(project.folder.path(), &arguments, &mut terminal), Outcome::Failure);
        let expected = format!(
            "error: cannot read `{file}`: not found\n\
             help: name an existing configuration, or write one with `wireright init SPEC`\n"
        );
        assert_eq!(problems.text(), expected);
    }
}
