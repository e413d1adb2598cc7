//! The collector that every layer reports into.

use std::{cmp::Ordering, ops::Range};

use super::{Code, Diagnostic, Policy, Severity, SourceLocation, Tolerance, policy::Report, resolver::Resolver};
use crate::source::{FileId, Location, Sources};

/// The problems of a run. Reporting a problem never stops anything.
///
/// A caller adds notes, help and related locations to the [`Diagnostic`] that a reporting method returns. A [`Policy`]
/// decides later how each problem is shown.
#[derive(Debug, Default)]
pub struct Diagnostics {
    earlier: Vec<Report>,
    /// The problem reported last.
    latest: Option<Report>,
}

impl Diagnostics {
    /// Reports a problem. Its code decides its severity, and what the lenient policy does with it.
    pub fn report(
        &mut self,
        code: Code,
        location: impl Into<SourceLocation>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report_as(code, code.tolerance(), location, message)
    }

    /// Reports a problem that the lenient policy treats in another way than others with this code.
    pub(crate) fn report_as(
        &mut self,
        code: Code,
        tolerance: Tolerance,
        location: impl Into<SourceLocation>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.earlier.extend(self.latest.take());
        let diagnostic = Diagnostic::new(code, tolerance, location.into(), message.into());
        &mut self.latest.insert(Report { diagnostic, tolerance }).diagnostic
    }

    /// Reports a keyword that has no effect on the client.
    pub fn unsupported(&mut self, location: impl Into<SourceLocation>, message: impl Into<String>) -> &mut Diagnostic {
        self.report(Code::UnsupportedKeyword, location, message)
    }

    /// Lets the lenient policy accept all problems reported since there were `before`. The strict policy still
    /// judges them by their codes.
    pub(crate) fn accept_since(&mut self, before: usize) {
        for report in self.earlier.iter_mut().chain(&mut self.latest).skip(before) {
            report.tolerance = Tolerance::Accepted;
        }
    }

    /// Replaces the location of each node in the problems reported since there were `before`.
    pub(crate) fn relocate(&mut self, before: usize, find: impl Fn(&Location) -> Location) {
        for report in self.earlier.iter_mut().chain(&mut self.latest).skip(before) {
            let related = report.diagnostic.related.iter_mut().map(|(location, _)| location);
            for location in related.chain([&mut report.diagnostic.location]) {
                if let SourceLocation::Node(node) = location {
                    *node = find(node);
                }
            }
        }
    }

    /// Removes all problems reported since there were `before`.
    pub(crate) fn remove_since(&mut self, before: usize) {
        self.earlier.extend(self.latest.take());
        self.earlier.truncate(before);
        self.latest = self.earlier.pop();
    }

    /// Removes the problems among those with these numbers that are not kept.
    pub(crate) fn retain_in(&mut self, numbers: Range<usize>, keeps: impl Fn(&Diagnostic) -> bool) {
        self.earlier.extend(self.latest.take());
        let mut number = 0..;
        self.earlier.retain(|report| {
            number.next().is_none_or(|number| !numbers.contains(&number)) || keeps(&report.diagnostic)
        });
        self.latest = self.earlier.pop();
    }

    /// Names the operation that is omitted for the last problem reported since there were `before`.
    pub(crate) fn omit_operation(&mut self, before: usize, operation: impl Into<String>) {
        let new = self.earlier.iter_mut().chain(&mut self.latest).skip(before);
        if let Some(report) = new.filter(|report| report.tolerance != Tolerance::Accepted).last() {
            report.diagnostic.omits_operation(operation);
        }
    }

    /// Whether a problem of a file was reported with this beginning of its message.
    pub(crate) fn has_report(&self, code: Code, file: FileId, message: &str) -> bool {
        self.earlier.iter().chain(&self.latest).any(|Report { diagnostic, .. }| {
            diagnostic.code == code && diagnostic.location.file() == file && diagnostic.message.starts_with(message)
        })
    }

