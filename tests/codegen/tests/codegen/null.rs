//! Null in variants at any depth, and in the items of tuples. A type without null would reject it.

use codegen_tests::documents;
use wireright_codegen::{Generation, Options, SourceFile, diagnostic::Code, generate};

/// The types of the properties of a struct, by the names of the properties.
pub(super) fn types(properties: &str, others: &str) -> Vec<String> {
    types_of_version("3.1.0", properties, others)
}

/// The types of a document of this version.
pub(super) fn types_of_version(version: &str, properties: &str, others: &str) -> Vec<String> {
    let generation = generation(version, properties, others);
    let file = generation.files.iter().find(|file| file.path == "src/types/all.rs");
    let file = file.unwrap_or_else(|| panic!("{:#?}", generation.diagnostics));
    let (_, body) = file.text.split_once("pub struct All {").expect("it is defined");
    let (body, _) = body.split_once("pub extra:").expect("it is open");
    let fields = body.lines().filter_map(|line| line.trim().strip_prefix("pub "));
    fields.map(|field| field.trim_end_matches(',').to_owned()).collect()
}

pub(super) fn generation(version: &str, properties: &str, others: &str) -> Generation {
    let document = format!(
        "openapi: {version}\ninfo: {{ title: A, version: '1', x-module: a }}\npaths: {{}}\ncomponents:\n  schemas:\n\
         \x20   All:\n      type: object\n      properties:\n{properties}\n{others}\n"
    );
    let source = SourceFile { path: "a.yaml".to_owned(), bytes: document.into_bytes() };
    generate(vec![source], &Options { lenient: true, ..Options::default() })
}

#[test]
fn null_of_a_variant_is_null_of_the_union() {
    let properties = "
        inline: { anyOf: [{ oneOf: [{ type: 'null' }, { type: string }] }, { type: integer }] }
        direct: { anyOf: [{ $ref: '#/components/schemas/Text' }, { type: integer }] }
        nested: { anyOf: [{ $ref: '#/components/schemas/Union' }, { type: integer }] }
        part: { anyOf: [{ allOf: [{ $ref: '#/components/schemas/Text' }] }, { type: integer }] }
        items: { type: array, items: { anyOf: [{ $ref: '#/components/schemas/Union' }, { type: integer }] } }
        circular: { anyOf: [{ $ref: '#/components/schemas/Circular' }, { type: integer }] }
        none: { anyOf: [{ $ref: '#/components/schemas/Flag' }, { type: integer }] }";
    let others = "
    Text: { type: [string, 'null'] }
    Flag: { oneOf: [{ type: string }, { type: boolean }] }
    Union: { oneOf: [{ $ref: '#/components/schemas/Text' }, { type: boolean }] }
    Circular: { oneOf: [{ $ref: '#/components/schemas/Circular' }, { $ref: '#/components/schemas/Union' }] }";
    let expected = [
        "inline: Nullable<Inline>",
        "direct: Nullable<Direct>",
        "nested: Nullable<Nested>",
        "part: Nullable<Part>",
        "items: Option<Vec<Option<ItemsItem>>>",
        "circular: Nullable<Circular>",
        "none: Option<AllNone>",
    ];
    assert_eq!(types(properties, others), expected);
}

/// drf-spectacular writes `NullEnum` for each choice that may be null.
#[test]
fn a_reference_to_null_is_null_of_the_union() {
    let properties = "
        listed: { oneOf: [{ $ref: '#/components/schemas/Text' }, { $ref: '#/components/schemas/NullEnum' }] }
        typed: { anyOf: [{ $ref: '#/components/schemas/Text' }, { $ref: '#/components/schemas/NullType' }] }
        alias: { oneOf: [{ $ref: '#/components/schemas/Text' }, { $ref: '#/components/schemas/NullAlias' }] }
        part: { oneOf: [{ $ref: '#/components/schemas/Text' }, { allOf: [{ $ref: '#/components/schemas/NullType' }] }] }
        items: { type: array, items: { anyOf: [{ $ref: '#/components/schemas/Text' },
            { $ref: '#/components/schemas/NullType' }] } }";
    let others = "
    Text: { type: string, enum: [a] }
    NullEnum: { enum: [null] }
    NullType: { type: 'null' }
    NullAlias: { $ref: '#/components/schemas/NullType' }";
    let text = |name: &str| format!("{name}: Nullable<Text>");
    let expected =
        [text("listed"), text("typed"), text("alias"), text("part"), "items: Option<Vec<Option<Text>>>".into()];
    assert_eq!(types(properties, others), expected);
}

