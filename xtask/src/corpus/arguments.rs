//! The arguments of `corpus`.

use std::path::PathBuf;

use clap::Args;

const HELP: &str = "\
Descriptions are those that a MANIFEST.tsv of the folder names in its first column; without one,
every file that says which version of OpenAPI it is, in folders below too. What is known from an
earlier run of the same generator is not done again.

Each example that fits its schema is read into its type and written again. Those that are not the
same then are listed; why the others do not fit stands in OUT/logs/*.examples.txt.

With --call, a program calls each operation once, with values of the description's examples and
schemas, against Prism, which checks each request against the description and answers by it:
  npm install -g @stoplight/prism-cli
It listens on this machine alone. Who was refused, and whose answer was not understood, is listed
with the reason. Where an answer does not fit the loaded, the server makes another (`made up`).

Times are those of this build of the generator. To measure it, optimise it:
  cargo run --release -p xtask -- corpus DIR

Examples:
  cargo xtask corpus ../descriptions
  cargo xtask corpus ../descriptions --only box.json --only lago
  cargo xtask corpus ../descriptions --call --only museum
  cargo xtask corpus ../descriptions --no-check --json | jq .summary

Exit codes:
  0  every client was generated with every operation, compiles without a warning, and gives every
     example back; with --call, every operation was answered as it is described, but for faults
     of the description that are named
  1  something else
  2  the command was not understood";

#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
#[command(after_help = HELP)]
pub(crate) struct CorpusArguments {
    /// The folder of the descriptions
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The folder of the clients and of what they are compiled to [default: target/corpus of the workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Only these descriptions: by file, by file without its ending, or by the folder that they are in
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
    /// Compile each client with `cargo check`, which is the default
    #[arg(long, overrides_with = "no_check")]
    pub(crate) check: bool,
    /// Compile nothing
    #[arg(long, overrides_with = "check")]
    pub(crate) no_check: bool,
    /// Do not try the examples of the descriptions, for which each client is compiled a second time
    #[arg(long)]
    pub(crate) no_examples: bool,
    /// Call each operation once, against a server that checks it (Prism), for which each client is compiled once more
    #[arg(long)]
    pub(crate) call: bool,
    /// Run clippy over each client too
    #[arg(long)]
    pub(crate) clippy: bool,
    /// Make the documentation of each client too
    #[arg(long)]
    pub(crate) doc: bool,
    /// Do everything again
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Print an object of JSON a line, as each description is done, and no table
    #[arg(long)]
    pub(crate) json: bool,
}

impl CorpusArguments {
    /// Whether the clients are compiled.
    pub(crate) fn checks(&self) -> bool {
        self.check || !self.no_check
    }

    /// Whether operations are called.
    pub(crate) fn calls(&self) -> bool {
        self.checks() && self.call
    }

    /// Whether examples are read into their types and written again.
    pub(crate) fn tries_examples(&self) -> bool {
        self.checks() && !self.no_examples
    }
}
