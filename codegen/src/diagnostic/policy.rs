//! Policy: which problems are errors, which are warnings, and which are accepted.
//!
//! The reading layers report the same problems for every document. [`Policy`] judges them once, when they are sorted.

use super::{Code, Diagnostic};

/// How strictly documents are judged. `lower` also asks it whether an invalid element is omitted or fixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// For own documents: every problem that makes the client wrong is an error.
    #[default]
    Strict,
    /// For documents of others: an invalid element is omitted with a warning, and the rest is generated.
    Lenient,
}

/// What the lenient policy does with a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tolerance {
    /// The code decides: see [`Code::can_be_worked_around`].
    ByCode,
    /// The problem becomes a warning with this code. Nothing is omitted for it.
    Warning(Code),
    /// The problem is not shown: the document violates OpenAPI, and its meaning is clear.
    Accepted,
}

/// A problem as a layer reported it, before a policy judges it.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) diagnostic: Diagnostic,
    pub(super) tolerance: Tolerance,
}

impl Policy {
    /// Whether invalid elements of a document are omitted or fixed.
    pub fn is_lenient(self) -> bool {
        self == Self::Lenient
    }

    /// The code under which a problem is shown, or `None` for one that is accepted.
    pub(super) fn code(self, report: &Report) -> Option<Code> {
        let code = report.diagnostic.code;
        match (self, report.tolerance) {
            (Self::Lenient, Tolerance::Accepted) => None,
            (Self::Lenient, Tolerance::Warning(warning)) => Some(warning),
            (Self::Lenient, Tolerance::ByCode) if code.can_be_worked_around() => Some(Code::WorkedAround),
            (Self::Strict, _) | (Self::Lenient, Tolerance::ByCode) => Some(code),
        }
    }

    /// The problem as it is shown, or `None` for one that is accepted.
    pub(super) fn judge(self, report: Report) -> Option<Diagnostic> {
        let code = self.code(&report)?;
        let mut diagnostic = report.diagnostic;
        diagnostic.code = code;
        if code != Code::WorkedAround {
            diagnostic.workaround = None;
        }
        if code == Code::UnsupportedKeyword && matches!(report.tolerance, Tolerance::Warning(_)) {
            diagnostic.help("remove it: it has no effect on the client");
        }
        Some(diagnostic)
    }
}
