//! The records as a table for people.

use super::{
    examples::{Examples, Failure},
    record::{Compiled, Record, codes},
};

const HEADINGS: [&str; 17] = [
    "document", "ops", "made", "schemas", "lines", "untyped", "gen", "check", "clippy", "rustdoc", "peak", "examples",
    "fit", "same", "all", "errors", "warnings",
];

/// How many columns at the right hold words, and are aligned to the left as the first one.
const WORDS: usize = 3;

/// The table, a record a line.
pub(super) fn of(records: &[Record]) -> String {
    let mut rows: Vec<[String; HEADINGS.len()]> = vec![HEADINGS.map(str::to_owned)];
    rows.extend(records.iter().map(row));
    aligned(&rows, WORDS)
}

/// What came of calling the operations, a record a line; nothing where none were called.
pub(super) fn of_calls(records: &[Record]) -> String {
    let headings =
        ["document", "ops", "called", "answered", "made up", "refused", "not decoded", "not called", "excused"];
    let mut rows = vec![headings.map(str::to_owned)];
    for record in records {
        let Some(calls) = &record.calls else { continue };
        let excused = calls.failures().filter(|(_, failure)| failure.excuse.is_some()).count();
        let numbers = [
            calls.operations,
            calls.called(),
            calls.answered,
            calls.made_up.len(),
            calls.refused.len(),
            calls.not_decoded.len(),
            calls.not_called.len(),
            excused,
        ];
        let mut row = headings.map(|_| record.document.clone());
        row.iter_mut().skip(1).zip(numbers).for_each(|(cell, number)| *cell = number.to_string());
        rows.push(row);
    }
    if rows.len() == 1 { String::new() } else { format!("\n{}", aligned(&rows, 0)) }
}

/// Rows whose first column and last ones hold words, and are aligned to the left.
fn aligned<const COLUMNS: usize>(rows: &[[String; COLUMNS]], words: usize) -> String {
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..COLUMNS).map(width).collect();
    let mut table = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let is_words = column == 0 || column >= COLUMNS - words;
            if is_words { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

fn row(record: &Record) -> [String; HEADINGS.len()] {
    let summary = record.summary.as_ref();
    let made = summary.filter(|_| record.is_generated());
    let of_made = |number: usize| made.map_or_else(nothing, |_| number.to_string());
    let peak = record.check.as_ref().and_then(|check| check.peak_kilobytes);
    let errors = match (&record.died, summary) {
        (Some(died), _) => died.chars().filter(|character| !character.is_control()).take(60).collect(),
        (None, summary) => summary.map_or_else(nothing, |summary| codes(&summary.errors, 3)),
    };
    [
        record.document.clone(),
        record.operations.to_string(),
        of_made(record.operations_made()),
        record.schemas.to_string(),
        of_made(made.map_or(0, |summary| summary.lines)),
        of_made(made.map_or(0, |summary| summary.untyped)),
        summary.map_or_else(nothing, |summary| format!("{:.2} s", summary.seconds)),
        compiled(record.check.as_ref()),
        compiled(record.clippy.as_ref()),
        compiled(record.doc.as_ref()),
        peak.map_or_else(nothing, |peak| format!("{} MB", peak / 1024)),
        of_examples(record, |examples| examples.found),
        of_examples(record, |examples| examples.fitting),
        of_examples(record, |examples| examples.same),
        if record.is_whole() { "yes" } else { "no" }.to_owned(),
        errors,
        summary.map_or_else(nothing, |summary| codes(&summary.warnings, 4)),
    ]
}

fn nothing() -> String {
    "-".to_owned()
}

fn of_examples(record: &Record, count: fn(&Examples) -> usize) -> String {
    record.examples.as_ref().map_or_else(nothing, |examples| count(examples).to_string())
}

/// The examples that fit and did not come back as they were, and the operations that were not answered as documented, one a line.
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
    let failures = calls.failures().map(|(what, failure)| {
        let excuse = failure.excuse.as_ref().map(|excuse| format!(" ({excuse})")).unwrap_or_default();
        format!("{}: {} {what}: {}{excuse}\n", record.document, failure.operation, failure.reason)
    });
    problem.chain(failures).collect()
}

fn compiled(compiled: Option<&Compiled>) -> String {
    match compiled {
        None => nothing(),
        Some(Compiled { passed: false, errors, .. }) => format!("{errors} err"),
        Some(Compiled { warnings: 0, seconds, .. }) => format!("{seconds:.1} s"),
        Some(Compiled { warnings, seconds, .. }) => format!("{seconds:.1} s {warnings} warn"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wireright::summary::Summary;

    #[test]
    fn numbers_stand_below_each_other() {
        let good = Record {
            operations: 12,
            summary: Some(Summary {
                package: Some("a".to_owned()),
                operations: 12,
                lines: 1500,
                seconds: 0.456,
                ..Summary::default()
            }),
            check: Some(Compiled { passed: true, seconds: 2.0, peak_kilobytes: Some(204_800), ..Compiled::default() }),
            examples: Some(Examples {
                found: 9,
                fitting: 7,
                same: 6,
                failures: vec![Failure {
                    at: "a.yaml#/x".to_owned(),
                    rust_type: "a::X".to_owned(),
                    reason: "/y is not written again".to_owned(),
                }],
                problem: None,
            }),
            ..Record::new("a.yaml")
        };
        let dead = Record { operations: 3, died: Some("it died".to_owned()), ..Record::new("longer.yaml") };
        let expected = "\
document     ops  made  schemas  lines  untyped     gen  check  clippy  rustdoc    peak  examples  fit  same  all  errors   warnings
a.yaml        12    12        0   1500        0  0.46 s  2.0 s       -        -  200 MB         9    7     6  yes  -        -
longer.yaml    3     -        0      -        -       -      -       -        -       -         -    -     -  no   it died  -
";
        assert_eq!(of(&[good.clone(), dead]), expected);
        assert_eq!(failures(&[good]), "a.yaml: a.yaml#/x as a::X: /y is not written again\n");
    }
}
