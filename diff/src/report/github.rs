//! Annotations of a pull request: workflow commands of GitHub Actions.

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
        let at = place(change)
            .map(|place| format!(" file={},line={},col={}", property(&place.file), place.line, place.column));
        let title = format!("wire: {}, Rust: {}", change.wire.level, change.rust.level);
        let separator = if at.is_some() { "," } else { " " };
        let message = format!("{}. Wire: {}. Rust: {}", headline(change), change.wire.reason, change.rust.reason);
        let at = at.unwrap_or_default();
        text += &format!("::{command}{at}{separator}title={}::{}\n", property(&title), data(&message));
    }
    text += &format!("::notice title=API changes::{}\n", data(&verdict_line(report)));
    text
}

/// Escapes a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
