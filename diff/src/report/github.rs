//! Annotations of a pull request: workflow commands of GitHub Actions.

use wireright_codegen::diagnostic::{escape_command_message, escape_command_property};

use super::wording::{headline, place, verdict_line};
use crate::{
    comparison::Report,
    settings::{Settings, Severity},
};

/// The report.
pub(super) fn render(report: &Report, settings: &Settings) -> String {
    let mut text = String::new();
    for change in report.changes.iter().filter(|change| change.ignored.is_none()) {
        let command = match settings.severity(change) {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let at = place(change).map(|place| {
            format!(" file={},line={},col={}", escape_command_property(&place.file), place.line, place.column)
        });
        let title = format!("wire: {}, Rust: {}", change.wire.level, change.rust.level);
        let separator = if at.is_some() { "," } else { " " };
        let message = format!("{}. Wire: {}. Rust: {}", headline(change), change.wire.reason, change.rust.reason);
        let at = at.unwrap_or_default();
        text += &format!(
            "::{command}{at}{separator}title={}::{}\n",
            escape_command_property(&title),
            escape_command_message(&message)
        );
    }
    text += &format!("::notice title=API changes::{}\n", escape_command_message(&verdict_line(report)));
    text
}
