//! Constraints of schemas: which types get `validate`, and which patterns are reported as unchecked.

use codegen_tests::documents;
use wireright_codegen::{Generation, Options, diagnostic::Code, generate};

fn generated() -> Generation {
    let mut documents = documents::folder("tests/documents/constructs");
    documents.retain(|document| document.path.ends_with("/constraints.yaml"));
    generate(documents, &Options { package: "constraints-yaml".to_owned(), ..Options::default() })
}

#[test]
fn a_type_without_rules_has_no_validate() {
    let generation = generated();
    let file = |path: &str| generation.files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    let plain = file("src/types/plain.rs").expect("the type is there");
    assert!(plain.contains("(mut self") && !plain.contains("fn validate"), "{plain}");
    let item = file("src/types/item.rs").expect("the type is there");
    assert!(
        item.contains("(mut self") && item.contains("    pub fn validate(&self) -> Result<(), Violations> {"),
        "{item}"
    );
}

#[test]
fn an_unchecked_pattern_is_reported() {
    let generation = generated();
    let told: Vec<_> = generation.diagnostics.iter().map(|problem| (problem.code, problem.message.as_str())).collect();
    let unchecked = "unsupported pattern: look-ahead is documented, but not checked by `validate`";
    let renamed = "reserved name: generated code uses `validate` itself; this one is named `validate_value`";
    assert_eq!(told, [(Code::NotChecked, unchecked), (Code::NameDisambiguated, renamed)]);
    let order = generation.files.iter().find(|file| file.path.ends_with("/place_order.rs"));
    let order = &order.expect("the operation is there").text;
    assert!(order.contains("/// - Pattern: `^(?!x).+$`") && !order.contains("\"^(?!x)"), "{order}");
}

/// The problems of a schema, and the code of the type with a property that has it.
fn generated_property(schema: &str) -> (Vec<(Code, String)>, String) {
    let document = format!(
        "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\nservers: [{{ url: 'https://example.com' }}]\n\
         paths: {{ /a: {{ post: {{ requestBody: {{ content: {{ application/json: {{ schema: {{\n    \
         $ref: '#/components/schemas/A' }} }} }} }}, responses: {{ '204': {{ description: Done. }} }} }} }} }}\n\
         components: {{ schemas: {{ Few: {{ maxItems: 3 }}, A: {{ type: object, \
         properties: {{ a: {schema} }} }} }} }}\n"
    );
    let generation = documents::generate_text(&document);
    let file = generation.files.iter().find(|file| file.path == "src/types/a.rs").expect("the type is there");
    let problems = generation.diagnostics.iter().map(|problem| (problem.code, problem.message.clone()));
    (problems.collect(), file.text.clone())
}

#[test]
fn a_schema_that_no_value_matches_is_reported() {
    for (schema, reason) in [
        ("false", "the schema `false`"),
        ("{ anyOf: [false, false] }", "the schema `false`"),
        ("{ allOf: [{ minLength: 1 }, false] }", "the schema `false`"),
        ("{ enum: [] }", "an empty `enum`"),
    ] {
        let message = format!("no value matches {reason}: the type is untyped JSON");
        let (problems, _) = generated_property(schema);
        assert!(problems.contains(&(Code::Untyped, message)), "{schema}: {problems:?}");
    }
}

#[test]
fn listed_items_that_others_may_follow_are_reported() {
    let message = "open `prefixItems`: further items must have one of the listed types too".to_owned();
    for (keywords, is_open) in
        [("", true), (", items: false", false), (", maxItems: 2", false), (", maxItems: 3", true)]
    {
        let schema = format!("{{ type: array, prefixItems: [{{ type: string }}, {{ type: integer }}]{keywords} }}");
        let (problems, _) = generated_property(&schema);
        let expected = if is_open { vec![(Code::NarrowType, message.clone())] } else { Vec::new() };
        assert_eq!(problems, expected, "{schema}");
    }
}

#[test]
fn a_missing_type_is_reported_once() {
    for (schema, noun) in [
        ("{ properties: { b: { properties: { c: { type: string } } } } }", "objects"),
        ("{ items: { type: string } }", "arrays"),
        ("{ additionalProperties: { type: string } }", "objects"),
    ] {
        let (problems, _) = generated_property(schema);
        let message = format!("missing `type`: only {noun} are accepted, here and in similar schemas of this file");
        assert_eq!(problems, [(Code::NarrowType, message)], "{schema}");
    }
    assert_eq!(generated_property("{ enum: [a, b] }").0, []);
}

