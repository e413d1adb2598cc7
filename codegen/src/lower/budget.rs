//! How much may come of a document: schemas that refer to each other twice grow without end while the document does not.

use super::Context;
use crate::{diagnostic::Code, source::Location};

/// What is left to be spent.
#[derive(Debug)]
pub(super) struct Budget {
    /// Schemas that are still written out.
    schemas: usize,
    /// Members that are still copied from one schema to another.
    copies: usize,
    is_reported: bool,
}

impl Budget {
    /// What is plenty for documents of so many bytes together: the largest that are known need a tenth of it.
    pub(super) fn new(bytes: usize) -> Self {
        Self { schemas: 20_000 + bytes / 8, copies: 300_000 + bytes * 2, is_reported: false }
    }
}

impl Context<'_> {
    /// Pays for one schema that is written out. Where nothing is left, that is reported once.
    pub(super) fn spend_schema(&mut self, at: &Location) -> bool {
        let left = self.budget.schemas.checked_sub(1);
        self.budget.schemas = left.unwrap_or(0);
        left.is_some() || self.report_exhausted(at)
    }

    /// Pays for members that are copied into another schema. Where nothing is left, that is reported once.
    pub(super) fn spend_copies(&mut self, members: usize, at: &Location) -> bool {
        let left = self.budget.copies.checked_sub(members + 1);
        self.budget.copies = left.unwrap_or(0);
        left.is_some() || self.report_exhausted(at)
    }

    fn report_exhausted(&mut self, at: &Location) -> bool {
        if !self.budget.is_reported {
            self.budget.is_reported = true;
            let message = "the schemas of this document multiply each other, and written out they are too many";
            let problem = self.diagnostics.error(Code::TooManySchemas, at, message);
            problem.help("give the shapes that are used twice a name in `components`, and refer to them alone");
        }
        false
    }
}
