//! Arguments of `wireright generate`.

use std::path::PathBuf;

use clap::Args;
use wireright_codegen::Selector;

const HELP: &str = "\
The crate is complete: Cargo.toml, README.md and src/. Only files that begin with the generated
header are replaced or deleted. Remove the first line of Cargo.toml or README.md to keep your
changes there.

An invalid construct in the document is a warning: it says what the generator did instead, for
example which operation it omitted. The last line counts these deviations. `lint` reports the same
problems as errors.

Examples:
  wireright generate petstore.yaml --out ../petstore-client
  wireright generate api/openapi.yaml --out client --name acme --overlay fixes.overlay.yaml
  wireright generate big.json --out client --include tag:Users --exclude operation:deleteAllUsers
  wireright generate api.yaml --out client --deny-warnings    in CI: everything or nothing

Exit codes:
  0  the crate is written
  1  the document has an error (with --deny-warnings: or a warning), or a file could not be read
     or written; after an error in the document the crate is unchanged
  2  invalid arguments";

/// Arguments of `wireright generate`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub struct GenerateArguments {
    /// The OpenAPI 3.0 or 3.1 document, YAML or JSON. Files that it references are read too
    #[arg(value_name = "SPEC")]
    pub spec: PathBuf,
    /// Folder of the crate; created if missing
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Package name of the crate [default: name in its Cargo.toml, or its folder]
    #[arg(long, value_name = "CRATE")]
    pub name: Option<String>,
    /// Generate only these operations: operation:ID, tag:NAME or path:PREFIX
    #[arg(long, value_name = "SELECTOR", value_parser = parse_selector)]
    pub include: Vec<Selector>,
    /// Omit these operations: operation:ID, tag:NAME or path:PREFIX
    #[arg(long, value_name = "SELECTOR", value_parser = parse_selector)]
    pub exclude: Vec<Selector>,
    /// OpenAPI Overlay to apply to the document first; several are applied in order
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Folder of the crate wireright-runtime [default: runtime/ of the checkout that this command was built from].
    /// Cargo.toml names it by a relative path if the client is in the checkout or beside it
    #[arg(long, value_name = "DIR")]
    pub runtime: Option<PathBuf>,
    /// Folder that references of the document cannot leave [default: the current folder if it contains the
    /// document, otherwise the folder of the document]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Write nothing if there is a warning
    #[arg(long)]
    pub deny_warnings: bool,
    /// Print a summary as a JSON object
    #[arg(long)]
    pub json: bool,
}

fn parse_selector(text: &str) -> Result<Selector, String> {
    match text.split_once(':') {
        Some((_, "")) => Err("missing value after the colon".to_owned()),
        Some(("operation", id)) => Ok(Selector::Operation(id.to_owned())),
        Some(("tag", name)) => Ok(Selector::Tag(name.to_owned())),
        Some(("path", prefix)) if prefix.starts_with('/') => Ok(Selector::Path(prefix.to_owned())),
        Some(("path", _)) => Err("a path begins with `/`: path:/users".to_owned()),
        _ => Err("expected operation:ID, tag:NAME or path:PREFIX".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_have_a_kind_and_a_value() {
        assert_eq!(parse_selector("operation:users/list"), Ok(Selector::Operation("users/list".to_owned())));
        assert_eq!(parse_selector("tag:a: b"), Ok(Selector::Tag("a: b".to_owned())));
        assert_eq!(parse_selector("path:/v1"), Ok(Selector::Path("/v1".to_owned())));
        for invalid in ["users", "id:x", "tag:", "path:v1", ""] {
            assert!(parse_selector(invalid).is_err(), "{invalid}");
        }
    }
}
