//! What schemas are called besides where they stand: `$id`, `$anchor` and `$dynamicAnchor` (JSON Schema 2020-12, Core, section 8.2).

use std::collections::{BTreeMap, BTreeSet};

use super::document_set::NodeId;
use crate::source::{FileId, Location, Pointer, Value, links};

/// The names of all schemas of a run.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// The documents, and the schemas with an `$id` in them: what references within are relative to.
    addresses: BTreeMap<NodeId, Address>,
    /// Those whose address the document says.
    by_address: BTreeMap<String, NodeId>,
    anchors: BTreeMap<(NodeId, String), Pointer>,
    /// How many schemas are called by a name that `$dynamicRef` looks for.
    dynamic: BTreeMap<String, usize>,
    /// The files with an `$id` below their root.
    divided: BTreeSet<FileId>,
}

/// What references are relative to.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) text: String,
    /// Whether a document says so; it is where the file is otherwise.
    pub(super) is_said: bool,
}

impl Identifiers {
    /// Reads them from all documents, each with its path.
    pub(super) fn of<'v>(documents: impl Iterator<Item = (FileId, &'v str, &'v Value)>) -> Self {
        let mut identifiers = Self::default();
        for (file, path, root) in documents {
            let said = text(root, "$self").or_else(|| text(root, "$id"));
            let address = said.map_or_else(|| path.to_owned(), |said| joined(path, said));
            let document = (file, String::new());
            identifiers.divide(document.clone(), address, said.is_some());
            identifiers.visit(root, &Pointer::root(), &document);
        }
        identifiers
    }

    fn divide(&mut self, at: NodeId, address: String, is_said: bool) {
        if is_said {
            self.by_address.entry(address.clone()).or_insert_with(|| at.clone());
        }
        self.addresses.insert(at, Address { text: address, is_said });
    }

    fn visit(&mut self, value: &Value, at: &Pointer, within: &NodeId) {
        let Value::Object(object) = value else {
            if let Value::Array(items) = value {
                items.iter().enumerate().for_each(|(index, item)| self.visit(item, &at.index(index), within));
            }
            return;
        };
        let mut own = None;
        if let Some(id) = text(value, "$id").filter(|id| !at.is_root() && !id.starts_with('#')) {
            let base = self.addresses.get(within).map_or("", |address| &address.text);
            let place = (within.0, at.to_string());
            self.divide(place.clone(), joined(base, id), true);
            self.divided.insert(within.0);
            own = Some(place);
        }
        let within = own.as_ref().unwrap_or(within);
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = text(value, key) {
                self.anchors.entry((within.clone(), name.to_owned())).or_insert_with(|| at.clone());
            }
        }
        if let Some(name) = text(value, "$dynamicAnchor") {
            *self.dynamic.entry(name.to_owned()).or_default() += 1;
        }
        for (key, inner) in object.iter().filter(|(key, _)| !HOLDS_VALUES.contains(key) && !key.starts_with("x-")) {
            match inner {
                // Keys that an author chose are no keywords.
                Value::Object(named) if HOLDS_NAMES.contains(&key) => {
                    let at = at.child(key);
                    named.iter().for_each(|(name, inner)| self.visit(inner, &at.child(name), within));
                }
                inner => self.visit(inner, &at.child(key), within),
            }
        }
    }

    /// The schema with an `$id` that a place is in, or its document.
    pub(super) fn enclosing(&self, at: &Location) -> NodeId {
        let mut pointer = Some(at.pointer.clone()).filter(|_| self.divided.contains(&at.file));
        while let Some(here) = pointer {
            let place = (at.file, here.to_string());
            if self.addresses.contains_key(&place) {
                return place;
            }
            pointer = here.parent();
        }
        (at.file, String::new())
    }

    /// What references within a document or a schema with an `$id` are relative to.
    pub(super) fn address(&self, within: &NodeId) -> Option<&Address> {
        self.addresses.get(within)
    }

    /// The document or schema that says that it has this address, as seen from another.
    pub(super) fn at(&self, within: &NodeId, reference: &str) -> Option<&NodeId> {
        if self.by_address.is_empty() {
            return None;
        }
        self.by_address.get(&joined(&self.address(within)?.text, reference))
    }

    /// What is called by an `$anchor`.
    pub(super) fn anchor(&self, within: &NodeId, name: &str) -> Option<&Pointer> {
        self.anchors.get(&(within.clone(), name.to_owned()))
    }

    /// The names of anchors within a document or a schema with an `$id`.
    pub(super) fn names<'i>(&'i self, within: &'i NodeId) -> impl Iterator<Item = &'i str> {
        let known = self.anchors.keys().filter(move |(place, _)| place == within);
        known.map(|(_, name)| name.as_str())
    }

    /// Whether several schemas are called this, so that it depends on the way to a `$dynamicRef` which one is meant.
    pub(super) fn is_overridden(&self, name: &str) -> bool {
        self.dynamic.get(name).is_some_and(|schemas| *schemas > 1)
    }
}

/// Keys that hold values, and no schemas.
const HOLDS_VALUES: [&str; 7] = ["const", "dataValue", "default", "enum", "example", "examples", "value"];

/// Keys that hold schemas by names.
const HOLDS_NAMES: [&str; 5] = ["$defs", "definitions", "patternProperties", "properties", "schemas"];

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    match value {
        Value::Object(object) => match object.get(key)? {
            Value::String(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The address that a reference means, without its fragment. RFC 3986, section 5.2.
pub(super) fn joined(base: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    if reference.is_empty() {
        return base.to_owned();
    }
    let (scheme, rest) = match base.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}:"), rest),
        None => (String::new(), base),
    };
    if reference.starts_with("//") {
        return format!("{scheme}{reference}");
    }
    if links::is_remote(reference) {
        return reference.to_owned();
    }
    let (host, path) = match rest.split_once('/') {
        Some((host, path)) if !scheme.is_empty() => (format!("{scheme}//{host}/"), path),
        None if !scheme.is_empty() => (format!("{scheme}//{rest}/"), ""),
        _ => (String::new(), rest),
    };
    let mut folders: Vec<&str> = if reference.starts_with('/') { Vec::new() } else { path.split('/').collect() };
    folders.pop();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                folders.pop();
            }
            name => folders.push(name),
        }
    }
    format!("{host}{}", folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3986, section 5.4, as far as schemas are addressed so.
    #[test]
    fn addresses_are_joined() {
        let base = "http://a/b/c/d";
        for (reference, address) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("", base),
            ("#s", base),
            ("../g", "http://a/b/g"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("g:h", "g:h"),
            ("urn:x:y#z", "urn:x:y"),
        ] {
            assert_eq!(joined(base, reference), address, "{reference}");
        }
        assert_eq!(joined("https://a", "g"), "https://a/g");
        assert_eq!(joined("specs/a.yaml", "b.yaml"), "specs/b.yaml");
        assert_eq!(joined("a.yaml", "https://a/b"), "https://a/b");
    }
}
