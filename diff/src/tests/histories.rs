//! Changes like those in the history of public documents, which were reported wrongly or in many lines.

use super::{BASE, report};
use crate::Report;

const NOTE: &str = "note: { type: string, maxLength: 80 }";

fn with_note(note: &str) -> String {
    assert!(BASE.contains(NOTE));
    BASE.replacen(NOTE, note, 1)
}

fn lines(report: &Report) -> Vec<String> {
    report
        .changes
        .iter()
        .map(|change| format!("{}: {} {}", change.rule.id, change.subject, change.wire.level))
        .collect()
}

#[test]
fn a_choice_between_constants_is_an_enum() {
    let choice = |values: &str| with_note(&format!("note: {{ type: string, oneOf: [{values}] }}"));
    let (one, two) = ("{ title: A, const: a }, { title: B, const: b }", ", { title: C, const: c }");
    let added = report(&choice(one), &choice(&format!("{one}{two}")));
    assert_eq!(lines(&added), ["value-added: `Order.note` may break"]);
    assert_eq!(lines(&report(&choice(""), &choice(one))), ["values-added: `Order.note` breaks"]);
}

#[test]
fn a_property_that_is_gone_has_its_own_name() {
    let removed = report(&with_note("note: { type: string }\n        memo: { type: boolean }"), BASE);
    let removed = removed.changes.iter().find(|change| change.rule.id == "property-removed").unwrap();
    assert_eq!(removed.subject, "`Order.memo`");
}

#[test]
fn an_object_that_became_a_choice_lost_no_properties() {
    let buyer = "buyer: { type: object, properties: { name: { type: string } } }";
    let new = BASE.replacen(buyer, "buyer: { oneOf: [{ type: string }, { type: integer }] }", 1);
    assert_eq!(lines(&report(BASE, &new)), ["choice-changed: `Order.buyer` may break"]);
}

#[test]
fn the_types_of_a_parameter_are_gone_with_it() {
    let parameter =
        "        - { name: sort, in: query, schema: { type: object, properties: { by: { type: string } } } }\n";
    let at = "      operationId: listOrders\n      tags: [orders]\n      parameters:\n";
    assert!(BASE.contains(at));
    let old = BASE.replacen(at, &format!("{at}{parameter}"), 1);
    let report = report(&old, BASE);
    let rules: Vec<&str> = report.changes.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["parameter-removed"]);
}

#[test]
fn a_schema_that_no_operation_uses_is_reported_only_if_it_is_generated() {
    let schema = "    Kind: { type: string, enum: [small, large] }";
    let with = |limit: &str| {
        assert!(BASE.contains(schema));
        BASE.replacen(schema, &format!("{schema}\n    Unused: {{ type: string, maxLength: {limit} }}"), 1)
    };
    assert_eq!(report(&with("9"), &with("8")).changes, Vec::new());
    let old = with("9").replacen("schemas/Kind'", "schemas/Unused'", 1);
    assert_eq!(
        lines(&report(&old, &old.replacen("maxLength: 9", "maxLength: 8", 1))),
        ["limit-changed: `Unused` breaks"]
    );
}
