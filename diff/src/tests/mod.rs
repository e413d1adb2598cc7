//! Pairs of documents with the verdicts on their changes.
//!
//! - `cases`, with `base.txt` and `cases.txt`: edits of one document, each with all changes that it causes
//! - `coverage`: `docs/diff.md` names the rules and the cases
//! - `histories`: changes like those in the history of public documents
//! - `migration`: documents of OpenAPI 3.0 that are migrated to 3.1
//! - `reports`: names with special characters in all formats
//! - `verdicts`: small edits of a schema, an operation or a server
//! - `specs`, with `spec_edits.txt` and `specs.txt`: edits of the documents in `specs/`, each with its report

mod cases;
mod coverage;
mod histories;
mod migration;
mod reports;
mod specs;
mod verdicts;

use wireright_codegen::{Options, SourceFile};

use self::cases::Case;
use crate::{
    Report, Side, compare,
    comparison::{ReadSide, compare_read},
};

/// The document that the cases edit.
pub(crate) const BASE: &str = include_str!("base.txt");

fn case(name: &str) -> Case {
    cases::all().into_iter().find(|case| case.name == name).unwrap_or_else(|| panic!("no case `{name}`"))
}

fn side(text: &str) -> Side {
    let files = vec![SourceFile { path: "shop.yaml".to_owned(), bytes: text.as_bytes().to_vec() }];
    let options = Options {
        entries: vec!["shop.yaml".to_owned()],
        lenient: true,
        unused_types: Some(true),
        ..Options::default()
    };
    Side { name: "shop.yaml".to_owned(), files, options }
}

/// A document beside another one. The crate has a module for each.
fn beside_another(text: &str) -> Side {
    let mut side = side(text);
    let other = "{openapi: 3.1.0, info: {title: Other, version: '1'}, paths: {}}";
    side.files.push(SourceFile { path: "other.yaml".to_owned(), bytes: other.into() });
    side.options.entries.push("other.yaml".to_owned());
    side
}

fn report(old: &str, new: &str) -> Report {
    compare(side(old), side(new)).unwrap_or_else(|error| panic!("{error:?}"))
}

/// The changes in the notation of a case.
fn changes(report: &Report) -> Vec<String> {
    let mut lines: Vec<String> = report
        .changes
        .iter()
        .map(|change| format!("{}: {} / {}", change.rule.id, change.wire.level, change.rust.level))
        .collect();
    lines.sort();
    lines
}

