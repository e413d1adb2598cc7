//! Comparison of the outcomes that callers saw with the actions of the server.

use std::fmt;

use super::{
    load::{Outcome, is_once_only},
    server::AttemptLog,
};

/// The number of calls of each type. `unfinished`, `false_failures`, `false_successes` and
/// `duplicated` have to be zero.
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
    /// Calls that succeeded.
    pub succeeded: usize,
    /// Attempts that reached the server.
    pub attempts: usize,
}

impl CallCounts {
    /// Compares the outcomes with the attempts.
    pub fn of(outcome: &Outcome, done: &AttemptLog) -> Self {
        let mut counts = Self { attempts: done.values().map(String::len).sum(), ..Self::default() };
        for (number, ended_well) in (0_u64..).zip(&outcome.ended_well) {
            let letters = done.get(&number).map_or("", String::as_str);
            let was_done = letters.ends_with(['k', 'w']);
            match ended_well {
                None => counts.unfinished += 1,
                Some(true) if was_done => counts.succeeded += 1,
                Some(true) => counts.false_successes += 1,
                Some(false) if was_done => counts.false_failures += 1,
                Some(false) => {}
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
        self.unfinished + self.false_failures + self.false_successes + self.duplicated == 0
    }
}

impl fmt::Display for CallCounts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { unfinished, false_failures, false_successes, duplicated, succeeded, attempts } = self;
        write!(
            formatter,
            "{succeeded} calls succeeded, {attempts} attempts arrived; {false_failures} false failures, \
                {false_successes} false successes, {duplicated} duplicated, {unfinished} unfinished"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(ended_well: &[Option<bool>], done: &[&str]) -> CallCounts {
        let outcome = Outcome { ended_well: ended_well.to_vec(), ..Outcome::default() };
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
        let duplicated = count(&[Some(true), Some(false)], &["kk", "rr"]);
        assert_eq!(duplicated, CallCounts { duplicated: 2, succeeded: 1, attempts: 4, ..CallCounts::default() });
    }
}
