//! Rendering of problems as text.
//!
//! - `human`: the layout of rustc, with source lines
//! - `machine`: JSON Lines and GitHub workflow commands
//! - `snippet`: the part of a source line that is shown

mod human;
mod machine;
mod snippet;

use super::{Diagnostic, resolver::Resolver};
use crate::source::Sources;

/// The form in which problems are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: the source line with carets, as rustc shows it.
    Human {
        /// Whether to colour the text for a terminal.
        color: bool,
    },
    /// For programs: one JSON object per line.
    Json,
    /// For GitHub: workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
}

/// Renders problems as text that ends with a line break, or as an empty text if there are none.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format) -> String {
    let resolver = Resolver::new(diagnostics, sources);
    match format {
        Format::Human { color } => human::render(diagnostics, &resolver, color),
        Format::Json => machine::render_json(diagnostics, &resolver),
        Format::Github => machine::render_github(diagnostics, &resolver),
    }
}
