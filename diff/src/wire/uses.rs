//! [`Use`]: the place that names a change of schemas that other places use, too.

use std::rc::Rc;

use crate::document::{Node, NodeKey, label_inside};

/// A place that refers to another component than before. Its changes are not changes of the components.
#[derive(Debug)]
pub(super) struct Use {
    /// The label of the place.
    pub(super) label: String,
    /// The schemas behind it.
    pub(super) targets: Vec<NodeKey>,
}

impl Use {
    /// An object with its parts.
    pub(super) fn of_object(label: String, parts: &[&[Node<'_>]]) -> Rc<Self> {
        let targets = parts.iter().flat_map(|parts| parts.iter().map(Node::key)).collect();
        Rc::new(Self { label, targets })
    }

    /// The label of a node inside one of the schemas.
    pub(super) fn label(&self, node: &Node<'_>) -> Option<String> {
        let rest = self.targets.iter().find_map(|(file, pointer)| {
            let mut segments = node.pointer.segments();
            let is_inside = *file == node.file && pointer.segments().all(|segment| segments.next() == Some(segment));
            is_inside.then(|| segments.map(std::borrow::Cow::into_owned).collect::<Vec<String>>())
        })?;
        Some(label_inside(&self.label, &rest.iter().map(String::as_str).collect::<Vec<_>>()))
    }
}
