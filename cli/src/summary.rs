//! Summary of a run of the generator, as JSON for programs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wireright_codegen::{Generation, diagnostic::Severity};

use crate::deviations::Deviations;

/// The object that `wireright generate --json` prints.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Package name of the written crate. `None` if nothing was written.
    pub package: Option<String>,
    /// Number of errors by code. With any error, nothing is written.
    pub errors: BTreeMap<String, usize>,
    /// The messages of other errors, as on standard error: foreign files in the output folder, for example.
    #[serde(default)]
    pub failures: Vec<String>,
    /// Number of warnings by code.
    pub warnings: BTreeMap<String, usize>,
    /// Operations that were omitted because of invalid constructs: `GET /things`.
    #[serde(default)]
    pub omitted_operations: Vec<String>,
    /// Number of generated operations.
    pub operations: usize,
    /// Number of generated source files.
    pub files: usize,
    /// Number of lines of these files.
    pub lines: usize,
    /// Number of declarations whose type is untyped JSON.
    pub untyped: usize,
    /// Seconds for reading and generating, without writing.
    pub seconds: f64,
}

impl Summary {
    /// Summarizes a generation. `package` is set once the crate is written.
    pub fn of(generation: &Generation, seconds: f64) -> Self {
        let by_code = |severity: Severity| {
            let mut counts = BTreeMap::new();
            for diagnostic in generation.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity) {
                *counts.entry(diagnostic.code.to_string()).or_default() += 1;
            }
            counts
        };
        let statistics = generation.statistics();
        Self {
            package: None,
            errors: by_code(Severity::Error),
            failures: Vec::new(),
            warnings: by_code(Severity::Warning),
            omitted_operations: Deviations::of(&generation.diagnostics).omitted_operations,
            operations: statistics.operations,
            files: statistics.files,
            lines: statistics.lines,
            untyped: statistics.untyped,
            seconds,
        }
    }

    /// The summary as one line of JSON.
    pub fn to_json(&self) -> String {
        // Strings and numbers always serialize.
        serde_json::to_string(self).unwrap_or_default()
    }
}
