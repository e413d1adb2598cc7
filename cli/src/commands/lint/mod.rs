//! `wireright lint`: problems of OpenAPI documents. Writes nothing.
//!
//! - `sarif`: the problems for code scanning

mod sarif;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use wireright_codegen::{
    Options, SourceFile,
    diagnostic::{Code, Format, render},
    generate,
};

use crate::{
    config::{parse_warning, warnings},
    documents::{self, DocumentArguments, DocumentInput},
    example_check,
    load::{self, LoadError, LoadedDocuments},
    phrases::count_of,
    report::DiagnosticCount,
    terminal::{Outcome, Terminal},
};

const HELP: &str = "\
Examples:
  wireright lint specs/*.yaml                    these documents
  wireright lint specs/                          all documents of a folder
  wireright lint                                 the documents of wireright.toml
  wireright lint api.yaml --format github        annotations on the lines of a pull request
  wireright lint api.yaml --format json | jq     one JSON object per line
  wireright lint --format sarif > lint.sarif     for code scanning

Without SPEC, the documents of wireright.toml are checked, with their overlays, as `generate` reads
them.

Everything that the specification's own JSON Schema rejects is an error here, also where `generate`
reports a warning or nothing. Valid keywords without effect on a client, such as `links`, are warnings,
and so are examples that contradict their schema.

Exit codes:
  0  no errors; with --deny-warnings: and no warnings
  1  an error was found, or a file could not be read
  2  invalid arguments";

/// Arguments of `wireright lint`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub struct LintArguments {
    /// OpenAPI documents, or folders of them [default: those of wireright.toml]
    #[arg(value_name = "SPEC")]
    pub specs: Vec<PathBuf>,
    /// The configuration [default: wireright.toml, or `package.metadata.wireright` in Cargo.toml]
    #[arg(long, value_name = "FILE", conflicts_with = "specs")]
    pub config: Option<PathBuf>,
    /// OpenAPI Overlay to apply to the document first; several are applied in order
    #[arg(long, value_name = "FILE", requires = "specs")]
    pub overlay: Vec<PathBuf>,
    /// Folder that references of the documents cannot leave [default: the current folder if it contains the
    /// documents, otherwise the nearest folder above them]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t = LintFormat::Human)]
    pub format: LintFormat,
    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,
    /// Neither show nor deny warnings with this code, such as W0106; may be repeated
    #[arg(long, value_name = "CODE", value_parser = parse_warning)]
    pub allow_warning: Vec<Code>,
}

/// Output format of `wireright lint`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    /// Diagnostics with the source line
    Human,
    /// One JSON object per line
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Runs the command.
pub fn run(current_folder: &Path, arguments: &LintArguments, terminal: &mut Terminal) -> Outcome {
    let batches = match batches(current_folder, arguments) {
        Ok(batches) => batches,
        Err(error) => {
            error.print(terminal);
            return Outcome::Failure;
        }
    };
    let (mut document_count, mut total) = (0, DiagnosticCount::default());
    let mut output = String::new();
    for Batch { loaded, overlays, allowed_warnings } in batches {
        document_count += loaded.entries.len();
        let allowed = [allowed_warnings, arguments.allow_warning.clone()].concat();
        let (text, count) = lint(&loaded, overlays, &allowed, arguments.format, terminal);
        match arguments.format {
            LintFormat::Sarif => output += &text,
            _ => terminal.print_raw(&text),
        }
        total.errors += count.errors;
        total.warnings += count.warnings;
    }
    match arguments.format {
        LintFormat::Human => {
            terminal.print_line(&format!("{} in {}", total.phrase(), count_of(document_count, "document")));
        }
        LintFormat::Sarif => terminal.print_raw(&sarif::of_json_lines(&output)),
        LintFormat::Json | LintFormat::Github => {}
    }
    let found = total.errors > 0 || (arguments.deny_warnings && total.warnings > 0);
    if found { Outcome::Failure } else { Outcome::Success }
}

/// Documents that are read together.
struct Batch {
    loaded: LoadedDocuments,
    overlays: Vec<SourceFile>,
    /// What the configuration allows.
    allowed_warnings: Vec<Code>,
}

/// All documents of the arguments together, or each one that has overlays or is in the configuration.
fn batches(current_folder: &Path, arguments: &LintArguments) -> Result<Vec<Batch>, LoadError> {
    let LintArguments { specs, config, overlay: overlays, root, .. } = arguments;
    let (config, root) = (config.as_deref(), root.as_deref());
    if !specs.is_empty() && overlays.is_empty() {
        let loaded = load::documents(&load::expand_folders(specs)?, root)?;
        return Ok(vec![Batch { loaded, overlays: Vec::new(), allowed_warnings: Vec::new() }]);
    }
    let inputs = DocumentArguments { specs, config, overlays, root }.inputs(current_folder)?;
    let batch = |input: DocumentInput| {
        let (loaded, overlays) = input.load(current_folder)?;
        Ok(Batch { loaded, overlays, allowed_warnings: input.allowed_warnings })
    };
    inputs.into_iter().map(batch).collect()
}

/// The diagnostics of documents. Those for SARIF are JSON lines.
fn lint(
    loaded: &LoadedDocuments,
    overlays: Vec<SourceFile>,
    allowed: &[Code],
    format: LintFormat,
    terminal: &Terminal,
) -> (String, DiagnosticCount) {
    // `generate` makes a client of each document.
    let entries = loaded.entries.clone();
    let options =
        Options { entries, overlays: overlays.clone(), separate_clients: true, examples: true, ..Options::default() };
    let mut generation = generate(loaded.sources(), &options);
    // Why a document cannot be read is among the diagnostics.
    if let Ok(roots) = documents::effective(loaded, overlays) {
        let invalid_examples = example_check::invalid_examples(&loaded.entries, &roots, &generation);
        generation.add_problems(invalid_examples);
    }
    // A valid keyword without effect on a client is no error of the document.
    for problem in generation.diagnostics.iter_mut().filter(|problem| problem.code == Code::UnsupportedKeyword) {
        problem.code = Code::UnsupportedKeywordIgnored;
    }
    warnings::remove(&mut generation, allowed);
    let format = match format {
        LintFormat::Human => Format::Human { color: terminal.colors_results() },
        LintFormat::Json | LintFormat::Sarif => Format::Json,
        LintFormat::Github => Format::Github,
    };
    (render(&generation.diagnostics, &generation.sources, format), DiagnosticCount::of(&generation))
}

#[cfg(test)]
mod tests;
