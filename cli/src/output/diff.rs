//! An action as a unified diff.

use similar::TextDiff;

use super::plan::{Action, Change};

/// The lines of the diff that an action makes. `out` is the display path of the output folder.
pub fn unified_diff(action: &Action, out: &str) -> Vec<String> {
    let name = if out == "." { action.path.clone() } else { format!("{out}/{}", action.path) };
    let no_file = || "/dev/null".to_owned();
    let (from, to, before, after) = match &action.change {
        Change::Create { text } => (no_file(), format!("b/{name}"), "", text.as_str()),
        Change::Update { before, text } => (format!("a/{name}"), format!("b/{name}"), before.as_str(), text.as_str()),
        Change::Delete { before } => (format!("a/{name}"), no_file(), before.as_str(), ""),
    };
    let difference = TextDiff::from_lines(before, after);
    let text = difference.unified_diff().context_radius(3).header(&from, &to).to_string();
    text.lines().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(change: Change) -> Vec<String> {
        unified_diff(&Action { path: "src/a.rs".to_owned(), change }, "generated")
    }

    #[test]
    fn an_update_shows_removed_and_added_lines() {
        let change = Change::Update { before: "a\nb\n".to_owned(), text: "a\nc\n".to_owned() };
        assert_eq!(
            lines(change),
            ["--- a/generated/src/a.rs", "+++ b/generated/src/a.rs", "@@ -1,2 +1,2 @@", " a", "-b", "+c"]
        );
    }

    #[test]
    fn the_current_folder_is_no_part_of_a_name() {
        let action = Action { path: "a.rs".to_owned(), change: Change::Create { text: "a\n".to_owned() } };
        assert_eq!(unified_diff(&action, ".")[1], "+++ b/a.rs");
    }

    #[test]
    fn missing_and_orphan_files_are_against_no_file() {
        let created = lines(Change::Create { text: "a\n".to_owned() });
        assert_eq!(created, ["--- /dev/null", "+++ b/generated/src/a.rs", "@@ -0,0 +1 @@", "+a"]);
        let deleted = lines(Change::Delete { before: "a\n".to_owned() });
        assert_eq!(deleted, ["--- a/generated/src/a.rs", "+++ /dev/null", "@@ -1 +0,0 @@", "-a"]);
    }
}