#[test]
fn nullable_as_a_part_of_all_of_applies_to_the_whole() {
    let properties = "
        part: { allOf: [{ $ref: '#/components/schemas/Text' }, { nullable: true, description: A text. }] }
        described: { allOf: [{ type: string }, { nullable: true, type: string }] }";
    let fields = types(properties, "    Text: { type: string, maxLength: 3 }");
    assert_eq!(fields, ["part: Nullable<String>", "described: Option<String>"]);
}

#[test]
fn every_item_of_a_tuple_has_a_type() {
    let tuple = |name: &str, one: &str, other: &str| {
        format!("        {name}: {{ type: array, prefixItems: [{one}, {other}], items: false }}\n")
    };
    let string = "{ type: string }";
    let strings = "{ type: array, items: { type: string } }";
    let integers = "{ type: array, items: { type: integer } }";
    let properties = [
        tuple("format", "{ type: string, format: date-time }", string),
        tuple("size", "{ type: integer, format: int32 }", "{ type: integer }"),
        tuple("same_format", "{ type: string, format: uuid }", "{ type: string, format: uuid }"),
        tuple("values", "{ type: string, enum: [a] }", "{ type: string, enum: [b] }"),
        tuple("same_type", string, "{ type: [string, 'null'] }"),
        tuple("null_type", string, "{ type: 'null' }"),
        tuple("other_type", string, "{ type: [integer, 'null'] }"),
        tuple("lists", strings, integers),
    ];
    let expected = [
        "format: Option<Vec<String>>",
        "size: Option<Vec<i64>>",
        "same_format: Option<Vec<Uuid>>",
        "values: Option<Vec<String>>",
        "same_type: Option<Vec<Option<String>>>",
        "null_type: Option<Vec<Option<String>>>",
        "other_type: Option<Vec<Option<OtherTypeItem>>>",
        "lists: Option<Vec<ListsItem>>",
    ];
    assert_eq!(types(&properties.concat(), ""), expected);
}

#[test]
fn a_required_body_that_may_be_null_is_reported() {
    let document = |schema: &str, required: bool| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\nservers: [{{ url: 'https://example.com' }}]\n\
             paths: {{ /a: {{ post: {{ operationId: putThing, requestBody: {{ required: {required}, \
             content: {{ application/json: {{ schema: {schema} }} }} }}, \
             responses: {{ '204': {{ description: Done. }} }} }} }} }}\n"
        )
    };
    let codes = |schema: &str, required: bool| -> Vec<Code> {
        let generation = documents::generate_text(&document(schema, required));
        generation.diagnostics.iter().map(|problem| problem.code).collect()
    };
    let object = "{ type: [object, 'null'], properties: { b: { type: string } } }";
    assert_eq!(codes(object, true), [Code::NarrowType]);
    assert_eq!(codes("{ type: [integer, 'null'] }", true), [Code::NarrowType]);
    assert_eq!(codes("{ type: [integer, 'null'] }", false), []);
    assert_eq!(codes("{ type: 'null' }", true), []);
    assert_eq!(codes("{ const: null }", true), [Code::Untyped]);
}

#[test]
fn variants_without_a_type_allow_null() {
    let properties = "
        any: { allOf: [{ $ref: '#/components/schemas/Rule' }, { type: [string, 'null'] }] }
        none: { allOf: [{ $ref: '#/components/schemas/Typed' }, { type: [string, 'null'] }] }
        circular: { allOf: [{ $ref: '#/components/schemas/Circular' }, { type: [string, 'null'] }] }
        both: { allOf: [{ anyOf: [{ type: string }, { type: 'null' }] }, { $ref: '#/components/schemas/Word' }] }";
    let others = "
    Rule: { anyOf: [{ minLength: 3 }, { $ref: '#/components/schemas/Short' }] }
    Short: { maxLength: 1 }
    Typed: { anyOf: [{ type: string, minLength: 3 }, { type: string, maxLength: 1 }] }
    Circular: { anyOf: [{ $ref: '#/components/schemas/Circular' }, { type: string }] }
    Word: { anyOf: [{ type: string, minLength: 2 }, { type: 'null' }] }";
    let expected =
        ["any: Nullable<String>", "none: Option<String>", "circular: Option<String>", "both: Nullable<String>"];
    assert_eq!(types(properties, others), expected);
}
