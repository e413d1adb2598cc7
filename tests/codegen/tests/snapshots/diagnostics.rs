//! Diagnostics as they are displayed, one snapshot for each document in `tests/documents/bad/`.

use std::{collections::BTreeSet, sync::LazyLock};

use codegen_tests::documents;
use wireright_codegen::{
    Generation, Options,
    diagnostic::{Code, Format, Severity, render},
    generate,
};

use crate::{Snapshot, assert_snapshots};

/// The invalid documents with their generations. Names that begin with `lenient_` select lenient mode. Names that begin
/// with `overlay_` are overlays over a valid document.
static BAD_DOCUMENTS: LazyLock<Vec<(String, Generation)>> = LazyLock::new(|| {
    documents::folder("tests/documents/bad")
        .into_iter()
        .map(|mut document| {
            let name = document.path.rsplit('/').next().unwrap_or_default().to_owned();
            document.path.clone_from(&name);
            let lenient = name.starts_with("lenient_");
            if !name.starts_with("overlay_") {
                // The problems of all schemas are shown, also of those that no operation uses.
                let options = Options { lenient, unused_types: Some(true), ..Options::default() };
                return (name, generate(vec![document], &options));
            }
            let mut good = documents::folder("tests/documents/constructs");
            good.retain(|document| document.path.ends_with("/bodies.yaml"));
            (name, generate(good, &Options { overlays: vec![document], ..Options::default() }))
        })
        .collect()
});

#[test]
fn diagnostics_of_each_bad_document() {
    assert_snapshots(BAD_DOCUMENTS.iter().map(|(name, generation)| Snapshot {
        folder: "diagnostics".to_owned(),
        name: name.replace('.', "_"),
        text: render(&generation.diagnostics, &generation.sources, Format::Human { color: false }),
    }));
}

#[test]
fn an_error_generates_no_files() {
    for (name, generation) in BAD_DOCUMENTS.iter() {
        let is_error = generation.diagnostics.iter().any(|problem| problem.severity() == Severity::Error);
        assert_eq!((is_error, is_error), (generation.files.is_empty(), generation.model.is_none()), "{name}");
        assert!(!generation.diagnostics.is_empty(), "{name} has a problem");
    }
}

#[test]
fn every_diagnostic_has_a_help() {
    for (name, generation) in BAD_DOCUMENTS.iter() {
        for problem in &generation.diagnostics {
            let says = problem.helps.iter().all(|help| !help.is_empty() && !problem.message.contains(help));
            assert!(says && !problem.helps.is_empty(), "{name}: {problem:?}");
        }
    }
}

/// Codes without a document in this repository: their documents are too large, they concern options, or only `lint`
/// reports them.
const SHOWN_ELSEWHERE: [Code; 11] = [
    Code::InvalidExample,
    Code::TooLarge,
    Code::OverlayTooLarge,
    Code::UnmatchedInclude,
    Code::UnmatchedExclude,
    Code::UnmatchedTypeRule,
    Code::UnmatchedRename,
    Code::MalformedRename,
    Code::MalformedTypeRule,
    Code::RedundantDerive,
    Code::NotShared,
];

#[test]
fn every_code_has_a_snapshot() {
    let shown: BTreeSet<Code> =
        BAD_DOCUMENTS.iter().flat_map(|(_, generation)| &generation.diagnostics).map(|problem| problem.code).collect();
    let missing: Vec<_> =
        Code::ALL.iter().filter(|code| !shown.contains(code) && !SHOWN_ELSEWHERE.contains(code)).collect();
    assert!(missing.is_empty(), "no bad document shows {missing:?}");
}

#[test]
fn machine_readable_formats() {
    let document = documents::folder("tests/documents/bad").into_iter().find(|file| file.path.contains("0207"));
    let mut document = document.expect("the document is there");
    document.path = "bad.yaml".to_owned();
    let generation = generate(vec![document], &Options::default());
    let formats = [("form_json", Format::Json), ("form_github", Format::Github)];
    assert_snapshots(formats.map(|(name, format)| Snapshot {
        folder: "diagnostics".to_owned(),
        name: name.to_owned(),
        text: render(&generation.diagnostics, &generation.sources, format),
    }));
}

#[test]
fn empty_maps_have_no_effect() {
    let document = |entries: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: A, version: '1' }}\nwebhooks: {{}}\npaths:\n  /a:\n    get:\n      \
             callbacks: {{{entries}}}\n      responses: {{ '204': {{ description: Done., links: {{{entries}}} }} }}\n"
        )
    };
    assert_eq!(documents::generate_text(&document("")).diagnostics.len(), 0);
    // The link has no operation either.
    assert_eq!(documents::generate_text(&document(" one: {} ")).diagnostics.len(), 3);
}

#[test]
fn satisfiable_limits_are_accepted() {
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
        // Limits for other types are ignored.
        "{ type: boolean, minLength: 3, maxLength: 2, minimum: 3, maximum: 2 }",
        "{ type: string, minItems: 3, maxItems: 2, minimum: 3, maximum: 2 }",
    ] {
        let diagnostics = documents::generate_text(&document(schema)).diagnostics;
        assert!(diagnostics.is_empty(), "{schema}: {diagnostics:?}");
    }
}
