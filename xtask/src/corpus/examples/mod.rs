//! Round trips: each valid example of a document, deserialized into its generated type and serialized again.
//!
//! - [`program`]: the program that does the round trips
//! - [`compare`]: differences between two JSON values
//! - [`schema_facts`]: properties of schemas that allow a difference

mod compare;
mod program;
mod schema_facts;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wireright_codegen::Example;
use wireright_mock::{Documents, SchemaValidator};

use super::{compiler::Compiler, documents};
use wireright::load::LoadedDocuments;

pub(super) use program::Program;
use program::RoundTrip;
use schema_facts::SchemaFacts;

/// Results of the examples of a document. An example with two types counts twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Examples {
    /// Number of examples.
    pub(super) found: usize,
    /// Number of examples that match their schema.
    pub(super) valid: usize,
    /// Number of valid examples that the round trip does not change.
    pub(super) unchanged: usize,
    pub(super) failures: Vec<Failure>,
    /// Why no example could be tried.
    pub(super) problem: Option<String>,
}

/// A valid example that the round trip changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failure {
    /// The file and the pointer of the example.
    pub(super) at: String,
    pub(super) rust_type: String,
    pub(super) reason: String,
}

impl Examples {
    /// Whether the round trip changes no valid example.
    pub(super) fn is_clean(&self) -> bool {
        self.problem.is_none() && self.unchanged == self.valid
    }
}

/// Tries all examples of a document. Also returns why examples are invalid.
pub(super) fn run(
    loaded: &LoadedDocuments,
    examples: &[Example],
    program: &Program<'_>,
    compiler: &Compiler,
) -> (Examples, Vec<String>) {
    let documents = Arc::new(documents::effective(loaded));
    let mut validator = SchemaValidator::new(Arc::clone(&documents));
    let (mut valid, mut invalid) = (Vec::new(), Vec::new());
    for example in examples {
        match validator.check_example(example) {
            None => valid.push(example),
            Some(reason) => invalid.push(format!("{} ({}): {reason}", position(example), example.rust_type)),
        }
    }
    let mut result = Examples { found: examples.len(), valid: valid.len(), ..Examples::default() };
    if !valid.is_empty() {
        match program.run(&valid, compiler) {
            Ok(round_trips) => result.failures = failures(&documents, &valid, round_trips),
            Err(problem) => result.problem = Some(problem),
        }
    }
    result.unchanged = if result.problem.is_some() { 0 } else { result.valid - result.failures.len() };
    (result, invalid)
}

fn failures(documents: &Documents, examples: &[&Example], round_trips: Vec<RoundTrip>) -> Vec<Failure> {
    let crashed = || Err("the program ended before or during this example".to_owned());
    let round_trips = round_trips.into_iter().chain(std::iter::repeat_with(crashed));
    let failure = |(example, round_trip): (&&Example, RoundTrip)| {
        let reason = match round_trip {
            Err(reason) => Some(reason),
            Ok(written) => {
                let schema = documents.get(&example.schema_file, &example.schema.to_string());
                let value = serde_json::from_str(&example.json).unwrap_or_default();
                let facts = schema.map(|schema| SchemaFacts::of(documents, schema, &value)).unwrap_or_default();
                compare::difference(&example.json, &written, &facts)
            }
        };
        reason.map(|reason| Failure { at: position(example), rust_type: example.rust_type.clone(), reason })
    };
    examples.iter().zip(round_trips).filter_map(failure).collect()
}

fn position(example: &Example) -> String {
    format!("{}#{}", example.file, example.pointer)
}

#[cfg(test)]
mod tests;
