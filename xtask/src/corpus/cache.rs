//! Results of earlier runs: a file with one JSON object per line, the latest result of each document.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use super::record::Record;
use wireright::phrases::io_reason;

/// The stored results.
pub(super) struct Cache {
    path: PathBuf,
    records: BTreeMap<String, Record>,
    /// Whether stored results are ignored.
    fresh: bool,
}

impl Cache {
    /// Reads stored results. A malformed line is from another version and is dropped.
    pub(super) fn open(out: &Path, fresh: bool) -> Self {
        let path = out.join("results.jsonl");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Record>(line).ok());
        let records = lines.map(|record| (record.document.clone(), record)).collect();
        Self { path, records, fresh }
    }

    /// The result of a document if its key is unchanged.
    pub(super) fn get(&self, document: &str, key: &str) -> Option<&Record> {
        self.records.get(document).filter(|record| !self.fresh && record.key == key)
    }

    /// Stores a result on disk immediately: a run can be interrupted.
    pub(super) fn put(&mut self, record: Record) -> Result<(), String> {
        self.records.insert(record.document.clone(), record);
        let text: String = self.records.values().map(|record| format!("{}\n", record.to_json())).collect();
        let draft = self.path.with_extension("jsonl.draft");
        let written = fs::write(&draft, text).and_then(|()| fs::rename(&draft, &self.path));
        written.map_err(|error| format!("cannot write `{}`: {}", self.path.display(), io_reason(&error)))
    }
}

/// A hash of all parts in hexadecimal, to detect changes. Not cryptographic.
pub(super) fn hash<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        part.hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// A hash of the names and contents of these files and of all files below these folders.
pub(super) fn hash_files(paths: &[PathBuf]) -> String {
    let mut all = paths.to_vec();
    let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    while let Some(path) = all.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => all.extend(entries.filter_map(|entry| entry.ok().map(|entry| entry.path()))),
            Err(_) => {
                let bytes = fs::read(&path).unwrap_or_default();
                files.insert(path, bytes);
            }
        }
    }
    let parts = files.iter().map(|(path, bytes)| (path.to_string_lossy().into_owned(), bytes));
    let parts: Vec<(String, &Vec<u8>)> = parts.collect();
    hash(parts.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes.as_slice()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_found_while_the_key_is_unchanged() {
        let out = tempfile::tempdir().unwrap();
        let record = |document: &str, key: &str| Record { key: key.to_owned(), operations: 7, ..Record::new(document) };
        let mut cache = Cache::open(out.path(), false);
        assert!(cache.get("a", "1").is_none());
        cache.put(record("a", "1")).unwrap();
        cache.put(record("b", "1")).unwrap();
        cache.put(record("a", "2")).unwrap();
        let path = out.path().join("results.jsonl");
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 2);
        fs::write(&path, format!("{text}not a record\n")).unwrap();
        let cache = Cache::open(out.path(), false);
        assert_eq!(cache.get("a", "2"), Some(&record("a", "2")));
        assert!(cache.get("a", "1").is_none());
        assert!(Cache::open(out.path(), true).get("a", "2").is_none());
    }

    #[test]
    fn a_hash_changes_with_every_part() {
        let parts = |parts: &[&str]| hash(parts.iter().map(|part| part.as_bytes()));
        assert_eq!(parts(&["a", "b"]), parts(&["a", "b"]));
        assert_ne!(parts(&["a", "b"]), parts(&["ab"]));
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("x")).unwrap();
        fs::write(folder.path().join("x/a"), "1").unwrap();
        let before = hash_files(&[folder.path().to_path_buf()]);
        fs::write(folder.path().join("x/a"), "2").unwrap();
        assert_ne!(hash_files(&[folder.path().to_path_buf()]), before);
    }
}
