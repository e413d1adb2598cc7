//! Changes like those in the history of public documents, which were reported wrongly or in many lines.

use super::{BASE, changes, report, side};
use crate::{
    Report,
    change::{RustLevel, WireLevel},
    compare,
};

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
    assert_eq!(lines(&report(BASE, &new)), ["choice-changed: `Order.buyer` breaks"]);
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

/// The worst verdict on the wire of a change of `note`, and its summaries.
fn wire_of(old: &str, new: &str) -> (Option<WireLevel>, Vec<String>) {
    let report = report(&with_note(old), &with_note(new));
    let worst = report.changes.iter().map(|change| change.wire.level).max();
    (worst, report.changes.into_iter().map(|change| change.summary).collect())
}

#[test]
fn constraints_beside_a_reference_are_compared() {
    let alone = "note: { $ref: '#/components/schemas/Order' }";
    for beside in ["minProperties: 1", "required: [note]", "type: object, required: [other]"] {
        let new = alone.replace(" }", &format!(", {beside} }}"));
        let (worst, summaries) = wire_of(alone, &new);
        assert_eq!(worst, Some(WireLevel::Breaks), "{beside}: {summaries:?}");
    }
}

#[test]
fn a_property_of_a_map_with_another_type_breaks() {
    let map = "note: { type: object, additionalProperties: { type: integer } }";
    let with =
        |ty: &str| map.replace("{ type: object", &format!("{{ type: object, properties: {{ a: {{ type: {ty} }} }}"));
    assert_eq!(wire_of(map, &with("string")).0, Some(WireLevel::Breaks));
    assert_eq!(wire_of(map, &with("integer")).0, Some(WireLevel::Unaffected));
}

#[test]
fn a_property_that_no_value_matches_is_removed() {
    let object = "note: { type: object, properties: { a: { type: string } } }";
    let (worst, summaries) = wire_of(object, "note: { type: object, properties: { a: false } }");
    assert_eq!((worst, summaries), (Some(WireLevel::Breaks), vec!["became invalid".to_owned()]));
}

#[test]
fn the_order_of_keys_has_no_meaning() {
    let one = "note: { type: object, required: [a, b], properties: { a: { type: string, maxLength: 3 }, b: { type: \
               string, maxLength: 4 } } }";
    let other = "note: { properties: { b: { maxLength: 4, type: string }, a: { type: string, maxLength: 3 } }, \
                 required: [b, a], type: object }";
    let found = report(&with_note(one), &with_note(other));
    assert!(found.changes.is_empty(), "{:#?}", found.changes);
}

#[test]
fn servers_of_a_path_replace_those_of_the_document() {
    let new = BASE.replacen("  /pay:\n", "  /pay:\n    servers: [{ url: 'https://new.example' }]\n", 1);
    let found = lines(&report(BASE, &new));
    assert!(found.iter().any(|line| line.starts_with("server-removed: ") && line.ends_with("may break")), "{found:?}");
}

#[test]
fn a_renamed_component_keeps_its_own_name() {
    let component = "\n    Animal: { type: object, properties: { kind: { type: string, enum: [cat] } } }\n";
    let base = BASE.replacen("  schemas:\n", &format!("  schemas:{component}"), 1);
    let new = base.replace("Animal:", "Pet:");
    let found = report(&base, &new);
    let rename = found.changes.iter().find_map(|change| change.rename.clone()).expect("it is renamed");
    assert_eq!(rename.keep.as_deref(), Some("x-rust-name: Animal"));
}

#[test]
fn a_choice_with_other_types_breaks_responses() {
    let (text, choice) = ("note: { type: string }", "note: { oneOf: [{ type: string }, { type: integer }] }");
    assert_eq!(wire_of(text, choice).0, Some(WireLevel::Breaks));
    assert_eq!(wire_of(choice, text).0, Some(WireLevel::Breaks));
    let formats = "note: { oneOf: [{ type: string, format: date }, { type: string, format: uuid }] }";
    assert_eq!(wire_of(text, formats).0, Some(WireLevel::MayBreak));
}

