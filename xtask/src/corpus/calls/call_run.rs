//! All calls of a document: makes them, repeats those with invalid responses, and counts the results.

use std::path::Path;

use wireright_codegen::{Call, model::Direction};
use wireright_mock::{Documents, SchemaValidator};

use super::{
    super::compiler::Compiler,
    Calls, Failure, Program, Target, credentials, known_issue,
    operation::DocumentedOperation,
    operation_name,
    outcome::{Outcome, ProgramOutput},
    prism::{Prism, ResponseMode},
    program::PreparedCall,
};

/// Prepared calls with their program and server.
pub(super) struct CallRun<'r> {
    pub(super) documents: &'r Documents,
    pub(super) entry: &'r str,
    pub(super) prepared: &'r [PreparedCall<'r>],
    pub(super) program: &'r Program<'r>,
    pub(super) target: &'r Target<'r>,
}

impl CallRun<'_> {
    /// Makes all calls. Repeats calls with invalid responses with other response modes.
    pub(super) fn execute(
        &self,
        compiler: &Compiler,
        validator: &mut SchemaValidator,
        result: &mut Calls,
    ) -> Result<(), String> {
        if self.prepared.is_empty() {
            return Ok(());
        }
        let compiled =
            self.program.build(self.prepared, &credentials::schemes(self.documents, self.entry), compiler)?;
        let first = self.call(&compiled, ResponseMode::Examples, &|_| true)?;
        let mut results: Vec<CallResult> = self
            .prepared
            .iter()
            .zip(then_none(first))
            .map(|(prepared, output)| self.classify(validator, prepared.call, output))
            .collect();
        let has_invalid_response =
            |result: &CallResult| matches!(result.outcome, Outcome::NotDecoded(_)) && result.known_issue.is_some();
        for mode in [ResponseMode::Generated, ResponseMode::Random] {
            let repeated: Vec<bool> = results.iter().map(has_invalid_response).collect();
            if !repeated.contains(&true) {
                break;
            }
            let next = self.call(&compiled, mode, &|number| repeated.get(number) == Some(&true))?;
            for ((call_result, prepared), output) in results.iter_mut().zip(self.prepared).zip(then_none(next)) {
                if has_invalid_response(call_result) {
                    call_result.update(self.classify(validator, prepared.call, output));
                }
            }
        }
        self.prepared.iter().zip(results).for_each(|(prepared, call_result)| call_result.count(prepared.call, result));
        Ok(())
    }

    /// Runs the program. Returns its output for each call.
    fn call(
        &self,
        compiled: &Path,
        mode: ResponseMode,
        is_wanted: &dyn Fn(usize) -> bool,
    ) -> Result<Vec<String>, String> {
        match self.target {
            Target::Prism { log } => {
                let folder = self.program.folder.join("documents");
                let server = Prism::start(self.documents, self.entry, mode, &folder, log)?;
                self.program.run(compiled, self.prepared, is_wanted, &server.url(), mode.timeout())
            }
            #[cfg(test)]
            Target::External(url) => self.program.run(compiled, self.prepared, is_wanted, url, mode.timeout()),
        }
    }

    fn classify(&self, validator: &mut SchemaValidator, call: &Call, output: Option<String>) -> CallResult {
        let Some(output) = output.and_then(|line| serde_json::from_str::<ProgramOutput>(&line).ok()) else {
            let reason = "the program ended before or during this call".to_owned();
            return CallResult { outcome: Outcome::NotCalled(reason), known_issue: None, response_violation: None };
        };
        let outcome = output.outcome();
        let known_issue = match &outcome {
            Outcome::NotDecoded(_) => response_violation(self.documents, validator, call, &output),
            Outcome::Rejected(reason) => known_issue::of_rejection(self.documents, call, reason),
            Outcome::Succeeded | Outcome::NotCalled(_) => None,
        };
        CallResult { outcome, known_issue, response_violation: None }
    }
}

/// The outcome of a call with its known issue.
struct CallResult {
    outcome: Outcome,
    known_issue: Option<String>,
    /// The violation of the first response, if a later one was decoded.
    response_violation: Option<String>,
}

impl CallResult {
    /// Takes the result of a repeated call if it is more specific.
    fn update(&mut self, second: Self) {
        match second.outcome {
            Outcome::Succeeded => {
                *self = Self {
                    outcome: Outcome::Succeeded,
                    known_issue: None,
                    response_violation: self.known_issue.take(),
                };
            }
            Outcome::NotDecoded(_) if second.known_issue.is_none() => *self = second,
            _ => {}
        }
    }

    fn count(self, call: &Call, result: &mut Calls) {
        let Self { outcome, known_issue, response_violation } = self;
        let failure = |reason| Failure { operation: operation_name(call), reason, known_issue };
        match outcome {
            Outcome::Succeeded => {
                result.succeeded += 1;
                let failure = |reason| Failure { operation: operation_name(call), reason, known_issue: None };
                result.generated_responses.extend(response_violation.map(failure));
            }
            Outcome::NotCalled(reason) => result.not_called.push(failure(reason)),
            Outcome::Rejected(reason) => result.rejected.push(failure(reason)),
            Outcome::NotDecoded(reason) => result.not_decoded.push(failure(reason)),
        }
    }
}

/// The lines, followed by `None` forever.
fn then_none(lines: Vec<String>) -> impl Iterator<Item = Option<String>> {
    lines.into_iter().map(Some).chain(std::iter::repeat(None))
}

/// Why a response is invalid, according to an independent validator.
fn response_violation(
    documents: &Documents,
    validator: &mut SchemaValidator,
    call: &Call,
    output: &ProgramOutput,
) -> Option<String> {
    let operation = DocumentedOperation::of(documents, call)?;
    let (status, content_type) = (output.status?, output.content_type.as_deref().unwrap_or_default());
    let Some(schema) = operation.response_schema(status, content_type) else {
        return Some(format!("undocumented response {status} with `{content_type}`"));
    };
    let body = output.body.as_deref().filter(|_| !output.is_truncated)?;
    let message = match serde_json::from_str(body) {
        Ok(value) => {
            match validator.first_violation(&value, Direction::Response, &schema.file, &schema.pointer.to_string()) {
                Some(message) => message,
                None => return known_issue::of_response(&value),
            }
        }
        Err(error) => error.to_string(),
    };
    Some(format!("the response violates its schema: {message}"))
}
