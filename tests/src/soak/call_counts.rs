//! Comparison of the outcomes that callers saw with the actions of the server.

use std::fmt;

use super::{
    faults::Fault,
    load::{CallResult, Outcome, is_once_only},
    server::AttemptLog,
};

/// The number of calls of each type. `unfinished`, `false_failures`, `false_successes`, `duplicated`,
/// `wrongly_executed`, `wrongly_unexecuted` and `foreign` have to be zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallCounts {
    /// Calls without a result at the end of the run.
    pub unfinished: usize,
    /// Calls with a success response that failed for the caller.
    pub false_failures: usize,
    /// Calls without a success response that succeeded for the caller.
    pub false_successes: usize,
    /// Non-idempotent calls that were sent twice, and calls that were sent after a success.
    pub duplicated: usize,
    /// Failed calls that the server never executed, although the error says that it may have.
    pub wrongly_executed: usize,
    /// Failed calls that the server executed, or may have, although the error says that it did not.
    pub wrongly_unexecuted: usize,
    /// Calls with the response of another call.
    pub foreign: usize,
    /// Calls that succeeded.
    pub succeeded: usize,
    /// Attempts that reached the server.
    pub attempts: usize,
}

impl CallCounts {
    /// Compares the outcomes with the attempts.
    pub fn of(outcome: &Outcome, done: &AttemptLog) -> Self {
        let mut counts = Self { attempts: done.values().map(String::len).sum(), ..Self::default() };
        for (number, result) in (0_u64..).zip(&outcome.results) {
            let letters = done.get(&number).map_or("", String::as_str);
            let was_done = letters.ends_with(['k', 'w']);
            match result {
                None => counts.unfinished += 1,
                Some(CallResult { failure: None, .. }) if was_done => counts.succeeded += 1,
                Some(CallResult { failure: None, .. }) => counts.false_successes += 1,
                Some(CallResult { failure: Some(_), .. }) if was_done => counts.false_failures += 1,
                Some(CallResult { failure: Some(failure), .. }) => {
                    // The server refused each attempt, or nothing arrived.
                    let is_unapplied = letters.chars().all(|letter| letter == Fault::Throttled.letter());
                    if is_unapplied && failure.may_have_been_executed && !failure.is_timeout {
                        counts.wrongly_executed += 1;
                    } else if !is_unapplied && !failure.may_have_been_executed {
                        counts.wrongly_unexecuted += 1;
                    }
                }
            }
            if result.as_ref().and_then(|result| result.response_to).is_some_and(|call| call != number) {
                counts.foreign += 1;
            }
            let again_after_success =
                letters.char_indices().any(|(at, letter)| "kw".contains(letter) && at + 1 < letters.len());
            if again_after_success || (is_once_only(number) && letters.len() > 1) {
                counts.duplicated += 1;
            }
        }
        counts
    }

    /// Whether every call is accounted for.
    pub fn is_clean(&self) -> bool {
        let executed = self.wrongly_executed + self.wrongly_unexecuted;
        self.unfinished + self.false_failures + self.false_successes + self.duplicated + executed + self.foreign == 0
    }
}

impl fmt::Display for CallCounts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { unfinished, false_failures, false_successes, duplicated, succeeded, attempts, .. } = self;
        let Self { wrongly_executed, wrongly_unexecuted, foreign, .. } = self;
        write!(
            formatter,
            "{succeeded} calls succeeded, {attempts} attempts arrived; {false_failures} false failures, \
                {false_successes} false successes, {duplicated} duplicated, {unfinished} unfinished, \
                {wrongly_executed} wrongly said to be executed, {wrongly_unexecuted} wrongly said not to be, \
                {foreign} with the response of another call"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soak::load::Failure;

    /// A success, or a failure that says whether the call may have been executed.
    fn result(is_ok: bool, may_have_been_executed: bool) -> CallResult {
        let failure = (!is_ok).then_some(Failure { may_have_been_executed, is_timeout: false });
        CallResult { failure, response_to: None }
    }

    fn count(ended_well: &[Option<bool>], done: &[&str]) -> CallCounts {
        let may_be_applied = |index: usize| done[index].contains(|letter: char| letter != '4');
        let results = ended_well.iter().enumerate();
        let results = results.map(|(index, ok)| ok.map(|ok| result(ok, may_be_applied(index)))).collect();
        let outcome = Outcome { results, ..Outcome::default() };
        CallCounts::of(&outcome, &(0..).zip(done.iter().map(|letters| (*letters).to_owned())).collect())
    }

    #[test]
    fn unexplained_calls_are_counted() {
        assert!(count(&[Some(true), Some(true), Some(false)], &["r5k", "w", "t4r"]).is_clean());
        assert_eq!(
            count(&[Some(false), None], &["k", ""]),
            CallCounts { false_failures: 1, unfinished: 1, attempts: 1, ..CallCounts::default() }
        );
        assert_eq!(
            count(&[Some(true)], &["r"]),
            CallCounts { false_successes: 1, attempts: 1, ..CallCounts::default() }
        );
        let counts = |results: Vec<CallResult>, letters: &str| {
            let outcome = Outcome { results: results.into_iter().map(Some).collect(), ..Outcome::default() };
            CallCounts::of(&outcome, &AttemptLog::from([(0, letters.to_owned())]))
        };
        for letters in ["", "4", "44"] {
            assert_eq!(counts(vec![result(false, true)], letters).wrongly_executed, 1, "{letters}");
            assert!(counts(vec![result(false, false)], letters).is_clean(), "{letters}");
        }
        for letters in ["r", "4s4", "t", "o", "54", "f"] {
            assert_eq!(counts(vec![result(false, false)], letters).wrongly_unexecuted, 1, "{letters}");
            assert!(counts(vec![result(false, true)], letters).is_clean(), "{letters}");
        }
        let foreign = CallResult { failure: None, response_to: Some(7) };
        assert_eq!(counts(vec![foreign], "k").foreign, 1);
        let duplicated = count(&[Some(true), Some(false)], &["kk", "rr"]);
        assert_eq!(duplicated, CallCounts { duplicated: 2, succeeded: 1, attempts: 4, ..CallCounts::default() });
    }
}
