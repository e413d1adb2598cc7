//! The configuration of several clients, and what is in the folders of their crates.

use super::*;

#[test]
fn the_clients_of_a_configuration_are_generated() {
    let project = Project::new();
    let client = |out: &str, more: &str| format!("[[client]]\nspec = \"pets.yaml\"\nout = \"{out}\"\n{more}");
    let generate = |config: &str, arguments: &GenerateArguments| {
        fs::write(project.path("wireright.toml"), config).unwrap();
        let (mut terminal, results, problems) = Terminal::captured();
        let outcome = run(project.folder.path(), arguments, &mut terminal);
        (outcome, results.text(), problems.text())
    };
    let both = client("one", "[client.package]\nversion = \"2.0.0\"\nlicense = \"MIT\"\n")
        + &client("two", "name = \"second\"\nexclude = [\"path:/pets\"]\nunused-types = true\n");
    let (outcome, results, problems) = generate(&both, &GenerateArguments::default());
    assert_eq!(outcome, Outcome::Success, "{problems}");
    assert!(results.contains("wrote one to one: ") && results.contains("wrote second to two: "), "{results}");
    let manifest = project.read("one/Cargo.toml");
    assert!(manifest.contains("version = \"2.0.0\"\n") && manifest.contains("license = \"MIT\"\n"), "{manifest}");
    assert!(project.path("one/src/list_pets.rs").exists() && !project.path("two/src/list_pets.rs").exists());

    let only = |client: &str| GenerateArguments { client: Some(client.to_owned()), ..GenerateArguments::default() };
    let (_, results, _) = generate(&both, &only("second"));
    assert!(results.contains("wrote second") && !results.contains("wrote one"), "{results}");
    let (outcome, _, problems) = generate(&both, &only("third"));
    assert_eq!(outcome, Outcome::Failure);
    assert!(problems.contains("unknown client `third`") && problems.contains("it has: `one`, `second`"), "{problems}");
    let out = GenerateArguments { out: Some("three".into()), ..GenerateArguments::default() };
    let (_, _, problems) = generate(&both, &out);
    assert!(problems.contains("`--out` is for one client") && !project.path("three").exists(), "{problems}");
    let (_, _, problems) = generate(&client("one", "colour = \"red\"\n"), &GenerateArguments::default());
    let expected = "error: wireright.toml:4:1: unknown key `colour`, expected one of `spec`, `out`, ";
    assert!(problems.starts_with(expected), "{problems}");
    let excerpt = "\n  |\n4 | colour = \"red\"\n  | ^^^^^^\nerror: nothing was written: 1 error\n";
    assert!(problems.ends_with(excerpt), "a line each, and no help: {problems}");
    let (_, _, problems) = generate("\u{1b}[31m", &GenerateArguments::default());
    assert!(problems.contains("\n1 | \\u{1b}[31m\n"), "{problems}");
}

#[test]
fn clients_have_different_folders() {
    let project = Project::new();
    let client = |out: &str| format!("[[client]]\nspec = \"pets.yaml\"\nout = \"{out}\"\n");
    fs::create_dir(project.path("other")).unwrap();
    for (one, other) in [("x", "x"), ("x", "./x"), ("a/../x", "b/../x/"), ("other/../x", "x")] {
        fs::write(project.path("wireright.toml"), client(one) + &client(other)).unwrap();
        let (mut terminal, _, problems) = Terminal::captured();
        let outcome = run(project.folder.path(), &GenerateArguments::default(), &mut terminal);
        let problems = problems.text();
        assert_eq!(outcome, Outcome::Failure, "{one} {other}");
        let same = format!("two clients have the same folder: `out` is `{other}` here and `{one}` in line 3");
        let expected = format!("error: wireright.toml:6:7: {same}\n");
        assert!(problems.starts_with(&expected), "{problems}");
        assert!(!project.path("x").exists());
    }
    for (outer, inner) in [("x", "x/src/y"), ("./x", "other/../x/y")] {
        fs::write(project.path("wireright.toml"), client(inner) + &client(outer)).unwrap();
        let (mut terminal, _, problems) = Terminal::captured();
        assert_eq!(run(project.folder.path(), &GenerateArguments::default(), &mut terminal), Outcome::Failure);
        let problem = "error: wireright.toml:3:7: the folder of a client is inside that of another: `out` is";
        assert!(problems.text().starts_with(&format!("{problem} `{inner}` here and `{outer}` in line 6")));
    }
    fs::write(project.path("wireright.toml"), client("x") + &client("other/x")).unwrap();
    let (mut terminal, _, _) = Terminal::captured();
    assert_eq!(run(project.folder.path(), &GenerateArguments::default(), &mut terminal), Outcome::Success);
}

