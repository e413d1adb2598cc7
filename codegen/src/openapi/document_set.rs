//! The document set: all documents of a run by path, and their nodes and schemas by location.
//!
//! Schemas are cached by [`NodeId`], so that two references to a schema give the same schema. The expansion of
//! references in place of maps and lists is bounded.

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use super::{
    identifiers::Identifiers,
    node::{Node, NodeId, Read, Resolver, node_id},
    reference::Reference,
    schema::Schema,
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{FileId, Location, NodePart, Pointer, Value},
};

/// Every document of a run.
#[derive(Debug, Default)]
pub(crate) struct DocumentSet {
    pub(super) roots: BTreeMap<FileId, (String, Value)>,
    files_by_path: HashMap<String, FileId>,
    schemas: RefCell<HashMap<NodeId, Option<Rc<Schema>>>>,
    identifiers: OnceCell<Identifiers>,
    /// The nesting of references inside of the paths of others, and their number for one resolution.
    pub(super) intermediate_depth: Cell<usize>,
    pub(super) intermediate_count: Cell<usize>,
    /// The collections that are being read in place of references.
    expanding: RefCell<Vec<NodeId>>,
    /// The number of items of all collections that were read in place of references.
    expanded_items: Cell<usize>,
}

/// The maximum number of items that are read in place of references.
const MAX_EXPANDED_ITEMS: usize = 20_000;

impl DocumentSet {
    /// Adds a document under the path that references use.
    pub(crate) fn add(&mut self, file: FileId, path: String, root: Value) {
        self.files_by_path.insert(path.clone(), file);
        self.roots.insert(file, (path, root));
    }

    /// The document with this path.
    pub(super) fn file(&self, path: &str) -> Option<FileId> {
        self.files_by_path.get(path).copied()
    }

    /// The path of a document.
    pub(crate) fn path(&self, file: FileId) -> &str {
        self.roots.get(&file).map_or("", |(path, _)| path)
    }

    /// Every document, in a fixed order.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        self.roots.keys().copied()
    }

    /// The root of a document.
    pub(crate) fn root(&self, file: FileId) -> Option<Node<'_>> {
        let (_, value) = self.roots.get(&file)?;
        Some(Node { value, at: Location { file, pointer: Pointer::root(), part: NodePart::Value }, resolver: self })
    }

    /// The roots of all documents.
    pub(crate) fn into_roots(self) -> impl Iterator<Item = (FileId, Value)> {
        self.roots.into_iter().map(|(file, (_, root))| (file, root))
    }

    /// The `$id` and `$anchor` of all documents.
    pub(super) fn identifiers(&self) -> &Identifiers {
        let documents = || self.roots.iter().map(|(file, (path, root))| (*file, path.as_str(), root));
        self.identifiers.get_or_init(|| Identifiers::of(documents()))
    }

    /// The node at a location.
    pub(crate) fn at(&self, at: &Location) -> Option<Node<'_>> {
        let (_, root) = self.roots.get(&at.file)?;
        let value = root.find(&at.pointer)?;
        Some(Node { value, at: Location { part: NodePart::Value, ..at.clone() }, resolver: self })
    }

    /// The schema at a node, from the cache.
    pub(crate) fn schema(&self, node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Rc<Schema>> {
        let id = node_id(&node.at);
        if let Some(known) = self.schemas.borrow().get(&id) {
            return known.clone();
        }
        let schema = Schema::read(node, diagnostics).map(Rc::new);
        self.schemas.borrow_mut().insert(id, schema.clone());
        schema
    }
}

impl Resolver for DocumentSet {
    fn enter<'v>(&'v self, node: &Node<'v>, diagnostics: &mut Diagnostics) -> Option<Node<'v>> {
        let reference = Reference::of(node)?;
        let collection = self.resolve(&reference, diagnostics)?;
        let id = node_id(&collection.at);
        if self.expanding.borrow().contains(&id) {
            diagnostics.report(Code::CyclicReference, &reference.at, "cyclic reference: it leads through itself");
            return None;
        }
        let items = match collection.value {
            Value::Object(object) => object.len(),
            Value::Array(items) => items.len(),
            _ => 0,
        };
        let before = self.expanded_items.replace(self.expanded_items.get().saturating_add(items));
        if self.expanded_items.get() > MAX_EXPANDED_ITEMS {
            // Reported once: there may be one such reference for each item.
            if before <= MAX_EXPANDED_ITEMS {
                let message = "document too large: references in place of maps and lists multiply each other";
                diagnostics.report(Code::TooManySchemas, &reference.at, message);
            }
            return None;
        }
        self.expanding.borrow_mut().push(id);
        Some(collection)
    }

    fn leave(&self) {
        self.expanding.borrow_mut().pop();
    }
}
