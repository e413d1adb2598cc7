//! `generated/src` is the output for `specs/`, in every order of the documents.

use std::{collections::BTreeMap, fs, path::Path};

use codegen_tests::{documents, project};
use proptest::prelude::*;
use wireright_codegen::{HEADER, generate};

fn files_below(folder: &Path, root: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            files_below(&path, root, files);
        } else {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read_to_string(&path).expect("a source file is text"));
        }
    }
}

#[test]
fn the_committed_code_is_current() {
    let generation = generate(documents::specs(), &documents::options());
    assert_eq!(generation.diagnostics, [], "the documents have no problems");
    let expected: BTreeMap<_, _> = generation.files.into_iter().map(|file| (file.path, file.text)).collect();
    let mut found = BTreeMap::new();
    let root = project().join("generated");
    files_below(&root.join("src"), &root, &mut found);

    // `cargo xtask codegen` does not write these files.
    let strays = found.iter().filter(|(_, text)| !text.starts_with(HEADER)).map(|(name, _)| name).collect::<Vec<_>>();
    assert!(strays.is_empty(), "{strays:?} in generated/ were not written by the generator: move them or remove them");

    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&expected), "files are missing or left over: run `cargo xtask codegen`");
    for (name, text) in &expected {
        assert!(found[name] == *text, "generated/{name} is stale or was edited: run `cargo xtask codegen`");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_documents_does_not_change_the_output(documents in Just(documents::specs()).prop_shuffle()) {
        let shuffled = generate(documents, &documents::options());
        let sorted = generate(documents::specs(), &documents::options());
        prop_assert_eq!(shuffled.files, sorted.files);
    }
}
