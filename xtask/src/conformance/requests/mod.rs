//! `cargo xtask conformance requests`: openapi-core reads the values that a generated client sends.
//!
//! - `operations`: random operations, and the document that has them
//! - `parameters`: random parameters in every style
//! - `bodies`: random bodies in every encoding
//! - `values`: random values with their schemas
//! - `program`: the generated crate, and the program that sends each request
//! - `server`: openapi-core on a loopback port, by `judge.py`
//! - `difference`: what the server read and the client did not send

mod bodies;
mod difference;
#[expect(clippy::indexing_slicing, reason = "keys of JSON objects")]
mod operations;
#[expect(clippy::indexing_slicing, reason = "keys of JSON objects")]
mod parameters;
mod program;
mod server;
#[expect(clippy::indexing_slicing, reason = "keys of JSON objects")]
mod values;

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use wireright::{
    phrases::io_reason,
    terminal::{Outcome, Terminal},
};
use wireright_codegen::{Generation, Options, SourceFile, generate};

use self::{
    operations::{Operation, document, operations, values},
    server::Server,
};

const HELP: &str = "\
Each operation has random parameters in every style, and a random body. The generated client sends one request
of each over a loopback connection. The package openapi-core of Python reads each request by the document, and
its values must equal those that were sent. Requires Python with openapi-core. The document and the values
stay in the folder, as `requests.json` and `requests-values.json`, for the clients of other generators.

Exit codes:
  0  all requests agree, or differ for a known reason
  1  anything else
  2  invalid arguments";

/// Arguments of `cargo xtask conformance requests`.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(super) struct RequestsArguments {
    /// Seed of the random numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Number of operations
    #[arg(long, default_value_t = 200)]
    count: usize,
    /// The Python that has openapi-core
    #[arg(long, value_name = "FILE", default_value = "python3")]
    python: PathBuf,
    /// Folder of the crate and its build results [default: target/conformance of the workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Also list the differences with a known reason
    #[arg(long)]
    known: bool,
}

/// Runs the command.
pub(super) fn run(root: &Path, arguments: &RequestsArguments, terminal: &mut Terminal) -> Outcome {
    match compare(root, arguments, terminal) {
        Ok(outcome) => outcome,
        Err(problem) => terminal.error(&problem),
    }
}

fn compare(root: &Path, arguments: &RequestsArguments, terminal: &mut Terminal) -> Result<Outcome, String> {
    let failed = |error: std::io::Error| format!("cannot write the document: {}", io_reason(&error));
    let out = arguments.out.clone().unwrap_or_else(|| root.join("target/conformance"));
    let operations = operations(arguments.seed, arguments.count);
    let generation = generated(&operations)?;
    fs::create_dir_all(&out).map_err(failed)?;
    let path = out.join("requests.json");
    fs::write(&path, document(&operations).to_string()).map_err(failed)?;
    fs::write(out.join("requests-values.json"), values(&operations).to_string()).map_err(failed)?;
    let program = program::build(root, &out, &generation)?;
    let server = Server::start(&arguments.python, &path)?;
    let results = program::send(&program, &out, &generation.calls, &operations, server.port)?;
    let (mut agree, mut known, mut differ) = (0, 0, 0);
    for (call, result) in generation.calls.iter().zip(results) {
        let Some(operation) = operations.iter().find(|operation| operation.is_of(&call.path)) else { continue };
        let differences = match result.as_str() {
            "204" => difference::differences(operation, &server.next()?),
            error => vec![difference::Difference::new(format!("not sent: {error}"))],
        };
        if differences.is_empty() {
            agree += 1;
        } else if differences.iter().all(|difference| difference.known_reason.is_some()) {
            known += 1;
        } else {
            differ += 1;
        }
        for difference in differences {
            match difference.known_reason {
                Some(reason) if arguments.known => {
                    terminal.print_line(&format!("known: {}: {}: {reason}", operation.id, difference.message));
                }
                Some(_) => {}
                None => terminal.print_line(&format!("differs: {}: {}", operation.id, difference.message)),
            }
        }
    }
    terminal.print_line(&format!("{agree} requests agree, {known} differ for a known reason, {differ} differ"));
    let all = agree + known == arguments.count;
    Ok(if all { Outcome::Success } else { Outcome::Failure })
}

fn generated(operations: &[Operation]) -> Result<Generation, String> {
    let source = SourceFile { path: "requests.json".to_owned(), bytes: document(operations).to_string().into() };
    let options = Options { package: "requests".to_owned(), calls: true, ..Options::default() };
    let generation = generate(vec![source], &options);
    match generation.diagnostics.first() {
        Some(problem) => Err(format!("{}: {} at {:?}", problem.code, problem.message, problem.location)),
        None => Ok(generation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_operations_have_no_diagnostics_and_one_call_each() {
        let operations = operations(1, 150);
        let generation = generated(&operations).unwrap();
        assert_eq!(generation.calls.len(), 150);
        for call in &generation.calls {
            program::line(call, &operations).unwrap();
        }
        let document = document(&operations).to_string();
        for part in ["matrix", "label", "deepObject", "pipeDelimited", "allowReserved", "multipart/form-data", "cookie"]
        {
            assert!(document.contains(part), "{part}");
        }
    }
}