#[test]
fn an_alternative_whose_component_is_renamed_is_the_same() {
    let components = "\n    Cat: { type: object, properties: { claws: { type: integer } } }\n    Dog: { type: object, \
                      properties: { tail: { type: boolean } } }\n";
    let base = BASE.replacen("  schemas:\n", &format!("  schemas:{components}"), 1);
    let choice = "note: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] }";
    let old = base.replacen(NOTE, choice, 1);
    let found = report(&old, &old.replace("Cat", "Lion"));
    let breaking: Vec<_> = found.changes.iter().filter(|change| change.wire.level == WireLevel::Breaks).collect();
    assert!(breaking.is_empty(), "{breaking:#?}");
}

/// Operations `one` and `other` with these responses, and components that others use, too.
fn with_responses(one: &str, other: &str) -> String {
    let operation = |id: &str, schema: &str| {
        let content = format!("content: {{ application/json: {{ schema: {schema} }} }}");
        format!("get: {{ operationId: {id}, responses: {{ '200': {{ description: x, {content} }} }} }}")
    };
    format!(
        "openapi: 3.1.0\ninfo: {{ title: Pets, version: '1' }}\npaths:\n  /one: {{ {} }}\n  /other: {{ {} }}\n\
         components:\n  schemas:\n    Pet: {{ type: object, properties: {{ name: {{ type: string }}, size: {{ type: \
         integer }} }} }}\n    Dog: {{ type: object, properties: {{ name: {{ type: string }} }} }}\n    Cage: {{ type: \
         object, properties: {{ pet: {{ $ref: '#/components/schemas/Pet' }} }} }}\n",
        operation("one", one),
        operation("other", other)
    )
}

#[test]
fn a_component_that_others_still_use_did_not_change() {
    let (pet, dog) = ("{ $ref: '#/components/schemas/Pet' }", "{ $ref: '#/components/schemas/Dog' }");
    for new in [dog, "{ type: object, properties: { name: { type: string } } }"] {
        let found = report(&with_responses(pet, pet), &with_responses(pet, new));
        let subjects: Vec<_> = found.changes.iter().map(|change| change.subject.as_str()).collect();
        assert_eq!(subjects, ["GET /other: response 200", "GET /other: response 200, `size`"]);
    }
    let old = with_responses(pet, "{ $ref: '#/components/schemas/Cage' }");
    let found = report(&old, &old.replacen("pet: { $ref: '#/components/schemas/Pet' }", &format!("pet: {dog}"), 1));
    let subjects: Vec<_> = found.changes.iter().map(|change| change.subject.as_str()).collect();
    assert_eq!(subjects, ["`Cage.pet`", "`Cage.pet.size`"]);
}

#[test]
fn types_with_the_same_name_have_their_paths() {
    let cage = "{ $ref: '#/components/schemas/Cage' }";
    let old = with_responses(cage, "{ $ref: '#/components/schemas/Pet' }");
    let inline = "pet: { type: object, properties: { id: { type: string }, age: { type: integer } } }";
    let found = report(&old, &old.replacen("pet: { $ref: '#/components/schemas/Pet' }", inline, 1));
    let reasons: Vec<_> = found.changes.iter().map(|change| change.rust.reason.as_str()).collect();
    let expected = "`Cage::pet` is `Option<client::types::cage::Pet>` instead of `Option<client::types::Pet>`";
    assert!(reasons.contains(&expected), "{reasons:?}");
}

/// The rules and the verdicts, for a schema of the property `note`.
fn verdicts(old: &str, new: &str) -> Vec<String> {
    changes(&report(&with_note(&format!("note: {old}")), &with_note(&format!("note: {new}"))))
}

#[test]
fn a_number_with_other_digits_is_the_same() {
    for schema in ["{ type: integer, const: 1 }", "{ type: number, enum: [1, 2] }", "{ type: number, default: 1 }"] {
        assert_eq!(verdicts(schema, &schema.replace('1', "1.0")), Vec::<String>::new(), "{schema}");
    }
    assert_eq!(verdicts("{ type: integer, minimum: 1 }", "{ type: integer, minimum: 1.0 }"), Vec::<String>::new());
    // The generator chooses the type by the digits.
    assert_eq!(verdicts("{ const: 1 }", "{ const: 1.0 }"), ["type-changed: compatible / breaks"]);
}

