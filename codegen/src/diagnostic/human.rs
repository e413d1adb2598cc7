//! Problems for people, printed by the same code as rustc's own.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};

use super::{Diagnostic, Severity, SourceLocation, repeated, resolve::Resolver, sanitize::escaped, snippet::excerpt};

/// A place farther right than this is in a text that no person laid out; its line is not drawn.
const FARTHEST: usize = 10_000;

/// Shows problems with an empty line after each. What is said too often in the same words is said once.
pub(super) fn render(problems: &[Diagnostic], resolver: &Resolver<'_>, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for (problem, others) in repeated::once(problems) {
        text.push_str(&renderer.render(&report(problem, &others, resolver)));
        text.push_str("\n\n");
    }
    text
}

/// The problem itself, then a note for each other place that has to do with it.
fn report<'a>(problem: &'a Diagnostic, others: &[&Diagnostic], resolver: &Resolver<'a>) -> Vec<Group<'a>> {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(escaped(&problem.message)).id(problem.code.as_str());
    let mut main = show(title, &problem.location, problem.label.as_deref(), resolver);
    for note in &problem.notes {
        main = main.element(Level::NOTE.message(escaped(note)));
    }
    if let Some(workaround) = &problem.workaround {
        main = main.element(Level::NOTE.message(escaped(&workaround.in_words()).into_owned()));
    }
    if let Some(others) = repeated::in_words(others, resolver) {
        main = main.element(Level::NOTE.message(escaped(&others).into_owned()));
    }
    for help in &problem.helps {
        main = main.element(Level::HELP.message(escaped(help)));
    }
    let related = problem.related.iter().map(|(place, words)| {
        let title = Level::NOTE.secondary_title(escaped(words));
        show(title, place, None, resolver)
    });
    std::iter::once(main).chain(related).collect()
}

/// A title over the line of a place.
fn show<'a>(title: Title<'a>, place: &SourceLocation, label: Option<&'a str>, resolver: &Resolver<'a>) -> Group<'a> {
    let path = escaped(resolver.path(place));
    let Some(lines) = resolver.lines(place) else { return title.element(Origin::path(path)) };
    let excerpt = excerpt(lines, &resolver.span(place));
    if excerpt.left_out > FARTHEST {
        let origin = Origin::path(path).line(excerpt.start.line).char_column(excerpt.start.column);
        return title.element(origin).element(Level::NOTE.message(format!("the text there is {}", excerpt.text)));
    }
    // The printer counts the column in what it is given, and cuts white space in front off again.
    let indent = excerpt.left_out;
    let span = excerpt.span.start + indent..excerpt.span.end + indent;
    let annotation = AnnotationKind::Primary.span(span).label(label.map(escaped));
    let source = format!("{}{}", " ".repeat(indent), excerpt.text);
    title.element(Snippet::source(source).path(path).line_start(excerpt.start.line).annotation(annotation))
}
