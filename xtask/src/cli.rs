//! The arguments, and the help that makes a manual unnecessary.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  something was found: problems in a document, stale files, a failed step
  2  the arguments are wrong";

/// The commands of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Writes generated/src from the documents in specs/
    ///
    /// Reads every .yaml, .yml and .json file of the folder, reports all problems of all documents at once, and writes nothing
    /// where one of them is an error. Only files that bear the generated header are ever replaced or deleted.
    #[command(after_help = CODEGEN_HELP)]
    Codegen(CodegenOptions),
    /// Reports the problems of documents, and writes nothing
    #[command(after_help = LINT_HELP)]
    Lint(LintOptions),
    /// Runs what CI runs, step by step, and stops at the first failure
    #[command(after_help = EXIT_CODES)]
    Ci(CiOptions),
}

const CODEGEN_HELP: &str = "\
Examples:
  cargo xtask codegen             write, and say what changed
  cargo xtask codegen --check     write nothing; exit with 1 and a diff where something is stale
  cargo xtask codegen --dry-run   write nothing; say what would be done

Exit codes:
  0  written, or nothing to do
  1  a document has an error, or --check found something stale
  2  the arguments are wrong";

const LINT_HELP: &str = "\
Examples:
  cargo xtask lint                             all documents in specs/
  cargo xtask lint my-api.yaml                 one document, from anywhere
  cargo xtask lint --format github             as annotations of a GitHub workflow

Exit codes:
  0  no errors
  1  an error was found, or a warning with --deny-warnings
  2  the arguments are wrong";

/// Options of `codegen`.
#[derive(Args, Debug)]
pub(crate) struct CodegenOptions {
    /// Write nothing; exit with 1, a unified diff and the command to run where a file is missing, stale or left over
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) check: bool,
    /// Write nothing; say what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The folder with the documents
    #[arg(long, value_name = "DIR", default_value = "specs")]
    pub(crate) specs: PathBuf,
    /// The folder of the generated crate
    #[arg(long, value_name = "DIR", default_value = "generated")]
    pub(crate) out: PathBuf,
}

/// Options of `lint`.
#[derive(Args, Debug)]
pub(crate) struct LintOptions {
    /// The documents; all of specs/ where none is given
    pub(crate) specs: Vec<PathBuf>,
    /// How the problems are shown
    #[arg(long, value_enum, default_value_t = LintFormat::Human)]
    pub(crate) format: LintFormat,
    /// Exit with 1 for warnings as well
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

/// How problems are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// With the line, for people
    Human,
    /// A JSON object a line, for programs
    Json,
    /// Workflow commands, which GitHub shows beside the line
    Github,
}

/// Options of `ci`.
#[derive(Args, Debug)]
pub(crate) struct CiOptions {
    /// Print the steps and run none
    #[arg(long)]
    pub(crate) list: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn check_and_dry_run_exclude_each_other() {
        assert!(Arguments::try_parse_from(["cargo xtask", "codegen", "--check", "--dry-run"]).is_err());
    }
}
