//! The round trip: each example of a description that fits its schema, read into its type and written again.

mod compare;
mod facts;
mod program;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wireright_codegen::Example;
use wireright_mock::{Documents, Judge};

use super::check::Compiler;
use wireright::load::LoadedDocuments;

use facts::Facts;
use program::Answer;
pub(super) use program::Program;

/// What came of the examples of a description. One that is of two types counts twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Examples {
    /// How many there are.
    pub(super) found: usize,
    /// How many of them fit their schema.
    pub(super) fitting: usize,
    /// How many of those are the same after being read and written.
    pub(super) same: usize,
    pub(super) failures: Vec<Failure>,
    /// Why they could not be tried at all.
    pub(super) problem: Option<String>,
}

/// An example that fits and does not come back as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failure {
    /// The document and the pointer.
    pub(super) at: String,
    pub(super) rust_type: String,
    pub(super) reason: String,
}

impl Examples {
    /// Whether all that fit came back.
    pub(super) fn is_clean(&self) -> bool {
        self.problem.is_none() && self.same == self.fitting
    }
}

/// Tries all examples of a description with its client. Gives what came of them, and why the others do not fit.
pub(super) fn run(
    description: &LoadedDocuments,
    examples: &[Example],
    program: &Program<'_>,
    compiler: &Compiler,
) -> (Examples, Vec<String>) {
    let documents = Arc::new(Documents::of(&description.files, description.entry()));
    let mut judge = Judge::new(Arc::clone(&documents));
    let (mut fitting, mut objections) = (Vec::new(), Vec::new());
    for example in examples {
        match judge.objection(example) {
            None => fitting.push(example),
            Some(objection) => objections.push(format!("{} ({}): {objection}", place(example), example.rust_type)),
        }
    }
    let mut result = Examples { found: examples.len(), fitting: fitting.len(), ..Examples::default() };
    if !fitting.is_empty() {
        match program.run(&fitting, compiler) {
            Ok(answers) => result.failures = failures(&documents, &fitting, answers),
            Err(problem) => result.problem = Some(problem),
        }
    }
    result.same = if result.problem.is_some() { 0 } else { result.fitting - result.failures.len() };
    (result, objections)
}

fn failures(documents: &Documents, examples: &[&Example], answers: Vec<Answer>) -> Vec<Failure> {
    let died = || Err("the program ended before it came to this one, or at it".to_owned());
    let answers = answers.into_iter().chain(std::iter::repeat_with(died));
    let failure = |(example, answer): (&&Example, Answer)| {
        let reason = match answer {
            Err(reason) => Some(reason),
            Ok(written) => {
                let schema = documents.at(&example.schema_file, &example.schema.to_string());
                let value = serde_json::from_str(&example.json).unwrap_or_default();
                let facts = schema.map(|schema| Facts::of(documents, schema, &value)).unwrap_or_default();
                compare::difference(&example.json, &written, &facts)
            }
        };
        reason.map(|reason| Failure { at: place(example), rust_type: example.rust_type.clone(), reason })
    };
    examples.iter().zip(answers).filter_map(failure).collect()
}

fn place(example: &Example) -> String {
    format!("{}#{}", example.file, example.pointer)
}

#[cfg(test)]
mod tests;
