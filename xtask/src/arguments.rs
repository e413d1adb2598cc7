//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod corpus;
mod generate;
mod mock;

pub(crate) use corpus::CorpusArguments;
pub(crate) use generate::GenerateArguments;
pub(crate) use mock::MockArguments;

const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  something was found, or a file could not be read or written
  2  the command was not understood

Colours are for terminals only; NO_COLOR=1 turns them off.";

/// The commands of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the client crate from the API descriptions
    Codegen(CodegenArguments),
    /// Write a crate of its own from an API description of yours
    Generate(GenerateArguments),
    /// Say what is wrong with the API descriptions, and write nothing
    Lint(LintArguments),
    /// Run everything that a change must pass
    Ci(CiArguments),
    /// Serve API descriptions on this machine, for the tests of programs in any language
    Mock(MockArguments),
    /// Generate and compile a client from every description of a folder, and measure it
    Corpus(CorpusArguments),
}

const CODEGEN_HELP: &str = "\
Only files that begin with the generator's header are ever changed or deleted.

Examples:
  cargo xtask codegen              write what changed, and say which files
  cargo xtask codegen --dry-run    say which files would change
  cargo xtask codegen --check      show the difference; exit code 1 if there is one

Exit codes:
  0  the crate is what the descriptions give
  1  a description has an error, --check found a difference, or a file could not be read or written
  2  the command was not understood";

#[derive(Args, Debug)]
#[command(after_help = CODEGEN_HELP)]
pub(crate) struct CodegenArguments {
    /// Write nothing; show the difference and fail if there is one
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) check: bool,
    /// Write nothing; say what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The folder of the descriptions: *.yaml, *.yml and *.json [default: specs/ of the workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) specs: Option<PathBuf>,
    /// The folder of the crate, below whose src/ files are written [default: generated/ of the workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

const LINT_HELP: &str = "\
Examples:
  cargo xtask lint                        all descriptions
  cargo xtask lint specs/kafka.yaml       one of them
  cargo xtask lint --format github        problems beside the lines of a pull request
  cargo xtask lint --format json | jq     problems for programs, an object a line

A description is taken for one of your own: a mistake in it is an error, as it is for `codegen`.
`generate` works around most mistakes of somebody else's description, and says how where the
client is another for it.

Exit codes:
  0  no errors; warnings do not count without --deny-warnings
  1  an error was found, or a file could not be read
  2  the command was not understood";

#[derive(Args, Debug)]
#[command(after_help = LINT_HELP)]
pub(crate) struct LintArguments {
    /// The descriptions to look at, or folders of them [default: all in specs/ of the workspace]
    #[arg(value_name = "SPEC")]
    pub(crate) specs: Vec<PathBuf>,
    /// How to show problems
    #[arg(long, value_enum, default_value_t = LintFormat::Human)]
    pub(crate) format: LintFormat,
    /// Count warnings as errors
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// With the line in which the problem is
    Human,
    /// An object of JSON a line
    Json,
    /// Commands that GitHub's CI shows beside the lines of a pull request
    Github,
}

const CI_HELP: &str = "\
Each step is printed as the command that runs it alone, and the first that fails ends the run.

Exit codes:
  0  every step passed
  1  a step failed
  2  the command was not understood";

#[derive(Args, Debug)]
#[command(after_help = CI_HELP)]
pub(crate) struct CiArguments {
    /// Run the other steps too when one fails
    #[arg(long)]
    pub(crate) keep_going: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn check_and_dry_run_exclude_each_other() {
        assert!(Arguments::try_parse_from(["xtask", "codegen", "--check"]).is_ok());
        let error = Arguments::try_parse_from(["xtask", "codegen", "--check", "--dry-run"]).unwrap_err();
        assert_eq!(error.exit_code(), 2);
    }
}
