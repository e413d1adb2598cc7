//! Finding: one broken rule, with its file and line, and how findings are reported.

use std::fmt;

use crate::allowed::is_allowed;

/// One broken rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finding {
    /// Path relative to the workspace.
    pub(crate) path: String,
    /// Line, from 1.
    pub(crate) line: usize,
    /// What is wrong and what to do.
    pub(crate) message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// Fails the test with all findings of a rule that are outside the allowed folders.
pub(crate) fn report(rule: &str, findings: impl Iterator<Item = Finding>) {
    let all = std::env::var_os("TIDY_ALL").is_some();
    let lines: Vec<String> =
        findings.filter(|finding| all || !is_allowed(rule, &finding.path)).map(|finding| finding.to_string()).collect();
    assert!(lines.is_empty(), "{} findings of the tidy rule `{rule}`:\n{}", lines.len(), lines.join("\n"));
}
