//! [`RetryBudget`]: how many repeats all calls of a client may make together.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::clock::Instant;

/// How many repeats all calls of a client and of its clones may make together, so that a service which struggles is
/// not flooded by those who try again.
///
/// Repeats are taken out of a store, which is full at first and is never fuller than that. A success puts a part of
/// one back, and so does time. When the store is empty, a call that could be repeated ends with its error
/// ([`Error::is_retry_budget_spent`](crate::Error::is_retry_budget_spent)). The first attempt of a call is always
/// sent.
///
/// Not taken out of it are the attempt at another endpoint when no connection could be made to one, and the one by
/// another token or another date when a request was refused for it: they do not come from a service that struggles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryBudget {
    most: u32,
    per_hundred_successes: u32,
    per_minute: u32,
    is_unlimited: bool,
}

impl RetryBudget {
    /// The defaults: at most 100 repeats at once, and then one for ten successes and one each second.
    pub const fn new() -> Self {
        Self { most: 100, per_hundred_successes: 10, per_minute: 60, is_unlimited: false }
    }

    /// No bound but that of each call's [`RetryPolicy`](crate::RetryPolicy).
    pub const fn unlimited() -> Self {
        Self { is_unlimited: true, ..Self::new() }
    }

    /// How many repeats there are at first, and at most.
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.most = retries;
        self
    }

    /// How many come back for a hundred successes.
    pub const fn per_hundred_successes(mut self, retries: u32) -> Self {
        self.per_hundred_successes = retries;
        self
    }

    /// How many come back in a minute, whatever happens.
    pub const fn per_minute(mut self, retries: u32) -> Self {
        self.per_minute = retries;
        self
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new()
    }
}

/// What a repeat is counted in, so that its parts are whole numbers: a minute has 60 000 ms.
const REPEAT: u64 = 60_000;

/// The store of a budget.
#[derive(Debug)]
pub(crate) struct RetryTokenBucket {
    budget: RetryBudget,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    parts: u64,
    /// Until when time has put back what it does.
    counted: Option<Instant>,
}

impl RetryTokenBucket {
    /// A full store.
    pub(crate) fn new(budget: RetryBudget) -> Self {
        Self { budget, state: Mutex::new(State { parts: u64::from(budget.most) * REPEAT, counted: None }) }
    }

    /// Takes a repeat out, if there is one.
    pub(crate) fn take(&self, now: Instant) -> bool {
        self.budget.is_unlimited
            || self.change(|state| {
                let since = state.counted.map_or(Duration::ZERO, |counted| now.saturating_duration_since(counted));
                let millis = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
                state.parts = state.parts.saturating_add(millis.saturating_mul(u64::from(self.budget.per_minute)));
                state.parts = state.parts.min(u64::from(self.budget.most) * REPEAT);
                state.counted = Some(state.counted.map_or(now, |counted| counted.max(now)));
                match state.parts.checked_sub(REPEAT) {
                    Some(rest) => {
                        state.parts = rest;
                        true
                    }
                    None => false,
                }
            })
    }

    /// Puts back what a success does.
    pub(crate) fn succeeded(&self) {
        if !self.budget.is_unlimited {
            self.change(|state| {
                let more = u64::from(self.budget.per_hundred_successes) * (REPEAT / 100);
                state.parts = state.parts.saturating_add(more).min(u64::from(self.budget.most) * REPEAT);
            });
        }
    }

    /// No step in between leaves the state broken.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(store: &RetryTokenBucket, now: Instant) -> usize {
        (0..1000).take_while(|_| store.take(now)).count()
    }

    #[test]
    fn successes_and_time_put_repeats_back() {
        let store = RetryTokenBucket::new(RetryBudget::new().max_retries(3).per_hundred_successes(10).per_minute(6));
        let begin = Instant::after_start(Duration::ZERO);
        assert_eq!(taken(&store, begin), 3);
        for _ in 0..9 {
            store.succeeded();
        }
        assert_eq!(taken(&store, begin), 0, "nine tenths are no repeat");
        store.succeeded();
        assert_eq!(taken(&store, begin), 1);
        assert_eq!(taken(&store, begin.checked_add(Duration::from_millis(9_999)).unwrap()), 0);
        assert_eq!(taken(&store, begin.checked_add(Duration::from_secs(20)).unwrap()), 2);
        assert_eq!(
            taken(&store, begin.checked_add(Duration::from_secs(3600)).unwrap()),
            3,
            "it is never fuller than at first"
        );
        for _ in 0..1000 {
            store.succeeded();
        }
        assert_eq!(taken(&store, begin.checked_add(Duration::from_secs(3600)).unwrap()), 3);
    }

    #[test]
    fn nothing_and_no_bound_are_budgets_too() {
        let none = RetryTokenBucket::new(RetryBudget::new().max_retries(0));
        none.succeeded();
        assert!(!none.take(Instant::after_start(Duration::ZERO).checked_add(Duration::from_secs(3600)).unwrap()));
        assert_eq!(taken(&RetryTokenBucket::new(RetryBudget::unlimited()), Instant::after_start(Duration::ZERO)), 1000);
    }
}
