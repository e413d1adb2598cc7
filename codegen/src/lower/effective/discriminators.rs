//! Schemas with a discriminator, and the properties that it reads. Reads documents only, and reports nothing.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::subtype_graph::{SubtypeGraph, component_or_reference, discriminator_of, items};
use crate::{
    diagnostic::Diagnostics,
    openapi::{DocumentSet, Node, NodeId, Reference, Spanned, node_id},
    source::{FileId, Location, Pointer, Value},
};

/// The properties that discriminators read, by the schema that a discriminator can select.
///
/// A request has such a property even if it is `readOnly`: without it, the service could not tell which schema a value
/// has.
#[derive(Debug, Default)]
pub(in crate::lower) struct DiscriminatorProperties(BTreeMap<NodeId, BTreeSet<String>>);

impl DiscriminatorProperties {
    /// Reads the documents, and the files that they lead to.
    pub(in crate::lower) fn new(
        document_set: &DocumentSet,
        documents: impl Iterator<Item = FileId>,
        subtype_graph: &SubtypeGraph,
    ) -> Self {
        let mut found = Self::default();
        for document in documents {
            for at in discriminated_schemas(document_set, document) {
                let Some(schema) = document_set.at(&at) else { continue };
                let Some(discriminator) = discriminator_of(&schema, 0) else { continue };
                if let Some(Value::String(property)) = discriminator.get("propertyName").map(|name| name.value) {
                    let selectable = selectable(document_set, document, subtype_graph, schema, &discriminator);
                    for id in selectable {
                        found.0.entry(id).or_default().insert(property.clone());
                    }
                }
            }
        }
        found
    }

    /// Whether a discriminator reads this property of the schema.
    pub(in crate::lower) fn contains(&self, schema: &Location, property: &str) -> bool {
        !self.0.is_empty() && self.0.get(&node_id(schema)).is_some_and(|properties| properties.contains(property))
    }
}

/// The schema with the discriminator, its variants and those of them, its subtypes, and the targets of its mapping.
fn selectable<'l>(
    document_set: &'l DocumentSet,
    document: FileId,
    subtype_graph: &SubtypeGraph,
    schema: Node<'l>,
    discriminator: &Node<'l>,
) -> BTreeSet<NodeId> {
    let discarded = &mut Diagnostics::default();
    let mut open = mapped(document_set, document, discriminator);
    open.push(schema);
    let mut found = BTreeSet::new();
    while let Some(node) = open.pop() {
        let id = node_id(&node.at);
        if found.insert(id.clone()) {
            // A variant is merged with the schema around it in its own place.
            open.extend(Reference::of(&node).and_then(|reference| document_set.resolve(&reference, discarded)));
            open.extend(["oneOf", "anyOf"].into_iter().flat_map(|key| items(&node, key).collect::<Vec<_>>()));
            let subtypes = subtype_graph.extending(&id, document);
            open.extend(subtypes.filter_map(|subtype| document_set.at(&subtype.at)));
        }
    }
    found
}

/// The targets of a mapping.
fn mapped<'l>(document_set: &'l DocumentSet, document: FileId, discriminator: &Node<'l>) -> Vec<Node<'l>> {
    let Some(mapping) = discriminator.get("mapping") else { return Vec::new() };
    let target = |name: &str| {
        let node = mapping.get(name)?;
        let Value::String(address) = node.value else { return None };
        let address = Spanned { value: address.clone(), at: node.at };
        component_or_reference(document_set, document, &address)
    };
    mapping.keys().into_iter().flatten().filter_map(target).collect()
}

/// The schemas with a discriminator in the document, and in the files that it leads to.
pub(in crate::lower) fn discriminated_schemas(document_set: &DocumentSet, document: FileId) -> Vec<Location> {
    let mut files = BTreeSet::from([document]);
    let mut open = vec![document];
    let mut found = Vec::new();
    while let Some(file) = open.pop() {
        let Some(root) = document_set.root(file) else { continue };
        let mut search = Search { file, path: Vec::new(), found: &mut found, references: Vec::new() };
        search.visit(root.value, Role::Object);
        for reference in search.references {
            let target = document_set.resolve(&reference, &mut Diagnostics::default());
            open.extend(target.map(|node| node.at.file).filter(|file| files.insert(*file)));
        }
    }
    found
}

/// What an object is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// An object of OpenAPI or JSON Schema, or a list.
    Object,
    /// A map from names to objects.
    Map,
}

/// A search in one file.
struct Search<'s> {
    file: FileId,
    /// The keys and indices that lead to the current value.
    path: Vec<Cow<'s, str>>,
    found: &'s mut Vec<Location>,
    /// The references to other files.
    references: Vec<Reference>,
}

impl<'s> Search<'s> {
    fn visit(&mut self, value: &'s Value, role: Role) {
        match value {
            Value::Object(object) => {
                let is_schema = role == Role::Object && matches!(object.get("discriminator"), Some(Value::Object(_)));
                if is_schema {
                    let at = self.schema_at();
                    self.found.push(at);
                }
                for (key, value) in object.iter() {
                    let is_data = matches!(key, "const" | "default" | "enum" | "example" | "examples" | "mapping");
                    if role == Role::Object && (is_data || key.starts_with("x-")) {
                        continue;
                    }
                    if let ("$ref", Value::String(uri)) = (key, value)
                        && !uri.starts_with('#')
                    {
                        self.references.push(Reference::new(uri.clone(), self.location()));
                    }
                    let is_map =
                        matches!(key, "$defs" | "definitions" | "patternProperties" | "properties" | "schemas");
                    let role = if role == Role::Object && is_map { Role::Map } else { Role::Object };
                    self.enter(Cow::Borrowed(key), value, role);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.enter(Cow::Owned(index.to_string()), item, Role::Object);
                }
            }
            _ => {}
        }
    }

    fn enter(&mut self, key: Cow<'s, str>, value: &'s Value, role: Role) {
        if matches!(value, Value::Object(_) | Value::Array(_)) {
            self.path.push(key);
            self.visit(value, role);
            self.path.pop();
        }
    }

    /// The schema whose discriminator this is: that of the `allOf` around an element.
    fn schema_at(&self) -> Location {
        let mut length = self.path.len();
        while let Some([all_of, _]) = self.path.get(..length).and_then(|path| path.last_chunk::<2>())
            && all_of == "allOf"
        {
            length -= 2;
        }
        let segments = self.path.iter().take(length);
        let pointer = segments.fold(Pointer::root(), |pointer, segment| pointer.child(segment));
        Location { pointer, ..Location::root(self.file) }
    }

    fn location(&self) -> Location {
        let pointer = self.path.iter().fold(Pointer::root(), |pointer, segment| pointer.child(segment));
        Location { pointer, ..Location::root(self.file) }
    }
}
