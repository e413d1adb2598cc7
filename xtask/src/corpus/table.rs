//! The records as tables for the terminal.

use super::{
    compiler::CompileResult,
    examples::{Examples, Failure},
    record::{Record, codes},
};

const HEADINGS: [&str; 17] = [
    "document",
    "ops",
    "generated",
    "schemas",
    "lines",
    "untyped",
    "gen",
    "check",
    "clippy",
    "rustdoc",
    "peak",
    "examples",
    "valid",
    "unchanged",
    "complete",
    "errors",
    "warnings",
];

/// Number of text columns at the right. Text columns are aligned to the left, numbers to the right.
const TEXT_COLUMNS: usize = 3;

/// The table of all records.
pub(super) fn record_table(records: &[Record]) -> String {
    let mut rows: Vec<[String; HEADINGS.len()]> = vec![HEADINGS.map(str::to_owned)];
    rows.extend(records.iter().map(row));
    align_columns(&rows, TEXT_COLUMNS)
}

/// The table of all calls. Empty if no operation was called.
pub(super) fn call_table(records: &[Record]) -> String {
    let headings = [
        "document",
        "ops",
        "called",
        "succeeded",
        "generated",
        "rejected",
        "not decoded",
        "not called",
        "known issues",
    ];
    let mut rows = vec![headings.map(str::to_owned)];
    for record in records {
        let Some(calls) = &record.calls else { continue };
        let known_issues = calls.failures().filter(|(_, failure)| failure.known_issue.is_some()).count();
        let numbers = [
            calls.operations,
            calls.call_count(),
            calls.succeeded,
            calls.generated_responses.len(),
            calls.rejected.len(),
            calls.not_decoded.len(),
            calls.not_called.len(),
            known_issues,
        ];
        let mut row = headings.map(|_| record.document.clone());
        row.iter_mut().skip(1).zip(numbers).for_each(|(cell, number)| *cell = number.to_string());
        rows.push(row);
    }
    if rows.len() == 1 { String::new() } else { format!("\n{}", align_columns(&rows, 0)) }
}

/// Aligned rows. The first column and the last `text_columns` ones contain text.
fn align_columns<const COLUMNS: usize>(rows: &[[String; COLUMNS]], text_columns: usize) -> String {
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..COLUMNS).map(width).collect();
    let mut table = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let is_text = column == 0 || column >= COLUMNS - text_columns;
            if is_text { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

fn row(record: &Record) -> [String; HEADINGS.len()] {
    let summary = record.summary.as_ref();
    let generated = summary.filter(|_| record.is_generated());
    let generated_count = |number: usize| generated.map_or_else(no_value, |_| number.to_string());
    let peak = record.check.as_ref().and_then(|check| check.peak_kilobytes);
    let errors = match (&record.failure, summary) {
        (Some(failure), _) => failure.chars().filter(|character| !character.is_control()).take(60).collect(),
        (None, summary) => summary.map_or_else(no_value, |summary| codes(&summary.errors, 3)),
    };
    [
        record.document.clone(),
        record.operations.to_string(),
        generated_count(record.generated_operations()),
        record.schemas.to_string(),
        generated_count(generated.map_or(0, |summary| summary.lines)),
        generated_count(generated.map_or(0, |summary| summary.untyped)),
        summary.map_or_else(no_value, |summary| format!("{:.2} s", summary.seconds)),
        compile_cell(record.check.as_ref()),
        compile_cell(record.clippy.as_ref()),
        compile_cell(record.doc.as_ref()),
        peak.map_or_else(no_value, |peak| format!("{} MB", peak / 1024)),
        example_count(record, |examples| examples.found),
        example_count(record, |examples| examples.valid),
        example_count(record, |examples| examples.unchanged),
        if record.is_complete() { "yes" } else { "no" }.to_owned(),
        errors,
        summary.map_or_else(no_value, |summary| codes(&summary.warnings, 4)),
    ]
}

fn no_value() -> String {
    "-".to_owned()
}

fn example_count(record: &Record, count: fn(&Examples) -> usize) -> String {
    record.examples.as_ref().map_or_else(no_value, |examples| count(examples).to_string())
}

/// All failures of examples and calls, one per line.
pub(super) fn failures(records: &[Record]) -> String {
    let mut text = String::new();
    for record in records {
        text.push_str(&call_failures(record));
        let Some(examples) = &record.examples else { continue };
        if let Some(problem) = &examples.problem {
            text.push_str(&format!("{}: {problem}\n", record.document));
        }
        for Failure { at, rust_type, reason } in &examples.failures {
            text.push_str(&format!("{}: {at} as {rust_type}: {reason}\n", record.document));
        }
    }
    text
}

fn call_failures(record: &Record) -> String {
    let Some(calls) = &record.calls else { return String::new() };
    let problem = calls.problem.iter().map(|problem| format!("{}: {problem}\n", record.document));
    let failures = calls.failures().map(|(kind, failure)| {
        let known_issue =
            failure.known_issue.as_ref().map(|known_issue| format!(" ({known_issue})")).unwrap_or_default();
        format!("{}: {} {kind}: {}{known_issue}\n", record.document, failure.operation, failure.reason)
    });
    problem.chain(failures).collect()
}

fn compile_cell(compiled: Option<&CompileResult>) -> String {
    match compiled {
        None => no_value(),
        Some(CompileResult { passed: false, errors, .. }) => format!("{errors} err"),
        Some(CompileResult { warnings: 0, seconds, .. }) => format!("{seconds:.1} s"),
        Some(CompileResult { warnings, seconds, .. }) => format!("{seconds:.1} s {warnings} warn"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wireright::summary::Summary;

    #[test]
    fn columns_are_aligned() {
        let good = Record {
            operations: 12,
            summary: Some(Summary {
                package: Some("a".to_owned()),
                operations: 12,
                lines: 1500,
                seconds: 0.456,
                ..Summary::default()
            }),
            check: Some(CompileResult {
                passed: true,
                seconds: 2.0,
                peak_kilobytes: Some(204_800),
                ..CompileResult::default()
            }),
            examples: Some(Examples {
                found: 9,
                valid: 7,
                unchanged: 6,
                failures: vec![Failure {
                    at: "a.yaml#/x".to_owned(),
                    rust_type: "a::X".to_owned(),
                    reason: "/y is missing".to_owned(),
                }],
                problem: None,
            }),
            ..Record::new("a.yaml")
        };
        let failed = Record { operations: 3, failure: Some("a panic".to_owned()), ..Record::new("longer.yaml") };
        let table = record_table(&[good.clone(), failed]);
        let lines: Vec<&str> = table.lines().collect();
        let cells = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
        assert_eq!(cells(lines[0]), HEADINGS.join(" "));
        assert_eq!(cells(lines[1]), "a.yaml 12 12 0 1500 0 0.46 s 2.0 s - - 200 MB 9 7 6 yes - -");
        assert_eq!(cells(lines[2]), "longer.yaml 3 - 0 - - - - - - - - - - no a panic -");
        let end_of = |text: &str, line: &str| line.find(text).map(|start| start + text.len());
        assert_eq!(end_of("ops", lines[0]), end_of(" 12", lines[1]));
        assert_eq!(lines[0].find("errors"), lines[2].find("a panic"));
        assert_eq!(failures(&[good]), "a.yaml: a.yaml#/x as a::X: /y is missing\n");
    }
}
