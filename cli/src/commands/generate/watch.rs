//! Waiting for changes of files, by looking at their times of modification.

use std::{fs, path::PathBuf, thread, time::Duration, time::SystemTime};

/// Files, each with its time of modification. `None` if it does not exist.
pub(super) type State = Vec<(PathBuf, Option<SystemTime>)>;

/// Time between two looks.
const INTERVAL: Duration = Duration::from_millis(50);

/// The state of these files now.
pub(super) fn state(mut files: Vec<PathBuf>) -> State {
    files.sort();
    files.dedup();
    files.into_iter().map(|file| (file.clone(), modified(&file))).collect()
}

/// Returns once a file differs from its state.
pub(super) fn wait_for_change(state: &State) {
    while !has_changed(state) {
        thread::sleep(INTERVAL);
    }
}

fn has_changed(state: &State) -> bool {
    state.iter().any(|(file, before)| modified(file) != *before)
}

fn modified(file: &PathBuf) -> Option<SystemTime> {
    fs::metadata(file).and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_and_a_new_file_are_seen() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        fs::write(&one, "1").unwrap();
        let before = state(vec![one.clone(), other.clone(), one.clone()]);
        assert_eq!(before.len(), 2);
        assert!(!has_changed(&before));
        fs::write(&other, "2").unwrap();
        assert!(has_changed(&before));
        let later = SystemTime::now() + Duration::from_secs(5);
        let before = state(vec![one.clone()]);
        fs::File::options().write(true).open(&one).and_then(|file| file.set_modified(later)).unwrap();
        assert!(has_changed(&before));
        wait_for_change(&before);
    }
}