    /// Whether any problem is an error under this policy.
    pub fn has_errors(&self, policy: Policy) -> bool {
        let mut codes = self.earlier.iter().chain(&self.latest).filter_map(|report| policy.code(report));
        codes.any(|code| code.severity() == Severity::Error)
    }

    /// The number of problems reported so far.
    pub fn len(&self) -> usize {
        self.earlier.len() + usize::from(self.latest.is_some())
    }

    /// The problems reported so far.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.earlier.iter().chain(&self.latest).map(|report| &report.diagnostic)
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.latest.is_none()
    }

    /// The problems under a policy, sorted by file and location, without duplicates, each with at least one help.
    ///
    /// The order of reporting has no influence on the result.
    pub fn into_sorted(mut self, sources: &Sources, policy: Policy) -> Vec<Diagnostic> {
        self.earlier.extend(self.latest.take());
        let problems = self.earlier.into_iter().filter_map(|report| policy.judge(report)).collect();
        let mut problems = sort_problems(problems, sources);
        for problem in problems.iter_mut().filter(|problem| problem.helps.is_empty()) {
            let code = problem.workaround.as_ref().map_or(problem.code, |workaround| workaround.mistake);
            problem.help(code.advice());
        }
        problems
    }
}

/// The problems by location, without duplicates.
pub(crate) fn sort_problems(mut problems: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    // A single problem is resolved too: the locations are cached for the renderer while other threads work.
    if !problems.is_empty() {
        let resolver = Resolver::new(&problems, sources);
        let keyed = problems.into_iter().map(|problem| {
            let span = resolver.span(&problem.location);
            ((problem.location.file(), span.start, span.end, problem.code), problem)
        });
        let mut keyed: Vec<_> = keyed.collect();
        keyed.sort_by(|(key, problem), (other_key, other)| {
            key.cmp(other_key).then_with(|| compare_contents(problem, other))
        });
        problems = keyed.into_iter().map(|(_, problem)| problem).collect();
        problems.dedup();
    }
    problems
}

