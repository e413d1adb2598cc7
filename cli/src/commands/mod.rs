//! The commands of `wireright`, each with its arguments.
//!
//! - `fetch`: download documents
//! - [`init`]: write a configuration and generate its client
//! - [`generate`]: write crates from documents
//! - [`lint`]: report problems of documents
//! - [`api`]: print the public API of clients
//! - [`diff`]: what a change of documents breaks
//! - [`mock`]: serve documents
//! - [`explain`]: describe a diagnostic
//! - [`shell`]: shell completions and the manual page

pub mod api;
pub mod diff;
pub mod explain;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod generate;
pub mod init;
pub mod lint;
pub mod mock;
pub mod shell;

use std::path::Path;

use clap::{Parser, Subcommand};

use crate::terminal::{Outcome, Terminal};

const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  a problem was found, or a file could not be read or written
  2  invalid arguments

Only terminals get colors; NO_COLOR=1 disables them.";

/// Typed Rust clients from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(name = "wireright", version, after_help = EXIT_CODES)]
pub struct Arguments {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// A command with its arguments.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write wireright.toml for an OpenAPI document, and generate the client
    Init(init::InitArguments),
    /// Generate a client crate from an OpenAPI document, or the clients of wireright.toml
    Generate(generate::GenerateArguments),
    /// Download OpenAPI documents, and record their hashes
    #[cfg(feature = "fetch")]
    Fetch(fetch::FetchArguments),
    /// Check OpenAPI documents without writing anything
    Lint(lint::LintArguments),
    /// Print the public API of a client
    Api(api::ApiArguments),
    /// Tell what a change of OpenAPI documents breaks
    Diff(diff::DiffArguments),
    /// Serve OpenAPI documents on this machine
    Mock(mock::MockArguments),
    /// Describe a diagnostic, such as E0204
    Explain(explain::ExplainArguments),
    /// Print shell completions
    Completions(shell::CompletionArguments),
    /// Print the manual page
    Man,
}

/// Runs a command in the current folder.
pub fn run(command: &Command, current_folder: &Path, terminal: &mut Terminal) -> Outcome {
    match command {
        Command::Generate(arguments) => generate::run(current_folder, arguments, terminal),
        #[cfg(feature = "fetch")]
        Command::Fetch(arguments) => fetch::run(current_folder, arguments, terminal),
        Command::Lint(arguments) => lint::run(current_folder, arguments, terminal),
        Command::Api(arguments) => api::run(current_folder, arguments, terminal),
        Command::Diff(arguments) => diff::run(current_folder, arguments, terminal),
        Command::Mock(arguments) => mock::run(current_folder, arguments, terminal),
        Command::Init(arguments) => init::run(current_folder, arguments, terminal),
        Command::Explain(arguments) => explain::run(arguments, terminal),
        Command::Completions(arguments) => shell::completions(arguments, terminal),
        Command::Man => shell::manual(terminal),
    }
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
    fn help_fits_the_terminal_and_names_this_command() {
        for command in ["init", "generate", "fetch", "lint", "api", "diff", "mock", "explain", "completions", "man"] {
            let help = Arguments::try_parse_from(["wireright", command, "--help"]).unwrap_err().to_string();
            assert!(help.contains(&format!(" wireright {command}")), "{help}");
            assert!(!help.contains("xtask"), "{help}");
            assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
        }
    }
}
