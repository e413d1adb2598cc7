//! Problems for programs: an object of JSON a line, with the same members in every line.

use serde::Serialize;

use super::{Diagnostic, SourceLocation, resolve::Resolver, sanitize::escaped_json};
use crate::source::Position;

#[derive(Serialize)]
struct Line<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: &'a str,
    /// From 1; null for a file as a whole, as the next two.
    line: Option<usize>,
    /// From 1, in characters.
    column: Option<usize>,
    end: Option<End>,
    /// The address in the document, where the problem has one.
    pointer: Option<String>,
    notes: &'a [String],
    help: &'a [String],
    related: Vec<Related<'a>>,
    /// Null where nothing was worked around.
    workaround: Option<Mended<'a>>,
}

#[derive(Serialize)]
struct Mended<'a> {
    /// The code of the mistake, which is an error in a document of one's own.
    mistake: &'static str,
    instead: &'a str,
    /// The operations that are left out for it.
    left_out: &'a [String],
}

/// The place after the last character.
#[derive(Serialize)]
struct End {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
}

/// Shows problems, a line each.
pub(super) fn render(problems: &[Diagnostic], resolver: &Resolver<'_>) -> String {
    let mut text = String::new();
    for problem in problems {
        let (start, end) = positions(&problem.location, resolver).unzip();
        let line = Line {
            code: problem.code.as_str(),
            severity: problem.severity().as_str(),
            message: &problem.message,
            file: resolver.path(&problem.location),
            line: start.map(|start| start.line),
            column: start.map(|start| start.column),
            end: end.map(|end| End { line: end.line, column: end.column }),
            pointer: match &problem.location {
                SourceLocation::Node(location) => Some(location.pointer.to_string()),
                SourceLocation::Text(..) | SourceLocation::File(_) => None,
            },
            notes: &problem.notes,
            help: &problem.helps,
            related: related(problem, resolver),
            workaround: problem.workaround.as_ref().map(|workaround| Mended {
                mistake: workaround.mistake.as_str(),
                instead: &workaround.fallback,
                left_out: &workaround.omitted_operations,
            }),
        };
        // Texts and numbers can always be written as JSON.
        text.push_str(&escaped_json(&serde_json::to_string(&line).unwrap_or_default()));
        text.push('\n');
    }
    text
}

fn related<'a>(problem: &'a Diagnostic, resolver: &Resolver<'a>) -> Vec<Related<'a>> {
    let related = problem.related.iter().map(|(place, message)| {
        let start = positions(place, resolver).map(|(start, _)| start);
        Related {
            message,
            file: resolver.path(place),
            line: start.map(|start| start.line),
            column: start.map(|start| start.column),
        }
    });
    related.collect()
}

/// Where a place begins and ends, if it has lines at all.
pub(super) fn positions(place: &SourceLocation, resolver: &Resolver<'_>) -> Option<(Position, Position)> {
    let lines = resolver.lines(place)?;
    let span = resolver.span(place);
    Some((lines.position(span.start), lines.position(span.end)))
}
