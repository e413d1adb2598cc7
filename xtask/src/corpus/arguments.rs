//! Arguments of `cargo xtask corpus`.

use std::path::PathBuf;

use clap::Args;

const HELP: &str = "\
The documents are those in the first column of MANIFEST.tsv in the folder. Without that file, they
are all files with an `openapi` or `swagger` key, in subfolders too. Results of an earlier run of
the same generator are reused.

Each valid example is deserialized into its type and serialized again. Changed examples are listed.
OUT/logs/*.examples.txt says why other examples are invalid.

With --call, a program calls each operation once with examples or generated values. The server is
Prism, which validates requests and responds by the document:
  npm install -g @stoplight/prism-cli
It listens on the loopback interface only. Rejected calls and undecodable responses are listed with
their reason. If a documented example violates its schema, the server generates the response.

Times depend on the build of the generator. To measure an optimized one:
  cargo run --release -p xtask -- corpus DIR

Examples:
  cargo xtask corpus ../documents
  cargo xtask corpus ../documents --only box.json --only lago
  cargo xtask corpus ../documents --call --only museum
  cargo xtask corpus ../documents --no-check --json | jq .summary

Exit codes:
  0  every client has every operation, compiles without warnings and keeps every valid example;
     with --call, every call succeeded or failed with a known issue
  1  anything else
  2  invalid arguments";

/// Arguments of `cargo xtask corpus`.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate flag of the command line")]
#[command(after_help = HELP)]
pub(crate) struct CorpusArguments {
    /// Folder of the documents
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Folder of the clients and their build results [default: target/corpus of the workspace]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Only these documents: by file, by file without extension, or by folder
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
    /// Compile each client with `cargo check`; the default
    #[arg(long, overrides_with = "no_check")]
    pub(crate) check: bool,
    /// Compile nothing
    #[arg(long, overrides_with = "check")]
    pub(crate) no_check: bool,
    /// Skip the round trips of examples, which compile each client a second time
    #[arg(long)]
    pub(crate) no_examples: bool,
    /// Call each operation once against Prism, which compiles each client once more
    #[arg(long)]
    pub(crate) call: bool,
    /// Also run clippy on each client
    #[arg(long)]
    pub(crate) clippy: bool,
    /// Also build the documentation of each client
    #[arg(long)]
    pub(crate) doc: bool,
    /// Ignore results of earlier runs
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Print one JSON object per document instead of tables
    #[arg(long)]
    pub(crate) json: bool,
}

impl CorpusArguments {
    /// Whether clients are compiled.
    pub(crate) fn checks(&self) -> bool {
        self.check || !self.no_check
    }

    /// Whether operations are called.
    pub(crate) fn calls(&self) -> bool {
        self.checks() && self.call
    }

    /// Whether the round trips of examples run.
    pub(crate) fn tries_examples(&self) -> bool {
        self.checks() && !self.no_examples
    }
}
