//! What has to be done so that a folder holds exactly the generated files. Nothing is done here.

use std::collections::BTreeMap;

use wireright_codegen::GeneratedFile;

/// What stands at a path below the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A generated file, with its text.
    Generated(String),
    /// A file of somebody.
    Foreign,
    /// A symbolic link, which may lead anywhere.
    Link,
    /// A folder.
    Folder,
}

/// What stands in a folder, by path.
pub(crate) type Snapshot = BTreeMap<String, Found>;

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Action {
    /// The file, from the folder on.
    pub(crate) path: String,
    pub(crate) change: Change,
}

/// What to do with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Create { text: String },
    Update { before: String, text: String },
    Delete { before: String },
}

/// What to do with a folder, by path.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) actions: Vec<Action>,
    /// Why it cannot be done. With any of these, nothing may be done at all.
    pub(crate) obstacles: Vec<String>,
    /// The files among the generated ones that somebody else wrote. They stay as they are.
    pub(crate) strays: Vec<String>,
    /// How many files are as they should be.
    pub(crate) unchanged: usize,
}

/// Compares the files that should be there with what is.
pub(crate) fn plan(files: Vec<GeneratedFile>, snapshot: &Snapshot) -> Plan {
    let mut plan = Plan::default();
    let wanted: BTreeMap<String, String> = files.into_iter().map(|file| (file.path, file.text)).collect();
    for (path, found) in snapshot.iter().filter(|(path, _)| !wanted.contains_key(*path)) {
        match found {
            Found::Generated(before) => plan.push(path, Change::Delete { before: before.clone() }),
            Found::Foreign | Found::Link if path.starts_with("src/") => plan.strays.push(path.clone()),
            Found::Foreign | Found::Link | Found::Folder => {}
        }
    }
    for (path, text) in wanted {
        if let Some(obstacle) = on_the_way(&path, snapshot) {
            plan.obstacles.push(obstacle);
            continue;
        }
        match snapshot.get(&path) {
            Some(Found::Generated(before)) if *before == text => plan.unchanged += 1,
            Some(Found::Generated(before)) => plan.push(&path, Change::Update { before: before.clone(), text }),
            None => plan.push(&path, Change::Create { text }),
            Some(Found::Foreign) => plan.obstacles.push(format!(
                "`{path}` was not written by the generator: its first line is not the generator's header"
            )),
            Some(Found::Link) => plan.obstacles.push(format!("`{path}` is a symbolic link")),
            Some(Found::Folder) => plan.obstacles.push(format!("`{path}` is a folder")),
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

/// What stands where a folder of the path has to be.
fn on_the_way(path: &str, snapshot: &Snapshot) -> Option<String> {
    let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
    folders.into_iter().find_map(|folder| match snapshot.get(folder)? {
        Found::Link => Some(format!("`{folder}` is a symbolic link, and `{path}` would be written through it")),
        Found::Foreign => Some(format!("`{folder}` is a file, and has to be a folder for `{path}`")),
        // A generated file that is no longer wanted is deleted first.
        Found::Generated(_) | Found::Folder => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> GeneratedFile {
        GeneratedFile { path: path.to_owned(), text: text.to_owned() }
    }

    fn snapshot(entries: &[(&str, Found)]) -> Snapshot {
        entries.iter().map(|(path, found)| ((*path).to_owned(), found.clone())).collect()
    }

    fn generated(text: &str) -> Found {
        Found::Generated(text.to_owned())
    }

    #[test]
    fn each_file_is_created_updated_deleted_or_left() {
        let on_disk = [
            ("src", Found::Folder),
            ("src/same.rs", generated("s")),
            ("src/stale.rs", generated("old")),
            ("src/orphan.rs", generated("o")),
            ("src/mine.rs", Found::Foreign),
        ];
        let files = vec![file("src/stale.rs", "new"), file("src/same.rs", "s"), file("src/fresh.rs", "f")];
        let action = |path: &str, change| Action { path: path.to_owned(), change };
        let expected = Plan {
            actions: vec![
                action("src/fresh.rs", Change::Create { text: "f".to_owned() }),
                action("src/orphan.rs", Change::Delete { before: "o".to_owned() }),
                action("src/stale.rs", Change::Update { before: "old".to_owned(), text: "new".to_owned() }),
            ],
            obstacles: Vec::new(),
            strays: vec!["src/mine.rs".to_owned()],
            unchanged: 1,
        };
        assert_eq!(plan(files, &snapshot(&on_disk)), expected);
    }

    #[test]
    fn what_is_not_ours_is_in_the_way() {
        let on_disk = [
            ("a.rs", Found::Foreign),
            ("b.rs", Found::Link),
            ("c.rs", Found::Folder),
            ("d", Found::Link),
            ("e", Found::Foreign),
        ];
        let files = ["a.rs", "b.rs", "c.rs", "d/x.rs", "e/y/x.rs"].map(|path| file(path, "")).into();
        let plan = plan(files, &snapshot(&on_disk));
        assert_eq!(plan.actions, []);
        assert_eq!(
            plan.obstacles,
            [
                "`a.rs` was not written by the generator: its first line is not the generator's header",
                "`b.rs` is a symbolic link",
                "`c.rs` is a folder",
                "`d` is a symbolic link, and `d/x.rs` would be written through it",
                "`e` is a file, and has to be a folder for `e/y/x.rs`",
            ]
        );
    }

    #[test]
    fn a_generated_file_may_become_a_folder() {
        let plan = plan(vec![file("a/b.rs", "")], &snapshot(&[("a", generated(""))]));
        assert_eq!((plan.actions.len(), plan.obstacles.len()), (2, 0));
    }
}
