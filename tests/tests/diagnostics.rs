//! Every diagnostic as a person sees it: a golden file for each bad document.

use std::collections::BTreeSet;

use insta::{assert_snapshot, with_settings};
use tests::documents;
use wireright_codegen::{
    Generation, Options,
    diagnostic::{Code, Format, Severity, render},
    generate,
};

/// The bad documents with what the generator says of each. Those called `lenient_…` are somebody else's, and those called
/// `overlay_…` are overlays over a good one.
fn bad_documents() -> Vec<(String, Generation)> {
    documents::folder("tests/documents/bad")
        .into_iter()
        .map(|mut document| {
            let name = document.path.rsplit('/').next().unwrap_or_default().to_owned();
            document.path.clone_from(&name);
            let lenient = name.starts_with("lenient_");
            if !name.starts_with("overlay_") {
                return (name, generate(vec![document], &Options { lenient, ..Options::default() }));
            }
            let mut good = documents::folder("tests/documents/constructs");
            good.retain(|document| document.path.ends_with("/bodies.yaml"));
            (name, generate(good, &Options { overlays: vec![document], ..Options::default() }))
        })
        .collect()
}

#[test]
fn each_bad_document_is_explained() {
    for (name, generation) in bad_documents() {
        let text = render(&generation.diagnostics, &generation.sources, Format::Human { color: false });
        with_settings!({ snapshot_path => "diagnostics", prepend_module_to_snapshot => false, omit_expression => true }, {
            assert_snapshot!(name.replace('.', "_"), text);
        });
    }
}

#[test]
fn an_error_leaves_nothing_to_write() {
    for (name, generation) in bad_documents() {
        let is_error = generation.diagnostics.iter().any(|problem| problem.severity() == Severity::Error);
        assert_eq!((is_error, is_error), (generation.files.is_empty(), generation.model.is_none()), "{name}");
        assert!(!generation.diagnostics.is_empty(), "{name} has a problem");
    }
}

#[test]
fn every_problem_comes_with_help() {
    for (name, generation) in bad_documents() {
        for problem in generation.diagnostics {
            let says = problem.helps.iter().all(|help| !help.is_empty() && !problem.message.contains(help));
            assert!(says && !problem.helps.is_empty(), "{name}: {problem:?}");
        }
    }
}

/// The codes that no bad document here shows: their documents would be too large to keep.
const SHOWN_ELSEWHERE: [Code; 2] = [Code::TooLarge, Code::OverlayTooLarge];

#[test]
fn every_code_has_a_golden_file() {
    let shown: BTreeSet<Code> = bad_documents()
        .into_iter()
        .flat_map(|(_, generation)| generation.diagnostics)
        .map(|problem| problem.code)
        .collect();
    let missing: Vec<_> =
        Code::ALL.iter().filter(|code| !shown.contains(code) && !SHOWN_ELSEWHERE.contains(code)).collect();
    assert!(missing.is_empty(), "no bad document shows {missing:?}");
}

#[test]
fn the_forms_for_machines_are_stable() {
    let document = documents::folder("tests/documents/bad").into_iter().find(|file| file.path.contains("0207"));
    let mut document = document.expect("the document is there");
    document.path = "bad.yaml".to_owned();
    let generation = generate(vec![document], &Options::default());
    assert_snapshot!("json", render(&generation.diagnostics, &generation.sources, Format::Json));
    assert_snapshot!("github", render(&generation.diagnostics, &generation.sources, Format::Github));
}

#[test]
fn names_that_only_have_to_be_texts_are_no_problem() {
    let document = |names: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\npaths: {{}}\n\
             components: {{ schemas: {{ A: {{ type: object, propertyNames: {names} }} }} }}\n"
        )
    };
    for (names, problems) in
        [("{ type: string, description: Any. }", 0), ("true", 0), ("{ maxLength: 3 }", 1), ("false", 1)]
    {
        assert_eq!(documents::generate_text(&document(names)).diagnostics.len(), problems, "{names}");
    }
}

#[test]
fn limits_that_leave_a_value_are_no_problem() {
    let document = |schema: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\npaths: {{}}\n\
             components: {{ schemas: {{ A: {{ type: object, properties: {{ a: {schema} }} }} }} }}\n"
        )
    };
    for schema in [
        "{ type: string, minLength: 3, maxLength: 3 }",
        "{ type: integer, minimum: 1, maximum: 1 }",
        "{ type: number, minimum: 0, maximum: 1e400 }",
        "{ type: number, exclusiveMinimum: 0, exclusiveMaximum: 0.1, multipleOf: 0.01 }",
        "{ type: array, items: { type: string }, minItems: 0, maxItems: 0 }",
        // What bounds values of another type says nothing.
        "{ type: boolean, minLength: 3, maxLength: 2, minimum: 3, maximum: 2 }",
        "{ type: string, minItems: 3, maxItems: 2, minimum: 3, maximum: 2 }",
    ] {
        let diagnostics = documents::generate_text(&document(schema)).diagnostics;
        assert!(diagnostics.is_empty(), "{schema}: {diagnostics:?}");
    }
}
