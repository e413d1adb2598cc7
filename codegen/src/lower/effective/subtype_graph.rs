//! [`SubtypeGraph`]: which components extend which base schemas by `allOf` ("Models with Polymorphism Support" of the
//! specification). Reads documents only, and reports nothing.
//!
//! A subtype has the properties of its base schemas. If a base schema has a discriminator, a value of it may be a value
//! of the subtype.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::Diagnostics,
    lower::Context,
    openapi::{DocumentSet, Node, NodeId, Reference, Schema, Spanned, node_id},
    source::{FileId, Location, Value},
};

/// How deep inline schemas are searched for references.
const MAX_DEPTH: usize = 8;

/// Which schemas extend which, over all documents.
#[derive(Debug, Default)]
pub(in crate::lower) struct SubtypeGraph {
    /// The schemas that extend a schema, in the documents' order.
    extending: BTreeMap<NodeId, Vec<SubtypeComponent>>,
    bases_of: BTreeMap<NodeId, Vec<NodeId>>,
    /// The schemas that a discriminator can select, at any distance from it.
    selectable: BTreeSet<NodeId>,
    /// The schemas with variants that extend them.
    variant_bases: BTreeSet<NodeId>,
    /// The locations of schemas that others extend.
    bases: BTreeMap<NodeId, Location>,
}

/// A component that extends another schema.
#[derive(Clone, Debug)]
pub(in crate::lower) struct SubtypeComponent {
    pub(in crate::lower) at: Location,
    /// Its component name: the default discriminator value.
    pub(in crate::lower) name: String,
    /// The document that lists it among its components.
    listed_in: FileId,
}

impl SubtypeGraph {
    /// Builds the graph from the components of every document. Errors in references are reported where their schemas
    /// are read.
    pub(in crate::lower) fn new(document_set: &DocumentSet) -> Self {
        let mut discarded = Diagnostics::default();
        let mut graph = Self::default();
        let mut bases: BTreeMap<NodeId, Node<'_>> = BTreeMap::new();
        for file in document_set.files() {
            for (name, node) in components(document_set, file, &mut discarded) {
                for parent in extended_schemas(document_set, &node, 0, &mut discarded) {
                    let parent_place = node_id(&parent.at);
                    let subtype = SubtypeComponent { at: node.at.clone(), name: name.clone(), listed_in: file };
                    graph.extending.entry(parent_place.clone()).or_default().push(subtype);
                    graph.bases_of.entry(node_id(&node.at)).or_default().push(parent_place.clone());
                    bases.insert(parent_place, parent);
                }
            }
        }
        for (place_of_base, node) in &bases {
            let alternatives = variants(document_set, node, &mut discarded);
            if alternatives.iter().any(|alternative| graph.extends(alternative, place_of_base)) {
                graph.variant_bases.insert(place_of_base.clone());
            }
            if discriminator_of(node, 0).is_some() || graph.variant_bases.contains(place_of_base) {
                graph.mark_selectable(place_of_base);
            }
        }
        graph.bases = bases.into_iter().map(|(place, node)| (place, node.at)).collect();
        graph
    }

    /// Marks all schemas that extend a schema.
    fn mark_selectable(&mut self, base: &NodeId) {
        let mut open = vec![base.clone()];
        while let Some(next) = open.pop() {
            for subtype in self.extending.get(&next).into_iter().flatten() {
                let subtype = node_id(&subtype.at);
                if self.selectable.insert(subtype.clone()) {
                    open.push(subtype);
                }
            }
        }
    }

    /// The components of the document, and of the base's own file, with this schema in their `allOf`.
    pub(in crate::lower) fn extending(
        &self,
        base: &NodeId,
        document: FileId,
    ) -> impl Iterator<Item = &SubtypeComponent> {
        let known = self.extending.get(base).into_iter().flatten();
        let file = base.0;
        known.filter(move |subtype| subtype.listed_in == document || subtype.listed_in == file)
    }

    /// The location of a schema that others extend.
    pub(in crate::lower) fn location(&self, base: &NodeId) -> Option<&Location> {
        self.bases.get(base)
    }

    /// The schemas that a schema extends.
    pub(in crate::lower) fn bases_of(&self, subtype: &NodeId) -> impl Iterator<Item = &NodeId> {
        self.bases_of.get(subtype).into_iter().flatten()
    }

    /// Whether a discriminator can select the schema at this location.
    pub(in crate::lower) fn is_selectable_subtype(&self, at: &Location) -> bool {
        self.selectable.contains(&node_id(at))
    }

    /// Whether a schema extends another, at any distance.
    pub(in crate::lower) fn extends(&self, subtype: &NodeId, base: &NodeId) -> bool {
        let mut seen: BTreeSet<&NodeId> = BTreeSet::new();
        let mut open: Vec<&NodeId> = self.bases_of(subtype).collect();
        while let Some(next) = open.pop() {
            if next == base {
                return true;
            }
            if seen.insert(next) {
                open.extend(self.bases_of(next));
            }
        }
        false
    }

    /// Whether some of the schema's own variants extend it. They inherit its properties only.
    pub(in crate::lower) fn is_variant_base(&self, at: &Location) -> bool {
        !self.variant_bases.is_empty() && self.variant_bases.contains(&node_id(at))
    }
}

