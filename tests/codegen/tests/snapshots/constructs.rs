//! Generated code of each construct, one snapshot for each generated file. The package `constructs` compiles the
//! snapshots.

use std::{collections::BTreeSet, sync::LazyLock};

use codegen_tests::documents;
use wireright_codegen::{Generation, Options, generate};

use crate::{Snapshot, assert_snapshots, recorded};

static GENERATION: LazyLock<Generation> = LazyLock::new(|| {
    let options = Options { package: "constructs".to_owned(), lenient: true, ..Options::default() };
    let generation = generate(documents::folder("tests/documents/constructs"), &options);
    assert!(!generation.files.is_empty(), "{:#?}", generation.diagnostics);
    generation
});

/// The folder and the name of the snapshot of a generated file.
fn location(path: &str) -> (String, String) {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    match path.rsplit_once('/') {
        Some((folder, name)) => (format!("constructs/{folder}"), name.to_owned()),
        None => ("constructs".to_owned(), path.to_owned()),
    }
}

#[test]
fn generated_files() {
    assert_snapshots(GENERATION.files.iter().map(|file| {
        let (folder, name) = location(&file.path);
        Snapshot { folder, name, text: file.text.clone() }
    }));
}

/// `cargo insta test --unreferenced=delete` deletes those that remain.
#[test]
fn no_snapshot_is_left_of_a_file_that_is_no_longer_generated() {
    let generated: BTreeSet<String> = GENERATION
        .files
        .iter()
        .map(|file| {
            let (folder, name) = location(&file.path);
            format!("{folder}/{name}")
        })
        .collect();
    let remaining: Vec<String> = recorded("constructs").into_iter().filter(|name| !generated.contains(name)).collect();
    assert!(remaining.is_empty(), "{remaining:#?}");
}
