//! Reports of a comparison.
//!
//! - `text`: one line for each change, for a terminal
//! - `markdown`: a comment of a pull request
//! - `changelog`: entries of a changelog
//! - `html`, with `page.css`: a page without other files
//! - `json`, `sarif`: for programs
//! - `github`: annotations of a pull request
//! - `code_spans`: names between backticks, in Markdown and HTML
//! - `wording`: counts and sentences that several reports have

mod changelog;
mod code_spans;
mod github;
mod html;
mod json;
mod markdown;
mod sarif;
mod text;
mod wording;

use crate::{comparison::Report, settings::Settings};

pub use wording::verdict_line;

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// One line for each change.
    Text {
        /// With colors of a terminal.
        color: bool,
    },
    /// Markdown, as a comment of a pull request.
    Markdown,
    /// Markdown, as entries of a changelog.
    Changelog,
    /// A page without other files.
    Html,
    /// One JSON object.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// The report as text.
pub fn render(report: &Report, settings: &Settings, format: ReportFormat) -> String {
    match format {
        ReportFormat::Text { color } => text::render(report, settings, color),
        ReportFormat::Markdown => markdown::render(report),
        ReportFormat::Changelog => changelog::render(report),
        ReportFormat::Html => html::render(report),
        ReportFormat::Json => json::render(report, settings),
        ReportFormat::Github => github::render(report, settings),
        ReportFormat::Sarif => sarif::render(report, settings),
    }
}
