//! JSON pointers: the address of a value inside a document. RFC 6901.

use std::{borrow::Cow, fmt, sync::Arc};

/// An address such as `/paths/~1users/get`. Cloning it copies no text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer {
    /// The pointer as RFC 6901 writes it.
    text: Arc<str>,
}

impl Pointer {
    /// The address of the whole document.
    pub fn root() -> Self {
        Self { text: Arc::from("") }
    }

    /// The address of a member of the object at this address.
    pub fn child(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.text.len() + 1 + key.len());
        text.push_str(&self.text);
        text.push('/');
        for character in key.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self { text: Arc::from(text) }
    }

    /// The address of an item of the array at this address.
    pub fn index(&self, index: usize) -> Self {
        Self { text: Arc::from(format!("{}/{index}", self.text)) }
    }

    /// Reads a pointer; `None` for a text that does not begin with `/` or has a `~` that escapes nothing.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.is_empty() && !text.starts_with('/') {
            return None;
        }
        let escapes_nothing = text.split('~').skip(1).any(|after| !after.starts_with(['0', '1']));
        (!escapes_nothing).then(|| Self { text: Arc::from(text) })
    }

    /// The keys and indices from the root on, without escapes.
    pub fn segments(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.text.split('/').skip(1).map(unescape)
    }

    /// The address of the object or array that holds this value; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        self.text.rsplit_once('/').map(|(parent, _)| Self { text: Arc::from(parent) })
    }

    /// Whether this is the address of the whole document.
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
    fn what_is_no_pointer_is_refused() {
        for wrong in ["a", "#/a", "/~", "/~2", "/a~"] {
            assert_eq!(Pointer::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_pointer_survives_being_written_and_read(keys in proptest::collection::vec(".{0,12}", 0..6)) {
            let pointer = keys.iter().fold(Pointer::root(), |pointer, key| pointer.child(key));
            prop_assert_eq!(Pointer::parse(&pointer.to_string()), Some(pointer.clone()));
            prop_assert_eq!(pointer.segments().collect::<Vec<_>>(), keys);
        }
    }
}
