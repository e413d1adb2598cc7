//! Small edits of a schema, an operation or a server, each with the worst verdict on the wire.

use super::{report, side};
use crate::{
    Report,
    change::{RustLevel, WireLevel},
    compare,
    version::VersionStep,
};

const UNAFFECTED: WireLevel = WireLevel::Unaffected;
const MAY_BREAK: WireLevel = WireLevel::MayBreak;
const BREAKS: WireLevel = WireLevel::Breaks;

const CONTENT: &str = "content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }";

/// A document with a schema that requests, responses or both have.
fn document(property: &str, has_request: bool, has_response: bool) -> String {
    let body = if has_request { format!("requestBody: {{ required: true, {CONTENT} }}, ") } else { String::new() };
    let response = if has_response { format!(", {CONTENT}") } else { String::new() };
    format!(
        "openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\npaths:\n  /things:\n    post: {{ operationId: add, \
         {body}responses: {{ '200': {{ description: x{response} }} }} }}\ncomponents:\n  schemas:\n    Thing: {{ type: \
         object, properties: {{ a: {property} }} }}\n    Cat: {{ type: object, properties: {{ claws: {{ type: integer \
         }} }} }}\n    Dog: {{ type: object, properties: {{ tail: {{ type: string }} }} }}\n    Id: {{ type: integer, \
         readOnly: true }}\n"
    )
}

fn worst(report: &Report) -> WireLevel {
    report.changes.iter().map(|change| change.wire.level).max().unwrap_or(UNAFFECTED)
}

#[test]
fn an_edit_of_a_schema_has_these_verdicts_in_requests_and_in_responses() {
    let (cat, dog) = ("{ $ref: '#/components/schemas/Cat' }", "{ $ref: '#/components/schemas/Dog' }");
    let choice = &*format!("{{ oneOf: [{cat}, {dog}] }}");
    let nullable_choice = &*format!("{{ oneOf: [{cat}, {dog}, {{ type: 'null' }}] }}");
    let only = &*format!("{{ oneOf: [{cat}] }}");
    let named = &*choice.replace("] }", "], discriminator: { propertyName: kind } }");
    let mapped = &*named.replace("kind }", "kind, mapping: { Cat: '#/components/schemas/Cat' } }");
    let closed = "{ type: object, properties: { x: { type: string } }, additionalProperties: false }";
    let unevaluated = &*closed.replace("additional", "unevaluated");
    let open = &*closed.replace(", additionalProperties: false", "");
    for (old, new, request, response) in [
        ("{ type: integer }", "{ type: integer, format: int64 }", UNAFFECTED, UNAFFECTED),
        ("{ type: string }", "{ type: string, format: password }", UNAFFECTED, UNAFFECTED),
        (
            "{ type: integer, format: int32 }",
            "{ type: integer, format: int32, minimum: -2147483648 }",
            UNAFFECTED,
            UNAFFECTED,
        ),
        ("{ enum: [a, b] }", "{ type: string, enum: [a, b, b] }", UNAFFECTED, UNAFFECTED),
        ("{ type: string, enum: [a, b] }", "{ type: string, enum: [c, d] }", BREAKS, BREAKS),
        ("{ type: string, enum: [a, b] }", "{ type: string, enum: [a, c] }", BREAKS, MAY_BREAK),
        ("{ oneOf: [{ type: string }, { type: integer }] }", "{ type: [string, integer] }", UNAFFECTED, UNAFFECTED),
        ("{ type: string }", "{ oneOf: [{ type: string }, { type: integer }] }", UNAFFECTED, BREAKS),
        (cat, choice, UNAFFECTED, BREAKS),
        (choice, cat, BREAKS, UNAFFECTED),
        (cat, only, UNAFFECTED, UNAFFECTED),
        (choice, nullable_choice, UNAFFECTED, BREAKS),
        (named, mapped, UNAFFECTED, UNAFFECTED),
        ("{ type: array, items: { type: string } }", "{ type: array }", UNAFFECTED, BREAKS),
        ("{ type: array }", "{ type: array, items: {} }", UNAFFECTED, UNAFFECTED),
        (closed, unevaluated, UNAFFECTED, UNAFFECTED),
        (open, unevaluated, MAY_BREAK, UNAFFECTED),
        ("{ type: string, contentMediaType: text/html }", "{ type: string }", UNAFFECTED, MAY_BREAK),
        ("{ type: integer, multipleOf: 4 }", "{ type: integer, multipleOf: 2 }", UNAFFECTED, MAY_BREAK),
        ("{ type: integer, readOnly: true }", "{ type: string, readOnly: true }", UNAFFECTED, BREAKS),
    ] {
        for (has_request, expected) in [(true, request), (false, response)] {
            let with = |schema: &str| document(schema, has_request, !has_request);
            let found = report(&with(old), &with(new));
            assert_eq!(worst(&found), expected, "{has_request} {old} and {new}: {:#?}", found.changes);
        }
    }
    // The flag is at the target of the reference.
    let with = |ty: &str| {
        document("{ $ref: '#/components/schemas/Id' }", true, false)
            .replace("Id: { type: integer", &format!("Id: {{ type: {ty}"))
    };
    let found = report(&with("integer"), &with("string"));
    assert_eq!(worst(&found), UNAFFECTED, "{:#?}", found.changes);
    assert!(found.changes.iter().all(|change| change.rule.id != "api-changed"), "{:#?}", found.changes);
}

