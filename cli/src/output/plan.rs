//! The plan: actions that bring a folder from its snapshot to the generated files. Does no I/O.

use std::collections::BTreeMap;

use wireright_codegen::GeneratedFile;

/// What exists at a path of the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A generated file, with its content.
    Generated(String),
    /// A file without the generated header.
    OtherFile,
    /// A symbolic link.
    Link,
    /// A folder.
    Folder,
}

/// The entries of an output folder, by path.
pub type Snapshot = BTreeMap<String, Entry>;

/// One change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Path relative to the output folder.
    pub path: String,
    /// The change.
    pub change: Change,
}

/// The change of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Create the file.
    Create {
        /// The new content.
        text: String,
    },
    /// Replace the file.
    Update {
        /// The current content.
        before: String,
        /// The new content.
        text: String,
    },
    /// Delete the file.
    Delete {
        /// The current content.
        before: String,
    },
}

/// The plan for an output folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The changes, sorted by path.
    pub actions: Vec<Action>,
    /// What blocks the plan. With any conflict, nothing may be changed.
    pub conflicts: Vec<String>,
    /// Files below `src/` without the generated header. They are kept.
    pub other_files: Vec<String>,
    /// Number of files that are up to date.
    pub unchanged: usize,
}

/// Compares the generated files with a snapshot.
pub fn plan(files: Vec<GeneratedFile>, snapshot: &Snapshot) -> Plan {
    let mut plan = Plan::default();
    let wanted: BTreeMap<String, String> = files.into_iter().map(|file| (file.path, file.text)).collect();
    for (path, entry) in snapshot.iter().filter(|(path, _)| !wanted.contains_key(*path)) {
        match entry {
            Entry::Generated(before) => plan.push(path, Change::Delete { before: before.clone() }),
            Entry::OtherFile | Entry::Link if path.starts_with("src/") => plan.other_files.push(path.clone()),
            Entry::OtherFile | Entry::Link | Entry::Folder => {}
        }
    }
    for (path, text) in wanted {
        if let Some(conflict) = blocked_parent(&path, snapshot) {
            plan.conflicts.push(conflict);
            continue;
        }
        match snapshot.get(&path) {
            Some(Entry::Generated(before)) if *before == text => plan.unchanged += 1,
            Some(Entry::Generated(before)) => plan.push(&path, Change::Update { before: before.clone(), text }),
            None => plan.push(&path, Change::Create { text }),
            Some(Entry::OtherFile) => {
                plan.conflicts.push(format!("`{path}` does not begin with the header of a generated file"));
            }
            Some(Entry::Link) => plan.conflicts.push(format!("`{path}` is a symbolic link")),
            Some(Entry::Folder) => plan.conflicts.push(format!("`{path}` is a folder")),
        }
    }
    plan.actions.sort_by(|one, other| one.path.cmp(&other.path));
    plan
}

impl Plan {
    fn push(&mut self, path: &str, change: Change) {
        self.actions.push(Action { path: path.to_owned(), change });
    }
}

/// An entry that prevents a parent folder of the path.
fn blocked_parent(path: &str, snapshot: &Snapshot) -> Option<String> {
    let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
    folders.into_iter().find_map(|folder| match snapshot.get(folder)? {
        Entry::Link => Some(format!("`{folder}` is a symbolic link, so `{path}` would be written through it")),
        Entry::OtherFile => Some(format!("`{folder}` is a file, but `{path}` needs a folder")),
        // The plan deletes an obsolete generated file first.
        Entry::Generated(_) | Entry::Folder => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> GeneratedFile {
        GeneratedFile { path: path.to_owned(), text: text.to_owned() }
    }

    fn snapshot(entries: &[(&str, Entry)]) -> Snapshot {
        entries.iter().map(|(path, entry)| ((*path).to_owned(), entry.clone())).collect()
    }

    fn generated(text: &str) -> Entry {
        Entry::Generated(text.to_owned())
    }

    #[test]
    fn files_are_created_updated_deleted_or_kept() {
        let on_disk = [
            ("src", Entry::Folder),
            ("src/same.rs", generated("s")),
            ("src/stale.rs", generated("old")),
            ("src/orphan.rs", generated("o")),
            ("src/mine.rs", Entry::OtherFile),
        ];
        let files = vec![file("src/stale.rs", "new"), file("src/same.rs", "s"), file("src/fresh.rs", "f")];
        let action = |path: &str, change| Action { path: path.to_owned(), change };
        let expected = Plan {
            actions: vec![
                action("src/fresh.rs", Change::Create { text: "f".to_owned() }),
                action("src/orphan.rs", Change::Delete { before: "o".to_owned() }),
                action("src/stale.rs", Change::Update { before: "old".to_owned(), text: "new".to_owned() }),
            ],
            conflicts: Vec::new(),
            other_files: vec!["src/mine.rs".to_owned()],
            unchanged: 1,
        };
        assert_eq!(plan(files, &snapshot(&on_disk)), expected);
    }

    #[test]
    fn other_files_are_conflicts() {
        let on_disk = [
            ("a.rs", Entry::OtherFile),
            ("b.rs", Entry::Link),
            ("c.rs", Entry::Folder),
            ("d", Entry::Link),
            ("e", Entry::OtherFile),
        ];
        let files = ["a.rs", "b.rs", "c.rs", "d/x.rs", "e/y/x.rs"].map(|path| file(path, "")).into();
        let plan = plan(files, &snapshot(&on_disk));
        assert_eq!(plan.actions, []);
        assert_eq!(
            plan.conflicts,
            [
                "`a.rs` does not begin with the header of a generated file",
                "`b.rs` is a symbolic link",
                "`c.rs` is a folder",
                "`d` is a symbolic link, so `d/x.rs` would be written through it",
                "`e` is a file, but `e/y/x.rs` needs a folder",
            ]
        );
    }

    #[test]
    fn a_generated_file_can_become_a_folder() {
        let plan = plan(vec![file("a/b.rs", "")], &snapshot(&[("a", generated(""))]));
        assert_eq!((plan.actions.len(), plan.conflicts.len()), (2, 0));
    }
}
