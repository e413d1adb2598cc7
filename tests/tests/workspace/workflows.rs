//! Workflows: each action is named by a commit, with its version in a comment. A tag can be moved to other code.

use std::fs;

use codegen_tests::project;

#[test]
fn actions_are_named_by_a_commit() {
    let mut actions = 0;
    for folder in [".github/workflows", "docs/workflows"] {
        for entry in fs::read_dir(project().join(folder)).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            let text = fs::read_to_string(&path).expect("the workflow is text");
            for line in text.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with("uses:")) {
                let commit = line.split_once('@').map(|(_, rest)| rest.split_once(" # v").unwrap_or((rest, "")).0);
                let is_commit = commit.is_some_and(|hash| {
                    hash.len() == 40 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
                });
                assert!(is_commit && line.contains(" # v"), "{}: {line}", path.display());
                actions += 1;
            }
        }
    }
    assert!(actions > 0, "there are actions");
}
