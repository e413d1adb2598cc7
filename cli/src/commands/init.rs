//! `wireright init`: a configuration for a document, and its client.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use clap::Args;

use super::generate::{self, GenerateArguments};
use crate::{
    config::FILE_NAME,
    crate_files::{package_name, quote},
    load::{self, LoadError},
    paths::display,
    phrases::io_reason,
    terminal::{Outcome, Terminal},
};

const HELP: &str = "\
Examples:
  wireright init openapi.yaml                     a crate in a folder with the document's name
  wireright init api/openapi.yaml --out client --name acme-client";

/// Arguments of `wireright init`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub struct InitArguments {
    /// The OpenAPI document
    #[arg(value_name = "SPEC")]
    pub spec: PathBuf,
    /// Folder of the crate [default: the name of the document with the ending -client]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Package name of the crate [default: the name of the folder]
    #[arg(long, value_name = "CRATE")]
    pub name: Option<String>,
}

/// Runs the command.
pub fn run(current_folder: &Path, arguments: &InitArguments, terminal: &mut Terminal) -> Outcome {
    let spec = &arguments.spec;
    if let Err(error) = check(current_folder, arguments) {
        error.print(terminal);
        return Outcome::Failure;
    }
    let default_out = || {
        let stem = spec.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // The name of `box.yaml` needs the ending already, and that of `pets-client.yaml` has it.
        let name = package_name::sanitize(&stem);
        PathBuf::from(if name.ends_with("client") { name } else { format!("{name}-client") })
    };
    let out = arguments.out.clone().unwrap_or_else(default_out);
    if let Err(error) = write(current_folder, &text(spec, &out, arguments.name.as_deref())) {
        if error.kind() == io::ErrorKind::AlreadyExists {
            terminal.error(&format!("`{FILE_NAME}` exists already"));
            terminal
                .help("`wireright generate` generates its clients; for another one, add a table `[[client]]` to it");
        } else {
            terminal.error(&format!("cannot write `{FILE_NAME}` into the current folder: {}", io_reason(&error)));
            terminal.help("run the command in a folder that you may write, for example that of your project");
        }
        return Outcome::Failure;
    }
    let outcome = generate::run(current_folder, &GenerateArguments::default(), terminal);
    if outcome == Outcome::Success {
        print_next_steps(&display(&out, current_folder), terminal);
    } else {
        // Otherwise the next `init` would fail because of it.
        let _ = fs::remove_file(current_folder.join(FILE_NAME));
    }
    outcome
}

fn check(current_folder: &Path, arguments: &InitArguments) -> Result<(), LoadError> {
    let InitArguments { spec, out, name } = arguments;
    load::check_is_path(spec)?;
    load::check_is_file(&current_folder.join(spec), &spec.display().to_string())?;
    if let Some(path) = [Some(spec), out.as_ref()].into_iter().flatten().find(|path| path.to_str().is_none()) {
        return Err(LoadError::new(
            format!("the name `{}` is not UTF-8, and `{FILE_NAME}` cannot contain it", path.display()),
            "rename the file or folder; `wireright generate SPEC --out DIR` needs no configuration",
        ));
    }
    if let Some(name) = name {
        let help = || format!("a valid name is `{}`", package_name::sanitize(name));
        package_name::check(name).map_err(|message| LoadError::new(message, help()))?;
    }
    Ok(())
}

fn print_next_steps(folder: &str, terminal: &mut Terminal) {
    let documentation = format!("cargo doc --open --manifest-path {folder}/Cargo.toml");
    let dependency = format!("cargo add --path {folder}");
    let steps = [
        (documentation.as_str(), "the documentation"),
        (dependency.as_str(), "in the folder of your own crate"),
        ("wireright generate", "after each change of the document or of wireright.toml"),
    ];
    let width = steps.iter().map(|(command, _)| command.chars().count()).max().unwrap_or_default();
    terminal.print_line(&format!("created {FILE_NAME}"));
    terminal.print_line("");
    terminal.print_line("Next steps:");
    for (command, purpose) in steps {
        terminal.print_line(&format!("  {command:width$}  # {purpose}"));
    }
    terminal.print_line(&format!(
        "If a Cargo workspace contains the folder {folder}, add it to `exclude` in its table `[workspace]`."
    ));
}

/// Creates the configuration. An existing one is never replaced, and a part of one never left.
fn write(folder: &Path, text: &str) -> io::Result<()> {
    let path = folder.join(FILE_NAME);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
    let written = file.write_all(text.as_bytes());
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    written
}

