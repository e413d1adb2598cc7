//! Waiting for changes of files, by looking at their times of modification and their sizes.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, SystemTime},
};

/// A version of a file: its time of modification and its size. `None` if it does not exist.
type Version = Option<(SystemTime, u64)>;

/// The files that a run depends on, each with the version that it has read.
#[derive(Debug, Default)]
pub(super) struct WatchedFiles {
    files: BTreeMap<PathBuf, Version>,
}

/// Time between two looks.
const INTERVAL: Duration = Duration::from_millis(50);

impl WatchedFiles {
    /// Notes the versions of the known files, before a run reads them.
    pub(super) fn note_versions(&mut self) {
        for (file, version) in &mut self.files {
            *version = version_of(file);
        }
    }

    /// Replaces the files by those that a run has read. A file that the run before has read too keeps the noted
    /// version: it may have changed since.
    pub(super) fn set_files(&mut self, files: Vec<PathBuf>) {
        let known = std::mem::take(&mut self.files);
        let version = |file: &Path| known.get(file).copied().unwrap_or_else(|| version_of(file));
        self.files = files.into_iter().map(|file| (file.clone(), version(&file))).collect();
    }

    /// The number of files. Some may be missing.
    pub(super) fn count(&self) -> usize {
        self.files.len()
    }

    /// Returns once a file has another version.
    pub(super) fn wait_for_change(&self) {
        while !self.has_changed() {
            thread::sleep(INTERVAL);
        }
    }

    fn has_changed(&self) -> bool {
        self.files.iter().any(|(file, version)| version_of(file) != *version)
    }
}

fn version_of(file: &Path) -> Version {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_and_a_new_file_are_seen() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        fs::write(&one, "1").unwrap();
        let watched = |files: &[&PathBuf]| {
            let mut watched = WatchedFiles::default();
            watched.set_files(files.iter().map(|file| (*file).clone()).collect());
            watched
        };
        let both = watched(&[&one, &other, &one]);
        assert_eq!(both.count(), 2);
        assert!(!both.has_changed());
        fs::write(&other, "2").unwrap();
        assert!(both.has_changed());
        let later = SystemTime::now() + Duration::from_secs(5);
        let only = watched(&[&one]);
        fs::File::options().write(true).open(&one).and_then(|file| file.set_modified(later)).unwrap();
        assert!(only.has_changed());
        only.wait_for_change();
    }

    #[test]
    fn a_change_during_a_run_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "1").unwrap();
        let mut watched = WatchedFiles::default();
        watched.set_files(vec![file.clone()]);
        fs::write(&file, "22").unwrap();
        watched.note_versions();
        assert!(!watched.has_changed());
        // The run has read the file, and an editor saves it before the run ends.
        fs::write(&file, "333").unwrap();
        watched.set_files(vec![file]);
        assert!(watched.has_changed());
    }
}
