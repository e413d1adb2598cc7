//! All documents of a run by path, and the way from a reference to the value that it points at.
//!
//! A reference may lead anywhere: into the components, into the middle of another operation, into another file. One
//! identity is kept for each place, so a schema that is reached in two ways is one schema.

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use super::{
    identifiers::{self, Identifiers},
    node::{Node, Read},
    reference::{RefKind, Reference},
    schema::Schema,
};
use crate::{
    diagnostic::{Code, Diagnostics, suggest},
    source::{FileId, Location, NodePart, Pointer, Value, links},
};

/// The place of an object: what makes it this object and no other.
pub(crate) type NodeId = (FileId, String);

/// Every document of a run.
#[derive(Debug, Default)]
pub(crate) struct DocumentSet {
    roots: BTreeMap<FileId, (String, Value)>,
    schemas: RefCell<HashMap<NodeId, Option<Rc<Schema>>>>,
    identifiers: OnceCell<Identifiers>,
    /// How many references are being followed on the way through others, and how many were for the same address.
    depth: Cell<usize>,
    followed: Cell<usize>,
    /// The maps and lists that are being read in the place of a reference, and how many members all of them had.
    expanding: RefCell<Vec<NodeId>>,
    expanded_items: Cell<usize>,
}

/// How deep the name of a component stands: `/components/schemas/Pet`.
const COMPONENT: usize = 2;

/// So many members are read in the place of references: no document that people write comes near.
const MAX_EXPANDED_ITEMS: usize = 100_000;

impl DocumentSet {
    /// Adds a document under the path that references know it by.
    pub(crate) fn add(&mut self, file: FileId, path: String, root: Value) {
        self.roots.insert(file, (path, root));
    }

