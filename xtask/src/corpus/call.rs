//! The call-through: each operation of a client called once, against a server that checks each request against the description and
//! answers by it.

mod contract;
mod credentials;
mod pattern;
mod program;
mod said;
mod sample;
mod scalar;
mod server;
mod values;

use serde::{Deserialize, Serialize};
use wireright_codegen::{Call, model::Side};

use super::{
    check::Compiler,
    examples::{documents::Documents, judge::Judge},
};
use crate::load::Description;

use contract::Contract;
use program::Prepared;
pub(super) use program::Program;
use said::{Outcome, Said};
use server::Server;
pub(super) use server::version;
use values::Values;

/// What came of the operations of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Calls {
    /// How many there are.
    pub(super) operations: usize,
    /// How many were called, and answered as documented.
    pub(super) answered: usize,
    /// Those that the server refused.
    pub(super) refused: Vec<Failure>,
    /// Those whose answer was not understood.
    pub(super) not_decoded: Vec<Failure>,
    /// Those that were not called.
    pub(super) not_called: Vec<Failure>,
    /// Why nothing could be called at all.
    pub(super) problem: Option<String>,
}

/// An operation that was not answered as documented.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failure {
    /// The method and the path.
    pub(super) operation: String,
    pub(super) reason: String,
    /// What is wrong with the description or the server, where that is known to be the reason.
    pub(super) excuse: Option<String>,
}

impl Calls {
    /// How many were called.
    pub(super) fn called(&self) -> usize {
        self.answered + self.refused.len() + self.not_decoded.len()
    }

    /// Whether all were answered, but for those where something else than the client is at fault.
    pub(super) fn is_clean(&self) -> bool {
        let mut failures = self.failures().map(|(_, failure)| failure);
        self.problem.is_none() && failures.all(|failure| failure.excuse.is_some())
    }

    /// Every failure, with what happened in words.
    pub(super) fn failures(&self) -> impl Iterator<Item = (&'static str, &Failure)> {
        let refused = self.refused.iter().map(|failure| ("refused", failure));
        let not_decoded = self.not_decoded.iter().map(|failure| ("not decoded", failure));
        refused.chain(not_decoded).chain(self.not_called.iter().map(|failure| ("not called", failure)))
    }
}

/// Where requests go.
pub(super) enum Target<'t> {
    /// A server of its own, with its log.
    Prism { log: &'t std::path::Path },
    /// One that is there already.
    #[cfg(test)]
    There(String),
}

/// Calls all operations of a description with its client.
pub(super) fn run(
    description: &Description,
    calls: &[Call],
    program: &Program<'_>,
    target: &Target<'_>,
    compiler: &Compiler,
) -> Calls {
    let documents = Documents::of(description);
    let mut values = Values { documents: &documents, judge: Judge::new(&documents) };
    let mut result = Calls { operations: calls.len(), ..Calls::default() };
    let mut prepared = Vec::new();
    for call in calls {
        let contract = Contract::of(&documents, call).ok_or_else(|| "the document does not describe it".to_owned());
        match contract.and_then(|contract| values.of(call, &contract)) {
            Ok(values) => prepared.push(Prepared { call, values }),
            Err(reason) => result.not_called.push(Failure { operation: name(call), reason, excuse: None }),
        }
    }
    match said(description, &documents, &prepared, program, target, compiler) {
        Ok(said) => tell(&mut result, &documents, &mut values.judge, &prepared, said),
        Err(problem) => result.problem = Some(problem),
    }
    result
}

/// What the program says of each call.
fn said(
    description: &Description,
    documents: &Documents,
    prepared: &[Prepared<'_>],
    program: &Program<'_>,
    target: &Target<'_>,
    compiler: &Compiler,
) -> Result<Vec<String>, String> {
    if prepared.is_empty() {
        return Ok(Vec::new());
    }
    let schemes = credentials::schemes(documents, &description.entry);
    let compiled = program.build(prepared, &schemes, compiler)?;
    match target {
        Target::Prism { log } => {
            let server = Server::start(documents, &description.entry, &program.folder.join("documents"), log)?;
            program.run(&compiled, prepared, &server.address())
        }
        #[cfg(test)]
        Target::There(address) => program.run(&compiled, prepared, address),
    }
}

/// Sorts the calls by what came of them.
fn tell(result: &mut Calls, documents: &Documents, judge: &mut Judge<'_>, prepared: &[Prepared<'_>], lines: Vec<String>) {
    let lines = lines.into_iter().map(Some).chain(std::iter::repeat(None));
    for (Prepared { call, .. }, line) in prepared.iter().zip(lines) {
        let said = line.and_then(|line| serde_json::from_str::<Said>(&line).ok());
        let failure = |reason, excuse| Failure { operation: name(call), reason, excuse };
        match said.as_ref().map(Said::outcome) {
            Some(Outcome::Answered) => result.answered += 1,
            Some(Outcome::NotCalled(reason)) => result.not_called.push(failure(reason, None)),
            Some(Outcome::Refused(reason)) => result.refused.push(failure(reason, None)),
            Some(Outcome::NotDecoded(reason)) => {
                let excuse = said.and_then(|said| objection(documents, judge, call, &said));
                result.not_decoded.push(failure(reason, excuse));
            }
            None => {
                let reason = "the program ended before it came to this one, or at it".to_owned();
                result.not_called.push(failure(reason, None));
            }
        }
    }
}

/// Why an answer does not fit the description, by somebody else's validator.
fn objection(documents: &Documents, judge: &mut Judge<'_>, call: &Call, said: &Said) -> Option<String> {
    let contract = Contract::of(documents, call)?;
    let (status, content_type) = (said.status?, said.content_type.as_deref().unwrap_or_default());
    let Some(schema) = contract.answer(status, content_type) else {
        return Some(format!("the description has no answer {status} of `{content_type}`"));
    };
    let body = said.body.as_deref().filter(|_| !said.is_cut)?;
    let words = match serde_json::from_str(body) {
        Ok(value) => judge.objection_to(&value, Side::Received, (&schema.file, &schema.pointer.to_string()))?,
        Err(error) => error.to_string(),
    };
    Some(format!("the answer does not fit its schema: {words}"))
}

fn name(call: &Call) -> String {
    format!("{} {}", call.http_method, call.path)
}

#[cfg(test)]
mod tests;
