//! Inheritance between components: which schemas extend which through `allOf` ("Models with Polymorphism Support" of the
//! specification). Reads documents only, and reports nothing.
//!
//! A schema extends the schemas that its `allOf` refers to, and inherits their properties. If one of them has a
//! discriminator, a value of that base schema may be a value of the extending schema.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::Diagnostics,
    lower::Context,
    openapi::{DocumentSet, Node, NodeId, Reference, Schema, Spanned, node_id},
    source::{FileId, Location, Value},
};

/// How deep parts without a name may stand in each other before they are not looked through.
const MAX_DEPTH: usize = 8;

/// The schemas of all documents that extend others.
#[derive(Debug, Default)]
pub(in crate::lower) struct InheritanceGraph {
    /// What extends a schema, in the order of the documents.
    children: BTreeMap<NodeId, Vec<Subtype>>,
    parents: BTreeMap<NodeId, Vec<NodeId>>,
    /// Those that a discriminator can choose, at any distance from it.
    heirs: BTreeSet<NodeId>,
    /// Those whose own alternatives extend them.
    circular: BTreeSet<NodeId>,
    /// Where those stand that others extend.
    bases: BTreeMap<NodeId, Location>,
}

/// A component that extends another schema.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Subtype {
    pub(in crate::lower) at: Location,
    /// Its name among the components: what a discriminator calls it, where no mapping does.
    pub(in crate::lower) name: String,
    /// The document among whose components it is.
    listed_in: FileId,
}

impl InheritanceGraph {
    /// Reads it from the components of every document. What is wrong with a reference is told where its schema is read.
    pub(in crate::lower) fn of(document_set: &DocumentSet) -> Self {
        let mut unheard = Diagnostics::default();
        let mut lineage = Self::default();
        let mut bases: BTreeMap<NodeId, Node<'_>> = BTreeMap::new();
        for file in document_set.files() {
            for (name, node) in components(document_set, file, &mut unheard) {
                for parent in named_parts(document_set, &node, 0, &mut unheard) {
                    let parent_place = node_id(&parent.at);
                    let heir = Subtype { at: node.at.clone(), name: name.clone(), listed_in: file };
                    lineage.children.entry(parent_place.clone()).or_default().push(heir);
                    lineage.parents.entry(node_id(&node.at)).or_default().push(parent_place.clone());
                    bases.insert(parent_place, parent);
                }
            }
        }
        for (place_of_base, node) in &bases {
            let alternatives = alternatives(document_set, node, &mut unheard);
            if alternatives.iter().any(|alternative| lineage.is_below(alternative, place_of_base)) {
                lineage.circular.insert(place_of_base.clone());
            }
            if has_discriminator(node, 0) || lineage.circular.contains(place_of_base) {
                lineage.inherit(place_of_base);
            }
        }
        lineage.bases = bases.into_iter().map(|(place, node)| (place, node.at)).collect();
        lineage
    }

    /// Marks all that extend a schema.
    fn inherit(&mut self, base: &NodeId) {
        let mut open = vec![base.clone()];
        while let Some(next) = open.pop() {
            for heir in self.children.get(&next).into_iter().flatten() {
                let heir = node_id(&heir.at);
                if self.heirs.insert(heir.clone()) {
                    open.push(heir);
                }
            }
        }
    }

    /// The components that name this schema in their `allOf`: those of the document, and of the file that the schema is in.
    pub(in crate::lower) fn children(&self, base: &NodeId, document: FileId) -> impl Iterator<Item = &Subtype> {
        let known = self.children.get(base).into_iter().flatten();
        let file = base.0;
        known.filter(move |heir| heir.listed_in == document || heir.listed_in == file)
    }

    /// Where a schema stands that others extend.
    pub(in crate::lower) fn location(&self, base: &NodeId) -> Option<&Location> {
        self.bases.get(base)
    }

    /// What a schema extends itself.
    pub(in crate::lower) fn parents(&self, heir: &NodeId) -> impl Iterator<Item = &NodeId> {
        self.parents.get(heir).into_iter().flatten()
    }

    /// Whether a discriminator can choose what stands here.
    pub(in crate::lower) fn is_heir(&self, at: &Location) -> bool {
        self.heirs.contains(&node_id(at))
    }

    /// Whether a schema extends another, at any distance.
    pub(in crate::lower) fn is_below(&self, heir: &NodeId, base: &NodeId) -> bool {
        let mut seen: BTreeSet<&NodeId> = BTreeSet::new();
        let mut open: Vec<&NodeId> = self.parents(heir).collect();
        while let Some(next) = open.pop() {
            if next == base {
                return true;
            }
            if seen.insert(next) {
                open.extend(self.parents(next));
            }
        }
        false
    }

    /// Whether some of the schema's own alternatives extend it. What they take from it are its members alone.
    pub(in crate::lower) fn is_circular(&self, at: &Location) -> bool {
        !self.circular.is_empty() && self.circular.contains(&node_id(at))
    }
}

/// The schemas among the components of a document, by their names: first those that stand there, then those that stand elsewhere.
fn components<'l>(document_set: &'l DocumentSet, file: FileId, unheard: &mut Diagnostics) -> Vec<(String, Node<'l>)> {
    let Some(schemas) = component_schemas(document_set, file, unheard) else { return Vec::new() };
    let all = schemas.keys().into_iter().flatten().filter_map(|key| Some((key.to_owned(), schemas.get(key)?)));
    let (pointing, standing): (Vec<_>, Vec<_>) = all.partition(|(_, node)| Reference::of(node).is_some());
    let mut seen = BTreeSet::new();
    let resolved = standing.into_iter().chain(pointing).filter_map(|(key, node)| {
        let node = document_set.resolve(&Reference::to(&node), unheard)?;
        seen.insert(node_id(&node.at)).then_some((key, node))
    });
    resolved.collect()
}