/// The schemas among the components of a document, by name: those defined there first, then references.
fn components<'l>(document_set: &'l DocumentSet, file: FileId, discarded: &mut Diagnostics) -> Vec<(String, Node<'l>)> {
    let Some(schemas) = component_schemas(document_set, file, discarded) else { return Vec::new() };
    let all = schemas.keys().into_iter().flatten().filter_map(|key| Some((key.to_owned(), schemas.get(key)?)));
    let (pointing, standing): (Vec<_>, Vec<_>) = all.partition(|(_, node)| Reference::alone(node).is_some());
    let mut seen = BTreeSet::new();
    let resolved = standing.into_iter().chain(pointing).filter_map(|(key, node)| {
        let node = document_set.resolve(&Reference::to(&node), discarded)?;
        seen.insert(node_id(&node.at)).then_some((key, node))
    });
    resolved.collect()
}

/// The map of schemas among the components of a document, through a reference to the whole map.
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

/// The schemas that a schema extends directly.
fn extended_schemas<'l>(
    document_set: &'l DocumentSet,
    node: &Node<'l>,
    depth: usize,
    discarded: &mut Diagnostics,
) -> Vec<Node<'l>> {
    if is_nullable_wrapper(node) {
        return Vec::new();
    }
    // A reference with keywords beside it (OpenAPI 3.1) extends its target.
    let own = Reference::of(node).filter(|_| ["properties", "allOf"].iter().any(|key| node.get(key).is_some()));
    let mut found: Vec<Node<'l>> =
        own.and_then(|reference| document_set.resolve(&reference, discarded)).into_iter().collect();
    for part in items(node, "allOf") {
        match Reference::of(&part) {
            Some(reference) => found.extend(document_set.resolve(&reference, discarded)),
            None if depth < MAX_DEPTH => found.extend(extended_schemas(document_set, &part, depth + 1, discarded)),
            None => {}
        }
    }
    found
}

/// Whether a schema only makes another one nullable, which OpenAPI 3.0 cannot write without `allOf`.
fn is_nullable_wrapper(node: &Node<'_>) -> bool {
    let is_nullable = node.get("nullable").is_some_and(|flag| *flag.value == Value::Bool(true));
    let annotations = ["allOf", "nullable", "title", "description", "deprecated", "example", "readOnly", "writeOnly"];
    is_nullable
        && items(node, "allOf").count() == 1
        && node.keys().is_some_and(|mut keys| keys.all(|key| annotations.contains(&key) || key.starts_with("x-")))
}

/// The discriminator of a schema, or of an inline part.
pub(super) fn discriminator_of<'l>(node: &Node<'l>, depth: usize) -> Option<Node<'l>> {
    let mut parts = items(node, "allOf").filter(|part| depth < MAX_DEPTH && Reference::of(part).is_none());
    node.get("discriminator").or_else(|| parts.find_map(|part| discriminator_of(&part, depth + 1)))
}

/// The ids of the variants that a schema refers to.
fn variants(document_set: &DocumentSet, node: &Node<'_>, discarded: &mut Diagnostics) -> Vec<NodeId> {
    let written = ["oneOf", "anyOf"].into_iter().flat_map(|key| items(node, key).collect::<Vec<_>>());
    let referred = written.filter_map(|part| document_set.resolve(&Reference::of(&part)?, discarded));
    referred.map(|node| node_id(&node.at)).collect()
}

pub(super) fn items<'l>(node: &Node<'l>, key: &str) -> impl Iterator<Item = Node<'l>> + use<'l> {
    let list = node.get(key);
    let count = match list.as_ref().map(|list| list.value) {
        Some(Value::Array(items)) => items.len(),
        _ => 0,
    };
    (0..count).filter_map(move |index| list.as_ref()?.get(&index.to_string()))
}

/// Whether a schema with a discriminator has subtypes. Without subtypes it stays a struct.
pub(in crate::lower) fn has_subtypes(context: &mut Context<'_>, schema: &Schema) -> bool {
    let Some(discriminator) = &schema.discriminator else { return false };
    let base = node_id(&schema.at);
    if let Some(known) = context.effective.has_subtypes.get(&base) {
        return *known;
    }
    let document = context.document.at.file;
    let target = |address| component_or_reference(context.document_set, document, address);
    let is_other = |address| target(address).is_some_and(|node| node_id(&node.at) != base);
    let has_subtypes = context.subtype_graph.extending(&base, document).next().is_some()
        || discriminator.mapping.values().any(is_other);
    context.effective.has_subtypes.insert(base, has_subtypes);
    has_subtypes
}

/// The target of a discriminator mapping: a component by its name, or a reference.
pub(super) fn component_or_reference<'d>(
    document_set: &'d DocumentSet,
    document: FileId,
    address: &Spanned<String>,
) -> Option<Node<'d>> {
    let mut discarded = Diagnostics::default();
    for file in [address.at.file, document] {
        let component = component_schemas(document_set, file, &mut discarded).and_then(|map| map.get(&address.value));
        if let Some(component) = component {
            return document_set.resolve(&Reference::to(&component), &mut discarded);
        }
    }
    let reference = Reference::new(address.value.clone(), address.at.clone());
    document_set.resolve(&reference, &mut discarded)
}

/// A schema that is only a reference.
pub(in crate::lower) fn reference_to(context: &Context<'_>, at: &Location) -> Schema {
    let mut schema = Schema::empty(at.clone());
    schema.reference = context.document_set.at(at).map(|node| Box::new(Reference::to(&node)));
    schema
}
