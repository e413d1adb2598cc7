//! Entries of a changelog, as <https://keepachangelog.com> orders them.

use super::{
    code_spans::{code_span, markdown},
    wording::headline,
};
use crate::{
    change::{Change, RustLevel, WireLevel},
    comparison::Report,
    rules,
};

/// The report.
pub(super) fn render(report: &Report) -> String {
    let mut text = match &report.versions {
        Some((_, new)) => format!("## [{new}]\n"),
        None => "## [Unreleased]\n".to_owned(),
    };
    for section in ["Added", "Changed", "Deprecated", "Removed"] {
        let of_section = report.changes.iter().filter(|change| self::section(change) == section);
        let lines: String = of_section.map(line).collect();
        if !lines.is_empty() {
            text += &format!("\n### {section}\n\n{lines}");
        }
    }
    text
}

fn section(change: &Change) -> &'static str {
    match *change.rule {
        rules::OPERATION_DEPRECATED => "Deprecated",
        rule if rule.is_addition() => "Added",
        rule if rule.is_removal() => "Removed",
        _ if change.summary.starts_with("added") => "Added",
        _ if change.summary.starts_with("removed") => "Removed",
        _ => "Changed",
    }
}

fn line(change: &Change) -> String {
    let text = |text: &str| markdown(text, false);
    let breaking = match (change.wire.level, change.rust.level) {
        (_, RustLevel::Breaks) => format!(" **Breaking:** {}.", text(&change.rust.reason)),
        (WireLevel::Breaks, _) => format!(" **Breaking for other versions:** {}.", text(&change.wire.reason)),
        _ => String::new(),
    };
    let rename =
        change.rename.as_ref().map(|rename| format!(" Before: {}.", text(&code_span(&rename.old)))).unwrap_or_default();
    format!("- {}.{rename}{breaking}\n", text(&headline(change)))
}
