//! One JSON object, for programs.

use serde_json::{Value, json};

use super::wording::verdict_line;
use crate::{
    change::{Change, Place, RustLevel, WireLevel},
    comparison::Report,
    settings::Settings,
};

/// The report.
pub(super) fn render(report: &Report, settings: &Settings) -> String {
    let changes: Vec<Value> = report.changes.iter().map(|change| value(change, settings)).collect();
    let version = report.versions.as_ref().map(|(old, new)| json!({ "old": old, "new": new }));
    let whole = json!({
        "old": report.old,
        "new": report.new,
        "verdict": verdict_line(report),
        "step": report.step.to_string(),
        "version": version,
        "api": { "added": report.api_items.0, "removed": report.api_items.1 },
        "changes": changes,
    });
    format!("{whole:#}\n")
}

fn value(change: &Change, settings: &Settings) -> Value {
    let wire = match change.wire.level {
        WireLevel::Unaffected => "unaffected",
        WireLevel::MayBreak => "may-break",
        WireLevel::Breaks => "breaks",
    };
    let api: Vec<Value> = change
        .api
        .iter()
        .map(|one| {
            json!({
                "path": one.path,
                "old": one.old,
                "new": one.new,
                "level": rust(one.level),
                "reason": one.reason,
            })
        })
        .collect();
    let rename =
        change.rename.as_ref().map(|rename| json!({ "old": rename.old, "new": rename.new, "keep": rename.keep }));
    json!({
        "rule": change.rule.id,
        "category": change.rule.category.as_str(),
        "fingerprint": change.fingerprint,
        "severity": settings.severity(change).as_str(),
        "denied": settings.denies(change),
        "ignored": change.ignored,
        "subject": change.subject,
        "summary": change.summary,
        "direction": change.direction.as_str(),
        "old": change.old.as_ref().map(place),
        "new": change.new.as_ref().map(place),
        "wire": { "level": wire, "reason": change.wire.reason },
        "rust": { "level": rust(change.rust.level), "reason": change.rust.reason },
        "api": api,
        "rename": rename,
    })
}

fn rust(level: RustLevel) -> &'static str {
    match level {
        RustLevel::Unaffected => "unaffected",
        RustLevel::ChangesMeaning => "changes-meaning",
        RustLevel::Breaks => "breaks",
    }
}

fn place(place: &Place) -> Value {
    json!({
        "file": place.file,
        "pointer": place.pointer.to_string(),
        "line": place.line,
        "column": place.column,
    })
}
