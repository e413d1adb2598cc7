//! Documents as they are written: values with their locations, references followed on demand. Knows no rules.
//!
//! - `node`: a value with its location
//! - `schema`: a schema with its references followed and its `allOf` parts together
//! - `label`: the name of a location for people: `Pet.name`, `GET /pets: query parameter limit`
//! - `text`: values as short text

mod label;
mod node;
mod schema;
mod text;

use std::collections::HashMap;

use wireright_codegen::{
    Sources,
    overlay::Origins,
    parser::file_references::{percent_decode, resolve_path},
    source::{FileId, Lines, Location, NodePart, Pointer, Value, locate::locate_all},
};

use crate::change::Place;

pub(crate) use label::{label, label_inside};
pub(crate) use node::{Node, NodeKey};
pub(crate) use schema::Schema;
pub(crate) use text::{short, short_list};

/// The documents of one side of a comparison.
#[derive(Debug)]
pub(crate) struct Documents {
    sources: Sources,
    /// The places of the values that overlays added or moved.
    origins: Origins,
    roots: HashMap<FileId, Value>,
    files: HashMap<String, FileId>,
    /// The paths of the documents that describe a service, sorted.
    pub(crate) entries: Vec<String>,
}

/// Keywords that restrict no values, and the reference itself.
const ANNOTATIONS: [&str; 10] = [
    "$ref",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "readOnly",
    "summary",
    "title",
    "writeOnly",
];

/// Whether a keyword of a schema restricts no values.
pub(crate) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}

/// How many references follow each other.
const MAX_REFERENCES: usize = 32;

impl Documents {
    /// `roots` are the files that could be parsed.
    pub(crate) fn new(sources: Sources, origins: Origins, roots: Vec<(FileId, Value)>, entries: &[String]) -> Self {
        let files: HashMap<_, _> = roots.iter().map(|(file, _)| (sources.get(*file).path.clone(), *file)).collect();
        let mut entries: Vec<String> =
            if entries.is_empty() { files.keys().cloned().collect() } else { entries.to_vec() };
        entries.sort();
        Self { sources, origins, roots: roots.into_iter().collect(), files, entries }
    }

    /// The root of a file.
    pub(crate) fn root(&self, path: &str) -> Option<Node<'_>> {
        let file = *self.files.get(path)?;
        Some(Node { file, pointer: Pointer::root(), value: self.roots.get(&file)? })
    }

    /// Whether a schema is a reference with keywords beside it that restrict values: since OpenAPI 3.1.
    pub(crate) fn has_siblings(&self, node: &Node<'_>) -> bool {
        if node.text("$ref").is_none() || node.entries().all(|(key, _)| is_annotation(key)) {
            return false;
        }
        let mut roots = self.entries.iter().filter_map(|entry| self.root(entry));
        roots.any(|root| root.text("openapi").is_some_and(|version| !version.starts_with("3.0")))
    }

    /// The path of a file.
    pub(crate) fn path(&self, file: FileId) -> &str {
        &self.sources.get(file).path
    }

    /// The node at a location.
    pub(crate) fn at(&self, location: &Location) -> Option<Node<'_>> {
        let root = Node { file: location.file, pointer: Pointer::root(), value: self.roots.get(&location.file)? };
        location.pointer.segments().try_fold(root, |node, segment| node.step(&segment))
    }

    /// The file with this path, if it was parsed.
    pub(crate) fn file(&self, path: &str) -> Option<FileId> {
        self.files.get(path).copied()
    }

    /// The node that a node leads to by `$ref`, if it has one, and the reference as written.
    ///
    /// A reference that leads nowhere is ignored: the generator reports it.
    pub(crate) fn resolve<'d>(&'d self, node: &Node<'d>) -> (Node<'d>, Option<&'d str>) {
        let mut current = node.clone();
        let mut first = None;
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = current.text("$ref") else { break };
            let Some(target) = self.target(current.file, reference) else { break };
            first = first.or(Some(reference));
            current = target;
        }
        (current, first)
    }

    /// The name of the component that a schema refers to.
    pub(crate) fn component<'d>(&'d self, node: &Node<'d>) -> Option<&'d str> {
        let (_, reference) = self.resolve(node);
        reference.and_then(|reference| reference.rsplit('/').next())
    }

    /// The name of the component that a schema refers to, maybe as the only part of `allOf` or the only alternative
    /// besides `null`.
    pub(crate) fn wrapped_component<'d>(&'d self, node: &Node<'d>) -> Option<&'d str> {
        let is_wrapper = |key: &str| matches!(key, "allOf" | "oneOf" | "anyOf" | "nullable") || is_annotation(key);
        let name = self.component(node);
        if name.is_some() || !node.entries().all(|(key, _)| is_wrapper(key)) {
            return name;
        }
        let lists = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| node.get(key));
        let parts: Vec<Node<'d>> = lists.flat_map(|list| list.items().collect::<Vec<_>>()).collect();
        let mut parts = parts.iter().filter(|part| part.text("type") != Some("null"));
        match (parts.next(), parts.next()) {
            (Some(only), None) => self.resolve(only).1.and_then(|reference| reference.rsplit('/').next()),
            _ => None,
        }
    }

    /// Whether a document has a schema with this name in its components.
    pub(crate) fn has_component(&self, path: &str, name: &str) -> bool {
        let components = self.root(path).and_then(|root| root.get("components"));
        components.and_then(|components| components.get("schemas")?.get(name)).is_some()
    }

    fn target(&self, base: FileId, reference: &str) -> Option<Node<'_>> {
        let path = resolve_path(self.path(base), reference)?;
        let file = self.file(&path)?;
        let fragment = reference.split_once('#').map_or("", |(_, fragment)| fragment);
        let fragment = percent_decode(fragment)?;
        self.at(&Location { file, pointer: Pointer::parse(&fragment)?, part: NodePart::Value })
    }

    /// The places of these nodes in the text. What an overlay added or moved has its place in the overlay.
    pub(crate) fn places<'k>(&self, wanted: impl Iterator<Item = &'k NodeKey>) -> HashMap<NodeKey, Place> {
        let mut by_file: HashMap<FileId, Vec<(&NodeKey, Pointer)>> = HashMap::new();
        for key in wanted {
            let location = Location { file: key.0, pointer: key.1.clone(), part: NodePart::Value };
            let Location { file, pointer, .. } = self.origins.find(&location);
            by_file.entry(file).or_default().push((key, pointer));
        }
        let mut places = HashMap::new();
        for (file, nodes) in by_file {
            let text = self.sources.get(file).text_lossy();
            let spans = locate_all(&text, nodes.iter().map(|(_, pointer)| pointer));
            let lines = Lines::new(text);
            for (key, pointer) in nodes {
                let position = spans.get(&pointer).map(|spans| lines.position(spans.part(NodePart::Key).start));
                let (line, column) = position.map_or((1, 1), |position| (position.line, position.column));
                places.insert(key.clone(), Place { file: self.path(file).to_owned(), pointer, line, column });
            }
        }
        places
    }
}
