//! Comparisons of the generator with independent judges.
//!
//! - `diff`: the verdicts of `wireright diff` on Rust and the compiler
//! - `documents`: `lint` and the OpenAPI project's own JSON Schemas
//! - `values`: generated types and the JSON Schema Test Suite
//! - `compositions`: generated types and the crate `jsonschema`, on random schemas
//! - `requests`: generated clients and openapi-core, on random parameters and bodies
//!
//! The files of the other judges are not part of the repository.

mod compositions;
mod diff;
mod documents;
mod requests;
mod values;

use std::path::Path;

use clap::{Args, Subcommand};
use wireright::terminal::{Outcome, Terminal};

/// Arguments of `cargo xtask conformance`.
#[derive(Args, Debug)]
pub(crate) struct ConformanceArguments {
    #[command(subcommand)]
    judge: Judge,
}

#[derive(Debug, Subcommand)]
enum Judge {
    /// Compare the verdicts of `wireright diff` with the compiler
    Diff(diff::DiffArguments),
    /// Compare `lint` with the OpenAPI project's JSON Schemas, on mutations of documents
    Documents(documents::DocumentsArguments),
    /// Compare generated types with the JSON Schema Test Suite
    Values(values::ValuesArguments),
    /// Compare generated types with the crate `jsonschema`, on random schemas
    Compositions(compositions::CompositionsArguments),
    /// Compare the requests of a generated client with openapi-core, on random parameters and bodies
    Requests(requests::RequestsArguments),
}

/// Runs the command.
pub(crate) fn run(root: &Path, arguments: &ConformanceArguments, terminal: &mut Terminal) -> Outcome {
    match &arguments.judge {
        Judge::Diff(arguments) => diff::run(root, arguments, terminal),
        Judge::Documents(arguments) => documents::run(root, arguments, terminal),
        Judge::Values(arguments) => values::run(root, arguments, terminal),
        Judge::Compositions(arguments) => compositions::run(root, arguments, terminal),
        Judge::Requests(arguments) => requests::run(root, arguments, terminal),
    }
}
