//! One line for each change, for a terminal: the verdicts, the subject, and the reason of the worse verdict.

use wireright_codegen::diagnostic::escape_invisible;

use super::wording::{headline, is_break, place, reason, verdict_line};
use crate::{
    change::{Change, RustLevel, WireLevel},
    comparison::Report,
    settings::Settings,
};

const RED: u8 = 31;
const GREEN: u8 = 32;
const YELLOW: u8 = 33;
const DIM: u8 = 2;

/// The report.
pub(super) fn render(report: &Report, settings: &Settings, color: bool) -> String {
    let mut text = String::new();
    if !report.changes.is_empty() {
        text += &paint(color, DIM, "wire        Rust");
        text.push('\n');
    }
    for change in report.changes.iter().filter(|change| change.ignored.is_none()) {
        text += &line(change, color);
    }
    for change in report.changes.iter().filter(|change| change.ignored.is_some()) {
        let ignored = change.ignored.as_deref().unwrap_or_default();
        let line = format!("ignored: {}: {ignored}", headline(change));
        text += &paint(color, DIM, &escape_invisible(&line));
        text.push('\n');
    }
    let fails = report.changes.iter().filter(|change| settings.denies(change)).count();
    let denied = if fails > 0 { format!("; {fails} denied") } else { String::new() };
    let verdict = verdict_line(report);
    let worst =
        if report.changes.iter().any(|change| change.ignored.is_none() && is_break(change)) { RED } else { GREEN };
    text += &paint(color, worst, &escape_invisible(&format!("{verdict}{denied}")));
    text.push('\n');
    text
}

fn line(change: &Change, color: bool) -> String {
    let wire = match change.wire.level {
        WireLevel::Unaffected => ("-", GREEN),
        WireLevel::MayBreak => ("may break", YELLOW),
        WireLevel::Breaks => ("breaks", RED),
    };
    let rust = match change.rust.level {
        RustLevel::Unaffected => ("-", GREEN),
        RustLevel::ChangesMeaning => ("meaning", YELLOW),
        RustLevel::Breaks => ("breaks", RED),
    };
    let cell = |(text, of): (&str, u8), width: usize| paint(color, of, text) + &" ".repeat(width - text.len());
    let at = place(change).map(|place| format!("{place}: ")).unwrap_or_default();
    let keep = change.rename.as_ref().and_then(|rename| rename.keep.as_ref());
    let keep = keep.map(|keep| format!(" (`{keep}` keeps the name)")).unwrap_or_default();
    let rest = format!("{at}{}: {}{keep}", headline(change), reason(change));
    format!("{}{}{}\n", cell(wire, 12), cell(rust, 9), escape_invisible(&rest))
}

fn paint(enabled: bool, code: u8, text: &str) -> String {
    if enabled { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