#[test]
fn another_type_is_one_change() {
    let old = document("{ type: object, properties: { x: { type: string } }, required: [x] }", true, true);
    let new = document("{ type: string, maxLength: 3, enum: [a] }", true, true);
    let rules: Vec<_> = report(&old, &new).changes.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["type-changed"]);
}

#[test]
fn what_an_object_requires_is_no_change_of_its_base() {
    let base = "    Base: { type: object, properties: { x: { type: string } } }\n";
    let with = |part: &str| {
        document(&format!("{{ allOf: [{{ $ref: '#/components/schemas/Base' }}, {part}] }}"), true, true) + base
    };
    let found = report(&with("{ type: object }"), &with("{ required: [x] }"));
    let subjects: Vec<_> = found.changes.iter().map(|change| change.subject.as_str()).collect();
    assert_eq!(subjects, ["`Thing.a.x`"]);
}

#[test]
fn a_renamed_component_can_also_change() {
    let old = document("{ $ref: '#/components/schemas/Cat' }", true, true);
    let new = old.replace("Cat", "Lion").replace("claws: {", "mane: { type: string }, claws: {");
    let found = report(&old, &new);
    let rules: Vec<_> = found.changes.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["schema-renamed", "property-added"]);
    let rename = found.changes[0].rename.as_ref().unwrap();
    assert_eq!(rename.keep.as_deref(), Some("x-rust-name: Cat"));
}

#[test]
fn a_renamed_value_has_the_line_that_keeps_its_variant() {
    let with = |values: &str| document(&format!("{{ type: string, enum: [{values}] }}"), true, true);
    let kept = |old: &str, new: &str| {
        let found = report(&with(old), &with(new));
        found.changes.into_iter().find_map(|change| change.rename).and_then(|rename| rename.keep)
    };
    assert_eq!(kept("red, green, blue", "red, lime, blue").as_deref(), Some("x-enum-varnames: [Red, Green, Blue]"));
    assert_eq!(kept("red, green", "lime, red").as_deref(), Some("x-enum-varnames: [Green, Red]"));
    // The variant has the same name.
    assert_eq!(kept("red, green", "red, GREEN"), None);
    let kept = with("red, lime").replace("enum: [", "x-enum-varnames: [Red, Green], enum: [");
    assert!(report(&with("red, green"), &kept).step < VersionStep::Incompatible);
}

const PETS: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: 'https://pets.example/v1' }]
paths:
  /pets:
    get:
      tags: [pets]
      parameters: [{ name: max, in: query, schema: { type: integer } }]
      responses:
        '200': { description: x, content: { application/json: { schema: { type: string } } } }
        '404': { description: x }
";

