//! Every row of the features in which generators of clients differ, run: a small document, its client, and what the specification's
//! own text and examples ask for. The rows are in `docs/comparison.md`.

use std::path::Path;

use tests::{documents, scratch::Scratch};
use wireright_codegen::{GeneratedFile, Options, generate};

const PROGRAM: [(&str, &str); 8] = [
    ("src/main.rs", include_str!("wire_table/program.rs")),
    ("src/answers.rs", include_str!("wire_table/answers.rs")),
    ("src/families.rs", include_str!("wire_table/families.rs")),
    ("src/keys.rs", include_str!("wire_table/keys.rs")),
    ("src/nullable.rs", include_str!("wire_table/nullable.rs")),
    ("src/queries.rs", include_str!("wire_table/queries.rs")),
    ("src/style_table.rs", include_str!("wire_table/style_table.rs")),
    ("src/values.rs", include_str!("wire_table/values.rs")),
];

#[test]
fn every_row_is_right_on_the_wire() {
    let package = "wire-table";
    let options = Options { package: package.to_owned(), lenient: true, ..Options::default() };
    let mut generation = generate(documents::folder("tests/documents/wire"), &options);
    assert!(!generation.files.is_empty(), "{:?}", generation.diagnostics);
    // The program stands beside the client, whose files it must not meet.
    for (path, text) in PROGRAM {
        let path = path.replace("src/", "src/bin/rows/");
        generation.files.push(GeneratedFile { path, text: text.to_owned() });
    }
    let mut scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")), package);
    scratch.add_generated(package, &generation);
    scratch.depend(package, &["http", "serde_json"]);
    let verdict = scratch.cargo(&["run"]);
    assert!(verdict.success && verdict.output.contains("every row is right"), "{}", verdict.output);
}
