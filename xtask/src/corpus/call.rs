//! The call-through: each operation of a client called once, against a server that checks each request against the description and
//! answers by it.

mod contract;
mod credentials;
mod excuse;
mod pattern;
mod program;
mod said;
mod sample;
mod scalar;
mod server;
mod values;

use std::path::Path;

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
pub(super) use server::version;
use server::{Answers, Server};
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
            Ok(values) => {
                let names_media_type =
                    Contract::of(&documents, call).is_some_and(|contract| contract.names_media_type());
                prepared.push(Prepared {
                    call,
                    values,
                    names_media_type: names_media_type && call.content_type.is_none(),
                });
            }
            Err(reason) => {
                let excuse = excuse::of_no_value(&reason);
                result.not_called.push(Failure { operation: name(call), reason, excuse });
            }
        }
    }
    let round = Round { documents: &documents, entry: &description.entry, prepared: &prepared, program, target };
    if let Err(problem) = round.run(compiler, &mut values.judge, &mut result) {
        result.problem = Some(problem);
    }
    result
}

/// Everything that is known before the calls.
struct Round<'r> {
    documents: &'r Documents,
    entry: &'r str,
    prepared: &'r [Prepared<'r>],
    program: &'r Program<'r>,
    target: &'r Target<'r>,
}

impl Round<'_> {
    /// Makes all calls, and those again whose answer does not fit: with answers that the server makes, one way and another.
    fn run(&self, compiler: &Compiler, judge: &mut Judge<'_>, result: &mut Calls) -> Result<(), String> {
        if self.prepared.is_empty() {
            return Ok(());
        }
        let compiled =
            self.program.build(self.prepared, &credentials::schemes(self.documents, self.entry), compiler)?;
        let first = self.said(&compiled, Answers::Examples, &|_| true)?;
        let mut ends: Vec<End> = self
            .prepared
            .iter()
            .zip(endless(first))
            .map(|(prepared, said)| self.end(judge, prepared.call, said))
            .collect();
        let is_unfit = |end: &End| matches!(end.outcome, Outcome::NotDecoded(_)) && end.excuse.is_some();
        for answers in [Answers::MadeUp, Answers::Random] {
            let again: Vec<bool> = ends.iter().map(is_unfit).collect();
            if !again.contains(&true) {
                break;
            }
            let next = self.said(&compiled, answers, &|number| again.get(number) == Some(&true))?;
            for ((end, prepared), said) in ends.iter_mut().zip(self.prepared).zip(endless(next)) {
                if is_unfit(end) {
                    end.take(self.end(judge, prepared.call, said));
                }
            }
        }
        self.prepared.iter().zip(ends).for_each(|(prepared, end)| end.count(prepared.call, result));
        Ok(())
    }

    /// What the program says of each call.
    fn said(
        &self,
        compiled: &Path,
        answers: Answers,
        is_wanted: &dyn Fn(usize) -> bool,
    ) -> Result<Vec<String>, String> {
        match self.target {
            Target::Prism { log } => {
                let folder = self.program.folder.join("documents");
                let server = Server::start((self.documents, self.entry), answers, &folder, log)?;
                self.program.run(compiled, self.prepared, is_wanted, &server.address())
            }
            #[cfg(test)]
            Target::There(address) => self.program.run(compiled, self.prepared, is_wanted, address),
        }
    }

    fn end(&self, judge: &mut Judge<'_>, call: &Call, said: Option<String>) -> End {
        let Some(said) = said.and_then(|line| serde_json::from_str::<Said>(&line).ok()) else {
            let reason = "the program ended before it came to this one, or at it".to_owned();
            return End { outcome: Outcome::NotCalled(reason), excuse: None, unfit: None };
        };
        let outcome = said.outcome();
        let excuse = match &outcome {
            Outcome::NotDecoded(_) => objection(self.documents, judge, call, &said),
            Outcome::Refused(reason) => excuse::of_refusal(self.documents, call, reason),
            Outcome::Answered | Outcome::NotCalled(_) => None,
        };
        End { outcome, excuse, unfit: None }
    }
}

/// What came of a call, and why.
struct End {
    outcome: Outcome,
    excuse: Option<String>,
    /// What was wrong with the first answer, where a later one was understood.
    unfit: Option<String>,
}

impl End {
    /// Takes what came of a second try, unless it tells no more than the first.
    fn take(&mut self, second: Self) {
        match second.outcome {
            Outcome::Answered => {
                *self = Self { outcome: Outcome::Answered, excuse: None, unfit: self.excuse.take() };
            }
            Outcome::NotDecoded(_) if second.excuse.is_none() => *self = second,
            _ => {}
        }
    }

    fn count(self, call: &Call, result: &mut Calls) {
        let Self { outcome, excuse, unfit } = self;
        let failure = |reason| Failure { operation: name(call), reason, excuse };
        match outcome {
            Outcome::Answered => {
                result.answered += 1;
                let failure = |reason| Failure { operation: name(call), reason, excuse: None };
                result.made_up.extend(unfit.map(failure));
            }
            Outcome::NotCalled(reason) => result.not_called.push(failure(reason)),
            Outcome::Refused(reason) => result.refused.push(failure(reason)),
            Outcome::NotDecoded(reason) => result.not_decoded.push(failure(reason)),
        }
    }
}

/// The lines, and then nothing.
fn endless(lines: Vec<String>) -> impl Iterator<Item = Option<String>> {
    lines.into_iter().map(Some).chain(std::iter::repeat(None))
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