#[test]
fn an_edit_of_an_operation_or_a_server_has_these_verdicts() {
    for (edits, expected, rules) in [
        (
            &[("/pets:", "/v1/pets:"), ("example/v1", "example")][..],
            UNAFFECTED,
            "operation-moved server-added server-removed",
        ),
        (&[("/pets:", "/v2/pets:"), ("example/v1", "example")], BREAKS, "operation-moved server-added server-removed"),
        (&[("/pets:", "/animals:")], BREAKS, "operation-moved"),
        (&[("example/v1", "example/v1/")], UNAFFECTED, ""),
        (&[("https://pets", "https://PETS")], UNAFFECTED, "server-changed"),
        (&[("in: query", "in: query, explode: false")], UNAFFECTED, ""),
        (&[("'200'", "'2XX'")], MAY_BREAK, "response-removed"),
        (&[("'404'", "'4XX'")], UNAFFECTED, "response-removed"),
        (&[("        '404'", "        '4XX': { description: y }\n        '404'")], UNAFFECTED, "response-added"),
        (&[("tags: [pets]", "tags: [animals]")], UNAFFECTED, "tag-changed"),
    ] {
        let new = edits.iter().fold(PETS.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{old}");
            text.replacen(old, new, 1)
        });
        let found = report(PETS, &new);
        let mut ids: Vec<_> = found.changes.iter().map(|change| change.rule.id).collect();
        ids.sort_unstable();
        assert_eq!((worst(&found), ids.join(" ").as_str()), (expected, rules), "{edits:?}: {:#?}", found.changes);
    }
    let moved = report(PETS, &PETS.replace("/pets:", "/animals:"));
    let rename = moved.changes[0].rename.as_ref().unwrap();
    assert_eq!(rename.keep.as_deref(), Some("x-rust-name: get_pets"));
    let named = report(PETS, &PETS.replace("tags: [pets]", "tags: [pets]\n      operationId: listPets"));
    assert_eq!(named.changes[0].rename.as_ref().unwrap().keep.as_deref(), Some("x-rust-name: get_pets"));
}

#[test]
fn subtypes_are_valid_where_their_base_is() {
    let subtype = |name: &str, ty: &str| {
        format!(
            "    {name}: {{ allOf: [{{ $ref: '#/components/schemas/Base' }}, {{ type: object, properties: {{ x: {{ \
             type: {ty} }} }} }}] }}\n"
        )
    };
    let base = "    Base: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { \
                propertyName: kind } }\n";
    for (has_request, added, removed) in [(true, UNAFFECTED, BREAKS), (false, MAY_BREAK, UNAFFECTED)] {
        let text = document("{ $ref: '#/components/schemas/Base' }", has_request, !has_request) + base;
        let (one, two) = (text.clone() + &subtype("One", "string"), subtype("Two", "string"));
        let both = one.clone() + &two;
        assert_eq!(worst(&report(&one, &both)), added);
        assert_eq!(worst(&report(&both, &one)), removed);
        let changed = text.clone() + &subtype("One", "integer");
        assert_eq!(worst(&report(&one, &changed)), BREAKS);
    }
}

#[test]
fn types_inside_a_choice_are_gone_with_it() {
    let choice = "{ anyOf: [{ type: object, properties: { x: { type: string } } }, { type: object, properties: { y: { \
                  type: string } } }] }";
    let old = document(choice, true, true);
    let new = document("{ type: object, properties: { x: { type: string }, y: { type: string } } }", true, true);
    let rules: Vec<_> = report(&old, &new).changes.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["choice-changed"]);
}

#[test]
fn a_variant_that_is_gone_belongs_to_the_alternative_that_is_gone() {
    let with =
        |other: &str| document(&format!("{{ oneOf: [{{ $ref: '#/components/schemas/Cat' }}, {other}] }}"), true, true);
    let found = report(&with("{ $ref: '#/components/schemas/Dog' }"), &with("{ type: string }"));
    let removed = found.changes.iter().find(|change| change.rule.id == "alternative-removed").unwrap();
    assert!(removed.api.iter().any(|api| api.path.ends_with("A::Dog")), "{found:#?}");
    let added = found.changes.iter().find(|change| change.rule.id == "alternative-added").unwrap();
    assert_eq!(added.subject, "`Thing.a`");
}

