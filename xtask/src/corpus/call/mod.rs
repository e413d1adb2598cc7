//! The call-through: each operation of a client called once, against a server that checks each request against the description and
//! answers by it.

mod contract;
mod credentials;
mod excuse;
mod program;
mod round;
mod said;
mod server;
mod values;

use std::{path::Path, sync::Arc};

use serde::{Deserialize, Serialize};
use wireright_codegen::{Call, CallArgument, model::ArgumentLocation as Part};
use wireright_mock::{Documents, Judge};

use super::check::Compiler;
use wireright::load::LoadedDocuments;

use contract::Contract;
use program::Prepared;
pub(super) use program::Program;
use round::Round;
pub(super) use server::version;
use values::Values;

/// What came of the operations of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Calls {
    /// How many there are.
    pub(super) operations: usize,
    /// How many were called, and answered as documented.
    pub(super) answered: usize,
    /// Those of the answered ones whose first answer did not fit its schema: the server made another.
    pub(super) made_up: Vec<Failure>,
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
    Prism { log: &'t Path },
    /// One that is there already.
    #[cfg(test)]
    There(String),
}

/// Calls all operations of a description with its client.
pub(super) fn run(
    description: &LoadedDocuments,
    calls: &[Call],
    program: &Program<'_>,
    target: &Target<'_>,
    compiler: &Compiler,
) -> Calls {
    let documents = Arc::new(Documents::of(&description.files, description.entry()));
    let mut values = Values { documents: &documents, judge: Judge::new(Arc::clone(&documents)) };
    let mut result = Calls { operations: calls.len(), ..Calls::default() };
    let mut prepared = Vec::new();
    for call in calls {
        let contract = Contract::of(&documents, call).ok_or_else(|| "the document does not describe it".to_owned());
        match contract.and_then(|contract| values.of(call, &contract)) {
            Ok(values) => {
                let is_body = |(argument, value): (&CallArgument, &Option<_>)| {
                    matches!(argument.location, Part::Body | Part::BodyProperty) && value.is_some()
                };
                let has_body = call.arguments.iter().zip(&values).any(is_body);
                let names_media_type =
                    Contract::of(&documents, call).is_some_and(|contract| contract.names_media_type()) && !has_body;
                prepared.push(Prepared { call, values, names_media_type });
            }
            Err(reason) => {
                let excuse = excuse::of_no_value(&reason);
                result.not_called.push(Failure { operation: name(call), reason, excuse });
            }
        }
    }
    let round = Round { documents: &documents, entry: description.entry(), prepared: &prepared, program, target };
    if let Err(problem) = round.run(compiler, &mut values.judge, &mut result) {
        result.problem = Some(problem);
    }
    result
}

fn name(call: &Call) -> String {
    format!("{} {}", call.http_method, call.path)
}

#[cfg(test)]
mod tests;
