//! `cargo xtask package`: the crates as a registry has them. Builds each from its `.crate` file, installs the program
//! from these files alone, and publishes a client that it generates, as a dry run.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use clap::Args;
use serde_json::Value;
use wireright::{
    phrases::io_reason,
    terminal::{Color, Outcome, Terminal},
};

const HELP: &str = "\
It compiles for some minutes, and needs the program `tar`.

Exit codes:
  0  the crates build, and the client can be published
  1  a step failed
  2  invalid arguments";

/// Arguments of `cargo xtask package`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(crate) struct PackageArguments {
    /// Accept uncommitted changes
    #[arg(long)]
    pub(crate) allow_dirty: bool,
}

/// The document of the generated client.
const DOCUMENT: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: 'https://pets.example.com' }]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: Pets.
          content: { application/json: { schema: { type: array, items: { type: string } } } }
";

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &PackageArguments, terminal: &mut Terminal) -> Outcome {
    let folder = root.join("target/xtask-package");
    match package(root, &folder, arguments, terminal) {
        Ok(()) => Outcome::Success,
        Err(problem) => terminal.error(&problem),
    }
}

fn package(root: &Path, folder: &Path, arguments: &PackageArguments, terminal: &mut Terminal) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("cannot prepare `{}`: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    let (crates, client) = (folder.join("crates"), folder.join("client"));
    fs::create_dir_all(&crates).map_err(failed)?;
    fs::create_dir_all(&client).map_err(failed)?;

    // Cargo builds each crate from its file, with the others from a local registry.
    let mut publish = cargo(root, "publish --workspace --dry-run");
    publish.args(arguments.allow_dirty.then_some("--allow-dirty"));
    step(publish, terminal)?;
    for file in crate_files(&target_folder(root)?.join("package")).map_err(failed)? {
        let mut extract = Command::new("tar");
        extract.arg("-xzf").arg(&file).arg("-C").arg(&crates);
        step(extract, terminal)?;
    }
    let extracted = extracted(&crates).map_err(failed)?;
    let path = |name: &str| extracted.iter().find(|(package, _)| package == name).map(|(_, path)| path.as_path());
    let program = path("wireright").ok_or("there is no file `wireright-*.crate`")?;
    let mut install = cargo(folder, "install --quiet --path");
    install.arg(program).arg("--root").arg(folder);
    for (name, path) in &extracted {
        install.arg("--config").arg(format!("patch.crates-io.{name}.path={:?}", path.display().to_string()));
    }
    step(install, terminal)?;

    fs::write(client.join("pets.yaml"), DOCUMENT).map_err(failed)?;
    let mut init = Command::new(folder.join("bin/wireright"));
    init.args(["init", "pets.yaml", "--name", "wireright-packaged-pets"]).current_dir(&client);
    step(init, terminal)?;
    step(cargo(&client.join("pets-client"), "publish --workspace --dry-run --allow-dirty"), terminal)
}

/// The folder into which cargo compiles: `target`, unless an environment variable or a configuration names another.
fn target_folder(root: &Path) -> Result<PathBuf, String> {
    let failed = |error: String| format!("cannot run `cargo metadata`: {error}");
    let output = cargo(root, "metadata --no-deps --format-version 1").output();
    let output = output.map_err(|error| failed(io_reason(&error)))?;
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| failed(error.to_string()))?;
    let folder = metadata.get("target_directory").and_then(Value::as_str);
    folder.map(PathBuf::from).ok_or_else(|| failed("there is no `target_directory`".to_owned()))
}

/// The files that cargo wrote. A dry run leaves them in a folder of its own.
fn crate_files(package: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in [package.to_owned(), package.join("tmp-crate")].iter().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            files.extend(path.extension().is_some_and(|extension| extension == "crate").then_some(path));
        }
    }
    Ok(files)
}

/// The packages in a folder by name.
fn extracted(crates: &Path) -> std::io::Result<Vec<(String, PathBuf)>> {
    let mut packages = Vec::new();
    for entry in fs::read_dir(crates)? {
        let path = entry?.path();
        let folder = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        packages.extend(package_of(&folder).map(|name| (name.to_owned(), path)));
    }
    packages.sort();
    Ok(packages)
}

/// The package of a folder `NAME-VERSION`.
fn package_of(folder: &str) -> Option<&str> {
    let is_version = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    let (at, _) = folder.match_indices('-').find(|(at, _)| folder.get(at + 1..).is_some_and(is_version))?;
    folder.get(..at)
}

fn cargo(folder: &Path, arguments: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments.split(' ')).current_dir(folder);
    // Those that cargo set for this program belong to another package.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PKG_")) {
        cargo.env_remove(name);
    }
    cargo
}

fn step(mut command: Command, terminal: &mut Terminal) -> Result<(), String> {
    let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).collect();
    let words: Vec<_> = words.into_iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let line = words.join(" ");
    terminal.print_colored(Color::Cyan, &line);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` ended with {status}")),
        Err(error) => Err(format!("cannot run `{line}`: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_names_its_target_folder() {
        let root = crate::workspace::root().unwrap();
        let executable = std::env::current_exe().unwrap();
        assert!(executable.starts_with(target_folder(&root).unwrap()), "{}", executable.display());
    }

    #[test]
    fn a_folder_has_the_name_and_the_version_of_its_package() {
        assert_eq!(package_of("wireright-0.1.0"), Some("wireright"));
        assert_eq!(package_of("huaweicloud-reset-password-1.0.0-rc.1"), Some("huaweicloud-reset-password"));
        assert_eq!(package_of("tmp"), None);
    }
}