#[test]
fn types_with_another_number_belong_to_the_alternative_that_is_gone() {
    let with = |first: &str| {
        let string = |value: &str| format!("{{ type: string, enum: [{value}] }}");
        let rest = ["sorted", "exact"].map(string).join(", ");
        document(&format!("{{ oneOf: [{first}{rest}, {{ type: object, properties: {{ x: {{}} }} }}] }}"), true, true)
    };
    let found = report(&with("{ type: string, enum: [words] }, "), &with(""));
    let rules: Vec<_> = found.changes.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["alternative-removed"], "{found:#?}");
}

#[test]
fn another_name_of_the_package_is_one_change() {
    let text = document("{ $ref: '#/components/schemas/Cat' }", true, true);
    let with = |package: &str, text: &str| {
        let mut side = side(text);
        package.clone_into(&mut side.options.package);
        side
    };
    let found = compare(with("cats", &text), with("big-cats", &text)).unwrap();
    let changes: Vec<_> = found.changes.iter().map(|change| (change.rule.id, change.summary.as_str())).collect();
    assert_eq!(changes, [("package-renamed", "renamed from the crate `cats`")]);
    assert_eq!((worst(&found), found.step), (UNAFFECTED, VersionStep::Incompatible));
    assert_eq!(found.changes[0].rust.level, RustLevel::Breaks);
    let found =
        compare(with("cats", &text), with("big-cats", &text.replace("claws: {", "mane: { type: string }, claws: {")));
    let rules: Vec<_> = found.unwrap().changes.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["package-renamed", "property-added"]);
}

/// Each of two changes breaks `new` alone.
#[test]
fn equal_changes_have_equal_verdicts() {
    let document = |required: &str, more: &str, security: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\npaths:\n  /things:\n    post:\n      operationId: \
             add\n      security: [{security}]\n      requestBody: {{ required: true, {CONTENT} }}\n      responses: \
             {{ '204': {{ description: Added. }} }}\ncomponents:\n  securitySchemes:\n    cookie: {{ type: apiKey, \
             in: cookie, name: c }}\n    key: {{ type: apiKey, in: header, name: k }}\n    token: {{ type: http, \
             scheme: bearer }}\n  schemas:\n    Thing:\n      type: object\n      required: [a{required}]\n      \
             properties: {{ a: {{ type: string }}{more} }}\n"
        )
    };
    let all = "{ cookie: [] }, { key: [] }, { token: [] }";
    let added = ", b: { type: string }, c: { type: string }";
    for new in [document(", b, c", added, all), document("", "", "{ token: [] }")] {
        let report = report(&document("", "", all), &new);
        let verdicts: Vec<_> = report.changes.iter().map(|change| (change.wire.level, change.rust.level)).collect();
        assert_eq!(verdicts.len(), 2, "{:#?}", report.changes);
        assert_eq!(verdicts[0], verdicts[1], "{:#?}", report.changes);
        assert!(verdicts[0].1 > RustLevel::Unaffected, "{:#?}", report.changes);
    }
}

/// The limits of a part contain the values of the enum that it refers to.
#[test]
fn limits_of_a_component_are_the_cause_of_those_of_an_argument() {
    let document = |values: &str| {
        let upload = "{ multipart/form-data: { schema: { $ref: '#/components/schemas/Upload' } } }";
        format!(
            "openapi: 3.0.0\ninfo: {{ title: Shop, version: '1' }}\npaths:\n  /files:\n    post:\n      operationId: \
             upload\n      requestBody: {{ required: true, content: {upload} }}\n      responses: {{ '204': {{ \
             description: Done. }} }}\ncomponents:\n  schemas:\n    Upload: {{ type: object, properties: {{ kind: {{ \
             $ref: '#/components/schemas/Kind' }} }} }}\n    Kind: {{ type: string, enum: [{values}] }}\n"
        )
    };
    let report = report(&document("a, b"), &document("a, b, c"));
    let rules: Vec<&str> = report.changes.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["value-added"], "{:#?}", report.changes);
}
