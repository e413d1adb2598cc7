//! Clients of small documents, run: what their requests are on the wire, and what they make of answers.

use std::{fs, path::Path};

use tests::{documents, scratch::Scratch};
use wireright_codegen::{Options, generate};

/// Runs the program beside the document's client, and gives what it printed.
fn run(construct: &str) -> String {
    let document = documents::folder("tests/documents/constructs")
        .into_iter()
        .find(|document| document.path.ends_with(&format!("{construct}.yaml")))
        .expect("the document is there");
    let package = format!("{construct}-on-wire");
    let generation = generate(vec![document], &Options { package: package.clone(), ..Options::default() });
    let mut scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")), &package);
    scratch.add_generated(&package, &generation);
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("programs/{construct}.rs"));
    scratch.add_program(&package, &fs::read_to_string(program).expect("the program is there"));
    let verdict = scratch.cargo(&["run"]);
    assert!(verdict.success, "{}", verdict.output);
    verdict.output
}

#[test]
fn a_body_is_sent_in_the_media_type_that_was_chosen() {
    insta::assert_snapshot!("media_on_wire", run("media"));
}
