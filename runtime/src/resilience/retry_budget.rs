//! [`RetryBudget`]: how many retries all calls of a client may make together.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::clock::Instant;

/// How many retries all calls of a client and its clones may make together. The budget protects an overloaded
/// service from retries.
///
/// Retries draw from a token bucket that is full at first. Successes and time refill it. If it is empty, the call
/// ends with its error ([`Error::is_retry_budget_spent`](crate::Error::is_retry_budget_spent)). The first attempt
/// of a call is always sent.
///
/// Three kinds of retries do not draw from it: at another endpoint after a failed connection, with a new token, and
/// with a corrected clock. An overloaded service does not cause them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryBudget {
    capacity: u32,
    per_hundred_successes: u32,
    per_minute: u32,
    is_unlimited: bool,
}

impl RetryBudget {
    /// The defaults: 100 retries; 10 more per 100 successes, and one more per second.
    pub const fn new() -> Self {
        Self { capacity: 100, per_hundred_successes: 10, per_minute: 60, is_unlimited: false }
    }

    /// No budget: only the [`RetryPolicy`](crate::RetryPolicy) of each call limits retries.
    pub const fn unlimited() -> Self {
        Self { is_unlimited: true, ..Self::new() }
    }

    /// Initial and maximum number of retries.
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.capacity = retries;
        self
    }

    /// Retries added per 100 successes.
    pub const fn per_hundred_successes(mut self, retries: u32) -> Self {
        self.per_hundred_successes = retries;
        self
    }

    /// Retries added per minute.
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

/// Units per retry: 60 000 make both refill rates whole numbers.
const UNITS_PER_RETRY: u64 = 60_000;

/// The token bucket of a budget.
#[derive(Debug)]
pub(crate) struct RetryTokenBucket {
    budget: RetryBudget,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    units: u64,
    /// Time of the last refill by time.
    refilled: Option<Instant>,
}

impl RetryTokenBucket {
    /// A full bucket.
    pub(crate) fn new(budget: RetryBudget) -> Self {
        Self {
            budget,
            state: Mutex::new(State { units: u64::from(budget.capacity) * UNITS_PER_RETRY, refilled: None }),
        }
    }

    /// Takes a retry. Returns whether one was available.
    pub(crate) fn take(&self, now: Instant) -> bool {
        self.budget.is_unlimited
            || self.change(|state| {
                let since = state.refilled.map_or(Duration::ZERO, |refilled| now.saturating_duration_since(refilled));
                let millis = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
                state.units = state.units.saturating_add(millis.saturating_mul(u64::from(self.budget.per_minute)));
                state.units = state.units.min(u64::from(self.budget.capacity) * UNITS_PER_RETRY);
                state.refilled = Some(state.refilled.map_or(now, |refilled| refilled.max(now)));
                match state.units.checked_sub(UNITS_PER_RETRY) {
                    Some(rest) => {
                        state.units = rest;
                        true
                    }
                    None => false,
                }
            })
    }

    /// Adds the refill of a success.
    pub(crate) fn succeeded(&self) {
        if !self.budget.is_unlimited {
            self.change(|state| {
                let more = u64::from(self.budget.per_hundred_successes) * (UNITS_PER_RETRY / 100);
                state.units = state.units.saturating_add(more).min(u64::from(self.budget.capacity) * UNITS_PER_RETRY);
            });
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count_taken(bucket: &RetryTokenBucket, now: Instant) -> usize {
        (0..1000).take_while(|_| bucket.take(now)).count()
    }

    #[test]
    fn successes_and_time_refill_the_bucket() {
        let bucket = RetryTokenBucket::new(RetryBudget::new().max_retries(3).per_hundred_successes(10).per_minute(6));
        let begin = Instant::after_start(Duration::ZERO);
        assert_eq!(count_taken(&bucket, begin), 3);
        for _ in 0..9 {
            bucket.succeeded();
        }
        assert_eq!(count_taken(&bucket, begin), 0, "nine tenths are less than a retry");
        bucket.succeeded();
        assert_eq!(count_taken(&bucket, begin), 1);
        assert_eq!(count_taken(&bucket, begin.checked_add(Duration::from_millis(9_999)).unwrap()), 0);
        assert_eq!(count_taken(&bucket, begin.checked_add(Duration::from_secs(20)).unwrap()), 2);
        assert_eq!(
            count_taken(&bucket, begin.checked_add(Duration::from_secs(3600)).unwrap()),
            3,
            "the bucket does not exceed its capacity"
        );
        for _ in 0..1000 {
            bucket.succeeded();
        }
        assert_eq!(count_taken(&bucket, begin.checked_add(Duration::from_secs(3600)).unwrap()), 3);
    }

    #[test]
    fn a_budget_may_be_zero_or_unlimited() {
        let none = RetryTokenBucket::new(RetryBudget::new().max_retries(0));
        none.succeeded();
        assert!(!none.take(Instant::after_start(Duration::ZERO).checked_add(Duration::from_secs(3600)).unwrap()));
        assert_eq!(
            count_taken(&RetryTokenBucket::new(RetryBudget::unlimited()), Instant::after_start(Duration::ZERO)),
            1000
        );
    }
}
