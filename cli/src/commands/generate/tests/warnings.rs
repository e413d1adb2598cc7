//! Warnings: counted, denied and allowed.

use wireright_codegen::diagnostic::Code;

use super::*;

/// A document with an invalid operation and a missing schema.
fn with_invalid_constructs() -> String {
    let body = "{ application/json: { schema: { $ref: '#/components/schemas/Pet' } } }";
    PETS.replace(
        "{ '204': { description: Done. } }",
        &format!("{{ '200': {{ description: A pet., content: {body} }} }}"),
    ) + "    put: nothing\n"
}

#[test]
fn deviations_from_the_document_are_counted() {
    let project = Project::new();
    fs::write(project.path("pets.yaml"), with_invalid_constructs()).unwrap();
    let (outcome, results, problems) = execute(&project.arguments());
    assert_eq!(outcome, Outcome::Success);
    assert!(
        results.ends_with("deviations from the document: 1 operation omitted (PUT /pets), 1 workaround\n"),
        "{results}"
    );
    assert!(problems.contains("PUT /pets (E0202, "), "{problems}");
    assert!(problems.contains("any JSON is accepted (E0204, "), "{problems}");
}

#[test]
fn a_dependency_without_a_version_is_a_warning() {
    let project = Project::new();
    let scheme = "type: apiKey, in: header, name: Authorization, x-authenticator: 'my_auth::Signer'";
    let security = format!("security: [{{ Key: [] }}]\ncomponents: {{ securitySchemes: {{ Key: {{ {scheme} }} }} }}\n");
    fs::write(project.path("pets.yaml"), format!("{PETS}{security}")).unwrap();
    let (outcome, _, problems) = execute(&project.arguments());
    assert_eq!(outcome, Outcome::Success, "{problems}");
    assert!(problems.contains("warning: unknown version of `my-auth`: `"), "{problems}");
    assert!(problems.contains("help: set the version or the path there"), "{problems}");
    let manifest = project.read("Pets Client/Cargo.toml");
    assert!(manifest.contains("\n# From `x-authenticator`, which has no version."), "{manifest}");
    // Without its header, the file belongs to the user.
    let own = manifest.split_once('\n').unwrap().1.replace("\"*\"", "\"1\"");
    fs::write(project.path("Pets Client/Cargo.toml"), own).unwrap();
    let (outcome, _, problems) = execute(&project.arguments());
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
}

#[test]
fn denied_warnings_prevent_writing() {
    let project = Project::new();
    let arguments = GenerateArguments { deny_warnings: true, ..project.arguments() };
    assert_eq!(execute(&arguments).0, Outcome::Success);
    let before = project.read("Pets Client/src/lib.rs");
    fs::write(project.path("pets.yaml"), with_invalid_constructs().replace("Pets", "Dogs")).unwrap();
    let (outcome, results, problems) = execute(&arguments);
    assert_eq!((outcome, results.as_str()), (Outcome::Failure, ""));
    assert!(problems.ends_with("error: nothing was written: 2 warnings, denied by `--deny-warnings`\n"), "{problems}");
    assert_eq!(project.read("Pets Client/src/lib.rs"), before);
}

#[test]
fn allowed_warnings_are_neither_shown_nor_denied() {
    let project = Project::new();
    fs::write(project.path("pets.yaml"), with_invalid_constructs()).unwrap();
    let allow_warning = vec![Code::WrongType];
    let arguments = GenerateArguments { deny_warnings: true, allow_warning, ..project.arguments() };
    let (outcome, _, problems) = execute(&arguments);
    assert_eq!(outcome, Outcome::Failure);
    assert!(problems.contains("(E0204, ") && !problems.contains("E0202"), "{problems}");
    assert!(problems.ends_with("error: nothing was written: 1 warning, denied by `--deny-warnings`\n"), "{problems}");

    // The arguments add to the configuration.
    let config = "[[client]]\nspec = \"pets.yaml\"\nout = \"client\"\nallow-warnings = [\"E0204\"]\n";
    fs::write(project.path("wireright.toml"), config).unwrap();
    let config = Some(project.path("wireright.toml"));
    let arguments = GenerateArguments { spec: None, out: None, config, ..arguments };
    let (outcome, results, problems) = execute(&arguments);
    assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
    assert!(results.contains("1 operation omitted (PUT /pets)"), "deviations are counted: {results}");

    // An error is not allowed by the code of a warning that it could be.
    fs::write(project.path("pets.yaml"), PETS.replace("'1'", "[]").replace("paths:", "path:")).unwrap();
    let (outcome, _, problems) = execute(&arguments);
    assert_eq!(outcome, Outcome::Failure, "{problems}");
}
