//! The calls of a description themselves, and what comes of each.

use std::path::Path;

use wireright_codegen::{Call, model::Direction};
use wireright_mock::{Documents, Judge};

use super::{
    super::check::Compiler,
    Calls, Failure, Program, Target,
    contract::Contract,
    credentials, excuse, name,
    program::Prepared,
    said::{Outcome, Said},
    server::{Answers, Server},
};

/// Everything that is known before the calls.
pub(super) struct Round<'r> {
    pub(super) documents: &'r Documents,
    pub(super) entry: &'r str,
    pub(super) prepared: &'r [Prepared<'r>],
    pub(super) program: &'r Program<'r>,
    pub(super) target: &'r Target<'r>,
}

impl Round<'_> {
    /// Makes all calls, and those again whose answer does not fit: with answers that the server makes, one way and another.
    pub(super) fn run(&self, compiler: &Compiler, judge: &mut Judge, result: &mut Calls) -> Result<(), String> {
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
                self.program.run(compiled, self.prepared, is_wanted, (&server.address(), answers.patience()))
            }
            #[cfg(test)]
            Target::There(address) => {
                self.program.run(compiled, self.prepared, is_wanted, (address, answers.patience()))
            }
        }
    }

    fn end(&self, judge: &mut Judge, call: &Call, said: Option<String>) -> End {
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
fn objection(documents: &Documents, judge: &mut Judge, call: &Call, said: &Said) -> Option<String> {
    let contract = Contract::of(documents, call)?;
    let (status, content_type) = (said.status?, said.content_type.as_deref().unwrap_or_default());
    let Some(schema) = contract.answer(status, content_type) else {
        return Some(format!("the description has no answer {status} of `{content_type}`"));
    };
    let body = said.body.as_deref().filter(|_| !said.is_cut)?;
    let words = match serde_json::from_str(body) {
        Ok(value) => match judge.objection_to(&value, Direction::Response, (&schema.file, &schema.pointer.to_string()))
        {
            Some(words) => words,
            None => return excuse::of_answer(&value),
        },
        Err(error) => error.to_string(),
    };
    Some(format!("the answer does not fit its schema: {words}"))
}
