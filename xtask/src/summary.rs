//! What a run of the generator came to, for programs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wireright_codegen::{Generation, diagnostic::Severity};

use crate::{departures::Departures, tally};

/// What was generated from one description, as `cargo xtask generate --json` prints it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Summary {
    /// The crate, where one was written.
    pub(crate) package: Option<String>,
    /// Errors by code. Where there are any, nothing is written.
    pub(crate) errors: BTreeMap<String, usize>,
    /// Warnings by code.
    pub(crate) warnings: BTreeMap<String, usize>,
    /// The operations that are left out for mistakes of the description: `GET /things`.
    #[serde(default)]
    pub(crate) left_out: Vec<String>,
    /// How many operations can be called.
    pub(crate) operations: usize,
    pub(crate) files: usize,
    pub(crate) lines: usize,
    /// Places where a declaration says no more than "some JSON".
    pub(crate) untyped: usize,
    /// How long reading and generating took, without writing.
    pub(crate) seconds: f64,
}

impl Summary {
    /// Sums a generation up.
    pub(crate) fn of(generation: &Generation, seconds: f64) -> Self {
        let by_code = |severity: Severity| {
            let mut counts = BTreeMap::new();
            for problem in generation.diagnostics.iter().filter(|problem| problem.severity() == severity) {
                *counts.entry(problem.code.to_string()).or_default() += 1;
            }
            counts
        };
        let tally = tally::of(&generation.files);
        Self {
            package: None,
            errors: by_code(Severity::Error),
            warnings: by_code(Severity::Warning),
            left_out: Departures::of(&generation.diagnostics).left_out,
            operations: tally.operations,
            files: generation.files.len(),
            lines: tally.lines,
            untyped: tally.untyped,
            seconds,
        }
    }

    /// The summary as a line of JSON.
    pub(crate) fn json(&self) -> String {
        // A struct of texts and numbers is always JSON.
        serde_json::to_string(self).unwrap_or_default()
    }
}
