//! Carrying a plan out: the only place that writes files.

use std::{
    collections::BTreeSet,
    fs, io,
    io::Write,
    panic::resume_unwind,
    path::{Path, PathBuf},
    thread,
};

use crate::{
    paths::inside,
    plan::{Action, Change, Plan},
    specs::words,
};

/// Does what the plan says, below this folder. A plan with obstacles is refused.
pub(crate) fn carry_out(plan: &Plan, out: &Path) -> Result<(), String> {
    if let Some(obstacle) = plan.obstacles.first() {
        return Err(obstacle.clone());
    }
    // Every path is looked at before the first file is touched.
    let placed: Vec<(&Action, PathBuf)> =
        plan.actions.iter().map(|action| Ok((action, inside(out, &action.path)?))).collect::<Result<_, String>>()?;
    // What goes makes room for what comes: a file may have to become a folder.
    for (action, place) in &placed {
        if let Change::Delete { .. } = action.change {
            delete(place, out).map_err(|error| cannot("deleted", action, &error))?;
        }
    }
    let texts = placed.iter().filter_map(|(action, place)| match &action.change {
        Change::Create { text } | Change::Update { text, .. } => Some((*action, place.as_path(), text.as_str())),
        Change::Delete { .. } => None,
    });
    let texts: Vec<_> = texts.collect();
    let folders: BTreeSet<&Path> = texts.iter().filter_map(|(_, place, _)| place.parent()).collect();
    for folder in &folders {
        if let Err(error) = fs::create_dir_all(folder)
            && let Some((action, ..)) = texts.iter().find(|(_, place, _)| place.parent() == Some(folder))
        {
            return Err(cannot("written", action, &error));
        }
    }
    at_once(&texts)
}

/// Fewer files than this are not worth a thread.
const WORTHWHILE: usize = 64;

/// Writes the files, several at once: most of the time is the file system's.
fn at_once(texts: &[(&Action, &Path, &str)]) -> Result<(), String> {
    let write = |texts: &[(&Action, &Path, &str)]| {
        texts.iter().try_for_each(|(action, place, text)| {
            replace(place, text).map_err(|error| cannot("written", action, &error))
        })
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(texts.len().div_ceil(WORTHWHILE)).max(1);
    thread::scope(|scope| {
        let parts = texts.chunks(texts.len().div_ceil(threads).max(1));
        let writers: Vec<_> = parts.map(|part| scope.spawn(move || write(part))).collect();
        // All are waited for; the first error is the one to tell.
        let results = writers.into_iter().map(|writer| writer.join().unwrap_or_else(|panic| resume_unwind(panic)));
        results.fold(Ok(()), Result::and)
    })
}

fn cannot(what: &str, action: &Action, error: &io::Error) -> String {
    format!("`{}` cannot be {what}: {}", action.path, words(error))
}

/// Deletes a file, and the folders that are empty without it.
fn delete(place: &Path, out: &Path) -> io::Result<()> {
    fs::remove_file(place)?;
    for folder in place.ancestors().skip(1).take_while(|folder| *folder != out) {
        // A folder that holds something else stays.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

/// Puts a whole file in place at once: whoever reads sees the old text or the new one, never half of it.
fn replace(place: &Path, text: &str) -> io::Result<()> {
    let folder = place.parent().unwrap_or(Path::new("."));
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let draft = folder.join(format!(".{name}.{}.draft", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&draft)?;
    let written = file.write_all(text.as_bytes());
    drop(file);
    let placed = written.and_then(|()| fs::rename(&draft, place));
    if placed.is_err() {
        // The draft is of no use to anybody; the first error is the one to tell.
        let _ = fs::remove_file(&draft);
    }
    placed
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
    fn a_plan_is_carried_out() {
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
        carry_out(&Plan { actions, ..Plan::default() }, out.path()).unwrap();
        for (file, text) in [("src/new/deep/a.rs", "a"), ("src/stale.rs", "b"), ("src/turns/c.rs", "c")] {
            assert_eq!(fs::read_to_string(path(file)).unwrap(), text, "{file}");
        }
        assert!(!path("src/old").exists());
        assert_eq!(fs::read_dir(path("src")).unwrap().count(), 3, "no draft is left");
    }

    #[test]
    fn nothing_is_touched_where_a_path_leads_out_or_something_is_in_the_way() {
        let out = tempfile::tempdir().unwrap();
        let fine = action("src/a.rs", Change::Create { text: text("a") });
        let bad = action("../b.rs", Change::Create { text: text("b") });
        let plan = Plan { actions: vec![fine.clone(), bad], ..Plan::default() };
        assert!(carry_out(&plan, out.path()).is_err());
        let plan = Plan { actions: vec![fine], obstacles: vec![text("a wall")], ..Plan::default() };
        assert_eq!(carry_out(&plan, out.path()), Err(text("a wall")));
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_in_the_way_is_said_and_leaves_no_draft() {
        let out = tempfile::tempdir().unwrap();
        fs::create_dir_all(out.path().join("src/a.rs/b")).unwrap();
        let plan = Plan { actions: vec![action("src/a.rs", Change::Create { text: text("a") })], ..Plan::default() };
        assert!(carry_out(&plan, out.path()).unwrap_err().starts_with("`src/a.rs` cannot be written: "));
        assert_eq!(fs::read_dir(out.path().join("src")).unwrap().count(), 1);
    }
}
