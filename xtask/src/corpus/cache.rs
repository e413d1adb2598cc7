//! What is known from earlier runs: a file with an object of JSON a line, the latest for each description.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use super::record::Record;
use wireright::wording::io_reason;

/// The results of all descriptions that were ever measured.
pub(super) struct Cache {
    place: PathBuf,
    records: BTreeMap<String, Record>,
    /// Whether what is known is left unused.
    fresh: bool,
}

impl Cache {
    /// Reads what is known. A line that cannot be understood is of another version, and forgotten.
    pub(super) fn open(out: &Path, fresh: bool) -> Self {
        let place = out.join("results.jsonl");
        let text = fs::read_to_string(&place).unwrap_or_default();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Record>(line).ok());
        let records = lines.map(|record| (record.document.clone(), record)).collect();
        Self { place, records, fresh }
    }

    /// What is known about a description, if nothing that it depends on has changed.
    pub(super) fn get(&self, document: &str, key: &str) -> Option<&Record> {
        self.records.get(document).filter(|record| !self.fresh && record.key == key)
    }

    /// Notes a result, on disk at once: a run can be interrupted at any time.
    pub(super) fn put(&mut self, record: Record) -> Result<(), String> {
        self.records.insert(record.document.clone(), record);
        let text: String = self.records.values().map(|record| format!("{}\n", record.json())).collect();
        let draft = self.place.with_extension("jsonl.draft");
        let written = fs::write(&draft, text).and_then(|()| fs::rename(&draft, &self.place));
        written.map_err(|error| format!("`{}` cannot be written: {}", self.place.display(), io_reason(&error)))
    }
}

/// A hash of all of these, as text. It is for telling change from no change, and not for keeping secrets.
pub(super) fn hash<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        part.hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// A hash of every file below these folders, and of these files, with their names.
pub(super) fn hash_of_files(places: &[PathBuf]) -> String {
    let mut all = places.to_vec();
    let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    while let Some(place) = all.pop() {
        match fs::read_dir(&place) {
            Ok(entries) => all.extend(entries.filter_map(|entry| entry.ok().map(|entry| entry.path()))),
            Err(_) => {
                let bytes = fs::read(&place).unwrap_or_default();
                files.insert(place, bytes);
            }
        }
    }
    let parts = files.iter().map(|(place, bytes)| (place.to_string_lossy().into_owned(), bytes));
    let parts: Vec<(String, &Vec<u8>)> = parts.collect();
    hash(parts.iter().flat_map(|(place, bytes)| [place.as_bytes(), bytes.as_slice()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_found_again_while_nothing_changes() {
        let out = tempfile::tempdir().unwrap();
        let record = |document: &str, key: &str| Record { key: key.to_owned(), operations: 7, ..Record::new(document) };
        let mut cache = Cache::open(out.path(), false);
        assert!(cache.get("a", "1").is_none());
        cache.put(record("a", "1")).unwrap();
        cache.put(record("b", "1")).unwrap();
        cache.put(record("a", "2")).unwrap();
        let place = out.path().join("results.jsonl");
        let text = fs::read_to_string(&place).unwrap();
        assert_eq!(text.lines().count(), 2);
        fs::write(&place, format!("{text}not a record\n")).unwrap();
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
        let before = hash_of_files(&[folder.path().to_path_buf()]);
        fs::write(folder.path().join("x/a"), "2").unwrap();
        assert_ne!(hash_of_files(&[folder.path().to_path_buf()]), before);
    }
}
