//! SARIF 2.1.0, for code scanning.

use serde_json::{Value, json};
use wireright_codegen::parser::file_references::percent_encode;

use super::wording::{headline, place};
use crate::{
    change::Change,
    comparison::Report,
    rules::RULES,
    settings::{Settings, Severity},
};

/// The report.
pub(super) fn render(report: &Report, settings: &Settings) -> String {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.description },
                "properties": { "category": rule.category.as_str() },
            })
        })
        .collect();
    let results: Vec<Value> = report.changes.iter().map(|change| result(change, settings)).collect();
    let driver = json!({
        "name": "wireright diff",
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules,
    });
    let whole = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    format!("{whole:#}\n")
}

fn result(change: &Change, settings: &Settings) -> Value {
    let level = match settings.severity(change) {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let location = place(change).map(|place| {
        json!({
            "physicalLocation": {
                "artifactLocation": { "uri": percent_encode(&place.file) },
                "region": { "startLine": place.line, "startColumn": place.column },
            },
            "logicalLocations": [{ "fullyQualifiedName": place.pointer.to_string() }],
        })
    });
    let message = format!("{}. Wire: {}. Rust: {}.", headline(change), change.wire.reason, change.rust.reason);
    let mut result = json!({
        "ruleId": change.rule.id,
        "level": level,
        "message": { "text": message },
        "locations": location.into_iter().collect::<Vec<_>>(),
        "partialFingerprints": { "wireright/v1": change.fingerprint },
    });
    if let (Some(reason), Value::Object(object)) = (&change.ignored, &mut result) {
        object.insert("suppressions".to_owned(), json!([{ "kind": "external", "justification": reason }]));
    }
    result
}
