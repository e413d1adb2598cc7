//! Deviations: where a generated client differs from its document. The last line of `wireright generate` counts them.

use std::collections::BTreeMap;

use wireright_codegen::diagnostic::{Code, Diagnostic, Severity};

use crate::phrases::count_of;

/// How many omitted operations the last line names.
const NAMED_OPERATIONS: usize = 5;

/// Deviations of a client, counted from the warnings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deviations {
    /// Omitted operations, sorted: `GET /things`.
    pub omitted_operations: Vec<String>,
    /// Invalid constructs of the document that were worked around without omitting an operation.
    pub workarounds: usize,
    /// Names that were changed because of a collision.
    pub renames: usize,
    /// Other deviations, by their warning.
    pub others: BTreeMap<Code, usize>,
}

/// A deviation as a noun and what follows it. `None` for a warning about something else than the document.
fn noun(code: Code) -> Option<(&'static str, &'static str)> {
    match code {
        Code::UnsupportedFormat => Some(("unsupported format", "")),
        Code::FormatAsString => Some(("format", " kept as string")),
        Code::HeaderIgnored => Some(("ignored header", "")),
        Code::UnknownKeyIgnored => Some(("unknown key", "")),
        Code::UnsupportedKeywordIgnored => Some(("unsupported keyword", "")),
        Code::Untyped => Some(("untyped value", "")),
        Code::MediaTypeOmitted => Some(("omitted media type", "")),
        Code::NotChecked => Some(("rule", " not checked")),
        Code::ParameterIsApiKey => Some(("API key parameter", "")),
        Code::AmbiguousName => Some(("ambiguous name", "")),
        Code::NarrowType => Some(("type", " narrower than the schema")),
        Code::ReadOnlyInRequest => Some(("read-only value", " of requests not sent")),
        _ => None,
    }
}

impl Deviations {
    /// Counts the deviations that warnings report.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut deviations = Self::default();
        for warning in diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Warning) {
            let omitted = warning.workaround.iter().flat_map(|workaround| &workaround.omitted_operations);
            let before = deviations.omitted_operations.len();
            deviations.omitted_operations.extend(omitted.cloned());
            match warning.code {
                Code::WorkedAround if deviations.omitted_operations.len() > before => {}
                Code::WorkedAround | Code::ParameterFixed => deviations.workarounds += 1,
                Code::NameDisambiguated => deviations.renames += 1,
                code if noun(code).is_some() => *deviations.others.entry(code).or_default() += 1,
                _ => {}
            }
        }
        deviations.omitted_operations.sort();
        deviations.omitted_operations.dedup();
        deviations
    }

    /// The counts as a phrase. `None` without deviations.
    pub fn phrase(&self) -> Option<String> {
        let operations = match self.omitted_operations.len() {
            0 => None,
            count => Some(format!("{} omitted ({})", count_of(count, "operation"), self.first_operations())),
        };
        let counted =
            |count: usize, noun: &str, suffix: &str| (count > 0).then(|| format!("{}{suffix}", count_of(count, noun)));
        let parts =
            [operations, counted(self.workarounds, "workaround", ""), counted(self.renames, "name", " changed")];
        let others = self.others.iter().filter_map(|(code, count)| {
            let (noun, suffix) = noun(*code)?;
            counted(*count, noun, suffix)
        });
        let parts: Vec<String> = parts.into_iter().flatten().chain(others).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    fn first_operations(&self) -> String {
        let named: Vec<&str> = self.omitted_operations.iter().take(NAMED_OPERATIONS).map(String::as_str).collect();
        let more = if self.omitted_operations.len() > NAMED_OPERATIONS { ", …" } else { "" };
        format!("{}{more}", named.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_are_counted_in_a_phrase() {
        assert_eq!(Deviations::default().phrase(), None);
        let omitted_operations: Vec<String> = (1..=7).map(|number| format!("GET /{number}")).collect();
        let others = [(Code::UnsupportedKeywordIgnored, 3), (Code::NotChecked, 1)].into();
        let deviations =
            Deviations { omitted_operations: omitted_operations.clone(), workarounds: 1, renames: 2, others };
        assert_eq!(
            deviations.phrase().as_deref(),
            Some(
                "7 operations omitted (GET /1, GET /2, GET /3, GET /4, GET /5, …), 1 workaround, 2 names changed, \
                 3 unsupported keywords, 1 rule not checked"
            )
        );
        let deviations = Deviations { omitted_operations: omitted_operations[..1].to_vec(), ..Deviations::default() };
        assert_eq!(deviations.phrase().as_deref(), Some("1 operation omitted (GET /1)"));
    }

    #[test]
    fn each_warning_about_a_document_has_a_noun() {
        let is_warning = |code: &&Code| code.severity() == Severity::Warning;
        let without: Vec<Code> =
            Code::ALL.iter().filter(is_warning).copied().filter(|code| noun(*code).is_none()).collect();
        // The first three have counts of their own. A selector is no part of the document, and the client of an invalid
        // example is as its schema says.
        let counted = [Code::NameDisambiguated, Code::ParameterFixed, Code::WorkedAround];
        assert_eq!(without, [&counted[..], &[Code::UnmatchedExclude, Code::InvalidExample, Code::NotShared]].concat());
    }
}
