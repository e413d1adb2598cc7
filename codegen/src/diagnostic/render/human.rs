//! Problems for people, printed by the library that prints rustc's own.
//!
//! A problem that occurs many times with the same text is printed once, with a list of its other locations.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};

use super::snippet::excerpt;
use crate::diagnostic::{Code, Diagnostic, Severity, SourceLocation, escape::escape_invisible, resolver::Resolver};

/// The source line of a location beyond this column is not drawn: such a line is generated, not written.
const MAX_COLUMN: usize = 10_000;

/// A problem is printed at most this many times with the same text.
const MAX_DUPLICATES: usize = 3;

/// The number of other locations that are listed for a problem that is printed once.
const MAX_LISTED_LOCATIONS: usize = 5;

/// Renders problems with an empty line after each.
pub(super) fn render(problems: &[Diagnostic], resolver: &Resolver<'_>, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for (problem, duplicates) in group_duplicates(problems) {
        text.push_str(&renderer.render(&report(problem, &duplicates, resolver)));
        text.push_str("\n\n");
    }
    text
}

/// The problem itself, then a note for each related location.
fn report<'a>(problem: &'a Diagnostic, duplicates: &[&Diagnostic], resolver: &Resolver<'a>) -> Vec<Group<'a>> {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(escape_invisible(&problem.message)).id(problem.code.as_str());
    let mut main = with_source_line(title, &problem.location, problem.label.as_deref(), resolver);
    for note in &problem.notes {
        main = main.element(Level::NOTE.message(escape_invisible(note)));
    }
    if let Some(workaround) = &problem.workaround {
        main = main.element(Level::NOTE.message(escape_invisible(&workaround.describe()).into_owned()));
    }
    if let Some(locations) = list_locations(duplicates, resolver) {
        main = main.element(Level::NOTE.message(escape_invisible(&locations).into_owned()));
    }
    for help in &problem.helps {
        main = main.element(Level::HELP.message(escape_invisible(help)));
    }
    let related = problem.related.iter().map(|(location, label)| {
        let title = Level::NOTE.secondary_title(escape_invisible(label));
        with_source_line(title, location, None, resolver)
    });
    std::iter::once(main).chain(related).collect()
}

/// A title over the source line of a location.
fn with_source_line<'a>(
    title: Title<'a>,
    location: &SourceLocation,
    label: Option<&'a str>,
    resolver: &Resolver<'a>,
) -> Group<'a> {
    let path = escape_invisible(resolver.path(location));
    let Some(lines) = resolver.lines(location) else { return title.element(Origin::path(path)) };
    let excerpt = excerpt(lines, &resolver.span(location));
    if excerpt.skipped > MAX_COLUMN {
        let origin = Origin::path(path).line(excerpt.start.line).char_column(excerpt.start.column);
        return title.element(origin).element(Level::NOTE.message(format!("source text: {}", excerpt.text)));
    }
    // The printer counts columns in the text that it gets, and trims the leading white space again.
    let indent = excerpt.skipped;
    let span = excerpt.span.start + indent..excerpt.span.end + indent;
    let annotation = AnnotationKind::Primary.span(span).label(label.map(escape_invisible));
    let source = format!("{}{}", " ".repeat(indent), excerpt.text);
    title.element(Snippet::source(source).path(path).line_start(excerpt.start.line).annotation(annotation))
}

/// Everything that a problem says besides its location.
type Contents<'p> = (Code, &'p str, Option<&'p str>, &'p [String], &'p [String], Option<&'p str>);

/// The problems to print, in their order, each with the duplicates that are not printed.
fn group_duplicates(problems: &[Diagnostic]) -> Vec<(&Diagnostic, Vec<&Diagnostic>)> {
    let mut groups: BTreeMap<Contents<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    for problem in problems {
        if let Some(contents) = shared_contents(problem) {
            groups.entry(contents).or_default().push(problem);
        }
    }
    let duplicates = |problem: &'_ Diagnostic| {
        let group = shared_contents(problem).and_then(|contents| groups.get(&contents));
        match group.filter(|group| group.len() > MAX_DUPLICATES) {
            None => Some(Vec::new()),
            Some(group) => {
                let is_first = group.first().is_some_and(|first| std::ptr::eq(*first, problem));
                is_first.then(|| group.iter().copied().skip(1).collect())
            }
        }
    };
    problems.iter().filter_map(|problem| Some((problem, duplicates(problem)?))).collect()
}

/// The contents of a problem, or `None` if related locations or omitted operations make it unique.
fn shared_contents(problem: &Diagnostic) -> Option<Contents<'_>> {
    let workaround = problem.workaround.as_ref();
    let omits = workaround.is_some_and(|workaround| !workaround.omitted_operations.is_empty());
    let fallback = workaround.map(|workaround| workaround.fallback.as_str());
    let (label, notes, helps) = (problem.label.as_deref(), problem.notes.as_slice(), problem.helps.as_slice());
    let is_shared = problem.related.is_empty() && !omits;
    is_shared.then_some((problem.code, problem.message.as_str(), label, notes, helps, fallback))
}

/// The locations of duplicates in one line, or `None` if there are none.
fn list_locations(duplicates: &[&Diagnostic], resolver: &Resolver<'_>) -> Option<String> {
    let location = |problem: &&Diagnostic| {
        let start = resolver.span(&problem.location).start;
        let line = resolver.lines(&problem.location).map(|lines| lines.position(start).line);
        let path = resolver.path(&problem.location);
        line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"))
    };
    let listed: Vec<String> = duplicates.iter().take(MAX_LISTED_LOCATIONS).map(location).collect();
    let more = duplicates.len().saturating_sub(MAX_LISTED_LOCATIONS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!duplicates.is_empty())
        .then(|| format!("the same problem in {} other locations: {}{more}", duplicates.len(), listed.join(", ")))
}
