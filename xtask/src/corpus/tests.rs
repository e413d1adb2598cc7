//! The command without its child processes.

use std::collections::BTreeMap;

use super::*;
use wireright::summary::Summary;

fn record(document: &str, made: usize) -> Record {
    let package = Some("x".to_owned());
    let summary = Summary { package, operations: made, warnings: BTreeMap::new(), ..Summary::default() };
    Record { operations: 2, summary: Some(summary), ..Record::new(document) }
}

fn arguments(json: bool) -> CorpusArguments {
    CorpusArguments {
        folder: "/nowhere".into(),
        out: None,
        only: Vec::new(),
        check: false,
        no_check: true,
        no_examples: false,
        call: false,
        clippy: false,
        doc: false,
        fresh: false,
        json,
    }
}

#[test]
fn a_missing_operation_is_a_failure() {
    let (mut terminal, results, _) = Terminal::captured();
    assert_eq!(conclude(&[record("a", 2), record("b", 2)], &arguments(false), &mut terminal), Outcome::Success);
    assert_eq!(conclude(&[record("a", 2), record("b", 1)], &arguments(false), &mut terminal), Outcome::Failure);
    let last = results.text().lines().last().unwrap().to_owned();
    let expected = "2 documents: 2 generated, 1 complete, 0 compile without warnings; 3 of 4 operations";
    assert!(last.starts_with(expected), "{last}");
}

#[test]
fn a_changed_example_is_a_failure() {
    let (mut terminal, results, _) = Terminal::captured();
    let examples = |unchanged| Some(examples::Examples { found: 3, valid: 2, unchanged, ..Default::default() });
    let good = Record { examples: examples(2), ..record("a", 2) };
    assert_eq!(conclude(std::slice::from_ref(&good), &arguments(false), &mut terminal), Outcome::Success);
    let bad = Record { examples: examples(1), ..record("b", 2) };
    assert_eq!(conclude(&[good, bad], &arguments(false), &mut terminal), Outcome::Failure);
    assert!(results.text().contains("; 3 of 4 valid examples unchanged"), "{}", results.text());
}

#[test]
fn json_has_no_table() {
    let (mut terminal, results, _) = Terminal::captured();
    conclude(&[record("a", 2)], &arguments(true), &mut terminal);
    assert_eq!(results.text(), "");
}

#[test]
fn a_missing_folder_is_an_error() {
    let (mut terminal, _, problems) = Terminal::captured();
    assert_eq!(run(Path::new("/nowhere"), &arguments(false), &mut terminal), Outcome::Failure);
    assert_eq!(problems.text(), "error: cannot read the folder `/nowhere`: not found\n");
}
