//! Arguments of `wireright generate`.

use std::path::PathBuf;

use clap::Args;
use wireright_codegen::{Selector, diagnostic::Code};

use crate::config::{parse_selector, parse_warning};

const HELP: &str = "\
Without SPEC, the clients of wireright.toml are generated. `wireright init` writes this file, and
https://github.com/wireright/wireright/blob/main/docs/wireright-toml.md lists its keys. Arguments
override its values.

The crate is complete: Cargo.toml, README.md, src/, and the runtime's source in runtime/. It
depends on nothing of Wireright and can be published. Only files that begin with the generated
header are replaced or deleted. Remove the first line of Cargo.toml or README.md to keep your
changes there. Dependencies and features that a kept Cargo.toml lacks are warnings, and errors with
--check.

An invalid construct in the document is a warning: it says what the generator did instead, for
example which operation it omitted. The last line counts these deviations. `lint` reports the same
problems as errors.

Examples:
  wireright generate petstore.yaml --out ../petstore-client
  wireright generate                                          all clients of wireright.toml
  wireright generate --check                                  in CI: fail if a client is outdated
  wireright generate --watch                                  again after each change
  wireright generate api/openapi.yaml --out client --name acme --overlay fixes.overlay.yaml
  wireright generate big.json --out client --include tag:Users --exclude operation:deleteAllUsers
  wireright generate api.yaml --out client --deny-warnings    in CI: everything or nothing

Exit codes:
  0  the crate is written, or with --check up to date
  1  the document has an error (with --deny-warnings: or a warning), --check found a difference,
     or a file could not be read or written; after an error in the document the crate is unchanged
  2  invalid arguments";

/// Arguments of `wireright generate`.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(after_help = HELP)]
pub struct GenerateArguments {
    /// The OpenAPI or Swagger document, YAML or JSON. Files that it references are read too
    #[arg(value_name = "SPEC", conflicts_with_all = ["config", "client"])]
    pub spec: Option<PathBuf>,
    /// Folder of the crate, created if missing; needed with SPEC
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The configuration [default: wireright.toml, or `package.metadata.wireright` in Cargo.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Generate only the client with this package name or folder of the configuration
    #[arg(long, value_name = "NAME")]
    pub client: Option<String>,
    /// Package name of the crate [default: name in its Cargo.toml, or its folder]
    #[arg(long, value_name = "CRATE")]
    pub name: Option<String>,
    /// Generate only these operations, and the types that they use: operation:ID, tag:NAME, path:PREFIX or deprecated
    #[arg(long, value_name = "SELECTOR", value_parser = parse_selector)]
    pub include: Vec<Selector>,
    /// Omit these operations, and the types that only they use: operation:ID, tag:NAME, path:PREFIX or deprecated
    #[arg(long, value_name = "SELECTOR", value_parser = parse_selector)]
    pub exclude: Vec<Selector>,
    /// Generate also the schemas under `components` that nothing uses
    #[arg(long)]
    pub unused_types: bool,
    /// OpenAPI Overlay to apply to the document first; several are applied in order
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Depend on the crate wireright-runtime in this folder, instead of a copy beside the client. Cargo.toml names it
    /// by a relative path if the client is in the same checkout or beside it
    #[arg(long, value_name = "DIR")]
    pub runtime: Option<PathBuf>,
    /// Folder that references of the document cannot leave [default: the current folder if it contains the
    /// document, otherwise the folder of the document]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Write nothing if there is a warning
    #[arg(long)]
    pub deny_warnings: bool,
    /// Neither show nor deny warnings with this code, such as W0106; may be repeated
    #[arg(long, value_name = "CODE", value_parser = parse_warning)]
    pub allow_warning: Vec<Code>,
    /// Write nothing; print the diff and fail if there is one
    #[arg(long, conflicts_with = "dry_run")]
    pub check: bool,
    /// Write nothing; list the files that would change
    #[arg(long)]
    pub dry_run: bool,
    /// Generate again after each change of the files that were read
    #[arg(long, conflicts_with_all = ["check", "json"])]
    pub watch: bool,
    /// Print a summary as a JSON object, one line per client
    #[arg(long, conflicts_with_all = ["check", "dry_run"])]
    pub json: bool,
}