/// An order of problems at one location that depends only on their contents.
fn compare_contents(one: &Diagnostic, other: &Diagnostic) -> Ordering {
    let details = |problem: &Diagnostic| format!("{problem:?}");
    one.message.cmp(&other.message).then_with(|| details(one).cmp(&details(other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Location, NodePart, Pointer, SourceFile};

    fn sources() -> Sources {
        let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.into() };
        Sources::new(vec![file("b.yaml", "x: 1\n"), file("a.yaml", "z: 1\na:\n  c: 2\n")])
    }

    fn at(sources: &Sources, path: &str, pointer: &str) -> Location {
        let (file, _) = sources.iter().find(|(_, file)| file.path == path).unwrap();
        Location { file, pointer: Pointer::parse(pointer).unwrap(), part: NodePart::Value }
    }

    #[test]
    fn sorting_ignores_the_order_of_reporting() {
        let sources = sources();
        let reports = [
            (Code::WrongType, at(&sources, "b.yaml", "/x"), "one"),
            (Code::MissingKey, at(&sources, "a.yaml", "/a/c"), "two"),
            (Code::WrongType, at(&sources, "a.yaml", "/z"), "three"),
            (Code::WrongType, at(&sources, "a.yaml", "/a/c"), "four"),
            (Code::WrongType, at(&sources, "a.yaml", "/a/c"), "five"),
        ];
        let sorted = |order: &[usize]| {
            let mut diagnostics = Diagnostics::default();
            for index in order {
                let (code, location, message) = &reports[*index];
                diagnostics.report(*code, location, *message);
            }
            diagnostics.into_sorted(&sources, Policy::Strict)
        };
        let once = sorted(&[0, 1, 2, 3, 4]);
        let messages: Vec<&str> = once.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages, ["three", "five", "four", "two", "one"]);
        assert_eq!(once, sorted(&[4, 3, 2, 1, 0, 0, 1]));
    }

    #[test]
    fn details_are_added_to_the_reported_problem() {
        let sources = sources();
        let location = at(&sources, "a.yaml", "/z");
        let mut diagnostics = Diagnostics::default();
        assert!(diagnostics.is_empty());
        diagnostics.report(Code::UnsupportedFormat, &location, "hm").help("do this").label("here").note("so");
        assert!(!diagnostics.has_errors(Policy::Strict));
        diagnostics.report(Code::WrongType, &location, "no").related(&location, "there");
        assert!(diagnostics.has_errors(Policy::Strict));
        assert_eq!(diagnostics.len(), 2);
        let sorted = diagnostics.into_sorted(&sources, Policy::Strict);
        assert_eq!(sorted[0].related, [(SourceLocation::from(location), "there".to_owned())]);
        assert_eq!((sorted[1].helps.len(), sorted[1].label.as_deref()), (1, Some("here")));
    }

    #[test]
    fn each_tolerance_has_its_outcome_under_each_policy() {
        let sources = sources();
        let location = at(&sources, "a.yaml", "/z");
        let codes = |policy: Policy| {
            let mut diagnostics = Diagnostics::default();
            diagnostics.report(Code::WrongType, &location, "1").fallback("it is 0");
            diagnostics.report(Code::InvalidYaml, &location, "2");
            diagnostics.report_as(Code::MissingKey, Tolerance::Accepted, &location, "3");
            diagnostics.report(Code::UnknownKey, &location, "4");
            diagnostics.unsupported(&location, "5");
            let before = diagnostics.len();
            diagnostics.report(Code::WrongType, &location, "6");
            diagnostics.accept_since(before);
            diagnostics.report(Code::NameCollision, &location, "7").fallback("this one is named `b`");
            diagnostics.report(Code::UnsupportedFormat, &location, "8");
            diagnostics.report_as(Code::UnsupportedFormat, Tolerance::Accepted, &location, "9");
            let has_errors = diagnostics.has_errors(policy);
            let mut problems = diagnostics.into_sorted(&sources, policy);
            problems.sort_by(|one, other| one.message.cmp(&other.message));
            let shown = problems.iter().map(|problem| format!("{} {}", problem.message, problem.code));
            let workarounds = problems.iter().filter(|problem| problem.workaround.is_some()).count();
            (shown.collect::<Vec<_>>().join(", "), workarounds, has_errors)
        };
        let strict = "1 E0202, 2 E0103, 3 E0203, 4 E0207, 5 E0401, 6 E0202, 7 E0301, 8 W0101, 9 W0101";
        assert_eq!(codes(Policy::Strict), (strict.to_owned(), 0, true));
        let lenient = "1 W0112, 2 E0103, 4 W0105, 5 W0106, 7; this one is named `b` W0108, 8 W0101";
        assert_eq!(codes(Policy::Lenient), (lenient.to_owned(), 1, true));
    }

    #[test]
    fn an_omitted_operation_belongs_to_the_last_problem_that_is_not_accepted() {
        let sources = sources();
        let location = at(&sources, "a.yaml", "/z");
        let mut diagnostics = Diagnostics::default();
        diagnostics.omit_operation(0, "GET /none");
        diagnostics.report(Code::WrongType, &location, "wrong");
        diagnostics.report_as(Code::MissingKey, Tolerance::Accepted, &location, "accepted");
        diagnostics.omit_operation(2, "GET /none");
        diagnostics.omit_operation(0, "GET /a");
        let problems = diagnostics.into_sorted(&sources, Policy::Lenient);
        let omitted: Vec<_> = problems.iter().flat_map(|problem| &problem.workaround).collect();
        assert_eq!(omitted.len(), 1);
        assert_eq!(omitted[0].omitted_operations, ["GET /a"]);
    }
}
