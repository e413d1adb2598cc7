//! Counts and sentences that several reports have.

use crate::{
    change::{Change, RustLevel, WireLevel},
    comparison::Report,
    version::VersionStep,
};

/// The verdict on all changes in one line: `2 changes break, 1 may break; version step: major (0.1.0 → 0.2.0)`.
pub fn verdict_line(report: &Report) -> String {
    let counted = || report.changes.iter().filter(|change| change.ignored.is_none());
    let breaks = counted().filter(|change| is_break(change)).count();
    let may = counted().filter(|change| !is_break(change) && change.wire.level == WireLevel::MayBreak).count();
    let ignored = report.changes.len() - counted().count();
    let others = counted().count() - breaks - may;
    let mut parts = Vec::new();
    for (count, one, many) in [
        (breaks, "breaks", "break"),
        (may, "may break", "may break"),
        (others, "is compatible", "are compatible"),
        (ignored, "is ignored", "are ignored"),
    ] {
        if count > 0 {
            let noun = if parts.is_empty() { if count == 1 { " change" } else { " changes" } } else { "" };
            parts.push(format!("{count}{noun} {}", if count == 1 { one } else { many }));
        }
    }
    if parts.is_empty() {
        parts.push("no changes".to_owned());
    }
    format!("{}; {}", parts.join(", "), version_line(report))
}

/// Whether a change breaks on the wire or in Rust.
pub(super) fn is_break(change: &Change) -> bool {
    change.wire.level == WireLevel::Breaks || change.rust.level == RustLevel::Breaks
}

/// `version step: major (0.1.0 → 0.2.0)`
pub(super) fn version_line(report: &Report) -> String {
    let versions = match &report.versions {
        Some((old, new)) if report.step != VersionStep::None => format!(" ({old} → {new})"),
        _ => String::new(),
    };
    format!("version step: {}{versions}", report.step)
}

/// The subject and what happened to it.
pub(super) fn headline(change: &Change) -> String {
    format!("{} {}", change.subject, change.summary)
}

/// The place of a change: the new one, or the old one if it is gone.
pub(super) fn place(change: &Change) -> Option<&crate::change::Place> {
    match (&change.new, &change.old) {
        (Some(new), _) => Some(new),
        (None, old) => old.as_ref(),
    }
}

/// The reason of the worse verdict.
pub(super) fn reason(change: &Change) -> &str {
    let rust_is_worse = match (change.wire.level, change.rust.level) {
        (WireLevel::Breaks, _) => false,
        (_, RustLevel::Breaks) => true,
        (WireLevel::MayBreak, _) => false,
        (_, RustLevel::ChangesMeaning) => true,
        _ => false,
    };
    if rust_is_worse { &change.rust.reason } else { &change.wire.reason }
}

/// Groups of a report, each with its title.
pub(super) fn groups(report: &Report) -> Vec<(&'static str, Vec<&Change>)> {
    let group = |change: &Change| match (change.ignored.is_some(), is_break(change), change.wire.level) {
        (true, ..) => 4,
        (_, true, _) => 0,
        (_, _, WireLevel::MayBreak) => 1,
        _ if change.rust.level == RustLevel::ChangesMeaning => 2,
        _ => 3,
    };
    let titles = ["Breaking", "May break", "Compiles with another meaning", "Compatible", "Ignored"];
    let groups = titles.iter().enumerate().map(|(index, title)| {
        let of_group = report.changes.iter().filter(|change| group(change) == index);
        (*title, of_group.collect::<Vec<_>>())
    });
    groups.filter(|(_, changes)| !changes.is_empty()).collect()
}
