//! The documents of one run, in an order that does not depend on how they were handed over.

use std::collections::{BTreeMap, BTreeSet};

use super::{Pointer, found::Found, locate::Spans};

/// A document as it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path that people are shown, with `/` between folders: `specs/kafka.yaml`.
    pub path: String,
    /// The bytes of the document, which need not be text at all.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// The text of the document without a byte order mark, or how many bytes are text before the first that is none.
    ///
    /// All places in a text are counted in the bytes of this one.
    pub fn text(&self) -> Result<&str, usize> {
        str::from_utf8(self.content()).map_err(|error| error.valid_up_to())
    }

    /// The text of the document for showing it: what is no text is replaced.
    pub fn text_lossy(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.content())
    }

    /// The bytes after a byte order mark.
    fn content(&self) -> &[u8] {
        self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.bytes)
    }
}

/// Names one of the [`Sources`]. Ids are in the order of the paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(usize);

/// The documents of one run, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<SourceFile>,
    found: Found,
}

/// What an id of other sources leads to: better an empty file in a message than a panic.
static NOWHERE: SourceFile = SourceFile { path: String::new(), bytes: Vec::new() };

impl Sources {
    /// Takes the documents, in any order.
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|one, other| (&one.path, &one.bytes).cmp(&(&other.path, &other.bytes)));
        Self { files, found: Found::default() }
    }

    /// The document of this id. An id of other sources than these gives an empty document without a path.
    pub fn get(&self, id: FileId) -> &SourceFile {
        self.files.get(id.0).unwrap_or(&NOWHERE)
    }

    /// Every document with its id, by path.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index), file))
    }

    /// Where these places of a document stand.
    pub(crate) fn spans(&self, id: FileId, asked: &BTreeSet<&Pointer>) -> BTreeMap<Pointer, Spans> {
        self.found.spans(id, &self.get(id).text_lossy(), asked)
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no document at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> SourceFile {
        SourceFile { path: path.to_owned(), bytes: Vec::new() }
    }

    #[test]
    fn the_order_of_handing_over_does_not_matter() {
        let one = Sources::new(vec![file("b.yaml"), file("a.yaml")]);
        let other = Sources::new(vec![file("a.yaml"), file("b.yaml")]);
        assert_eq!(one, other);
        let paths: Vec<&str> = one.iter().map(|(id, _)| one.get(id).path.as_str()).collect();
        assert_eq!(paths, ["a.yaml", "b.yaml"]);
    }

    #[test]
    fn a_foreign_id_is_harmless() {
        assert_eq!(Sources::default().get(FileId(3)).path, "");
    }
}
