//! [`Context`]: the state of decoding one document, with its limits of time and of work.

use std::{
    cell::{Cell, RefCell},
    fmt,
    sync::Arc,
};

use super::{JsonError, raw::nesting};

/// The state of decoding one document.
#[derive(Debug, Default)]
pub struct Context {
    /// The error on its way out through serde, whose own errors have no path.
    failure: RefCell<Option<JsonError>>,
    /// Number of unions around the value.
    union_depth: Cell<usize>,
    /// Bytes that unions may still read again.
    union_budget: Cell<usize>,
    /// Whether the values come from another format than JSON.
    is_foreign: Cell<bool>,
    /// When decoding has to end.
    limit: Option<TimeLimit>,
    /// The work since the clock was read last.
    ticks: Cell<usize>,
    /// Whether the time is over.
    is_over: Cell<bool>,
}

/// The end of the call that a document is decoded for: whether it has passed.
#[derive(Clone)]
pub(crate) struct TimeLimit(Arc<dyn Fn() -> bool + Send + Sync>);

impl TimeLimit {
    /// `has_passed` reads a clock.
    pub(crate) fn new(has_passed: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(has_passed))
    }
}

impl fmt::Debug for TimeLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TimeLimit")
    }
}

/// The work between two looks at the clock: items and properties, or pieces of a text that is read again.
const TICKS: usize = 1024;

/// The bytes of a text that count as one tick.
const BYTES_PER_TICK: usize = 16;

/// Maximum nesting of a value inside unions, that of `serde_json`. Each variant starts a new parser, whose own count
/// of the depth starts again.
const MAX_DEPTH: usize = 128;

/// How often unions may read the bytes of the outermost one again, on average. One variant per level at the maximum
/// depth needs half of it.
const MAX_REREADS: usize = 128;

/// What a trial costs besides reading its text, in bytes.
const TRIAL_COST: usize = 64;

/// Bytes that unions may read again in any case.
const MIN_BUDGET: usize = 1 << 20;

impl Context {
    /// A context whose decoding has to end in time.
    pub(super) fn with_time_limit(limit: TimeLimit) -> Self {
        Self { limit: Some(limit), ..Self::default() }
    }

    /// Accounts for some work.
    ///
    /// # Errors
    ///
    /// The call has ended.
    #[inline]
    pub(super) fn tick(&self, work: usize) -> Result<(), JsonError> {
        self.limit.as_ref().map_or(Ok(()), |limit| self.tick_within(limit, work))
    }

    fn tick_within(&self, limit: &TimeLimit, work: usize) -> Result<(), JsonError> {
        let ticks = self.ticks.get().saturating_add(work);
        self.ticks.set(ticks % TICKS);
        if ticks >= TICKS && (limit.0)() {
            self.is_over.set(true);
        }
        self.check_time()
    }

    /// Whether the call has ended. A union may have taken the error for a mismatch.
    pub(super) fn check_time(&self) -> Result<(), JsonError> {
        if self.is_over.get() { Err(JsonError::timeout()) } else { Ok(()) }
    }

    /// Remembers an error while serde's errors unwind.
    pub(super) fn fail(&self, error: JsonError) {
        self.failure.replace(Some(error));
    }

    /// The error that was remembered.
    pub(super) fn take_failure(&self) -> Option<JsonError> {
        self.failure.take()
    }

    /// Whether the values come from another format than JSON.
    pub(crate) fn is_foreign(&self) -> bool {
        self.is_foreign.get()
    }

    /// States that the values come from another format than JSON.
    pub(super) fn set_foreign(&self) {
        self.is_foreign.set(true);
    }

    /// Runs `decode` for the JSON text of a union.
    ///
    /// # Errors
    ///
    /// The text is nested too deeply.
    pub(super) fn in_union<T>(
        &self,
        text: &str,
        decode: impl FnOnce() -> Result<T, JsonError>,
    ) -> Result<T, JsonError> {
        self.tick(text.len() / BYTES_PER_TICK)?;
        let depth = self.union_depth.get();
        if depth == 0 {
            // Inner unions are parts of this text, so their nesting needs no check.
            if nesting(text) > MAX_DEPTH {
                return Err(JsonError::new(format!("the value is nested deeper than {MAX_DEPTH} levels")));
            }
            self.union_budget.set(text.len().saturating_mul(MAX_REREADS).max(MIN_BUDGET));
        }
        self.union_depth.set(depth + 1);
        let result = decode();
        self.union_depth.set(depth);
        result
    }

    /// Accounts for reading the text of a union once more.
    ///
    /// # Errors
    ///
    /// The variants of nested unions were tried too often.
    pub(super) fn reread(&self, text: &str) -> Result<(), JsonError> {
        self.tick(text.len() / BYTES_PER_TICK)?;
        match self.union_budget.get().checked_sub(text.len() + TRIAL_COST) {
            Some(left) => {
                self.union_budget.set(left);
                Ok(())
            }
            None => Err(JsonError::new("the variants of nested unions leave too many combinations to try")),
        }
    }
}