#[test]
fn the_current_folder_can_be_the_folder_of_the_crate() {
    let project = Project::new();
    fs::write(project.path("wireright.toml"), "[[client]]\nspec = \"pets.yaml\"\nout = \".\"\nname = \"pets\"\n")
        .unwrap();
    let (mut terminal, results, _) = Terminal::captured();
    let arguments = GenerateArguments { dry_run: true, ..GenerateArguments::default() };
    assert_eq!(run(project.folder.path(), &arguments, &mut terminal), Outcome::Success);
    assert!(results.text().starts_with("would create ./.gitignore\n"), "{}", results.text());
}

#[test]
fn files_without_a_header_are_kept_and_name_the_crate() {
    let project = Project::new();
    let own = "[package]\nname = \"mine\"\n";
    assert_eq!(execute(&project.arguments()).0, Outcome::Success);
    fs::write(project.path("Pets Client/Cargo.toml"), own).unwrap();
    fs::write(project.path("Pets Client/README.md"), "Mine.\n").unwrap();
    let (outcome, results, _) = execute(&project.arguments());
    assert_eq!(outcome, Outcome::Success);
    assert!(results.contains("Cargo.toml: no generated header\n") && results.contains("wrote mine to "), "{results}");
    assert_eq!(project.read("Pets Client/Cargo.toml"), own);
    assert_eq!(project.read("Pets Client/README.md"), "Mine.\n");
}

#[test]
fn a_kept_manifest_that_lacks_lines_is_a_warning() {
    let project = Project::new();
    assert_eq!(execute(&project.arguments()).0, Outcome::Success);
    let (manifest, source) = ("Pets Client/Cargo.toml", "Pets Client/src/list_pets.rs");
    let generated = project.read(manifest);
    let kept = generated.split_once('\n').unwrap().1.to_owned();
    fs::write(project.path(manifest), &kept).unwrap();
    let check = GenerateArguments { check: true, ..project.arguments() };
    assert_eq!((execute(&project.arguments()).2, execute(&check).0), (String::new(), Outcome::Success));

    let without = |start: &str| -> String {
        kept.lines().filter(|line| !line.starts_with(start)).map(|line| format!("{line}\n")).collect()
    };
    fs::write(project.path(manifest), without("wireright-runtime =")).unwrap();
    let (outcome, _, problems) = execute(&project.arguments());
    assert_eq!(outcome, Outcome::Success, "{problems}");
    let warning = "/Cargo.toml` is kept, but lacks in `[dependencies]`: `wireright-runtime`\n  wireright-runtime = { ";
    assert!(problems.contains(warning) && problems.ends_with("\nhelp: add this line to `[dependencies]`\n"));
    let (outcome, results, problems) = execute(&check);
    assert_eq!((outcome, results.as_str()), (Outcome::Failure, ""));
    assert!(problems.contains(warning) && problems.contains("is out of date: "), "{problems}");

    fs::write(project.path(manifest), without("gzip =")).unwrap();
    fs::write(project.path("pets.yaml"), PETS.replace("Done.", "Complete.")).unwrap();
    let before = project.read(source);
    let (outcome, _, problems) = execute(&GenerateArguments { deny_warnings: true, ..project.arguments() });
    assert_eq!((outcome, project.read(source)), (Outcome::Failure, before));
    assert!(problems.contains("in `[features]`: `gzip`\n  gzip = [\"wireright-runtime/gzip\"]\n"), "{problems}");
    assert!(problems.ends_with("error: nothing was written: 1 warning, denied by `--deny-warnings`\n"), "{problems}");

    fs::write(project.path(manifest), "[package\n").unwrap();
    let (outcome, _, problems) = execute(&project.arguments());
    assert!(outcome == Outcome::Failure && problems.contains("/Cargo.toml` is invalid: "), "{problems}");
}

#[test]
fn a_cargo_toml_in_a_folder_without_generated_files_is_a_conflict() {
    let project = Project::new();
    fs::create_dir(project.path("Pets Client")).unwrap();
    fs::write(project.path("Pets Client/Cargo.toml"), "[package]\nname = \"other\"\n").unwrap();
    fs::write(project.path("Pets Client/README.md"), "Mine.\n").unwrap();
    let (outcome, results, problems) = execute(&project.arguments());
    assert_eq!((outcome, results.as_str()), (Outcome::Failure, ""));
    assert!(problems.contains(", `Cargo.toml` does not begin with the header of a generated file\n"), "{problems}");
    assert!(problems.contains("nothing was written") && !project.path("Pets Client/src").exists(), "{problems}");
    fs::remove_file(project.path("Pets Client/Cargo.toml")).unwrap();
    assert_eq!(execute(&project.arguments()).0, Outcome::Success);
    assert_eq!(project.read("Pets Client/README.md"), "Mine.\n");
}

