//! Identifiers of schemas: `$id`, `$anchor` and `$dynamicAnchor`. JSON Schema 2020-12, Core, section 8.2.

use std::collections::{BTreeMap, BTreeSet};

use super::node::NodeId;
use crate::{
    parser::file_references,
    source::{FileId, Location, Pointer, Value},
};

/// The identifiers of all documents of a run.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// The base URIs of documents and of schemas with `$id`.
    bases: BTreeMap<NodeId, BaseUri>,
    /// The documents and schemas with a declared base URI.
    by_uri: BTreeMap<String, NodeId>,
    anchors: BTreeMap<(NodeId, String), Pointer>,
    /// The number of schemas with each `$dynamicAnchor`.
    dynamic_anchors: BTreeMap<String, usize>,
    /// The files with an `$id` below their root.
    files_with_ids: BTreeSet<FileId>,
}

/// The URI that references are relative to.
#[derive(Debug)]
pub(super) struct BaseUri {
    pub(super) uri: String,
    /// Whether the document declares it. Otherwise it is the path of the file.
    pub(super) is_declared: bool,
}

impl Identifiers {
    /// Collects the identifiers of all documents.
    pub(super) fn of<'v>(documents: impl Iterator<Item = (FileId, &'v str, &'v Value)>) -> Self {
        let mut identifiers = Self::default();
        for (file, path, root) in documents {
            let declared = string(root, "$self").or_else(|| string(root, "$id"));
            let uri = declared.map_or_else(|| path.to_owned(), |declared| join_uri(path, declared));
            let document = (file, Pointer::root());
            identifiers.add_base(document.clone(), uri, declared.is_some());
            if has_identifier(root) {
                identifiers.visit(root, &Pointer::root(), &document);
            }
        }
        identifiers
    }

    fn add_base(&mut self, id: NodeId, uri: String, is_declared: bool) {
        if is_declared {
            self.by_uri.entry(uri.clone()).or_insert_with(|| id.clone());
        }
        self.bases.insert(id, BaseUri { uri, is_declared });
    }

    fn visit(&mut self, value: &Value, at: &Pointer, within: &NodeId) {
        let Value::Object(object) = value else {
            if let Value::Array(items) = value {
                items.iter().enumerate().for_each(|(index, item)| self.visit(item, &at.index(index), within));
            }
            return;
        };
        let mut own = None;
        if let Some(id) = string(value, "$id").filter(|id| !at.is_root() && !id.starts_with('#')) {
            let base = self.bases.get(within).map_or("", |base| &base.uri);
            let node = (within.0, at.clone());
            self.add_base(node.clone(), join_uri(base, id), true);
            self.files_with_ids.insert(within.0);
            own = Some(node);
        }
        let within = own.as_ref().unwrap_or(within);
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = string(value, key) {
                self.anchors.entry((within.clone(), name.to_owned())).or_insert_with(|| at.clone());
            }
        }
        if let Some(name) = string(value, "$dynamicAnchor") {
            *self.dynamic_anchors.entry(name.to_owned()).or_default() += 1;
        }
        for (key, inner) in object.iter().filter(|(key, _)| !VALUE_KEYWORDS.contains(key) && !key.starts_with("x-")) {
            match inner {
                // The keys of these maps are names, not keywords.
                Value::Object(named) if SCHEMA_MAP_KEYWORDS.contains(&key) => {
                    let at = at.child(key);
                    named.iter().for_each(|(name, inner)| self.visit(inner, &at.child(name), within));
                }
                inner => self.visit(inner, &at.child(key), within),
            }
        }
    }

    /// The schema with `$id` that encloses a location, or the document.
    pub(super) fn enclosing(&self, at: &Location) -> NodeId {
        let mut pointer = Some(at.pointer.clone()).filter(|_| self.files_with_ids.contains(&at.file));
        while let Some(here) = pointer {
            let id = (at.file, here.clone());
            if self.bases.contains_key(&id) {
                return id;
            }
            pointer = here.parent();
        }
        (at.file, Pointer::root())
    }

    /// The base URI of a document or of a schema with `$id`.
    pub(super) fn base(&self, within: &NodeId) -> Option<&BaseUri> {
        self.bases.get(within)
    }

    /// The document or schema with a declared URI, which may be relative to the base URI of `within`.
    pub(super) fn resource(&self, within: &NodeId, reference: &str) -> Option<&NodeId> {
        if self.by_uri.is_empty() {
            return None;
        }
        self.by_uri.get(&join_uri(&self.base(within)?.uri, reference))
    }

    /// The pointer of an `$anchor`.
    pub(super) fn anchor(&self, within: &NodeId, name: &str) -> Option<&Pointer> {
        self.anchors.get(&(within.clone(), name.to_owned()))
    }

    /// The names of all anchors of a document or of a schema with `$id`.
    pub(super) fn anchor_names<'i>(&'i self, within: &'i NodeId) -> impl Iterator<Item = &'i str> {
        let known = self.anchors.keys().filter(move |(id, _)| id == within);
        known.map(|(_, name)| name.as_str())
    }

    /// Whether several schemas have this `$dynamicAnchor`, so that the target depends on the path to the reference.
    pub(super) fn is_ambiguous(&self, name: &str) -> bool {
        self.dynamic_anchors.get(name).is_some_and(|schemas| *schemas > 1)
    }
}

/// Whether a value below this one may be an identifier. Most documents have none, and need no pointers.
fn has_identifier(value: &Value) -> bool {
    match value {
        Value::Object(object) => object
            .iter()
            .any(|(key, inner)| ["$id", "$anchor", "$dynamicAnchor"].contains(&key) || has_identifier(inner)),
        Value::Array(items) => items.iter().any(has_identifier),
        _ => false,
    }
}

/// Keywords with values, which are not schemas.
const VALUE_KEYWORDS: [&str; 7] = ["const", "dataValue", "default", "enum", "example", "examples", "value"];

/// Keywords with maps of schemas.
const SCHEMA_MAP_KEYWORDS: [&str; 5] = ["$defs", "definitions", "patternProperties", "properties", "schemas"];

fn string<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    match value {
        Value::Object(object) => match object.get(key)? {
            Value::String(string) => Some(string),
            _ => None,
        },
        _ => None,
    }
}

/// Resolves a URI reference against a base, without its fragment. RFC 3986, section 5.2.
pub(super) fn join_uri(base: &str, reference: &str) -> String {
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
    if file_references::is_remote(reference) {
        return reference.to_owned();
    }
    let (host, path) = match rest.split_once('/') {
        Some((host, path)) if !scheme.is_empty() => (format!("{scheme}//{host}/"), path),
        None if !scheme.is_empty() => (format!("{scheme}//{rest}/"), ""),
        _ => (String::new(), rest),
    };
    let mut folders: Vec<&str> = if reference.starts_with('/') { Vec::new() } else { path.split('/').collect() };
    folders.pop();
    for segment in reference.split('/') {
        match segment {
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

    /// Examples of RFC 3986, section 5.4.
    #[test]
    fn uri_references_are_resolved() {
        let base = "http://a/b/c/d";
        for (reference, uri) in [
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
            assert_eq!(join_uri(base, reference), uri, "{reference}");
        }
        assert_eq!(join_uri("https://a", "g"), "https://a/g");
        assert_eq!(join_uri("specs/a.yaml", "b.yaml"), "specs/b.yaml");
        assert_eq!(join_uri("a.yaml", "https://a/b"), "https://a/b");
    }
}
