//! Reach: the first change that uses each component, through all references.

use std::collections::{HashMap, HashSet};

use wireright_codegen::source::{Location, NodePart, Pointer, Value};

use super::place_index::{PlaceIndex, place_text};
use crate::document::{Documents, Node, NodeKey};

/// The first of these changes that uses each component. A component is read only for the first change that uses it.
pub(super) fn first_uses<'k>(documents: &Documents, changes: impl Iterator<Item = (usize, &'k NodeKey)>) -> PlaceIndex {
    let mut found: HashMap<NodeKey, usize> = HashMap::new();
    let mut starts = HashSet::new();
    for (change, key) in changes {
        // A discriminator concerns all alternatives beside it.
        let text = key.1.to_string();
        let outer = text.split("/discriminator").next().and_then(Pointer::parse);
        let location = Location { file: key.0, pointer: outer.unwrap_or_else(|| key.1.clone()), part: NodePart::Value };
        if !starts.insert((location.file, location.pointer.clone())) {
            continue;
        }
        let mut unread: Vec<Node<'_>> = documents.at(&location).into_iter().collect();
        while let Some(node) = unread.pop() {
            match node.value {
                Value::Object(object) => {
                    if object.get("$ref").is_some() {
                        let (target, _) = documents.resolve(&node);
                        if target.pointer != node.pointer && !found.contains_key(&target.key()) {
                            found.insert(target.key(), change);
                            unread.push(target);
                        }
                    }
                    let children = node.entries().filter(|(key, _)| !key.starts_with("example"));
                    unread.extend(children.map(|(_, child)| child));
                }
                Value::Array(_) => unread.extend(node.items()),
                _ => {}
            }
        }
    }
    found.into_iter().map(|(key, change)| (place_text(&key), change)).collect()
}
