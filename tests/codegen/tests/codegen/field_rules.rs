//! Rules for fields and variants: which ones a name selects.

use wireright_codegen::{Options, SourceFile, TypeRule, generate};

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Assets, version: '1' }
paths: {}
components:
  schemas:
    Kind: { type: string, enum: [IMAGE, OTHER] }
    Plain: { type: string, enum: [a, b] }
    Exact: { type: string, enum: [a, Other] }
    Note: { type: object, properties: { extra: { type: string } } }
";

/// The line after the attribute that a rule with the field adds to a type.
fn selected(file: &str, field: &str) -> Vec<String> {
    let rule = TypeRule {
        field: Some(field.into()),
        attributes: vec!["#[doc(alias = \"{name}\")]".into()],
        ..TypeRule::default()
    };
    let source = SourceFile { path: "document.yaml".to_owned(), bytes: DOCUMENT.as_bytes().to_vec() };
    let options = Options { types: vec![rule], unused_types: Some(true), ..Options::default() };
    let generation = generate(vec![source], &options);
    let path = format!("src/types/{file}.rs");
    let file = generation.files.iter().find(|file| file.path == path);
    let text = &file.unwrap_or_else(|| panic!("{:#?}", generation.diagnostics)).text;
    let after = text.split("#[doc(alias").skip(1).filter_map(|rest| rest.lines().nth(1));
    after.map(|line| line.trim().trim_end_matches(',').to_owned()).collect()
}

#[test]
fn other_is_the_variant_for_other_strings() {
    assert_eq!(selected("plain", "Other"), ["Other(String)"]);
    // `Other` is the name of `OTHER` in Rust.
    assert_eq!(selected("kind", "Other"), ["OtherValue(String)"]);
    assert_eq!(selected("kind", "OtherValue"), ["OtherValue(String)"]);
    assert_eq!(selected("kind", "OTHER"), ["Other"]);
    assert_eq!(selected("kind", "*"), ["Image", "Other", "OtherValue(String)"]);
}

#[test]
fn a_name_in_json_takes_precedence() {
    assert_eq!(selected("exact", "Other"), ["Other"]);
    assert_eq!(selected("exact", "OtherValue"), ["OtherValue(String)"]);
    assert_eq!(selected("note", "extra"), ["pub extra: Option<String>"]);
}
