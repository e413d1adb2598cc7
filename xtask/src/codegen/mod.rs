//! `cargo xtask codegen`: the generated crate from the documents in `specs/`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use wireright::{
    commands::api,
    crate_files::{self, manifest},
    load::{self, LoadError, LoadedDocuments},
    output::{self, Plan, WriteError},
    paths::display,
    report,
    terminal::{Outcome, Terminal},
};
use wireright_codegen::{GeneratedFile, Generation, Options, generate};

/// The command that regenerates the crate, as the header of each generated file names it.
const COMMAND: &str = "cargo xtask codegen";

const HELP: &str = "\
Only files that begin with the generated header are replaced or deleted. Besides src/, the command
writes api.txt, the public API for reviews.

Examples:
  cargo xtask codegen              write changed files and list them
  cargo xtask codegen --dry-run    list the files that would change
  cargo xtask codegen --check      print the diff; exit code 1 if there is one

Exit codes:
  0  the crate is up to date
  1  a document has an error, --check found a diff, or a file could not be read or written
  2  invalid arguments";

/// Arguments of `cargo xtask codegen`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(crate) struct CodegenArguments {
    /// Write nothing; print the diff and fail if there is one
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) check: bool,
    /// Write nothing; list the files that would change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Folder of the documents: *.yaml, *.yml and *.json [default: specs/ of the workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) specs: Option<PathBuf>,
    /// Folder of the crate; files are written below its src/ [default: generated/ of the workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &CodegenArguments, terminal: &mut Terminal) -> Outcome {
    let folder = |given: &Option<PathBuf>, default: &str| given.clone().unwrap_or_else(|| root.join(default));
    let (specs, out) = (folder(&arguments.specs, "specs"), folder(&arguments.out, "generated"));
    let out_name = display(&out, root);
    let loaded = match load_specs(&specs, root) {
        Ok(loaded) => loaded,
        Err(error) => {
            error.print(terminal);
            return Outcome::Failure;
        }
    };
    let options = options(&out, loaded.entries.clone());
    let mut generation = generate(loaded.into_sources(), &options);
    if !report::print_diagnostics(&generation, false, terminal) {
        return Outcome::Failure;
    }
    let missing_features = missing_features(&out, &generation);
    generation.files.push(api_file(&generation));
    let plan = match output::snapshot(&out, &[(API_FILE, API_HEADER)]) {
        Ok(snapshot) => output::plan(generation.files, &snapshot),
        Err(message) => return terminal.error(&message),
    };
    if !report::print_conflicts(&plan, &out_name, terminal) {
        return Outcome::Failure;
    }
    let outcome = if arguments.check {
        report::print_check(&plan, &out_name, COMMAND, terminal)
    } else if arguments.dry_run {
        report::print_changes(&plan, &out_name, ["would create", "would update", "would delete"], terminal);
        Outcome::Success
    } else {
        output::remove_drafts(&out, &[(API_FILE, API_HEADER)]);
        if let Err(WriteError { message, .. }) = output::execute(&plan, &out) {
            return terminal.error(&format!("in `{out_name}`, {message}"));
        }
        report::print_changes(&plan, &out_name, ["created", "updated", "deleted"], terminal);
        Outcome::Success
    };
    // Problems that the command cannot fix are reported in every mode.
    let unfixed = [
        print_foreign_files(&plan, &out_name, terminal),
        print_missing_features(&missing_features, &out_name, terminal),
    ];
    if unfixed.contains(&Outcome::Failure) { Outcome::Failure } else { outcome }
}

/// The public API of the crate, for reviews.
const API_FILE: &str = "api.txt";
const API_HEADER: &str = "# The public API of this crate, one line for each item. Written by `cargo xtask codegen`.";

fn api_file(generation: &Generation) -> GeneratedFile {
    GeneratedFile { path: API_FILE.to_owned(), text: format!("{API_HEADER}\n{}", api::text(generation)) }
}

/// Paths are relative to the workspace if the folder is below it.
fn load_specs(specs: &Path, root: &Path) -> Result<LoadedDocuments, LoadError> {
    let paths = load::folder(specs)?;
    let is_below = |root: &PathBuf| fs::canonicalize(specs).is_ok_and(|specs| specs.starts_with(root));
    let root = fs::canonicalize(root).ok().filter(is_below);
    load::documents(&paths, root.as_deref())
}

/// The options for a crate folder. The crate's own `Cargo.toml` contains its name.
fn options(out: &Path, entries: Vec<String>) -> Options {
    let text = fs::read_to_string(out.join("Cargo.toml")).unwrap_or_default();
    let package = manifest::package_name(&text).unwrap_or_else(|| Options::default().package);
    let has_readme = out.join("README.md").is_file();
    Options { package, command: Some(COMMAND.to_owned()), has_readme, entries, ..Options::default() }
}

fn print_foreign_files(plan: &Plan, out: &str, terminal: &mut Terminal) -> Outcome {
    for path in &plan.other_files {
        terminal.error(&format!("`{out}/{path}` is not a generated file, but is in a folder for generated files"));
    }
    if plan.other_files.is_empty() {
        return Outcome::Success;
    }
    terminal.help("move or remove it");
    Outcome::Failure
}

/// Features that the sources use and the manifest does not declare: their services would never be compiled.
fn missing_features(out: &Path, generation: &Generation) -> Vec<String> {
    // A folder without a manifest is not a crate.
    let Ok(text) = fs::read_to_string(out.join("Cargo.toml")) else { return Vec::new() };
    let declared = manifest::features(&text);
    let used = generation.model.as_ref().map(crate_files::service_features).unwrap_or_default();
    used.into_iter().filter(|feature| !declared.contains(feature)).collect()
}

fn print_missing_features(missing: &[String], out: &str, terminal: &mut Terminal) -> Outcome {
    for feature in missing {
        terminal.error(&format!("missing feature `{feature}` in `{out}/Cargo.toml`: its service is never compiled"));
        terminal.help(&format!("add `{feature} = []` to `[features]`, and `\"{feature}\"` to `default`"));
    }
    if missing.is_empty() { Outcome::Success } else { Outcome::Failure }
}

#[cfg(test)]
mod tests;