#[test]
fn a_nullable_choice_has_one_change() {
    let component = |schema: &str| {
        let old = with_note("note: { $ref: '#/components/schemas/Note' }");
        old.replacen("  schemas:\n", &format!("  schemas:\n    Note: {schema}\n"), 1)
    };
    let object = "{ type: object, properties: { x: { type: string } } }";
    for list in [object, "{ type: string }, { type: integer }", "{ $ref: '#/components/schemas/Problem' }"] {
        for key in ["oneOf", "anyOf"] {
            let found = report(
                &component(&format!("{{ {key}: [{list}] }}")),
                &component(&format!("{{ {key}: [{list}, {{ type: 'null' }}] }}")),
            );
            assert_eq!(changes(&found), ["nullable-changed: breaks / breaks"], "{list}: {found:#?}");
        }
    }
    let added = report(
        &component(&format!("{{ oneOf: [{object}] }}")),
        &component(&format!("{{ oneOf: [{object}, {{ type: string }}] }}")),
    );
    assert!(changes(&added).contains(&"alternative-added: breaks / breaks".to_owned()), "{added:#?}");
}

#[test]
fn patterns_of_names_narrow_other_properties() {
    let all = "{ type: object, additionalProperties: { type: string } }";
    let pattern = "{ type: object, patternProperties: { '^x': { type: string } } }";
    let closed = pattern.replace("} } }", "} }, additionalProperties: false }");
    for (old, new, expected) in [
        (all, pattern, &["additional-properties: may break", "keyword-changed: compatible"][..]),
        (pattern, all, &["additional-properties: may break", "keyword-changed: compatible"]),
        (all, &closed, &["additional-properties: may break", "keyword-changed: compatible"]),
        (&closed, all, &["additional-properties: may break", "keyword-changed: compatible"]),
        (all, &pattern.replace("^x", ".*"), &["additional-properties: compatible"]),
        (all, &pattern.replace("^x", "^$"), &["additional-properties: may break", "keyword-changed: compatible"]),
        (
            &pattern.replace("string", "integer"),
            all,
            &["additional-properties: may break", "keyword-changed: compatible", "type-changed: breaks"],
        ),
        (pattern, &pattern.replace("^x", "^y"), &["keyword-changed: may break"]),
        (&closed, "{ type: object, additionalProperties: false }", &["keyword-changed: breaks"]),
    ] {
        let found = verdicts(old, new);
        let wire: Vec<&str> = found.iter().filter_map(|line| Some(line.split_once(" / ")?.0)).collect();
        assert_eq!(wire, expected, "{old} and {new}");
    }
}

#[test]
fn a_renamed_group_has_a_line_that_keeps_its_name() {
    let grouped = |text: &str| {
        let mut side = side(text);
        side.options.group_by_tag = true;
        side
    };
    let new = BASE.replace("tags: [orders]", "tags: ['sales: new']");
    let found = compare(grouped(BASE), grouped(&new)).unwrap_or_else(|error| panic!("{error:?}"));
    let rename = found.changes.iter().find_map(|change| change.rename.clone()).expect("it is renamed");
    let keep = "tags: [{ name: 'sales: new', x-rust-name: orders }]";
    assert_eq!(rename.keep.as_deref(), Some(keep));
    let kept = compare(grouped(BASE), grouped(&format!("{new}{keep}\n"))).unwrap_or_else(|error| panic!("{error:?}"));
    let rust: Vec<_> = kept.changes.iter().filter(|change| change.rust.level == RustLevel::Breaks).collect();
    assert!(rust.is_empty(), "{rust:#?}");
}