/// The schemas that the client of a document checks.
fn checked_schemas(schema: &str) -> String {
    let document = format!(
        "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\nservers: [{{ url: 'https://example.com' }}]\n\
         paths: {{ /a: {{ post: {{ requestBody: {{ content: {{ application/json: {{ schema: {{\n    \
         $ref: '#/components/schemas/A' }} }} }} }}, responses: {{ '204': {{ description: Done. }} }} }} }} }}\n\
         components: {{ schemas: {{ A: {schema}, B: {{ type: object, properties: {{ b: {{ type: string }} }} }} }} }}\n"
    );
    let generation = documents::generate_text(&document);
    assert_eq!(generation.diagnostics, [], "{schema}");
    let file = generation.files.iter().find(|file| file.path == "src/service.rs").expect("the service is there");
    file.text.split_once("Schemas::new(").map(|(_, rest)| rest.to_owned()).unwrap_or_default()
}

#[test]
fn what_types_express_is_not_checked() {
    for schema in [
        "{ type: object, required: [a], properties: { a: { type: integer }, b: { $ref: '#/components/schemas/B' } } }",
        "{ type: object, additionalProperties: { type: [string, 'null'] } }",
        "{ oneOf: [{ type: string }, { type: integer }, { type: 'null' }] }",
        "{ allOf: [{ $ref: '#/components/schemas/B' }, { type: object, properties: { a: { type: string } } }] }",
    ] {
        assert_eq!(checked_schemas(schema), "", "{schema}");
    }
}

