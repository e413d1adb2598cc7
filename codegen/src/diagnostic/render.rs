//! Showing problems, in the form that the reader wants.

use super::{Diagnostic, github, human, jsonl, resolve::Resolver};
use crate::source::Sources;

/// The form in which problems are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the line in which the problem is, with carets, as rustc shows it.
    Human {
        /// Whether to colour the text for a terminal.
        color: bool,
    },
    /// For programs: an object of JSON a line.
    Json,
    /// For GitHub: workflow commands, which it shows beside the lines of a pull request.
    Github,
}

/// Shows problems as text that ends with a line break, or is empty where there are none.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format) -> String {
    let resolver = Resolver::new(diagnostics, sources);
    match format {
        Format::Human { color } => human::render(diagnostics, &resolver, color),
        Format::Json => jsonl::render(diagnostics, &resolver),
        Format::Github => github::render(diagnostics, &resolver),
    }
}
