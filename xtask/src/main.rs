//! Development tasks of this workspace: `cargo xtask --help`.
//!
//! - [`codegen`]: the generated crate from the documents in `specs/`
//! - [`ci`]: every check that a change must pass
//! - [`diff`]: what a change of `specs/` breaks
//! - [`conformance`]: comparisons of the generator with independent judges
//! - [`corpus`]: clients for a folder of documents, generated, compiled and measured
//! - [`package`]: the crates as a registry has them
//! - [`workspace`]: the root folder of the workspace
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::todo,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod ci;
mod codegen;
mod conformance;
mod corpus;
mod diff;
mod package;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use wireright::{
    commands::generate::{self, GenerateArguments},
    terminal::Terminal,
};

const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  a problem was found, or a file could not be read or written
  2  invalid arguments

Only terminals get colors; NO_COLOR=1 disables them.";

/// Development tasks of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generate the client crate from the documents in specs/
    Codegen(codegen::CodegenArguments),
    /// Run every check that a change must pass
    Ci(ci::CiArguments),
    /// Tell what a change of specs/ breaks
    Diff(diff::DiffArguments),
    /// Compare the generator with independent judges
    Conformance(conformance::ConformanceArguments),
    /// Generate, compile and measure a client for each document of a folder
    Corpus(corpus::CorpusArguments),
    /// Build the crates from their packaged files, and publish a client as a dry run
    Package(package::PackageArguments),
    /// `wireright generate`, for the child processes of `corpus`
    #[command(name = corpus::GENERATE_COMMAND, hide = true)]
    CorpusGenerate(GenerateArguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut terminal = Terminal::standard();
    let root = match workspace::root() {
        Ok(root) => root,
        Err(problem) => return terminal.error(&problem).into(),
    };
    let outcome = match arguments.command {
        Command::Codegen(arguments) => codegen::run(&root, &arguments, &mut terminal),
        Command::Ci(arguments) => ci::run(&root, &arguments, &mut terminal),
        Command::Diff(arguments) => diff::run(&root, &arguments, &mut terminal),
        Command::Conformance(arguments) => conformance::run(&root, &arguments, &mut terminal),
        Command::Corpus(arguments) => corpus::run(&root, &arguments, &mut terminal),
        Command::Package(arguments) => package::run(&root, &arguments, &mut terminal),
        Command::CorpusGenerate(arguments) => generate::run(&root, &arguments, &mut terminal),
    };
    outcome.into()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn check_and_dry_run_conflict() {
        assert!(Arguments::try_parse_from(["xtask", "codegen", "--check"]).is_ok());
        let error = Arguments::try_parse_from(["xtask", "codegen", "--check", "--dry-run"]).unwrap_err();
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn corpus_compiles_by_default_and_the_last_flag_wins() {
        let checks = |more: &[&str]| {
            let all = ["xtask", "corpus", "x"].iter().chain(more);
            let Command::Corpus(arguments) = Arguments::try_parse_from(all).unwrap().command else { panic!() };
            arguments.checks()
        };
        assert!(checks(&[]) && checks(&["--no-check", "--check"]));
        assert!(!checks(&["--no-check"]) && !checks(&["--check", "--no-check"]));
    }
}
