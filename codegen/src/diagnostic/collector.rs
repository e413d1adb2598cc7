//! The collector that every layer reports into.

use std::cmp::Ordering;

use super::{Code, Diagnostic, Severity, SourceLocation, Workaround, resolve::Resolver};
use crate::source::Sources;

/// The problems of a run. Reporting one never stops anything.
#[derive(Debug, Default)]
pub struct Diagnostics {
    earlier: Vec<Diagnostic>,
    /// The one reported last, which may still be added to.
    latest: Option<Diagnostic>,
    lenient: bool,
}

impl Diagnostics {
    /// Reports an error: the client would be wrong. More can be said through what is returned.
    ///
    /// In somebody else's document, what the rest can be right without is a warning.
    pub fn error(
        &mut self,
        code: Code,
        place: impl Into<SourceLocation>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        debug_assert_eq!(code.severity(), Severity::Error, "{code} is reported as an error");
        let is_mended = self.lenient && code.can_be_worked_around();
        let shown = if is_mended { Code::WorkedAround } else { code };
        let problem = self.push(Diagnostic::new(shown, place.into(), message.into()));
        problem.workaround = is_mended.then(|| Workaround::new(code));
        problem
    }

    /// Reports a warning: something of the document is not honoured. More can be said through what is returned.
    pub fn warning(
        &mut self,
        code: Code,
        place: impl Into<SourceLocation>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        debug_assert_eq!(code.severity(), Severity::Warning, "{code} is reported as a warning");
        self.push(Diagnostic::new(code, place.into(), message.into()))
    }

    /// A collector for somebody else's documents: what only their author could mend is a warning.
    pub fn lenient() -> Self {
        Self { lenient: true, ..Self::default() }
    }

    /// Whether the documents are somebody else's.
    pub fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// Reports a key that nobody knows: a mistake in a document of ours, a curiosity in another's.
    pub fn unknown_key(&mut self, place: impl Into<SourceLocation>, message: impl Into<String>) -> &mut Diagnostic {
        if self.lenient {
            self.warning(Code::UnknownKeyIgnored, place, message)
        } else {
            self.error(Code::UnknownKey, place, message)
        }
    }

    /// Reports what the specification knows and this generator does not honour: in a document of ours it has no business, in
    /// another's the rest can stand.
    pub fn unsupported(&mut self, place: impl Into<SourceLocation>, message: impl Into<String>) -> &mut Diagnostic {
        if self.lenient {
            self.warning(Code::UnsupportedKeywordIgnored, place, message)
        } else {
            self.error(Code::UnsupportedKeyword, place, message).help("take it out: nothing would come of it")
        }
    }

    /// Says which operation is left out for what was reported last, should anything have been since there were so many problems.
    pub(crate) fn omit_operation(&mut self, before: usize, operation: impl Into<String>) {
        let is_new = self.len() > before;
        if let Some(latest) = self.latest.as_mut().filter(|_| is_new) {
            latest.omits_operation(operation);
        }
    }

    fn push(&mut self, problem: Diagnostic) -> &mut Diagnostic {
        self.earlier.extend(self.latest.take());
        self.latest.insert(problem)
    }

    /// Whether any problem is an error.
    pub fn has_errors(&self) -> bool {
        self.earlier.iter().chain(&self.latest).any(|problem| problem.severity() == Severity::Error)
    }

    /// How many problems were reported.
    pub fn len(&self) -> usize {
        self.earlier.len() + usize::from(self.latest.is_some())
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.latest.is_none()
    }

    /// The problems by file and place, each once and each with a word of help, whatever the order in which they were reported.
    pub fn into_sorted(mut self, sources: &Sources) -> Vec<Diagnostic> {
        self.earlier.extend(self.latest.take());
        let mut problems = in_order(self.earlier, sources);
        for problem in problems.iter_mut().filter(|problem| problem.helps.is_empty()) {
            let code = problem.workaround.as_ref().map_or(problem.code, |workaround| workaround.mistake);
            problem.help(code.advice());
        }
        problems
    }
}

/// The problems by place, each once.
fn in_order(mut problems: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    // One problem has no order, but whoever shows it needs its place, and here others work meanwhile.
    if !problems.is_empty() {
        let resolver = Resolver::new(&problems, sources);
        let placed = problems.into_iter().map(|problem| {
            let span = resolver.span(&problem.location);
            ((problem.location.file(), span.start, span.end, problem.code), problem)
        });
        let mut sorted: Vec<_> = placed.collect();
        sorted.sort_by(|(place, problem), (other_place, other)| {
            place.cmp(other_place).then_with(|| by_words(problem, other))
        });
        problems = sorted.into_iter().map(|(_, problem)| problem).collect();
        problems.dedup();
    }
    problems
}

/// An order of problems at one place that depends on nothing but what they say.
fn by_words(one: &Diagnostic, other: &Diagnostic) -> Ordering {
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
    fn the_order_of_reporting_does_not_matter() {
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
                let (code, place, message) = &reports[*index];
                diagnostics.error(*code, place, *message);
            }
            diagnostics.into_sorted(&sources)
        };
        let once = sorted(&[0, 1, 2, 3, 4]);
        let messages: Vec<&str> = once.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages, ["three", "five", "four", "two", "one"]);
        assert_eq!(once, sorted(&[4, 3, 2, 1, 0, 0, 1]));
    }

    #[test]
    fn what_is_added_after_reporting_belongs_to_the_problem() {
        let sources = sources();
        let place = at(&sources, "a.yaml", "/z");
        let mut diagnostics = Diagnostics::default();
        assert!(diagnostics.is_empty());
        diagnostics.warning(Code::UnsupportedFormat, &place, "hm").help("do this").label("here").note("so");
        assert!(!diagnostics.has_errors());
        diagnostics.error(Code::WrongType, &place, "no").related(&place, "there");
        assert!(diagnostics.has_errors());
        assert_eq!(diagnostics.len(), 2);
        let sorted = diagnostics.into_sorted(&sources);
        assert_eq!(sorted[0].related, [(SourceLocation::from(place), "there".to_owned())]);
        assert_eq!((sorted[1].helps.len(), sorted[1].label.as_deref()), (1, Some("here")));
    }
}
