//! Installation: `cargo install` of this project's command names `--locked`. Without it, Cargo ignores `Cargo.lock`,
//! which is what the tests ran with.

use crate::finding::Finding;

/// Commands that install this project without its lock file.
pub(crate) fn check(path: &str, text: &str) -> Vec<Finding> {
    let is_unlocked = |line: &str| {
        let mut commands = line.split("cargo install ").skip(1);
        commands.any(|rest| {
            let arguments: Vec<&str> = rest.split_whitespace().collect();
            let is_ours = ["--path", "--git", "wireright"].iter().any(|own| arguments.first() == Some(own));
            is_ours && !arguments.contains(&"--locked")
        })
    };
    let lines = text.lines().enumerate().filter(|(_, line)| is_unlocked(line));
    let finding = |(index, _): (usize, &str)| Finding {
        path: path.to_owned(),
        line: index + 1,
        message: "write `cargo install --locked`: the lock file is the tested one".to_owned(),
    };
    lines.map(finding).collect()
}

#[test]
fn one_unlocked_installation_is_found() {
    // Its parts, so that this file has none.
    let unlocked = ["cargo install ", "--path cli"].concat();
    let text = format!("cargo install --locked --path cli\n{unlocked}\ncargo install cargo-deny\n");
    let found = check("README.md", &text);
    assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2]);
}
