//! Calls: each operation of a client called once, against Prism, which validates requests and responds by the document.
//!
//! - [`operation`]: the operation of a call in its document
//! - [`values`], [`credentials`]: arguments and credentials of a call
//! - [`program`]: the program that makes the calls
//! - [`prism`]: the mock server
//! - [`outcome`]: the outcome of a call, from the output of the program
//! - [`known_issue`]: failures that the client does not cause
//! - [`call_run`]: all calls of a document

mod call_run;
mod credentials;
mod known_issue;
mod operation;
mod outcome;
mod prism;
mod program;
mod values;

use std::{path::Path, sync::Arc};

use serde::{Deserialize, Serialize};
use wireright_codegen::{Call, CallArgument, model::ArgumentLocation};
use wireright_mock::SchemaValidator;

use super::{compiler::Compiler, documents};
use wireright::load::LoadedDocuments;

use call_run::CallRun;
use operation::DocumentedOperation;
pub(super) use prism::version as prism_version;
use program::PreparedCall;
pub(super) use program::Program;
use values::ValueSource;

/// Results of the calls of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Calls {
    /// Number of operations.
    pub(super) operations: usize,
    /// Number of calls with a documented response.
    pub(super) succeeded: usize,
    /// Succeeded calls whose first response was invalid: the server generated another one.
    pub(super) generated_responses: Vec<Failure>,
    /// Calls that the server rejected.
    pub(super) rejected: Vec<Failure>,
    /// Calls whose response could not be decoded.
    pub(super) not_decoded: Vec<Failure>,
    /// Operations that were not called.
    pub(super) not_called: Vec<Failure>,
    /// Why no operation could be called.
    pub(super) problem: Option<String>,
}

/// A failed call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failure {
    /// Method and path.
    pub(super) operation: String,
    /// Why the call failed.
    pub(super) reason: String,
    /// The known issue of the document or the server that causes the failure.
    pub(super) known_issue: Option<String>,
}

impl Calls {
    /// Number of calls.
    pub(super) fn call_count(&self) -> usize {
        self.succeeded + self.rejected.len() + self.not_decoded.len()
    }

    /// Whether every failure has a known issue.
    pub(super) fn is_clean(&self) -> bool {
        let mut failures = self.failures().map(|(_, failure)| failure);
        self.problem.is_none() && failures.all(|failure| failure.known_issue.is_some())
    }

    /// Every failure with its kind.
    pub(super) fn failures(&self) -> impl Iterator<Item = (&'static str, &Failure)> {
        let rejected = self.rejected.iter().map(|failure| ("rejected", failure));
        let not_decoded = self.not_decoded.iter().map(|failure| ("not decoded", failure));
        rejected.chain(not_decoded).chain(self.not_called.iter().map(|failure| ("not called", failure)))
    }
}

/// The server that receives the calls.
pub(super) enum Target<'t> {
    /// A new Prism process with its log file.
    Prism { log: &'t Path },
    /// A running server.
    #[cfg(test)]
    External(String),
}

/// Calls all operations of a document with its client.
pub(super) fn run(
    loaded: &LoadedDocuments,
    calls: &[Call],
    program: &Program<'_>,
    target: &Target<'_>,
    compiler: &Compiler,
) -> Calls {
    let documents = Arc::new(documents::effective(loaded));
    let mut values = ValueSource { documents: &documents, validator: SchemaValidator::new(Arc::clone(&documents)) };
    let mut result = Calls { operations: calls.len(), ..Calls::default() };
    let mut prepared = Vec::new();
    for call in calls {
        let documented = DocumentedOperation::of(&documents, call).ok_or_else(|| "undocumented operation".to_owned());
        match documented.and_then(|operation| values.arguments(call, &operation)) {
            Ok(values) => {
                let is_body = |(argument, value): (&CallArgument, &Option<_>)| {
                    matches!(argument.location, ArgumentLocation::Body | ArgumentLocation::BodyProperty)
                        && value.is_some()
                };
                let has_body = call.arguments.iter().zip(&values).any(is_body);
                let sends_content_type = DocumentedOperation::of(&documents, call)
                    .is_some_and(|operation| operation.has_content_type_parameter())
                    && !has_body;
                prepared.push(PreparedCall { call, values, sends_content_type });
            }
            Err(reason) => {
                let known_issue = known_issue::of_missing_value(&reason);
                result.not_called.push(Failure { operation: operation_name(call), reason, known_issue });
            }
        }
    }
    let run = CallRun { documents: &documents, entry: loaded.entry(), prepared: &prepared, program, target };
    if let Err(problem) = run.execute(compiler, &mut values.validator, &mut result) {
        result.problem = Some(problem);
    }
    result
}

fn operation_name(call: &Call) -> String {
    format!("{} {}", call.http_method, call.path)
}

#[cfg(test)]
mod tests;