fn text(spec: &Path, out: &Path, name: Option<&str>) -> String {
    let path = |path: &Path| quote(&path.to_string_lossy());
    let name = name.map(|name| format!("name = {}\n", quote(name))).unwrap_or_default();
    format!(
        "# All keys: https://github.com/wireright/wireright/blob/main/docs/wireright-toml.md\n\n\
         [[client]]\nspec = {}\nout = {}\n{name}\n\
         # What Cargo.toml of the client says, for a client that is published.\n\
         [client.package]\nversion = \"0.1.0\"\n# license = \"MIT\"\n\
         # repository = \"https://github.com/me/my-client\"\n",
        path(spec),
        path(out)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '7.1' }
servers: [{ url: 'https://pets.example.com' }]
paths: { /pets: { get: { operationId: listPets, responses: { '204': { description: Done. } } } } }
";

    fn init(folder: &Path, spec: &str) -> (Outcome, String, String) {
        let (mut terminal, results, problems) = Terminal::captured();
        let arguments = InitArguments { spec: spec.into(), out: None, name: None };
        let outcome = run(folder, &arguments, &mut terminal);
        (outcome, results.text(), problems.text())
    }

    #[test]
    fn a_configuration_and_a_client_are_written_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Pet Store.yaml"), PETS).unwrap();
        let (outcome, results, problems) = init(folder.path(), "Pet Store.yaml");
        assert_eq!((outcome, problems.as_str()), (Outcome::Success, ""));
        assert!(
            results.starts_with("wrote pet-store-client to pet-store-client: ")
                && results.contains("\ncreated wireright.toml\n"),
            "{results}"
        );
        assert!(results.contains("contains the folder pet-store-client, add it to `exclude`"), "{results}");
        assert!(folder.path().join("pet-store-client/runtime/src/lib.rs").is_file());
        let (outcome, _, problems) = init(folder.path(), "Pet Store.yaml");
        assert_eq!(outcome, Outcome::Failure);
        let expected = "error: `wireright.toml` exists already\nhelp: `wireright generate` generates its clients";
        assert!(problems.starts_with(expected), "{problems}");
        let (_, _, problems) = init(folder.path(), "https://example.com/pets.yaml");
        assert!(problems.starts_with("error: `https://example.com/pets.yaml` is a URL, "), "{problems}");
        assert!(init(folder.path(), "none.yaml").2.starts_with("error: cannot read `none.yaml`: not found\n"));
    }

    #[test]
    fn a_folder_that_cannot_be_written_has_no_configuration_already() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("pets.yaml");
        fs::write(&spec, PETS).unwrap();
        let (outcome, _, problems) = init(&folder.path().join("gone"), spec.to_str().unwrap());
        assert_eq!(outcome, Outcome::Failure);
        assert!(
            problems.starts_with("error: cannot write `wireright.toml` into the current folder: not found\nhelp: run "),
            "{problems}"
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_utf_8_is_reported() {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};

        let folder = tempfile::tempdir().unwrap();
        let spec = PathBuf::from(OsStr::from_bytes(b"caf\xe9.yaml"));
        fs::write(folder.path().join(&spec), PETS).unwrap();
        let (mut terminal, _, problems) = Terminal::captured();
        let outcome = run(folder.path(), &InitArguments { spec, out: None, name: None }, &mut terminal);
        assert_eq!(outcome, Outcome::Failure);
        assert!(problems.text().starts_with("error: the name `caf\u{fffd}.yaml` is not UTF-8"), "{}", problems.text());
        assert!(!folder.path().join(FILE_NAME).exists());
    }

    /// `box` is a keyword of Rust.
    #[test]
    fn the_folder_has_one_ending() {
        for (spec, out) in [("box.yaml", "box-client"), ("pets-client.yaml", "pets-client"), ("a.yaml", "a-client")] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(spec), PETS).unwrap();
            let (_, results, _) = init(folder.path(), spec);
            assert!(results.starts_with(&format!("wrote {out} to {out}: ")), "{results}");
        }
    }

    #[test]
    fn an_invalid_name_is_reported_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("pets.yaml"), PETS).unwrap();
        let (mut terminal, _, problems) = Terminal::captured();
        let arguments = InitArguments { spec: "pets.yaml".into(), out: None, name: Some("My Pets".to_owned()) };
        assert_eq!(run(folder.path(), &arguments, &mut terminal), Outcome::Failure);
        let expected = "error: invalid package name `My Pets`: it contains a character other than ASCII letters";
        assert!(problems.text().starts_with(expected), "no place in a file that is not there: {}", problems.text());
        assert!(
            problems.text().ends_with("help: a valid name is `my-pets`\n")
                && !folder.path().join("wireright.toml").exists()
        );
    }

    #[test]
    fn a_document_with_an_error_leaves_no_configuration() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("pets.yaml"), "- a\n").unwrap();
        let (outcome, results, problems) = init(folder.path(), "pets.yaml");
        assert_eq!((outcome, results.as_str()), (Outcome::Failure, ""));
        assert!(problems.contains("error: nothing was written"), "{problems}");
        assert!(!folder.path().join("wireright.toml").exists());
        fs::write(folder.path().join("pets.yaml"), PETS).unwrap();
        assert_eq!(init(folder.path(), "pets.yaml").0, Outcome::Success);
    }
}
