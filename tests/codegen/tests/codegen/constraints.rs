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
    let plain = file("src/constraints/types/plain.rs").expect("the type is there");
    assert!(plain.contains("(mut self") && !plain.contains("fn validate"), "{plain}");
    let item = file("src/constraints/types/item.rs").expect("the type is there");
    assert!(
        item.contains("(mut self") && item.contains("    pub fn validate(&self) -> Result<(), Violations> {"),
        "{item}"
    );
}

#[test]
fn an_unchecked_pattern_is_reported() {
    let generation = generated();
    let told: Vec<_> = generation.diagnostics.iter().map(|problem| (problem.code, problem.message.as_str())).collect();
    let expected = "unsupported pattern: look-ahead is documented, but not checked by `validate`";
    assert_eq!(told, [(Code::NotChecked, expected)]);
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
         components: {{ schemas: {{ A: {{ type: object, properties: {{ a: {schema} }} }} }} }}\n"
    );
    let generation = documents::generate_text(&document);
    let file = generation.files.iter().find(|file| file.path == "src/a/types/a.rs").expect("the type is there");
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
fn false_after_listed_items_limits_their_number() {
    for (schema, count) in [
        ("{ type: array, items: false }", 0),
        ("{ type: array, prefixItems: [{ type: string }, { type: string }], items: false }", 2),
        ("{ type: array, maxItems: 1, prefixItems: [{ type: string }, { type: string }], items: false }", 1),
    ] {
        let (problems, text) = generated_property(schema);
        assert_eq!(problems, [], "{schema}");
        assert!(text.contains(&format!("violations.items(\"a\", &self.a, ..={count});")), "{schema}: {text}");
    }
}

#[test]
fn listed_items_of_several_types_are_reported() {
    let (problems, _) = generated_property("{ type: array, prefixItems: [{ type: string }, { type: integer }] }");
    let message = "unchecked `prefixItems`: each item has one of the types, in any order".to_owned();
    assert_eq!(problems, [(Code::NotChecked, message)]);
}
