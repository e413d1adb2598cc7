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
