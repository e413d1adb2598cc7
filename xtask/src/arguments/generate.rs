//! The arguments of `generate`.

use std::path::PathBuf;

use clap::Args;

use crate::filter::Filter;

const HELP: &str = "\
The crate stands alone: a Cargo.toml, a README.md and src/. Only files that begin with the
generator's mark are ever changed or deleted, so remove the first line of Cargo.toml or README.md
to keep what you write there.

A description of somebody else's has mistakes that only its author could mend. Each is a warning
that says what was done instead, such as which operation is left out, and the rest of the crate is
written; the last line counts them. `lint` and `codegen` call the same mistakes errors.

Examples:
  cargo xtask generate petstore.yaml --out ../petstore-client
  cargo xtask generate api/openapi.yaml --out client --name acme --overlay fixes.overlay.yaml
  cargo xtask generate big.json --out client --include tag:Users --exclude operation:deleteAllUsers
  cargo xtask generate api.yaml --out client --deny-warnings    in CI: all of it, or nothing

Exit codes:
  0  the crate is written
  1  the description has an error (with --deny-warnings: or a warning), or a file could not be read
     or written; an error leaves the crate as it was
  2  the command was not understood";

#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(crate) struct GenerateArguments {
    /// The description: OpenAPI 3.0 or 3.1, YAML or JSON. Files that it refers to are read with it
    #[arg(value_name = "SPEC")]
    pub(crate) spec: PathBuf,
    /// The folder of the crate; it may be there already
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The name of the crate [default: as its Cargo.toml says, or its folder]
    #[arg(long, value_name = "CRATE")]
    pub(crate) name: Option<String>,
    /// Leave out every operation but these: operation:ID, tag:NAME or path:PREFIX
    #[arg(long, value_name = "WHAT")]
    pub(crate) include: Vec<Filter>,
    /// Leave out these operations: operation:ID, tag:NAME or path:PREFIX
    #[arg(long, value_name = "WHAT")]
    pub(crate) exclude: Vec<Filter>,
    /// An OpenAPI Overlay to apply to the description first; several are applied in their order
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// The folder of the runtime crate that the client depends on [default: runtime/ of the workspace]. Cargo.toml names it
    /// by a relative path where the client is in the workspace or beside it, by an absolute one elsewhere
    #[arg(long, value_name = "PATH")]
    pub(crate) runtime: Option<PathBuf>,
    /// The folder that references of the description may not leave [default: the current folder where the description
    /// is below it, its own folder otherwise]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Write nothing unless everything that the description says is honoured
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// Print what was done as an object of JSON
    #[arg(long)]
    pub(crate) json: bool,
}
