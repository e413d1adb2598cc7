//! Comparison of the outcomes that callers saw with the actions of the server.

use std::fmt;

use super::{
    load::{Outcome, is_once_only},
    server::Done,
};

/// The number of calls of each type. `lost`, `false_failures`, `false_successes` and `resent` have to be zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Calls that never ended.
    pub unended: usize,
    /// Calls with a success response that failed for the caller.
    pub lost: usize,
    /// Calls without a success response that succeeded for the caller.
    pub invented: usize,
    /// Non-idempotent calls that were sent twice, and calls that were sent after a success.
    pub doubled: usize,
    /// Calls that succeeded.
    pub well: usize,
    /// Attempts that reached the server.
    pub attempts: usize,
}

impl Account {
    /// Compares the outcomes with the attempts.
    pub fn of(outcome: &Outcome, done: &Done) -> Self {
        let mut account = Self { attempts: done.values().map(String::len).sum(), ..Self::default() };
        for (number, ended_well) in (0_u64..).zip(&outcome.ended_well) {
            let letters = done.get(&number).map_or("", String::as_str);
            let was_done = letters.ends_with(['k', 'w']);
            match ended_well {
                None => account.unended += 1,
                Some(true) if was_done => account.well += 1,
                Some(true) => account.invented += 1,
                Some(false) if was_done => account.lost += 1,
                Some(false) => {}
            }
            let again_after_success =
                letters.char_indices().any(|(at, letter)| "kw".contains(letter) && at + 1 < letters.len());
            if again_after_success || (is_once_only(number) && letters.len() > 1) {
                account.doubled += 1;
            }
        }
        account
    }

    /// Whether every call is accounted for.
    pub fn is_clean(&self) -> bool {
        self.unended + self.lost + self.invented + self.doubled == 0
    }
}

impl fmt::Display for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { unended, lost, invented, doubled, well, attempts } = self;
        write!(
            formatter,
            "{well} calls ended well, {attempts} attempts arrived; lost {lost}, doubled {doubled}, invented \
                {invented}, never ended {unended}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(ended_well: &[Option<bool>], done: &[&str]) -> Account {
        let outcome = Outcome { ended_well: ended_well.to_vec(), ..Outcome::default() };
        Account::of(&outcome, &(0..).zip(done.iter().map(|letters| (*letters).to_owned())).collect())
    }

    #[test]
    fn unexplained_calls_are_counted() {
        assert!(account(&[Some(true), Some(true), Some(false)], &["r5k", "w", "t4r"]).is_clean());
        assert_eq!(
            account(&[Some(false), None], &["k", ""]),
            Account { lost: 1, unended: 1, attempts: 1, ..Account::default() }
        );
        assert_eq!(account(&[Some(true)], &["r"]), Account { invented: 1, attempts: 1, ..Account::default() });
        let doubled = account(&[Some(true), Some(false)], &["kk", "rr"]);
        assert_eq!(doubled, Account { doubled: 2, well: 1, attempts: 4, ..Account::default() });
    }
}
