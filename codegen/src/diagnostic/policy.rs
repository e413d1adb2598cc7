//! Policy: which problems are errors, which are warnings, and which are accepted.
//!
//! The reading layers report the same problems for every document. [`Policy`] judges them once, when they are sorted.

use super::{Code, Diagnostic, Tolerance};

/// How strictly documents are judged. The layers that report problems do not know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// For own documents: every problem that makes the client wrong is an error.
    #[default]
    Strict,
    /// For documents of others: an invalid element is omitted with a warning, and the rest is generated.
    Lenient,
}

/// A problem as a layer reported it, before a policy judges it.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) diagnostic: Diagnostic,
    pub(super) tolerance: Tolerance,
}

impl Policy {
    /// The code under which a problem is shown, or `None` for one that is accepted.
    pub(super) fn code(self, report: &Report) -> Option<Code> {
        match (self, report.tolerance) {
            (Self::Lenient, Tolerance::Accepted) => None,
            (Self::Lenient, Tolerance::Warning(warning)) => Some(warning),
            (Self::Lenient, Tolerance::WorkAround) => Some(Code::WorkedAround),
            (Self::Strict, _) | (Self::Lenient, Tolerance::Unchanged) => Some(report.diagnostic.code),
        }
    }

    /// The problem as it is shown, or `None` for one that is accepted.
    pub(super) fn judge(self, report: Report) -> Option<Diagnostic> {
        let code = self.code(&report)?;
        let mut diagnostic = report.diagnostic;
        if code != Code::WorkedAround {
            let workaround = diagnostic.workaround.take().filter(|_| code != diagnostic.code);
            if let Some(workaround) = workaround.filter(|workaround| !workaround.fallback.is_empty()) {
                diagnostic.message = format!("{}; {}", diagnostic.message, workaround.fallback);
            }
        }
        diagnostic.code = code;
        Some(diagnostic)
    }
}
