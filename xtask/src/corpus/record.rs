//! Record: the result of one document and its client.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{calls::Calls, compiler::CompileResult, examples::Examples};
use wireright::{phrases::count_of, summary::Summary};

/// One line of the results.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    /// Path of the document.
    pub(super) document: String,
    /// Hash of everything that the result depends on.
    pub(super) key: String,
    /// Number of bytes of the document and the files that it references.
    pub(super) bytes: usize,
    /// Number of operations of the document.
    pub(super) operations: usize,
    /// Number of named schemas of the document.
    pub(super) schemas: usize,
    /// Summary of the generator. `None` if it failed.
    pub(super) summary: Option<Summary>,
    /// Why the generator failed.
    pub(super) failure: Option<String>,
    /// Result of `cargo check`.
    pub(super) check: Option<CompileResult>,
    /// Result of `cargo clippy`.
    pub(super) clippy: Option<CompileResult>,
    /// Result of `cargo doc`.
    #[serde(default)]
    pub(super) doc: Option<CompileResult>,
    /// Result of the example round trips.
    #[serde(default)]
    pub(super) examples: Option<Examples>,
    /// Result of calling the operations.
    #[serde(default)]
    pub(super) calls: Option<Calls>,
    /// Whether the record is from an earlier run.
    #[serde(skip)]
    pub(super) cached: bool,
}

impl Record {
    pub(super) fn new(document: &str) -> Self {
        Self { document: document.to_owned(), ..Self::default() }
    }

    /// Whether a client was written.
    pub(super) fn is_generated(&self) -> bool {
        self.summary.as_ref().is_some_and(|summary| summary.package.is_some())
    }

    /// Number of operations of the client.
    pub(super) fn generated_operations(&self) -> usize {
        self.summary.as_ref().map_or(0, |summary| summary.operations)
    }

    /// Whether the client has every operation of the document.
    pub(super) fn is_complete(&self) -> bool {
        self.is_generated() && self.generated_operations() == self.operations
    }

    /// Whether the client compiles without warnings.
    pub(super) fn is_compiled(&self) -> bool {
        let mut others = [&self.clippy, &self.doc].into_iter().flatten();
        self.check.as_ref().is_some_and(CompileResult::is_clean) && others.all(CompileResult::is_clean)
    }

    /// Whether every valid example is unchanged after a round trip. True if none was tried.
    pub(super) fn examples_pass(&self) -> bool {
        self.examples.as_ref().is_none_or(Examples::is_clean)
    }

    /// Whether every call succeeded or failed with a known issue. True if none was made.
    pub(super) fn calls_pass(&self) -> bool {
        self.calls.as_ref().is_none_or(Calls::is_clean)
    }

    /// The record as a line of JSON.
    pub(super) fn to_json(&self) -> String {
        // Strings and numbers always serialize.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The record as a line of progress.
    pub(super) fn progress_line(&self) -> String {
        let Self { document, operations, .. } = self;
        let cached = if self.cached { " (cached)" } else { "" };
        if let Some(failure) = &self.failure {
            return format!("{document}{cached}: {failure}");
        }
        let Some(summary) = self.summary.as_ref().filter(|summary| summary.package.is_some()) else {
            let errors = self.summary.as_ref().map(|summary| &summary.errors);
            let count = errors.map_or(0, |errors| errors.values().sum());
            return format!("{document}{cached}: rejected, {}", count_of(count, "error"));
        };
        let compiled = |verb: &str, compiled: &Option<CompileResult>| {
            let Some(compiled) = compiled else { return String::new() };
            match (compiled.passed, compiled.warnings) {
                (true, 0) => format!(", {verb} in {:.1} s", compiled.seconds),
                (true, warnings) => {
                    format!(", {verb} in {:.1} s with {}", compiled.seconds, count_of(warnings, "warning"))
                }
                (false, _) => format!(", not {verb}: {}", count_of(compiled.errors, "error")),
            }
        };
        format!(
            "{document}{cached}: {} of {} in {:.2} s{}{}{}{}{}",
            summary.operations,
            count_of(*operations, "operation"),
            summary.seconds,
            compiled("checked", &self.check),
            compiled("linted", &self.clippy),
            compiled("documented", &self.doc),
            self.examples.as_ref().map(round_trip).unwrap_or_default(),
            self.calls.as_ref().map(call_through).unwrap_or_default(),
        )
    }
}

fn round_trip(examples: &Examples) -> String {
    match &examples.problem {
        Some(problem) => format!(", {problem}"),
        None => format!(", {} of {} unchanged", examples.unchanged, count_of(examples.valid, "valid example")),
    }
}

fn call_through(calls: &Calls) -> String {
    match &calls.problem {
        Some(problem) => format!(", {problem}"),
        None => format!(", {} of {} succeeded", calls.succeeded, count_of(calls.operations, "call")),
    }
}

/// Counts by code, most frequent first: `E0401×12 E0202×3`. `+N` replaces the rest after `limit` codes.
pub(super) fn codes(counts: &BTreeMap<String, usize>, limit: usize) -> String {
    let mut counts: Vec<(&String, &usize)> = counts.iter().collect();
    counts.sort_by(|(code, count), (other_code, other)| other.cmp(count).then(code.cmp(other_code)));
    let mut phrases: Vec<String> = counts.iter().take(limit).map(|(code, count)| format!("{code}×{count}")).collect();
    if counts.len() > limit {
        phrases.push(format!("+{}", counts.len() - limit));
    }
    if phrases.is_empty() { "-".to_owned() } else { phrases.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_by_frequency() {
        let counts =
            |counts: &[(&str, usize)]| counts.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect();
        assert_eq!(codes(&counts(&[("E1", 1), ("E2", 5), ("E3", 1)]), 2), "E2×5 E1×1 +1");
        assert_eq!(codes(&BTreeMap::new(), 2), "-");
    }

    #[test]
    fn a_progress_line_names_the_last_stage() {
        let mut record =
            Record { operations: 2, failure: Some("the generator panicked".to_owned()), ..Record::new("a.yaml") };
        assert_eq!(record.progress_line(), "a.yaml: the generator panicked");
        record.failure = None;
        record.summary = Some(Summary { errors: BTreeMap::from([("E0401".to_owned(), 2)]), ..Summary::default() });
        assert_eq!(record.progress_line(), "a.yaml: rejected, 2 errors");
        record.summary =
            Some(Summary { package: Some("a".to_owned()), operations: 2, seconds: 0.5, ..Summary::default() });
        record.check = Some(CompileResult { passed: true, warnings: 1, seconds: 3.0, ..CompileResult::default() });
        assert_eq!(record.progress_line(), "a.yaml: 2 of 2 operations in 0.50 s, checked in 3.0 s with 1 warning");
        assert!(record.is_complete() && !record.is_compiled());
        record.check = Some(CompileResult { errors: 4, ..CompileResult::default() });
        assert_eq!(record.progress_line(), "a.yaml: 2 of 2 operations in 0.50 s, not checked: 4 errors");
        let parsed: Record = serde_json::from_str(&record.to_json()).unwrap();
        assert_eq!(parsed, record);
    }
}
