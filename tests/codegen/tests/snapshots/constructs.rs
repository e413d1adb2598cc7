//! Generated code of each construct, one snapshot for each generated file. The package `constructs` compiles the
//! snapshots.

use std::{collections::BTreeSet, sync::LazyLock};

use codegen_tests::documents;
use wireright_codegen::{
    Generation, Options,
    diagnostic::{Format, render},
    generate,
};

use crate::{Snapshot, assert_snapshots, recorded};

/// The crate of the valid constructs.
static STRICT: LazyLock<Generation> = LazyLock::new(|| {
    let options = Options { package: "constructs".to_owned(), unused_types: Some(true), ..Options::default() };
    generate(documents::folder("tests/documents/constructs"), &options)
});

/// The module of that crate with the constructs that only lenient mode accepts.
static LENIENT: LazyLock<Generation> = LazyLock::new(|| {
    let options =
        Options { module: Some("lenient".to_owned()), lenient: true, unused_types: Some(true), ..Options::default() };
    generate(documents::folder("tests/documents/lenient"), &options)
});

/// The snapshots of all generated files.
fn snapshots() -> Vec<Snapshot> {
    let strict = STRICT.files.iter().map(|file| (file.path.trim_start_matches("src/").to_owned(), &file.text));
    let lenient = LENIENT.files.iter().map(|file| (format!("lenient/{}", file.path), &file.text));
    strict.chain(lenient).map(|(path, text)| snapshot(&path, text)).collect()
}

/// The snapshot of a generated file. `path` is relative to the sources of the crate.
fn snapshot(path: &str, text: &str) -> Snapshot {
    let path = path.trim_end_matches(".rs");
    let (folder, name) = match path.rsplit_once('/') {
        Some((folder, name)) => (format!("constructs/{folder}"), name),
        None => ("constructs".to_owned(), path),
    };
    Snapshot { folder, name: name.to_owned(), text: text.to_owned() }
}

#[test]
fn generated_files() {
    assert_snapshots(snapshots());
}

/// Strict mode reports no error. Its warnings are intended.
#[test]
fn reported_deviations() {
    assert!(!STRICT.files.is_empty(), "{:#?}", STRICT.diagnostics);
    assert_snapshots([("constructs", &*STRICT), ("lenient", &*LENIENT)].map(|(name, generation)| Snapshot {
        folder: "diagnostics".to_owned(),
        name: name.to_owned(),
        text: render(&generation.diagnostics, &generation.sources, Format::Human { color: false }),
    }));
}

/// Each document in `tests/documents/lenient/` is there because strict mode rejects it.
#[test]
fn strict_mode_rejects_the_lenient_documents() {
    assert!(!LENIENT.files.is_empty(), "{:#?}", LENIENT.diagnostics);
    for document in documents::folder("tests/documents/lenient") {
        let path = document.path.clone();
        let generation = generate(vec![document], &Options::default());
        assert!(generation.files.is_empty(), "{path} is valid in strict mode");
    }
}

/// `cargo insta test --unreferenced=delete` deletes those that remain.
#[test]
fn no_snapshot_is_left_of_a_file_that_is_no_longer_generated() {
    let generated: BTreeSet<String> =
        snapshots().into_iter().map(|Snapshot { folder, name, .. }| format!("{folder}/{name}")).collect();
    let remaining: Vec<String> = recorded("constructs").into_iter().filter(|name| !generated.contains(name)).collect();
    assert!(remaining.is_empty(), "{remaining:#?}");
}
