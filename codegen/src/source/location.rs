//! Locations: a file, a JSON pointer into it, and the key or the value there.

use std::{borrow::Cow, fmt, sync::Arc};

/// The id of a file of [`Sources`](super::Sources). Ids are in the order of the paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(super) usize);

/// A node of a document. Its lines are computed only for output: see [`locate`](super::locate).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The path of the node inside the document.
    pub pointer: Pointer,
    /// The key or the value at the pointer.
    pub part: NodePart,
}

impl Location {
    /// The root of a document.
    pub fn root(file: FileId) -> Self {
        Self { file, pointer: Pointer::root(), part: NodePart::Value }
    }
}

/// The key or the value of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodePart {
    /// The key. For an item of an array and for the root, the same as the value.
    Key,
    /// The value.
    Value,
}

/// A JSON pointer (RFC 6901), such as `/paths/~1users/get`. Cloning it is cheap.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer {
    /// The pointer as RFC 6901 writes it.
    text: Arc<str>,
}

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self { text: Arc::from("") }
    }

    /// The pointer to a property of the object at this pointer.
    pub fn child(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.text.len() + 1 + key.len());
        text.push_str(&self.text);
        text.push('/');
        let mut rest = key;
        while let Some(at) = rest.find(['~', '/']) {
            let (before, after) = rest.split_at(at);
            text.push_str(before);
            text.push_str(if after.starts_with('~') { "~0" } else { "~1" });
            rest = after.get(1..).unwrap_or_default();
        }
        text.push_str(rest);
        Self { text: Arc::from(text) }
    }

    /// The pointer to an item of the array at this pointer.
    pub fn index(&self, index: usize) -> Self {
        Self { text: Arc::from(format!("{}/{index}", self.text)) }
    }

    /// Parses a pointer. `None` if the text is not empty and does not begin with `/`, or has an invalid escape.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.is_empty() && !text.starts_with('/') {
            return None;
        }
        let has_invalid_escape = text.split('~').skip(1).any(|after| !after.starts_with(['0', '1']));
        (!has_invalid_escape).then(|| Self { text: Arc::from(text) })
    }

    /// The keys and indices from the root on, without escapes.
    pub fn segments(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.text.split('/').skip(1).map(unescape)
    }

    /// The pointer to the object or array that contains this value. `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        self.text.rsplit_once('/').map(|(parent, _)| Self { text: Arc::from(parent) })
    }

    /// The pointer as RFC 6901 writes it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether this is the pointer to the whole document.
    pub fn is_root(&self) -> bool {
        self.text.is_empty()
    }
}

fn unescape(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    }
}

impl Default for Pointer {
    fn default() -> Self {
        Self::root()
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pointer({:?})", &*self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_are_escaped_in_the_text_and_not_in_the_segments() {
        let pointer = Pointer::root().child("paths").child("/a~b").index(3);
        assert_eq!(pointer.to_string(), "/paths/~1a~0b/3");
        assert_eq!(pointer.segments().collect::<Vec<_>>(), ["paths", "/a~b", "3"]);
        assert_eq!(pointer.parent().map(|parent| parent.to_string()).as_deref(), Some("/paths/~1a~0b"));
    }

    #[test]
    fn the_root_has_no_segments_and_an_empty_key_is_one() {
        assert_eq!(Pointer::root().segments().count(), 0);
        assert_eq!(Pointer::root().child("").segments().collect::<Vec<_>>(), [""]);
        assert_eq!(Pointer::root().parent(), None);
    }

    #[test]
    fn invalid_pointers_are_rejected() {
        for wrong in ["a", "#/a", "/~", "/~2", "/a~"] {
            assert_eq!(Pointer::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_pointer_survives_formatting_and_parsing(keys in proptest::collection::vec(".{0,12}", 0..6)) {
            let pointer = keys.iter().fold(Pointer::root(), |pointer, key| pointer.child(key));
            prop_assert_eq!(Pointer::parse(&pointer.to_string()), Some(pointer.clone()));
            prop_assert_eq!(pointer.segments().collect::<Vec<_>>(), keys);
        }
    }
}
