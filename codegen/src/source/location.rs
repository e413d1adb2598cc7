//! The address of a value: in which file, under which pointer, and which part of the member is meant.

use super::{FileId, Pointer};

/// Where something stands. Lines are found only when they are shown: see [`locate`](super::locate).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The document.
    pub file: FileId,
    /// The address inside the document.
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

/// Which part of a member is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodePart {
    /// The key. A value without one, an item of an array or the root, stands for itself.
    Key,
    /// The value.
    Value,
}
