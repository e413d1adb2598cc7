//! Types that other keywords of the same value narrow: beside a reference, beside a union, and in parts of `allOf`.

use wireright_codegen::{Options, SourceFile, generate};

use super::null::{generation, types, types_of_version};

#[test]
fn the_encoding_of_a_part_is_that_of_the_value() {
    let properties = "
        part: { allOf: [{ type: string }, { contentEncoding: base64 }] }
        beside: { contentEncoding: base64, allOf: [{ type: string }, { minLength: 1 }] }";
    assert_eq!(types(properties, ""), ["part: Option<Base64>", "beside: Option<Base64>"]);
}

/// OpenAPI 3.0.4, "Reference Object": other keys "SHALL be ignored". Since 3.1 both schemas hold, and no value matches.
#[test]
fn keywords_beside_a_reference_do_not_contradict_it_in_3_0() {
    let properties = "
        object: { $ref: '#/components/schemas/Thing', type: string }
        string: { $ref: '#/components/schemas/Text', type: object, nullable: true }
        list: { $ref: '#/components/schemas/Thing', type: array, items: { type: string } }
        implied: { $ref: '#/components/schemas/Text', properties: { a: { type: string } } }
        values: { $ref: '#/components/schemas/Word', enum: [c] }
        narrower: { $ref: '#/components/schemas/Number', type: integer }
        required: { $ref: '#/components/schemas/Thing', required: [a] }";
    let others = "
    Thing: { type: object, properties: { a: { type: string } } }
    Text: { type: string }
    Word: { type: string, enum: [a, b] }
    Number: { type: number }";
    let expected = [
        "object: Option<Thing>",
        "string: Nullable<String>",
        "list: Option<Thing>",
        "implied: Option<String>",
        "values: Option<Word>",
        "narrower: Option<i64>",
        "required: Option<Required>",
    ];
    assert_eq!(types_of_version("3.0.3", properties, others), expected);
    let later = ["object: Option<String>", "string: Nullable<BTreeMap<String, JsonValue>>"];
    assert_eq!(types(properties, others)[..2], later);
    let problems = generation("3.0.3", properties, others).diagnostics;
    let reported: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    let types = "contradictory types: no value has a type of both schemas";
    assert_eq!(reported, [types, types, types, types, "contradictory values: no value is listed by both schemas"]);
}

#[test]
fn a_type_beside_a_reference_holds_if_the_target_has_none() {
    let properties = "
        described: { $ref: '#/components/schemas/Described', type: boolean }
        restricted: { $ref: '#/components/schemas/Rule', type: string }
        list: { type: array, items: { $ref: '#/components/schemas/Rule', type: [string, 'null'] } }
        repeated: { $ref: '#/components/schemas/Thing', type: object }
        alias: { $ref: '#/components/schemas/Alias', type: object }
        circular: { $ref: '#/components/schemas/Circular', type: string }";
    let others = "
    Described: { description: Anything. }
    Rule: { anyOf: [{ minLength: 3 }, { allOf: [{ maxLength: 1 }] }] }
    Thing: { properties: { a: { type: string } } }
    Alias: { allOf: [{ $ref: '#/components/schemas/Thing' }] }
    Circular: { anyOf: [{ $ref: '#/components/schemas/Circular', type: string }, { maxLength: 1 }] }";
    let expected = [
        "described: Option<bool>",
        "restricted: Option<String>",
        "list: Option<Vec<Option<String>>>",
        "repeated: Option<Thing>",
        "alias: Option<Thing>",
        "circular: Option<Circular>",
    ];
    assert_eq!(types(properties, others), expected);
}

#[test]
fn a_type_narrows_a_union() {
    let properties = "
        part: { allOf: [{ $ref: '#/components/schemas/Value' }, { type: string }] }
        beside: { $ref: '#/components/schemas/Value', type: [string, boolean] }
        own: { type: string, oneOf: [{ type: string, maxLength: 1 }, { type: integer }] }
        several: { type: [string, 'null'], anyOf: [{ type: [string, integer, 'null'] }, { type: boolean }] }
        no_null: { allOf: [{ anyOf: [{ type: [boolean, 'null'] }, { type: integer }] }, { type: boolean }] }
        list: { $ref: '#/components/schemas/Types', type: integer }
        null: { $ref: '#/components/schemas/Nullable', type: [string] }";
    let others = "
    Value: { oneOf: [{ type: string }, { type: integer }, { $ref: '#/components/schemas/Flag' }] }
    Flag: { type: boolean }
    Types: { type: [string, number] }
    Nullable: { type: [string, 'null'] }";
    let expected = [
        "part: Option<String>",
        "beside: Option<Beside>",
        "own: Option<String>",
        "several: Nullable<String>",
        "no_null: Option<bool>",
        "list: Option<i64>",
        "null: Option<String>",
    ];
    assert_eq!(types(properties, others), expected);
}

#[test]
fn a_type_that_no_variant_has_is_reported() {
    let document = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    Value: { \
                    oneOf: [{ type: string }, { type: integer }] }\n    All: { type: object, properties: { a: { allOf: \
                    [{ $ref: '#/components/schemas/Value' }, { type: boolean }] } } }\n";
    let source = SourceFile { path: "a.yaml".to_owned(), bytes: document.into() };
    let generation = generate(vec![source], &Options { lenient: true, ..Options::default() });
    let problems: Vec<_> = generation.diagnostics.iter().map(|problem| problem.message.as_str()).collect();
    // For each variant.
    assert_eq!(problems, ["contradictory types: no value has a type of both schemas"; 2]);
    assert!(generation.diagnostics.iter().all(|problem| problem.related.len() == 1));
}
