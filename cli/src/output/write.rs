//! Executing a plan: writes, renames and deletes files.

use std::{
    collections::BTreeSet,
    fs, io,
    io::Write,
    panic::resume_unwind,
    path::{Path, PathBuf},
    thread,
};

use super::{
    drafts::{draft, remove_drafts_of},
    plan::{Action, Change, Plan},
};
use crate::{paths::join_inside, phrases::io_reason};

/// Why a plan was not executed, or only in part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteError {
    /// What failed.
    pub message: String,
    /// The paths that were changed before. Each file has its old or its new content.
    pub changed: Vec<String>,
}

/// A file to write: its action, its path and its content.
type NewFile<'p> = (&'p Action, &'p Path, &'p str);

/// Executes a plan in an output folder. Fails on a plan with conflicts. All new files are written under temporary names
/// before the first one replaces an old one, so that a full disk changes nothing.
pub fn execute(plan: &Plan, out: &Path) -> Result<(), WriteError> {
    if let Some(conflict) = plan.conflicts.first() {
        return Err(conflict.clone().into());
    }
    // All paths are checked before the first file changes.
    let located: Vec<(&Action, PathBuf)> = plan
        .actions
        .iter()
        .map(|action| Ok((action, join_inside(out, &action.path)?)))
        .collect::<Result<_, String>>()?;
    let files = located.iter().filter_map(|(action, path)| match &action.change {
        Change::Create { text } | Change::Update { text, .. } => Some((*action, path.as_path(), text.as_str())),
        Change::Delete { .. } => None,
    });
    let files: Vec<NewFile<'_>> = files.collect();
    let deleted = || located.iter().filter(|(action, _)| matches!(action.change, Change::Delete { .. }));
    let is_folder = |path: &Path| files.iter().any(|(_, file, _)| file.starts_with(path));
    let mut changed = Vec::new();
    // A file that has to become a folder is deleted first, and all others last: the new files do not need them.
    for (action, path) in deleted().filter(|(_, path)| is_folder(path)) {
        delete(action, path, out, &mut changed)?;
    }
    replace_all(&files, &mut changed)?;
    for (action, path) in deleted().filter(|(_, path)| !is_folder(path)) {
        delete(action, path, out, &mut changed)?;
    }
    Ok(())
}

impl From<String> for WriteError {
    fn from(message: String) -> Self {
        Self { message, changed: Vec::new() }
    }
}

fn failure(verb: &str, action: &Action, error: &io::Error, changed: &[String]) -> WriteError {
    WriteError { message: format!("cannot {verb} `{}`: {}", action.path, io_reason(error)), changed: changed.to_vec() }
}

/// Writes all files under temporary names, and then gives them their own.
fn replace_all(files: &[NewFile<'_>], changed: &mut Vec<String>) -> Result<(), WriteError> {
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(_, path, _)| path.parent()).collect();
    let missing = folders.iter().flat_map(|folder| folder.ancestors().take_while(|one| !one.exists()));
    let missing: BTreeSet<&Path> = missing.collect();
    let clean_up = || {
        // The first error is returned; those of the cleanup are ignored. A folder with other files stays.
        for (_, path, _) in files {
            let _ = fs::remove_file(draft(path));
        }
        missing.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    };
    for folder in &folders {
        if let Err(error) = fs::create_dir_all(folder)
            && let Some((action, ..)) = files.iter().find(|(_, path, _)| path.parent() == Some(folder))
        {
            clean_up();
            return Err(failure("write", action, &error, changed));
        }
    }
    let written = in_parallel(files, |(_, path, text)| write_draft(path, text.as_bytes()));
    if let Err((action, error)) = written {
        clean_up();
        return Err(failure("write", action, &error, changed));
    }
    for (action, path, _) in files {
        if let Err(error) = fs::rename(draft(path), path) {
            clean_up();
            return Err(failure("write", action, &error, changed));
        }
        changed.push(action.path.clone());
    }
    Ok(())
}

/// Minimum number of files per thread.
const FILES_PER_THREAD: usize = 64;