/// The map of the schemas among the components of a document. Where it stands elsewhere as a whole, its schemas do.
pub(in crate::lower) fn component_schemas<'l>(
    document_set: &'l DocumentSet,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<Node<'l>> {
    let mut followed = |node: Node<'l>| match Reference::of(&node) {
        Some(reference) => document_set.resolve(&reference, diagnostics).unwrap_or(node),
        None => node,
    };
    let components = followed(document_set.root(file)?.get("components")?);
    components.get("schemas").map(followed)
}

/// The schemas that a schema takes in as a whole.
fn named_parts<'l>(
    document_set: &'l DocumentSet,
    node: &Node<'l>,
    depth: usize,
    unheard: &mut Diagnostics,
) -> Vec<Node<'l>> {
    if is_same_or_null(node) {
        return Vec::new();
    }
    // A reference with members beside it (OpenAPI 3.1) takes in what it refers to.
    let own = Reference::of(node).filter(|_| ["properties", "allOf"].iter().any(|key| node.get(key).is_some()));
    let mut found: Vec<Node<'l>> =
        own.and_then(|reference| document_set.resolve(&reference, unheard)).into_iter().collect();
    for part in items(node, "allOf") {
        match Reference::of(&part) {
            Some(reference) => found.extend(document_set.resolve(&reference, unheard)),
            None if depth < MAX_DEPTH => found.extend(named_parts(document_set, &part, depth + 1, unheard)),
            None => {}
        }
    }
    found
}

/// Whether a schema is no other than the one that it names, but for null: OpenAPI 3.0 has no shorter way to say so.
fn is_same_or_null(node: &Node<'_>) -> bool {
    let is_nullable = node.get("nullable").is_some_and(|flag| *flag.value == Value::Bool(true));
    let quiet = ["allOf", "nullable", "title", "description", "deprecated", "example", "readOnly", "writeOnly"];
    is_nullable
        && items(node, "allOf").count() == 1
        && node.keys().is_some_and(|mut keys| keys.all(|key| quiet.contains(&key) || key.starts_with("x-")))
}

/// Whether a schema has a discriminator, itself or in a part without a name.
fn has_discriminator(node: &Node<'_>, depth: usize) -> bool {
    let is_inline = |part: &Node<'_>| depth < MAX_DEPTH && Reference::of(part).is_none();
    node.get("discriminator").is_some()
        || items(node, "allOf").any(|part| is_inline(&part) && has_discriminator(&part, depth + 1))
}

/// The places of the alternatives that a schema refers to.
fn alternatives(document_set: &DocumentSet, node: &Node<'_>, unheard: &mut Diagnostics) -> Vec<NodeId> {
    let written = ["oneOf", "anyOf"].into_iter().flat_map(|key| items(node, key).collect::<Vec<_>>());
    let referred = written.filter_map(|part| document_set.resolve(&Reference::of(&part)?, unheard));
    referred.map(|node| node_id(&node.at)).collect()
}

fn items<'l>(node: &Node<'l>, key: &str) -> impl Iterator<Item = Node<'l>> + use<'l> {
    let list = node.get(key);
    let count = match list.as_ref().map(|list| list.value) {
        Some(Value::Array(items)) => items.len(),
        _ => 0,
    };
    (0..count).filter_map(move |index| list.as_ref()?.get(&index.to_string()))
}

/// Whether the name of a schema means those that extend it too. One that nothing extends is only itself.
pub(in crate::lower) fn is_base(context: &mut Context<'_>, schema: &Schema) -> bool {
    let Some(discriminator) = &schema.discriminator else { return false };
    let base = node_id(&schema.at);
    if let Some(known) = context.resolved.is_base.get(&base) {
        return *known;
    }
    let document = context.document.at.file;
    let is_other = |address| component_or_reference(context, address).is_some_and(|node| node_id(&node.at) != base);
    let is_base =
        context.inheritance.children(&base, document).next().is_some() || discriminator.mapping.values().any(is_other);
    context.resolved.is_base.insert(base, is_base);
    is_base
}

/// What a value of a mapping means: a component by its name, or what stands at an address.
pub(super) fn component_or_reference<'d>(context: &Context<'d>, address: &Spanned<String>) -> Option<Node<'d>> {
    let document_set = context.document_set;
    let mut unheard = Diagnostics::default();
    for file in [address.at.file, context.document.at.file] {
        let component = component_schemas(document_set, file, &mut unheard).and_then(|map| map.get(&address.value));
        if let Some(component) = component {
            return document_set.resolve(&Reference::to(&component), &mut unheard);
        }
    }
    let reference = Reference::new(address.value.clone(), address.at.clone());
    document_set.resolve(&reference, &mut unheard)
}

/// A schema that only names another.
pub(in crate::lower) fn reference_to(context: &Context<'_>, at: &Location) -> Schema {
    let mut schema = Schema::empty(at.clone());
    schema.reference = context.document_set.at(at).map(|node| Box::new(Reference::to(&node)));
    schema
}
