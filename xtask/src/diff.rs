//! `cargo xtask diff`: what a change of `specs/` breaks.

use std::{fs, path::Path};

use clap::Args;
use wireright::{
    commands::diff::{self, DiffOutput, PairOfSides},
    crate_files::manifest,
    terminal::{Outcome, Terminal},
};
use wireright_diff::settings::Settings;

const HELP: &str = "\
Compares specs/ of the working tree with a git revision. The version is that of generated/.
`wireright diff --help` describes the report.

Examples:
  cargo xtask diff                      changes since main
  cargo xtask diff --base origin/main   the same in a clone without a branch main
  cargo xtask diff --base HEAD          changes that are not committed
  cargo xtask diff --format markdown    as a comment of a pull request

Exit codes:
  0  no change is denied
  1  a change is denied by --deny
  2  invalid arguments, or documents that cannot be compared";

/// Arguments of `cargo xtask diff`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(crate) struct DiffArguments {
    /// The git revision: a branch, a tag or a commit
    #[arg(long, value_name = "REV", default_value = "main")]
    base: String,
    #[command(flatten)]
    output: DiffOutput,
}

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &DiffArguments, terminal: &mut Terminal) -> Outcome {
    let text = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    match PairOfSides::of_folder(&root.join("specs"), &arguments.base, manifest::workspace_version(&text)) {
        Ok(pair) => diff::run_all(vec![pair], Settings::default(), arguments.output, terminal),
        Err(error) => diff::print_load_error(&error, terminal),
    }
}