    /// The path of a document, as people are shown it.
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
        Some(Node { value, at: Location { file, pointer: Pointer::root(), part: NodePart::Value }, document_set: self })
    }

    /// The value that a reference points at, through any number of references. What it does not find it reports.
    pub(crate) fn resolve(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<Node<'_>> {
        let mut target = reference.clone();
        // A chain of a hundred references has come round to itself.
        for _ in 0..100 {
            let node = self.target(&target, diagnostics)?;
            match Reference::of(&node) {
                Some(next) if !has_siblings(&node) => target = next,
                _ => return Some(node),
            }
        }
        diagnostics.error(Code::CyclicReference, &reference.at, "this reference leads back to itself");
        None
    }

    /// The value at the address itself, be it a reference or not.
    pub(crate) fn target(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<Node<'_>> {
        match reference.kind {
            RefKind::Static => {}
            RefKind::Direct => return self.at(&reference.at),
            RefKind::Recursive => return self.recursive(reference, diagnostics),
            RefKind::Dynamic => self.check_dynamic(reference, diagnostics)?,
        }
        let (path, fragment) = reference.target.split_once('#').unwrap_or((&reference.target, ""));
        let (file, within) = self.resource(path, reference, diagnostics)?;
        let fragment = links::percent_decode(fragment).unwrap_or_else(|| fragment.to_owned());
        let Some(pointer) = Pointer::parse(&fragment) else {
            return self.anchor(&(file, within), &fragment, reference, diagnostics);
        };
        // Inside a schema with an `$id`, a pointer leads from there; most who write one mean the document all the same.
        let inner = (!within.is_empty()).then(|| Pointer::parse(&format!("{within}{pointer}"))).flatten();
        let inner = inner.and_then(|inner| self.walk(file, &inner, reference, &mut Diagnostics::default()));
        inner.or_else(|| self.walk(file, &pointer, reference, diagnostics))
    }

    fn identifiers(&self) -> &Identifiers {
        let documents = || self.roots.iter().map(|(file, (path, root))| (*file, path.as_str(), root));
        self.identifiers.get_or_init(|| Identifiers::of(documents()))
    }

    /// The document, or the schema with an `$id`, that the path of a reference means.
    fn resource(&self, path: &str, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<NodeId> {
        let within = self.identifiers().enclosing(&reference.at);
        if path.is_empty() {
            return Some(within);
        }
        if let Some(known) = self.identifiers().at(&within, path) {
            return Some(known.clone());
        }
        if links::is_remote(path) {
            let message = format!("`{path}` is elsewhere: references to the network are not followed");
            diagnostics
                .error(Code::UnsupportedReference, &reference.at, message)
                .help("save the document beside this one, and refer to the file");
            return None;
        }
        let (base, _) = self.roots.get(&reference.at.file)?;
        let joined = links::resolve_path(base, path);
        let found = self.roots.iter().find(|(_, (known, _))| joined.as_ref() == Some(known));
        if let Some((file, _)) = found {
            return Some((*file, String::new()));
        }
        let problem = diagnostics.error(
            Code::DanglingReference,
            &reference.at,
            format!("there is no file `{path}` beside this one"),
        );
        match self.identifiers().address(&within).filter(|address| address.is_said) {
            Some(address) => problem.help(format!(
                "the `$id` around it makes it `{}`, and no schema here has that `$id`: refer to the schema by where it stands",
                identifiers::joined(&address.text, path)
            )),
            None => problem.help("paths are relative to the document that they stand in, and stay within its folder"),
        };
        None
    }

    /// What is called by an `$anchor`.
    fn anchor(
        &self,
        within: &NodeId,
        name: &str,
        reference: &Reference,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node<'_>> {
        let identifiers = self.identifiers();
        if let Some(pointer) = identifiers.anchor(within, name) {
            return self.at(&Location { file: within.0, pointer: pointer.clone(), part: NodePart::Value });
        }
        let message = format!("`#{name}` is no JSON pointer, and no `$anchor` is called so");
        let problem = diagnostics.error(Code::UnsupportedReference, &reference.at, message);
        match suggest(name, identifiers.names(within)) {
            Some(near) => problem.help(format!("an `$anchor` with a similar name exists: `{near}`")),
            None => problem.help("an address inside a document looks like `#/components/schemas/Pet`"),
        };
        None
    }

    /// Reports a name that several schemas have: which of them is meant depends on what led to the reference, and a type does not.
    fn check_dynamic(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<()> {
        let name = reference.target.split_once('#').map_or("", |(_, fragment)| fragment);
        if !self.identifiers().is_overridden(name) {
            return Some(());
        }
        let message = format!("`$dynamicRef` is not honoured: several schemas have the `$dynamicAnchor` `{name}`");
        diagnostics.unsupported(&reference.at, message);
        None
    }

    /// The nearest schema around a `$recursiveRef` that is said to contain itself.
    fn recursive(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<Node<'_>> {
        let mut pointer = reference.at.pointer.parent();
        while let Some(here) = pointer {
            let node = self.at(&Location { file: reference.at.file, pointer: here.clone(), part: NodePart::Value })?;
            if node.get("$recursiveAnchor").is_some_and(|flag| *flag.value == Value::Bool(true)) {
                return Some(node);
            }
            pointer = here.parent();
        }
        let message = "`$recursiveRef` is not honoured: no schema around it has a `$recursiveAnchor`";
        diagnostics.unsupported(&reference.at, message);
        None
    }

    fn walk(
        &self,
        file: FileId,
        pointer: &Pointer,
        reference: &Reference,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node<'_>> {
        let mut node = self.root(file)?;
        for (depth, segment) in pointer.segments().enumerate() {
            // Bundlers leave addresses that lead through other references.
            if let Some(through) = Reference::of(&node)
                && node.get(&segment).is_none()
            {
                node = self.through(&through, diagnostics)?;
            }
            if let Some(next) = node.get(&segment) {
                node = next;
                continue;
            }
            let what = noun(pointer);
            // Where there are no components at all, it is the component that is missed.
            let missed = pointer.segments().nth(depth.max(COMPONENT)).or_else(|| pointer.segments().last());
            let message = format!("no {what} is called `{}`", missed.unwrap_or_default());
            let problem = diagnostics.error(Code::DanglingReference, &reference.at, message);
            match what {
                "schema" => problem.instead("any JSON is taken"),
                "path item" => problem.instead("its operations are left out"),
                _ => problem.instead(format!("the {what} is left out")),
            };
            match node.keys().and_then(|keys| suggest(&segment, keys)) {
                Some(near) => problem.help(format!("a {what} with a similar name exists: `{near}`")),
                None => problem.help(format!("nothing stands at `{}`", reference.target)),
            };
            return None;
        }
        Some(node)
    }

    /// The value that a reference on the way points at. One that leads through itself never arrives.
    fn through(&self, reference: &Reference, diagnostics: &mut Diagnostics) -> Option<Node<'_>> {
        if self.depth.get() == 0 {
            self.followed.set(0);
        }
        self.followed.set(self.followed.get() + 1);
        if self.depth.get() == 40 || self.followed.get() > 1000 {
            diagnostics.error(Code::CyclicReference, &reference.at, "this reference leads through itself");
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let node = self.resolve(reference, diagnostics);
        self.depth.set(self.depth.get() - 1);
        node
    }

    /// Reads what a reference in the place of a map or a list points at. One that leads into itself has no end.
    pub(super) fn read_collection_or_ref<'v, T>(
        &'v self,
        reference: &Reference,
        diagnostics: &mut Diagnostics,
        read: impl FnOnce(&Node<'v>, &mut Diagnostics) -> Option<T>,
    ) -> Option<T> {
        let node = self.resolve(reference, diagnostics)?;
        let id = node_id(&node.at);
        if self.expanding.borrow().contains(&id) {
            diagnostics.error(Code::CyclicReference, &reference.at, "this reference leads through itself");
            return None;
        }
        let members = match node.value {
            Value::Object(object) => object.len(),
            Value::Array(items) => items.len(),
            _ => 0,
        };
        let before = self.expanded_items.replace(self.expanded_items.get().saturating_add(members));
        if self.expanded_items.get() > MAX_EXPANDED_ITEMS {
            // Told once: there may be as many of these as there were members.
            if before <= MAX_EXPANDED_ITEMS {
                let message = "the maps and lists that references stand for multiply each other, and are too many";
                diagnostics.error(Code::TooManySchemas, &reference.at, message);
            }
            return None;
        }
        self.expanding.borrow_mut().push(id);
        let value = read(&node, diagnostics);
        self.expanding.borrow_mut().pop();
        value
    }

    /// The value at a place of a document.
    pub(crate) fn at(&self, at: &Location) -> Option<Node<'_>> {
        at.pointer.segments().try_fold(self.root(at.file)?, |node, segment| node.get(&segment))
    }

    /// The schema at a place, read once.
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

/// The identity of a location.
pub(crate) fn node_id(at: &Location) -> NodeId {
    (at.file, at.pointer.to_string())
}

/// A reference with anything of meaning beside it is a schema of its own (OpenAPI 3.1).
fn has_siblings(node: &Node<'_>) -> bool {
    let quiet = ["$ref", "summary", "description"];
    node.keys().is_some_and(|mut keys| keys.any(|key| !quiet.contains(&key) && !key.starts_with("x-")))
}

/// What the address of a component points at, for people.
fn noun(pointer: &Pointer) -> &'static str {
    match pointer.segments().nth(1).as_deref() {
        Some("schemas") => "schema",
        Some("parameters") => "parameter",
        Some("requestBodies") => "request body",
        Some("responses") => "response",
        Some("headers") => "header",
        Some("examples") => "example",
        Some("pathItems") => "path item",
        _ => "value",
    }
}