#[test]
fn every_edit_has_these_changes() {
    let mut failures = Vec::new();
    let cases = cases::all();
    let old = ReadSide::new(side(BASE)).unwrap_or_else(|error| panic!("{error:?}"));
    for case in &cases {
        let result = if case.document.is_empty() {
            ReadSide::new(side(&case.apply(BASE))).and_then(|new| compare_read(&old, &new))
        } else {
            compare(beside_another(BASE), beside_another(&case.apply(BASE)))
        };
        let report = match result {
            Ok(report) => report,
            Err(error) => {
                failures.push(format!("{}: {error:?}", case.name));
                continue;
            }
        };
        let mut expected = case.expected.clone();
        expected.sort();
        let found = changes(&report);
        if found != expected {
            let details: Vec<String> = report
                .changes
                .iter()
                .map(|change| {
                    let api: Vec<String> = change
                        .api
                        .iter()
                        .map(|api| format!("\n      {:?} {}: {}", api.level, api.path, api.reason))
                        .collect();
                    format!(
                        "\n    {} {} ({}): {} / {}{}",
                        change.subject,
                        change.summary,
                        change.rule,
                        change.wire.reason,
                        change.rust.reason,
                        api.concat()
                    )
                })
                .collect();
            failures.push(format!("{}: expected {expected:?}, found {found:?}{}", case.name, details.concat()));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn the_same_document_has_no_changes() {
    let report = report(BASE, BASE);
    assert_eq!((report.changes, report.api_items), (Vec::new(), (0, 0)));
}

#[test]
fn the_reverse_of_an_addition_is_a_removal() {
    let report = report(&case("operation added").apply(BASE), BASE);
    assert_eq!(changes(&report), ["operation-removed: breaks / breaks"]);
}

#[test]
fn a_change_has_its_places_in_both_documents_and_a_stable_fingerprint() {
    let new = BASE.replacen("note: { type: string, maxLength: 80 }", "note: { type: string, maxLength: 40 }", 1);
    let first = report(BASE, &new);
    let change = &first.changes[0];
    let places = [&change.old, &change.new].map(|place| place.as_ref().unwrap());
    assert_eq!(places[0].to_string(), places[1].to_string());
    assert_eq!(places[0].pointer.to_string(), "/components/schemas/Order/properties/note/maxLength");
    assert_eq!(BASE.lines().nth(places[0].line - 1).unwrap().trim(), "note: { type: string, maxLength: 80 }");
    assert_eq!(change.direction.as_str(), "requests and responses");
    // Lines and other changes do not matter.
    let moved = new.replacen("info:", "# A comment.\ninfo:", 1).replacen("version: '1.0.0'", "version: '2.0.0'", 1);
    let second = report(BASE, &moved);
    let same = second.changes.iter().find(|other| other.fingerprint == change.fingerprint).unwrap();
    assert_eq!(same.new.as_ref().unwrap().line, places[0].line + 1);
}

#[test]
fn renames_have_the_line_that_keeps_the_name() {
    for (old, new, keep) in [
        ("operationId: readOrder", "operationId: getOrder", "x-rust-name: read_order"),
        (
            "note: { type: string, description: A remark.",
            "memo: { type: string, description: A remark.",
            "x-rust-name: note",
        ),
        ("name: limit,", "name: max_count,", "x-rust-name: limit"),
        // Nothing but the schema tells that it is the same.
        ("at: { type: string }", "moment: { type: string }", "x-rust-name: at"),
    ] {
        let report = report(BASE, &BASE.replacen(old, new, 1));
        let rename = report.changes.iter().find_map(|change| change.rename.clone()).unwrap_or_else(|| panic!("{new}"));
        assert_eq!(rename.keep.as_deref(), Some(keep));
    }
    let renamed = BASE.replace("schemas/Problem", "schemas/Failure").replace("    Problem:", "    Failure:");
    let report = report(BASE, &renamed);
    let rename = report.changes.iter().find_map(|change| change.rename.clone()).unwrap();
    assert_eq!(rename.keep.as_deref(), Some("x-rust-name: Problem"));
    // The line does what it promises.
    let kept = renamed.replace("    Failure: {", "    Failure: { x-rust-name: Problem,");
    assert!(compare(side(BASE), side(&kept)).unwrap().step < crate::version::VersionStep::Incompatible);
}

#[test]
fn the_line_that_keeps_a_name_has_the_name_of_the_renamed_property() {
    let mail = |required: &str, time: &str| {
        format!(
            "\
openapi: 3.1.0
info: {{ title: Mail, version: '1' }}
paths:
  /mails:
    post:
      operationId: send
      requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Mail' }} }} }} }}
      responses: {{ '204': {{ description: Sent. }} }}
components:
  schemas:
    Mail:
      type: object
      required: [{required}]
      properties: {{ to: {{ type: string }}, html: {{ type: string }}, topic: {{ type: string }},
        {time}: {{ type: string, description: The time. }} }}
"
        )
    };
    let report = report(&mail("to", "scheduled_at"), &mail("to, html", "send_at"));
    let of_rule = |id: &str| report.changes.iter().find(|change| change.rule.id == id).unwrap();
    let paths = |id: &str| of_rule(id).api.iter().map(|api| api.path.as_str()).collect::<Vec<_>>();
    let rename = of_rule("property-renamed").rename.as_ref().unwrap();
    assert_eq!(rename.keep.as_deref(), Some("x-rust-name: scheduled_at"));
    // A setter that is gone because its property became required is no part of the rename.
    let has_html = |id: &str| paths(id).contains(&"client::types::Mail::html");
    assert!(has_html("property-required") && !has_html("property-renamed"), "{report:?}");
}

#[test]
fn a_long_extension_is_not_shown_as_a_change_of_nothing() {
    let with = |last: &str| {
        BASE.replacen("    Problem: {", &format!("    Problem: {{ x-long: [{}{last}],", "abcdefghij, ".repeat(9)), 1)
    };
    let summaries = |old: &str, new: &str| {
        let documents = [old, new].map(|text| ReadSide::new(side(text)).unwrap_or_else(|error| panic!("{error:?}")));
        let drafts = crate::wire::Comparison::run(&documents[0].documents, &documents[1].documents);
        drafts.into_iter().map(|draft| draft.summary).collect::<Vec<_>>()
    };
    assert_eq!(summaries(&with("x"), &with("y")), ["`x-long` changed"]);
}
