//! What is known about one description and its client.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{call::Calls, examples::Examples};
use wireright::{summary::Summary, wording::count_of};

/// One line of the results.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The description, from the folder of all on.
    pub(super) document: String,
    /// What the result depends on, as one hash.
    pub(super) key: String,
    /// How many bytes the description has, with all that it refers to.
    pub(super) bytes: usize,
    /// How many operations the description has.
    pub(super) operations: usize,
    /// How many schemas have names in it.
    pub(super) schemas: usize,
    /// What the generator did; nothing where it died.
    pub(super) summary: Option<Summary>,
    /// How the generator died.
    pub(super) died: Option<String>,
    /// What `cargo check` said.
    pub(super) check: Option<Compiled>,
    /// What clippy said.
    pub(super) clippy: Option<Compiled>,
    /// What rustdoc said.
    #[serde(default)]
    pub(super) doc: Option<Compiled>,
    /// What came of the examples.
    #[serde(default)]
    pub(super) examples: Option<Examples>,
    /// What came of calling the operations.
    #[serde(default)]
    pub(super) calls: Option<Calls>,
    /// Whether it is from an earlier run.
    #[serde(skip)]
    pub(super) known: bool,
}

/// What came of compiling a client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Compiled {
    pub(super) passed: bool,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) seconds: f64,
    /// The most memory that the compiler held, where the system tells.
    pub(super) peak_kilobytes: Option<u64>,
    /// The first thing that it said.
    pub(super) first: Option<String>,
}

impl Compiled {
    fn is_clean(&self) -> bool {
        self.passed && self.errors == 0 && self.warnings == 0
    }
}

impl Record {
    pub(super) fn new(document: &str) -> Self {
        Self { document: document.to_owned(), ..Self::default() }
    }

    /// Whether a client was written.
    pub(super) fn is_generated(&self) -> bool {
        self.summary.as_ref().is_some_and(|summary| summary.package.is_some())
    }

    /// How many operations the client has.
    pub(super) fn operations_made(&self) -> usize {
        self.summary.as_ref().map_or(0, |summary| summary.operations)
    }

    /// Whether the client has every operation of the description.
    pub(super) fn is_whole(&self) -> bool {
        self.is_generated() && self.operations_made() == self.operations
    }

    /// Whether the client was compiled and nothing was said about it.
    pub(super) fn is_compiled(&self) -> bool {
        let mut others = [&self.clippy, &self.doc].into_iter().flatten();
        self.check.as_ref().is_some_and(Compiled::is_clean) && others.all(Compiled::is_clean)
    }

    /// Whether every example that fits its schema came back as it was, as far as they were tried.
    pub(super) fn is_round(&self) -> bool {
        self.examples.as_ref().is_none_or(Examples::is_clean)
    }

    /// Whether every operation was answered as documented, or something else than the client is at fault; as far as they were called.
    pub(super) fn is_called(&self) -> bool {
        self.calls.as_ref().is_none_or(Calls::is_clean)
    }

    /// The record as a line of JSON.
    pub(super) fn json(&self) -> String {
        // A struct of texts and numbers is always JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The record in words.
    pub(super) fn line(&self) -> String {
        let Self { document, operations, .. } = self;
        let known = if self.known { " (known)" } else { "" };
        if let Some(died) = &self.died {
            return format!("{document}{known}: {died}");
        }
        let Some(summary) = self.summary.as_ref().filter(|summary| summary.package.is_some()) else {
            let errors = self.summary.as_ref().map(|summary| &summary.errors);
            let count = errors.map_or(0, |errors| errors.values().sum());
            return format!("{document}{known}: refused, {}", count_of(count, "error"));
        };
        let compiled = |word: &str, compiled: &Option<Compiled>| {
            let Some(compiled) = compiled else { return String::new() };
            match (compiled.passed, compiled.warnings) {
                (true, 0) => format!(", {word} in {:.1} s", compiled.seconds),
                (true, warnings) => {
                    format!(", {word} in {:.1} s with {}", compiled.seconds, count_of(warnings, "warning"))
                }
                (false, _) => format!(", not {word}: {}", count_of(compiled.errors, "error")),
            }
        };
        format!(
            "{document}{known}: {} of {} in {:.2} s{}{}{}{}{}",
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
        None => format!(", {} of {} the same again", examples.same, count_of(examples.fitting, "fitting example")),
    }
}

fn call_through(calls: &Calls) -> String {
    match &calls.problem {
        Some(problem) => format!(", {problem}"),
        None => format!(", {} of {} answered", calls.answered, count_of(calls.operations, "call")),
    }
}

/// Counts by code, most frequent first: `E0401×12 E0202×3`, and how many codes are left when that becomes long.
pub(super) fn codes(counts: &BTreeMap<String, usize>, shown: usize) -> String {
    let mut counts: Vec<(&String, &usize)> = counts.iter().collect();
    counts.sort_by(|(code, count), (other_code, other)| other.cmp(count).then(code.cmp(other_code)));
    let mut words: Vec<String> = counts.iter().take(shown).map(|(code, count)| format!("{code}×{count}")).collect();
    if counts.len() > shown {
        words.push(format!("+{}", counts.len() - shown));
    }
    if words.is_empty() { "-".to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_counted_by_frequency() {
        let counts =
            |counts: &[(&str, usize)]| counts.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect();
        assert_eq!(codes(&counts(&[("E1", 1), ("E2", 5), ("E3", 1)]), 2), "E2×5 E1×1 +1");
        assert_eq!(codes(&BTreeMap::new(), 2), "-");
    }

    #[test]
    fn a_record_tells_how_far_it_came() {
        let mut record =
            Record { operations: 2, died: Some("the generator panicked".to_owned()), ..Record::new("a.yaml") };
        assert_eq!(record.line(), "a.yaml: the generator panicked");
        record.died = None;
        record.summary = Some(Summary { errors: BTreeMap::from([("E0401".to_owned(), 2)]), ..Summary::default() });
        assert_eq!(record.line(), "a.yaml: refused, 2 errors");
        record.summary =
            Some(Summary { package: Some("a".to_owned()), operations: 2, seconds: 0.5, ..Summary::default() });
        record.check = Some(Compiled { passed: true, warnings: 1, seconds: 3.0, ..Compiled::default() });
        assert_eq!(record.line(), "a.yaml: 2 of 2 operations in 0.50 s, checked in 3.0 s with 1 warning");
        assert!(record.is_whole() && !record.is_compiled());
        record.check = Some(Compiled { errors: 4, ..Compiled::default() });
        assert_eq!(record.line(), "a.yaml: 2 of 2 operations in 0.50 s, not checked: 4 errors");
        let back: Record = serde_json::from_str(&record.json()).unwrap();
        assert_eq!(back, record);
    }
}
