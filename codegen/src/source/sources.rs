//! The files of one run, sorted by path, and a cache of the positions found in them.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use super::{
    FileId, Pointer,
    locate::{Spans, locate_all},
};

/// The path and content of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path that diagnostics show, with `/` between folders: `specs/kafka.yaml`.
    pub path: String,
    /// The content, which may be invalid UTF-8.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// The text of the file without a byte order mark, or the number of valid bytes before the first invalid one.
    ///
    /// All offsets count the bytes of this text.
    pub fn text(&self) -> Result<&str, usize> {
        str::from_utf8(self.content()).map_err(|error| error.valid_up_to())
    }

    /// The text of the file for output. Invalid bytes are replaced.
    pub fn text_lossy(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.content())
    }

    /// The bytes after a byte order mark.
    fn content(&self) -> &[u8] {
        self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.bytes)
    }
}

/// The files of one run, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<SourceFile>,
    spans: SpanCache,
}

/// The file of an unknown id: an empty file in a message is better than a panic.
static EMPTY: SourceFile = SourceFile { path: String::new(), bytes: Vec::new() };

impl Sources {
    /// Takes the files in any order.
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|one, other| (&one.path, &one.bytes).cmp(&(&other.path, &other.bytes)));
        Self { files, spans: SpanCache::default() }
    }

    /// The file with this id. An id of other sources gives an empty file without a path.
    pub fn get(&self, id: FileId) -> &SourceFile {
        self.files.get(id.0).unwrap_or(&EMPTY)
    }

    /// Every file with its id, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index), file))
    }

    /// The spans of these nodes of a file.
    pub(crate) fn spans(&self, id: FileId, pointers: &BTreeSet<&Pointer>) -> BTreeMap<Pointer, Spans> {
        self.spans.get(id, &self.get(id).text_lossy(), pointers)
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// The spans that were located so far, by file. Locating reads a whole text, so sorting and rendering share the result.
///
/// The cache is not a part of the value of [`Sources`]: a clone has an empty cache, and all caches are equal.
#[derive(Debug, Default)]
struct SpanCache(Mutex<BTreeMap<FileId, BTreeMap<Pointer, Spans>>>);

impl SpanCache {
    /// The spans of these nodes of a file with this text.
    fn get(&self, id: FileId, text: &str, pointers: &BTreeSet<&Pointer>) -> BTreeMap<Pointer, Spans> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = files.entry(id).or_default();
        let missing: Vec<&Pointer> = pointers.iter().copied().filter(|pointer| !known.contains_key(pointer)).collect();
        if !missing.is_empty() {
            known.extend(locate_all(text, missing));
        }
        let spans = pointers.iter().filter_map(|pointer| Some(((*pointer).clone(), known.get(pointer)?.clone())));
        spans.collect()
    }
}

impl Clone for SpanCache {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for SpanCache {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for SpanCache {}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> SourceFile {
        SourceFile { path: path.to_owned(), bytes: Vec::new() }
    }

    #[test]
    fn files_are_sorted_by_path() {
        let one = Sources::new(vec![file("b.yaml"), file("a.yaml")]);
        let other = Sources::new(vec![file("a.yaml"), file("b.yaml")]);
        assert_eq!(one, other);
        let paths: Vec<&str> = one.iter().map(|(id, _)| one.get(id).path.as_str()).collect();
        assert_eq!(paths, ["a.yaml", "b.yaml"]);
    }

    #[test]
    fn an_unknown_id_is_an_empty_file() {
        assert_eq!(Sources::default().get(FileId(3)).path, "");
    }
}
