//! `cargo xtask conformance documents`: `lint` reports each mutation of a document that the OpenAPI project's own
//! JSON Schema rejects, with its place.
//!
//! - `mutations`: deletions, type changes and added keys
//! - `schemas`: the JSON Schemas of a folder, by version

mod mutations;
mod schemas;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use serde_json::Value;
use wireright::{
    phrases::count_of,
    terminal::{Outcome, Terminal},
};
use wireright_codegen::{
    Options, SourceFile,
    diagnostic::{Code, SourceLocation},
    generate,
};

use self::mutations::Mutation;

const HELP: &str = "\
DIR contains the JSON Schemas of OpenAPI 3.0, 3.1 and 3.2 as YAML or JSON files, in subfolders too.
The OpenAPI project publishes them on https://spec.openapis.org and in its repository
OAI/OpenAPI-Specification. If a version has `schema-base`, that one is used: it checks Schema Objects.

The documents are those in tests/documents/judge, or FILES of any of these versions. Each is changed
in one place: a key deleted, a value replaced by one of another type, a key added.

Exit codes:
  0  lint reports each rejected mutation, at the changed place or at an object around it
  1  anything else
  2  invalid arguments";

/// Arguments of `cargo xtask conformance documents`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(super) struct DocumentsArguments {
    /// Folder of the JSON Schemas
    #[arg(value_name = "DIR")]
    schemas: PathBuf,
    /// Documents to change [default: those in tests/documents/judge]
    #[arg(value_name = "FILES")]
    documents: Vec<PathBuf>,
    /// Also list the mutations that only lint rejects
    #[arg(long)]
    stricter: bool,
}

/// The counts of the mutations of one document.
#[derive(Debug, Default)]
struct Counts {
    mutations: usize,
    rejected: usize,
    silent: usize,
    misplaced: usize,
    stricter: usize,
}

/// Runs the command.
pub(super) fn run(root: &Path, arguments: &DocumentsArguments, terminal: &mut Terminal) -> Outcome {
    match compare(root, arguments, terminal) {
        Ok(outcome) => outcome,
        Err(problem) => terminal.error(&problem),
    }
}

fn compare(root: &Path, arguments: &DocumentsArguments, terminal: &mut Terminal) -> Result<Outcome, String> {
    let validators = schemas::read(&arguments.schemas)?;
    let mut paths = arguments.documents.clone();
    if paths.is_empty() {
        paths = judge_documents(root)?;
    }
    let mut is_complete = true;
    for path in paths {
        let document = read_document(&path)?;
        let version = version_of(&document);
        let Some(validator) = validators.iter().find(|(known, _)| *known == version).map(|(_, validator)| validator)
        else {
            return Err(format!("{}: DIR has no JSON Schema for version `{version}`", path.display()));
        };
        if let Err(error) = validator.validate(&document) {
            return Err(format!(
                "{}: invalid before any mutation: {error}, at {}",
                path.display(),
                error.instance_path()
            ));
        }
        let counts = compare_mutations(&document, validator, arguments.stricter, terminal);
        terminal.print_line(&format!(
            "{}: {}, {} rejected by the JSON Schema: {} silent, {} reported elsewhere; {} rejected only by lint",
            path.file_name().unwrap_or_default().display(),
            count_of(counts.mutations, "mutation"),
            counts.rejected,
            counts.silent,
            counts.misplaced,
            counts.stricter,
        ));
        is_complete &= counts.silent + counts.misplaced == 0;
    }
    Ok(if is_complete { Outcome::Success } else { Outcome::Failure })
}

fn compare_mutations(
    document: &Value,
    validator: &jsonschema::Validator,
    lists_stricter: bool,
    terminal: &mut Terminal,
) -> Counts {
    let mut counts = Counts::default();
    let before = lint(document);
    for mutation in mutations::of(document) {
        counts.mutations += 1;
        let is_rejected = !validator.is_valid(&mutation.document);
        let problems: Vec<_> = lint(&mutation.document).difference(&before).cloned().collect();
        match (is_rejected, problems.is_empty()) {
            (true, true) => {
                counts.silent += 1;
                terminal.print_line(&format!("silent: {mutation}"));
            }
            (true, false) if !problems.iter().any(|(_, at)| is_near(at, &mutation)) => {
                counts.misplaced += 1;
                terminal.print_line(&format!("reported elsewhere: {mutation}: {problems:?}"));
            }
            (false, false) => {
                counts.stricter += 1;
                if lists_stricter {
                    terminal.print_line(&format!("only lint: {mutation}: {problems:?}"));
                }
            }
            _ => {}
        }
        counts.rejected += usize::from(is_rejected);
    }
    counts
}

/// The documents of the repository for this comparison.
fn judge_documents(root: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = root.join("tests/documents/judge");
    let entries = fs::read_dir(&folder).map_err(|error| format!("cannot read `{}`: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("3.")));
    paths.sort();
    Ok(paths)
}

/// A YAML or JSON file as a JSON value.
fn read_document(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The first two numbers of `openapi`.
fn version_of(document: &Value) -> String {
    let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
    version.splitn(3, '.').take(2).collect::<Vec<_>>().join(".")
}

/// The problems that `lint` reports: code and pointer.
fn lint(document: &Value) -> BTreeSet<(Code, String)> {
    let source = SourceFile { path: "document.json".to_owned(), bytes: document.to_string().into() };
    let generation = generate(vec![source], &Options::default());
    let location = |location: &SourceLocation| match location {
        SourceLocation::Node(at) => at.pointer.to_string(),
        _ => String::new(),
    };
    generation.diagnostics.iter().map(|problem| (problem.code, location(&problem.location))).collect()
}

/// Whether a problem is at the changed place, inside of it, or at one of the two objects around it.
fn is_near(pointer: &str, mutation: &Mutation) -> bool {
    let parent = |pointer: &str| pointer.rsplit_once('/').map(|(parent, _)| parent.to_owned());
    let around = parent(&mutation.pointer);
    let outer = around.as_deref().and_then(parent);
    pointer.starts_with(&mutation.pointer)
        || Some(pointer) == around.as_deref()
        || Some(pointer) == outer.as_deref()
        || around.is_some_and(|around| parent(pointer) == Some(around))
}

#[cfg(test)]
mod tests;
