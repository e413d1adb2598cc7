//! Expansion budget: how many schemas and property copies one document may cause. Schemas that refer to each other
//! twice multiply without end while the document stays small.

use super::Context;
use crate::{diagnostic::Code, source::Location};

/// The rest of the budget.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    /// Schemas that may still be lowered.
    schemas: usize,
    /// Properties that may still be copied from one schema to another.
    copies: usize,
    /// Below this number of copies, what is not necessary is omitted.
    low: usize,
    is_reported: bool,
}

impl Budget {
    /// The budget of documents with this total size in bytes. Known documents of 1 kB to 13 MB stay below it.
    pub(super) fn new(bytes: usize) -> Self {
        let copies = 60_000 + bytes * 2;
        Self { schemas: 4_000 + bytes / 8, copies, low: copies / 2, is_reported: false }
    }
}

impl Context<'_> {
    /// Spends one schema. Returns false if the budget is exhausted, and reports that once.
    pub(super) fn spend_schema(&mut self, at: &Location) -> bool {
        let left = self.budget.schemas.checked_sub(1);
        self.budget.schemas = left.unwrap_or(0);
        left.is_some() || self.report_exhausted(at)
    }

    /// Whether the budget allows what is not necessary.
    pub(super) fn has_ample_budget(&self) -> bool {
        self.budget.copies > self.budget.low
    }

    /// Whether the budget is exhausted.
    pub(super) fn is_exhausted(&self) -> bool {
        self.budget.is_reported
    }

    /// Spends the copies of properties into another schema. Returns false if the budget is exhausted, and reports
    /// that once.
    pub(super) fn spend_copies(&mut self, properties: usize, at: &Location) -> bool {
        let left = self.budget.copies.checked_sub(properties + 1);
        self.budget.copies = left.unwrap_or(0);
        left.is_some() || self.report_exhausted(at)
    }

    fn report_exhausted(&mut self, at: &Location) -> bool {
        if !self.budget.is_reported {
            self.budget.is_reported = true;
            let message = "too many schemas: the schemas of this document multiply each other";
            let problem = self.diagnostics.report(Code::TooManySchemas, at, message);
            problem.help("name the schemas that are used twice in `components`, and refer to them");
        }
        false
    }
}