/// The rules and verdicts of an edit of the base document.
fn of_edit(edits: &[(&str, &str)]) -> Vec<String> {
    let new = edits.iter().fold(BASE.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    changes(&report(BASE, &new))
}

#[test]
fn a_parameter_that_became_a_list_accepts_one_value() {
    let limit = "description: Count of orders., schema: { type: integer, maximum: 100, default: 20 } }";
    let list = "description: Count of orders., schema: { type: array, items: { type: integer, maximum: 100 } } }";
    let edit = |old: &str, new: &str| {
        let (old, new) = (BASE.replacen(limit, old, 1), BASE.replacen(limit, new, 1));
        let changes = report(&old, &new).changes;
        let found = changes.iter().map(|change| (change.rule.id, change.wire.level));
        found.filter(|(rule, _)| *rule != "default-changed").collect::<Vec<_>>()
    };
    let csv = list.replace("schema", "explode: false, schema");
    assert_eq!(edit(limit, list), [("type-changed", WireLevel::Unaffected)]);
    assert_eq!(edit(limit, &csv), [("type-changed", WireLevel::MayBreak)]);
    assert_eq!(edit(&csv, limit), [("type-changed", WireLevel::MayBreak)]);
    assert_eq!(edit(list, limit), [("type-changed", WireLevel::Breaks)]);
    assert_eq!(edit(limit, &list.replace("integer", "string"))[0], ("type-changed", WireLevel::Unaffected));
    assert!(edit(limit, &list.replace("integer", "boolean")).contains(&("type-changed", WireLevel::Breaks)));
}

#[test]
fn null_has_no_form_in_a_parameter() {
    let trace = "X-Trace, in: header, schema: { type: string";
    let total = "X-Total: { required: true, schema: { type: integer }";
    for (old, ty) in [(trace, "string"), (total, "integer")] {
        let found = of_edit(&[(old, &old.replace(ty, &format!("[{ty}, 'null']")))]);
        assert!(found.iter().all(|line| line.contains(": compatible / ")), "{found:?}");
    }
}

#[test]
fn an_unconditional_request_gets_no_304() {
    let edit = [(
        "        '404': { description: None.",
        "        '304': { description: Same. }\n        '404': { description: None.",
    )];
    assert_eq!(of_edit(&edit), ["response-added: compatible / compatible"]);
}

#[test]
fn the_order_of_alternatives_has_no_meaning() {
    let choice = "note: { anyOf: [{ type: string, maxLength: 3 }, { type: integer, maximum: 5 }] }";
    let other = "note: { anyOf: [{ type: integer, maximum: 5 }, { type: string, maxLength: 3 }] }";
    assert_eq!(changes(&report(&with_note(choice), &with_note(other))), Vec::<String>::new());
}

#[test]
fn the_nearest_kind_of_change_causes_a_change_of_an_item() {
    let rule_of = |old: &str, new: &str, path: &str| {
        let found = report(old, new);
        let mut changes = found.changes.iter().filter(|change| change.api.iter().any(|api| api.path.ends_with(path)));
        changes.next().map_or_else(|| panic!("{path}: {found:#?}"), |change| change.rule.id)
    };
    // Another type, not that it is no longer nullable.
    let (old, new) = (with_note("note: { type: [string, 'null'] }"), with_note("note: { type: integer }"));
    assert_eq!(rule_of(&old, &new, "Order::note"), "type-changed");
    // A choice is gone, not its title.
    let parts = "{ title: one, type: object, properties: { x: { type: string } } }";
    let old = with_note(&format!("note: {{ anyOf: [{parts}, {{ type: string }}] }}"));
    for part in ["Note::as_string", "Note::String"] {
        assert_eq!(rule_of(&old, &with_note(&format!("note: {parts}")), part), "choice-changed");
    }
    // A setter is gone because the property is read-only, not because it refers to no component any more.
    let kind = with_note("note: { $ref: '#/components/schemas/Kind' }");
    let read_only = with_note("note: { type: string, readOnly: true }");
    assert_eq!(rule_of(&kind, &read_only, "Order::note"), "read-only-changed");
    // A header of a component is required.
    let header = "components:\n  headers: { Next: { schema: { type: string } } }\n";
    let old = BASE
        .replacen("X-Next: { schema: { type: string } }", "X-Next: { $ref: '#/components/headers/Next' }", 1)
        .replacen("components:\n", header, 1);
    let new = old.replacen("Next: { schema", "Next: { required: true, schema", 1);
    let new = new.replacen("        '404': {", "        '304': { description: Same. }\n        '404': {", 1);
    assert_eq!(rule_of(&old, &new, "ListOrdersHeaders::x_next"), "header-required");
}