/// Writes files on several threads: the file system dominates the time.
fn in_parallel<'p>(
    files: &[NewFile<'p>],
    write: impl Fn(&NewFile<'p>) -> io::Result<()> + Sync,
) -> Result<(), (&'p Action, io::Error)> {
    let write = |files: &[NewFile<'p>]| files.iter().try_for_each(|file| write(file).map_err(|error| (file.0, error)));
    let threads =
        thread::available_parallelism().map_or(1, usize::from).min(files.len().div_ceil(FILES_PER_THREAD)).max(1);
    thread::scope(|scope| {
        let parts = files.chunks(files.len().div_ceil(threads).max(1));
        let writers: Vec<_> = parts.map(|part| scope.spawn(|| write(part))).collect();
        // Joins all threads, then returns the first error.
        let results = writers.into_iter().map(|writer| writer.join().unwrap_or_else(|panic| resume_unwind(panic)));
        results.fold(Ok(()), Result::and)
    })
}

/// Deletes a file and the folders that it leaves empty. Another run may have deleted it already.
fn delete(action: &Action, path: &Path, out: &Path, changed: &mut Vec<String>) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Ok(()) => changed.push(action.path.clone()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failure("delete", action, &error, changed)),
    }
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != out) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn write_draft(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(draft(path))?;
    file.write_all(bytes)
}

/// Writes one file that is no part of a client. After an error it has its old content.
///
/// # Errors
///
/// The file cannot be written.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A symbolic link stays one.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    remove_drafts_of(&path);
    let written = write_draft(&path, bytes).and_then(|()| fs::rename(draft(&path), &path));
    if written.is_err() {
        let _ = fs::remove_file(draft(&path));
    }
    written
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
        assert_eq!(execute(&plan, out.path()), Err(text("a conflict").into()));
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_failed_write_leaves_no_draft() {
        let out = tempfile::tempdir().unwrap();
        fs::create_dir_all(out.path().join("src/b.rs/c")).unwrap();
        let create = |path: &str| action(path, Change::Create { text: text("a") });
        let actions = vec![create("src/a.rs"), create("src/b.rs"), create("src/new/c.rs")];
        let error = execute(&Plan { actions, ..Plan::default() }, out.path()).unwrap_err();
        assert!(error.message.starts_with("cannot write `src/b.rs`: "), "{error:?}");
        assert_eq!(error.changed, ["src/a.rs"]);
        assert_eq!(fs::read_dir(out.path().join("src")).unwrap().count(), 2, "no draft and no empty folder is left");
    }

    /// Runs another test of this program in a process whose files have at most some kilobytes, as on a full disk.
    #[cfg(unix)]
    fn run_with_small_files(test: &str, out: &Path) -> String {
        let program = std::env::current_exe().unwrap();
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "sh"]).arg(program);
        shell.args([&format!("output::write::tests::{test}"), "--exact", "--ignored", "--nocapture"]);
        let output = shell.env("WIRERIGHT_TEST_OUT", out).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    #[test]
    #[ignore = "another test runs it in a process of its own"]
    fn write_a_large_file() {
        let Some(out) = std::env::var_os("WIRERIGHT_TEST_OUT").map(PathBuf::from) else { return };
        let large = "x".repeat(1 << 20);
        let actions = vec![
            action("a.rs", Change::Update { before: text("old"), text: text("new") }),
            action("deep/new/large.rs", Change::Create { text: large }),
            action("obsolete.rs", Change::Delete { before: text("old") }),
        ];
        let error = execute(&Plan { actions, ..Plan::default() }, &out).unwrap_err();
        assert_eq!(error, text("cannot write `deep/new/large.rs`: file too large").into());
        assert!(replace(&out.join("obsolete.rs"), &vec![0; 1 << 20]).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_full_disk_changes_nothing() {
        let out = tempfile::tempdir().unwrap();
        let path = |path: &str| out.path().join(path);
        fs::write(path("a.rs"), "old").unwrap();
        fs::write(path("obsolete.rs"), "old").unwrap();
        let said = run_with_small_files("write_a_large_file", out.path());
        assert!(said.contains("test result: ok. 1 passed"), "{said}");
        assert_eq!(fs::read_to_string(path("obsolete.rs")).unwrap(), "old");
        assert_eq!(fs::read_to_string(path("a.rs")).unwrap(), "old");
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 2, "no draft and no folder is left");
    }
}
