//! The difference between what is there and what should be, as a unified diff.

use similar::TextDiff;

use crate::{
    plan::Step,
    terminal::{Color, painted},
};

/// The diff of a step, from what is on disk to what the documents give.
pub(crate) fn unified(step: &Step, color: bool) -> String {
    let (old, new) = match step {
        Step::Create { text, .. } => ("", text.as_str()),
        Step::Update { old, text, .. } => (old.as_str(), text.as_str()),
        Step::Delete { old, .. } => (old.as_str(), ""),
    };
    let name = |exists: bool, side: &str| {
        if exists { format!("{side}/{}", step.shown()) } else { "/dev/null".to_owned() }
    };
    let before = name(!matches!(step, Step::Create { .. }), "on disk");
    let after = name(!matches!(step, Step::Delete { .. }), "generated");
    let diff = TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(&before, &after).to_string();
    diff.lines().map(|line| paint(line, color) + "\n").collect()
}

fn paint(line: &str, color: bool) -> String {
    if line.starts_with("+++") || line.starts_with("---") {
        painted(line, Color::Bold, color)
    } else if line.starts_with('+') {
        painted(line, Color::Green, color)
    } else if line.starts_with('-') {
        painted(line, Color::Red, color)
    } else if line.starts_with("@@") {
        painted(line, Color::Cyan, color)
    } else {
        line.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn a_change_is_shown_with_its_surroundings() {
        let step = Step::Update {
            path: PathBuf::new(),
            shown: "src/a.rs".to_owned(),
            old: "one\ntwo\nthree\n".to_owned(),
            text: "one\n2\nthree\n".to_owned(),
        };
        let expected = "--- on disk/src/a.rs\n+++ generated/src/a.rs\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n";
        assert_eq!(unified(&step, false), expected);
        assert!(unified(&step, true).contains("\u{1b}[32m+2\u{1b}[0m"));
    }
}
