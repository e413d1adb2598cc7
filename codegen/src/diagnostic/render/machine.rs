//! Problems for programs: JSON Lines, and workflow commands of GitHub.

use serde::Serialize;

use crate::{
    diagnostic::{
        Diagnostic, SourceLocation, Workaround,
        escape::{escape_command_message, escape_command_property, escaped_json},
        resolver::Resolver,
    },
    source::Position,
};

/// One problem as JSON. Every line has the same keys.
#[derive(Serialize)]
struct Line<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: &'a str,
    /// Counted from 1. `line`, `column` and `end` are null for a problem of the whole file.
    line: Option<usize>,
    /// Counted from 1, in characters.
    column: Option<usize>,
    end: Option<End>,
    /// The JSON pointer of the location, if it is a node of the document.
    pointer: Option<String>,
    notes: &'a [String],
    help: &'a [String],
    related: Vec<Related<'a>>,
    /// Null unless the problem was worked around.
    workaround: Option<WorkaroundLine<'a>>,
}

#[derive(Serialize)]
struct WorkaroundLine<'a> {
    /// The code of the error under the strict policy.
    mistake: &'static str,
    fallback: &'a str,
    omitted_operations: &'a [String],
}

/// The position after the last character.
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

/// Renders problems as JSON Lines.
pub(super) fn render_json(problems: &[Diagnostic], resolver: &Resolver<'_>) -> String {
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
            workaround: problem.workaround.as_ref().map(|workaround| WorkaroundLine {
                mistake: workaround.mistake.as_str(),
                fallback: &workaround.fallback,
                omitted_operations: &workaround.omitted_operations,
            }),
        };
        // Serializing strings and numbers cannot fail.
        text.push_str(&escaped_json(&serde_json::to_string(&line).unwrap_or_default()));
        text.push('\n');
    }
    text
}

fn related<'a>(problem: &'a Diagnostic, resolver: &Resolver<'a>) -> Vec<Related<'a>> {
    let related = problem.related.iter().map(|(location, message)| {
        let start = positions(location, resolver).map(|(start, _)| start);
        Related {
            message,
            file: resolver.path(location),
            line: start.map(|start| start.line),
            column: start.map(|start| start.column),
        }
    });
    related.collect()
}

/// The start and end of a location, or `None` for a whole file.
fn positions(location: &SourceLocation, resolver: &Resolver<'_>) -> Option<(Position, Position)> {
    let lines = resolver.lines(location)?;
    let span = resolver.span(location);
    Some((lines.position(span.start), lines.position(span.end)))
}

/// Renders problems as workflow commands, one command each.
pub(super) fn render_github(problems: &[Diagnostic], resolver: &Resolver<'_>) -> String {
    let mut text = String::new();
    for problem in problems {
        let mut properties = format!("file={}", escape_command_property(resolver.path(&problem.location)));
        if let Some((start, end)) = positions(&problem.location, resolver) {
            properties.push_str(&format!(",line={},col={}", start.line, start.column));
            // GitHub marks the end column too, and supports ranges only within one line.
            if end.line == start.line && end.column > start.column {
                properties.push_str(&format!(",endLine={},endColumn={}", end.line, end.column - 1));
            }
        }
        let mut message = escape_command_message(&problem.message);
        let workaround: Vec<String> = problem.workaround.iter().map(Workaround::describe).collect();
        for (label, sentences) in [("note", &problem.notes), ("note", &workaround), ("help", &problem.helps)] {
            for sentence in sentences {
                message.push_str(&format!("%0A{label}: {}", escape_command_message(sentence)));
            }
        }
        let severity = problem.severity().as_str();
        text.push_str(&format!("::{severity} {properties},title={}::{message}\n", problem.code));
    }
    text
}
