//! Executing a plan. The only module that writes, renames and deletes files.

use std::{
    collections::BTreeSet,
    fs, io,
    io::Write,
    panic::resume_unwind,
    path::{Path, PathBuf},
    thread,
};

use super::plan::{Action, Change, Plan};
use crate::{paths::join_inside, phrases::io_reason};

/// Executes a plan in an output folder. Fails on a plan with conflicts.
pub fn execute(plan: &Plan, out: &Path) -> Result<(), String> {
    if let Some(conflict) = plan.conflicts.first() {
        return Err(conflict.clone());
    }
    // All paths are checked before the first file changes.
    let located: Vec<(&Action, PathBuf)> = plan
        .actions
        .iter()
        .map(|action| Ok((action, join_inside(out, &action.path)?)))
        .collect::<Result<_, String>>()?;
    // Deletions come first: a file may have to become a folder.
    for (action, path) in &located {
        if let Change::Delete { .. } = action.change {
            delete(path, out).map_err(|error| failure_message("delete", action, &error))?;
        }
    }
    let files = located.iter().filter_map(|(action, path)| match &action.change {
        Change::Create { text } | Change::Update { text, .. } => Some((*action, path.as_path(), text.as_str())),
        Change::Delete { .. } => None,
    });
    let files: Vec<_> = files.collect();
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(_, path, _)| path.parent()).collect();
    for folder in &folders {
        if let Err(error) = fs::create_dir_all(folder)
            && let Some((action, ..)) = files.iter().find(|(_, path, _)| path.parent() == Some(folder))
        {
            return Err(failure_message("write", action, &error));
        }
    }
    write_in_parallel(&files)
}

/// Minimum number of files per thread.
const FILES_PER_THREAD: usize = 64;

/// Writes files on several threads: the file system dominates the time.
fn write_in_parallel(files: &[(&Action, &Path, &str)]) -> Result<(), String> {
    let write = |files: &[(&Action, &Path, &str)]| {
        files.iter().try_for_each(|(action, path, text)| {
            replace(path, text).map_err(|error| failure_message("write", action, &error))
        })
    };
    let threads =
        thread::available_parallelism().map_or(1, usize::from).min(files.len().div_ceil(FILES_PER_THREAD)).max(1);
    thread::scope(|scope| {
        let parts = files.chunks(files.len().div_ceil(threads).max(1));
        let writers: Vec<_> = parts.map(|part| scope.spawn(move || write(part))).collect();
        // Joins all threads, then returns the first error.
        let results = writers.into_iter().map(|writer| writer.join().unwrap_or_else(|panic| resume_unwind(panic)));
        results.fold(Ok(()), Result::and)
    })
}

fn failure_message(verb: &str, action: &Action, error: &io::Error) -> String {
    format!("cannot {verb} `{}`: {}", action.path, io_reason(error))
}

/// Deletes a file and the folders that it leaves empty.
fn delete(path: &Path, out: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != out) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

/// Replaces a file atomically: readers see the old or the new content.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = folder.join(format!(".{name}.{}.draft", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&draft)?;
    let written = file.write_all(text.as_bytes());
    drop(file);
    let replaced = written.and_then(|()| fs::rename(&draft, path));
    if replaced.is_err() {
        // The first error is returned; one of the cleanup is ignored.
        let _ = fs::remove_file(&draft);
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(path: &str, change: Change) -> Action {
        Action { path: path.to_owned(), change }
    }

    fn text(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn a_plan_is_executed() {
        let out = tempfile::tempdir().unwrap();
        let path = |path: &str| out.path().join(path);
        fs::create_dir_all(path("src/old")).unwrap();
        fs::write(path("src/old/gone.rs"), "1").unwrap();
        fs::write(path("src/stale.rs"), "2").unwrap();
        fs::write(path("src/turns"), "3").unwrap();
        let actions = vec![
            action("src/new/deep/a.rs", Change::Create { text: text("a") }),
            action("src/old/gone.rs", Change::Delete { before: text("1") }),
            action("src/stale.rs", Change::Update { before: text("2"), text: text("b") }),
            action("src/turns", Change::Delete { before: text("3") }),
            action("src/turns/c.rs", Change::Create { text: text("c") }),
        ];
        execute(&Plan { actions, ..Plan::default() }, out.path()).unwrap();
        for (file, text) in [("src/new/deep/a.rs", "a"), ("src/stale.rs", "b"), ("src/turns/c.rs", "c")] {
            assert_eq!(fs::read_to_string(path(file)).unwrap(), text, "{file}");
        }
        assert!(!path("src/old").exists());
        assert_eq!(fs::read_dir(path("src")).unwrap().count(), 3, "no draft is left");
    }

    #[test]
    fn unsafe_paths_and_conflicts_prevent_every_change() {
        let out = tempfile::tempdir().unwrap();
        let fine = action("src/a.rs", Change::Create { text: text("a") });
        let bad = action("../b.rs", Change::Create { text: text("b") });
        let plan = Plan { actions: vec![fine.clone(), bad], ..Plan::default() };
        assert!(execute(&plan, out.path()).is_err());
        let plan = Plan { actions: vec![fine], conflicts: vec![text("a conflict")], ..Plan::default() };
        assert_eq!(execute(&plan, out.path()), Err(text("a conflict")));
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_failed_write_leaves_no_draft() {
        let out = tempfile::tempdir().unwrap();
        fs::create_dir_all(out.path().join("src/a.rs/b")).unwrap();
        let plan = Plan { actions: vec![action("src/a.rs", Change::Create { text: text("a") })], ..Plan::default() };
        assert!(execute(&plan, out.path()).unwrap_err().starts_with("cannot write `src/a.rs`: "));
        assert_eq!(fs::read_dir(out.path().join("src")).unwrap().count(), 1);
    }
}
