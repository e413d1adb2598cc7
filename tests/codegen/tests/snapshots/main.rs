//! Snapshots: generated code, and diagnostics as they are displayed. Does not depend on generated code that is
//! compiled.
//!
//! All differences are reported at once. `cargo insta test --review -p codegen-tests` shows them and accepts them.

mod constructs;
mod diagnostics;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use insta::{assert_snapshot, with_settings};

/// A text with the folder, below the folder of this test, and the name of its snapshot.
struct Snapshot {
    folder: String,
    name: String,
    text: String,
}

/// Compares all texts with their snapshots and reports every difference, not only the first.
fn assert_snapshots(snapshots: impl IntoIterator<Item = Snapshot>) {
    let mut different = Vec::new();
    for Snapshot { folder, name, text } in snapshots {
        let compare = || {
            with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
                assert_snapshot!(name.as_str(), text);
            });
        };
        if catch_unwind(AssertUnwindSafe(compare)).is_err() {
            different.push(format!("{folder}/{name}"));
        }
    }
    assert!(different.is_empty(), "{} snapshots differ: {different:#?}", different.len());
}

/// The snapshots below a folder, each with its path and without its extension.
fn recorded(folder: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(folder);
    let mut names = Vec::new();
    for entry in fs::read_dir(root).expect("the folder can be read") {
        let entry = entry.expect("the entry can be read");
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            names.extend(recorded(&name));
        } else if let Some(name) = name.strip_suffix(".snap") {
            names.push(name.to_owned());
        }
    }
    names
}
