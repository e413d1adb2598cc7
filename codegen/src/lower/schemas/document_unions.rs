//! Discriminator values in all unions and base schemas of a document: those that no selected operation uses too. So a
//! type has the same constants whichever operations are selected. Reports nothing.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{discriminator, variant_schema::variant_schemas};
use crate::{
    diagnostic::Diagnostics,
    lower::{
        Context,
        effective::{self, SchemaKind, reference_of},
    },
    model::{SharedName, Type},
    openapi::{NodeId, Reference, Schema, node_id},
    source::{FileId, Location, Pointer, Value},
};

/// A variant's type, the discriminator property and its only value there.
pub(in crate::lower) type VariantValue = (SharedName, String, String);

/// The values of variants that have one each. Called when all types are known.
pub(in crate::lower) fn variant_values(context: &mut Context<'_>) -> Vec<VariantValue> {
    if context.is_exhausted() {
        return Vec::new();
    }
    // What is not selected has no problems and costs nothing.
    let budget = context.budget.clone();
    let diagnostics = std::mem::take(&mut *context.diagnostics);
    let mut found = Vec::new();
    for at in discriminators(context) {
        found.extend(values_at(context, &at));
    }
    *context.diagnostics = diagnostics;
    context.budget = budget;
    let named = found.into_iter().filter_map(|(id, property, value)| Some((type_at(context, &id)?, property, value)));
    named.collect()
}

/// The shared type of a schema, if one was defined.
fn type_at(context: &Context<'_>, id: &NodeId) -> Option<SharedName> {
    let name = match context.shared.aliases.get(id) {
        Some(Type::Shared(name)) => name,
        Some(_) => return None,
        None => context.shared.names.get(id)?,
    };
    context.shared.definitions.contains_key(name).then(|| name.clone())
}

/// The values in the union or base schema at a location.
fn values_at(context: &mut Context<'_>, at: &Location) -> Vec<(NodeId, String, String)> {
    let schema = effective::schema(context, &Rc::new(effective::reference_to(context, at)));
    let (property, values): (String, Vec<(String, NodeId)>) = match SchemaKind::of(context, &schema) {
        SchemaKind::Union(branches) => {
            let variants = variant_schemas(context, &schema, &branches);
            let Some(found) = discriminator::of_union(context, &schema, &variants) else { return Vec::new() };
            let id_of = |index: usize| variant_id(context, &schema, &variants.get(index)?.written);
            let values = found.values.into_iter().filter_map(|(value, index)| Some((value, id_of(index)?)));
            (found.property, values.collect())
        }
        SchemaKind::SubtypeEnum => {
            let subtypes = effective::subtypes(context, &schema);
            (subtypes.property.clone(), subtypes.values.clone())
        }
        _ => return Vec::new(),
    };
    let mut values_of: BTreeMap<NodeId, Vec<String>> = BTreeMap::new();
    for (value, id) in values {
        values_of.entry(id).or_default().push(value);
    }
    let only = values_of.into_iter().filter_map(|(id, values)| match <[String; 1]>::try_from(values) {
        Ok([value]) => Some((id, property.clone(), value)),
        Err(_) => None,
    });
    only.collect()
}

/// The schema of a variant. A merged one is a type of its union alone.
fn variant_id(context: &Context<'_>, schema: &Schema, variant: &Schema) -> Option<NodeId> {
    match &variant.reference {
        Some(reference) => {
            let node = context.document_set.resolve(reference, &mut Diagnostics::default())?;
            Some(node_id(&node.at))
        }
        None if variant.is_synthetic || reference_of(schema, variant).is_some() => None,
        None => Some(node_id(&variant.at)),
    }
}

/// The schemas with a discriminator in the document, and in the files that it leads to.
fn discriminators(context: &Context<'_>) -> Vec<Location> {
    let first = context.document.at.file;
    let mut files = BTreeSet::from([first]);
    let mut open = vec![first];
    let mut found = Vec::new();
    while let Some(file) = open.pop() {
        let Some(root) = context.document_set.root(file) else { continue };
        let mut search = Search { file, path: Vec::new(), found: &mut found, references: Vec::new() };
        search.visit(root.value, Role::Object);
        for reference in search.references {
            let target = context.document_set.resolve(&reference, &mut Diagnostics::default());
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