#[test]
fn what_types_do_not_express_is_checked() {
    for (schema, json) in [
        (
            "{ type: object, properties: { a: { enum: [x, y] }, b: { $ref: '#/components/schemas/B' } } }",
            r#"{"type":"object","properties":{"a":{"enum":["x","y"]}}}"#,
        ),
        (
            "{ type: object, additionalProperties: false, properties: { a: { type: string } } }",
            r#"{"type":"object","properties":{"a":true},"additionalProperties":false}"#,
        ),
        ("{ oneOf: [{ type: integer }, { type: number }] }", r#"{"oneOf":[{"type":"integer"},{"type":"number"}]}"#),
        (
            "{ type: object, properties: { a: { type: string, not: { const: x } } } }",
            r#"{"a":{"type":"string","not":{"enum":["x"]}}}"#,
        ),
    ] {
        let text = checked_schemas(schema);
        assert!(text.contains(json), "{schema}: {text}");
    }
}

#[test]
fn a_keyword_with_an_unsupported_pattern_is_not_checked_in_the_negative() {
    let document = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\nservers: [{ url: 'https://example.com' }]\n\
        paths: { /a: { post: { requestBody: { content: { application/json: { schema: {\n    \
        $ref: '#/components/schemas/A' } } } }, responses: { '204': { description: Done. } } } } }\n\
        components: { schemas: { A: { type: object, properties: {\n    \
        a: { type: string, maxLength: 5, not: { pattern: '(?=x)' } } } } } }\n";
    let generation = documents::generate_text(document);
    assert!(generation.diagnostics.iter().all(|problem| problem.code == Code::NotChecked), "{generation:?}");
    assert_eq!(generation.diagnostics.len(), 1);
    let service = generation.files.iter().find(|file| file.path == "src/service.rs").expect("the service is there");
    assert!(service.text.contains(r#"{"type":"string","maxLength":5}"#), "{}", service.text);
}

#[test]
fn alternatives_without_a_type_keep_that_of_the_schema() {
    for (schema, ty) in [
        ("{ type: string, anyOf: [{ format: ipv4 }, { format: ipv6 }] }", "Option<String>"),
        ("{ type: array, items: { type: string }, oneOf: [{ minItems: 3 }, { maxItems: 1 }] }", "Option<Vec<String>>"),
        ("{ type: integer, oneOf: [{ format: int32 }, { format: int64 }] }", "Option<i64>"),
        ("{ type: string, anyOf: [{ title: One }, { title: Two }] }", "Option<String>"),
        (
            "{ type: array, items: { type: string }, anyOf: [{ $ref: '#/components/schemas/Few' }, { minItems: 9 }] }",
            "Option<Vec<String>>",
        ),
    ] {
        let (problems, text) = generated_property(schema);
        assert!(text.contains(&format!("pub a: {ty},")), "{schema}: {problems:?} {text}");
    }
}

#[test]
fn alternatives_that_only_require_properties_are_checked() {
    let properties = "properties: { b: { type: string }, c: { type: string } }";
    for alternatives in [
        "anyOf: [{ required: [b] }, { required: [c] }]",
        "allOf: [{ anyOf: [{ required: [b] }] }]",
        "oneOf: [{ required: [b] }, { required: [c] }]",
    ] {
        let (problems, text) = generated_property(&format!("{{ type: object, {properties}, {alternatives} }}"));
        assert!(text.contains("pub fn validate(&self)"), "{alternatives}: {problems:?} {text}");
    }
}

/// JSON Schema does not assert formats, so each string would match both alternatives.
#[test]
fn alternatives_with_different_formats_are_named_after_them_and_exclude_each_other() {
    let schema = "{ oneOf: [{ type: string, format: date }, { type: string, format: date-time }] }";
    let (problems, text) = generated_property(schema);
    assert!(problems.is_empty(), "{problems:?}");
    assert!(text.contains("Date(") && text.contains("DateTime(") && !text.contains("fn validate"), "{text}");
}

#[test]
fn unevaluated_items_describe_the_items_after_a_prefix() {
    let schema = "{ type: array, prefixItems: [{ type: string }], unevaluatedItems: { type: integer } }";
    let (_, text) = generated_property(schema);
    assert!(text.contains("String(") && text.contains("Integer("), "{text}");
}

#[test]
fn a_request_must_have_a_write_only_property_that_responses_lack() {
    let login = "{ type: object, required: [user, key], properties: { user: { type: string }, key: { type: string, \
                 writeOnly: true } } }";
    let content = "content: { application/json: { schema: { $ref: '#/components/schemas/Login' } } }";
    let document = |response: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\nservers: [{{ url: 'https://example.com' }}]\n\
             paths: {{ /a: {{ post: {{ requestBody: {{ {content} }}, responses: {{ '200': {{ description: Done.\
             {response} }} }} }} }} }}\ncomponents: {{ schemas: {{ Login: {login} }} }}\n"
        )
    };
    let text = |document: &str| {
        let generation = documents::generate_text(document);
        let file = generation.files.into_iter().find(|file| file.path == "src/types/login.rs");
        file.expect("the type is there").text
    };
    let both = text(&document(&format!(", {content}")));
    assert!(both.contains("pub key: Option<String>") && both.contains("pub fn validate(&self)"), "{both}");
    let sent = text(&document(""));
    assert!(sent.contains("pub key: String") && !sent.contains("fn validate"), "{sent}");
}

#[test]
fn alternatives_without_names_are_numbered() {
    let one = "{ oneOf: [{ type: string }, { type: array, items: { type: string } }] }";
    let other = "{ oneOf: [{ type: integer }, { type: boolean }] }";
    let (problems, text) = generated_property(&format!("{{ oneOf: [{one}, {other}] }}"));
    assert!(problems.is_empty(), "{problems:?}");
    assert!(text.contains("    Value(") && text.contains("    Value2("), "{text}");
}

#[test]
fn a_count_of_contained_items_is_read_as_other_counts() {
    let schema = |count: &str| {
        let list = format!("{{ type: array, items: {{}}, contains: {{ type: string }}, minContains: {count} }}");
        format!("{{ type: object, properties: {{ a: {list} }} }}")
    };
    let checked = checked_schemas(&schema("99999999999999999999"));
    assert!(checked.contains(r#""minContains":18446744073709551615"#), "{checked}");
    let document = format!(
        "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\ncomponents: {{ schemas: {{ A: {} }} }}\n",
        schema("2.5")
    );
    let problems = documents::generate_text(&document).diagnostics;
    assert!(problems.iter().any(|problem| problem.code == Code::WrongType), "{problems:?}");
}

#[test]
fn equal_limits_are_one_number() {
    for (schema, line) in [
        ("{ type: string, minLength: 3, maxLength: 3 }", "/// - Exactly 3 characters"),
        ("{ type: array, items: { type: string }, minItems: 1, maxItems: 1 }", "/// - Exactly 1 item"),
        ("{ type: array, items: { type: string }, minItems: 0, maxItems: 1 }", "/// - At most 1 item"),
        ("{ type: string, minLength: 3, maxLength: 4 }", "/// - 3 to 4 characters"),
    ] {
        let (_, code) = generated_property(schema);
        assert!(code.contains(&format!("{line}\n")), "{schema}: {code}");
    }
}