#[test]
fn all_foreign_and_edited_files_are_reported() {
    let project = Project::new();
    assert_eq!(execute(&project.arguments()).0, Outcome::Success);
    for path in ["src/lib.rs", "src/list_pets.rs", "README.md"] {
        fs::write(project.path(&format!("Pets Client/{path}")), "mine\n").unwrap();
    }
    let manifest = project.read("Pets Client/Cargo.toml").replace("edition = \"2024\"", "edition = \"2021\"");
    fs::write(project.path("Pets Client/Cargo.toml"), manifest).unwrap();
    let (outcome, results, problems) = execute(&project.arguments());
    assert_eq!(outcome, Outcome::Failure);
    for path in ["src/lib.rs", "src/list_pets.rs"] {
        assert!(problems.contains(&format!(", `{path}` does not begin with the header")), "{problems}");
    }
    assert!(
        problems.ends_with("`@generated` at the beginning of a generated file; nothing was written\n"),
        "{problems}"
    );
    assert!(results.starts_with("kept ") && results.ends_with("README.md: no generated header\n"), "{results}");
    let (outcome, results, problems) = execute(&GenerateArguments { check: true, ..project.arguments() });
    assert!(outcome == Outcome::Failure && results.contains("\n-edition = \"2021\"\n"), "{results}");
    assert!(
        problems.contains("`src/lib.rs` does not begin") && problems.contains(": 1 outdated or edited"),
        "{problems}"
    );
}

/// A temporary name of a file that is a folder: the file cannot be written.
#[test]
fn a_file_that_cannot_be_written_leaves_the_client_as_it_was() {
    let project = tempfile::tempdir().unwrap();
    let path = |path: &str| project.path().join(path);
    let document = "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\nservers: [{ url: 'https://a.example' }]\n\
                    paths: { /pets: { get: { operationId: listPets, responses: { '204': { description: A } } } } }\n";
    fs::write(path("pets.yaml"), document).unwrap();
    let arguments =
        GenerateArguments { spec: Some(path("pets.yaml")), out: Some(path("out")), ..GenerateArguments::default() };
    let generate = || {
        let (mut terminal, _, problems) = Terminal::captured();
        (run(project.path(), &arguments, &mut terminal), problems.text())
    };
    let blocked = path(&format!("out/src/.list_pets.rs.{}.draft", std::process::id()));
    fs::create_dir_all(&blocked).unwrap();
    let (outcome, problems) = generate();
    assert_eq!(outcome, Outcome::Failure);
    let expected = "error: in `out`, cannot write `src/list_pets.rs`: ";
    assert!(problems.starts_with(expected), "{problems}");
    let help = "help: no file was changed; remove the cause and run the command again\n";
    assert!(problems.ends_with(help), "{problems}");
    assert!(!path("out/Cargo.toml").exists() && !path("out/runtime").exists(), "no folder and no file is left");
    fs::remove_dir(&blocked).unwrap();
    assert_eq!(generate(), (Outcome::Success, String::new()));
}

/// What a killed run leaves. No process has the number.
#[cfg(target_os = "linux")]
#[test]
fn drafts_of_a_killed_run_are_removed() {
    let project = Project::new();
    assert_eq!(execute(&project.arguments()).0, Outcome::Success);
    let out = project.path("Pets Client");
    let source = project.read("Pets Client/src/lib.rs");
    let drafts = ["src/.lib.rs.4294967295.draft", "runtime/.Cargo.toml.4294967295.draft"].map(|path| out.join(path));
    fs::write(&drafts[0], source).unwrap();
    fs::write(&drafts[1], "").unwrap();
    let check = GenerateArguments { check: true, ..project.arguments() };
    assert_eq!(execute(&check).0, Outcome::Success);
    assert!(drafts.iter().all(|path| path.exists()), "`--check` changes nothing");
    let (outcome, results, _) = execute(&project.arguments());
    assert!(outcome == Outcome::Success && results.contains(": 0 files, "), "{results}");
    assert!(drafts.iter().all(|path| !path.exists()));
}

#[test]
fn the_last_line_names_the_clients_that_failed() {
    let project = Project::new();
    let client = |out: &str| format!("[[client]]\nspec = \"pets.yaml\"\nout = \"{out}\"\n");
    let wrong = "[client.rename.schemas]\nCat = \"Dog\"\n";
    fs::create_dir_all(project.path("three/Cargo.toml")).unwrap();
    let config = format!("{}{wrong}{}{}", client("one"), client("two"), client("three"));
    fs::write(project.path("wireright.toml"), config).unwrap();
    let (mut terminal, results, problems) = Terminal::captured();
    let outcome = run(project.folder.path(), &GenerateArguments::default(), &mut terminal);
    assert_eq!(outcome, Outcome::Failure);
    assert!(problems.text().ends_with("\nerror: 2 of 3 clients failed: `one`, `three`\n"), "{}", problems.text());
    assert!(results.text().contains("wrote two to two") && !project.path("one").exists(), "{}", results.text());
}
