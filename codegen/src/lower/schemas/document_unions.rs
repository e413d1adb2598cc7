//! Discriminator values in all unions and base schemas of a document: those that no selected operation uses too. So a
//! type has the same constants whichever operations are selected. Reports nothing.

use std::{collections::BTreeMap, rc::Rc};

use super::{discriminator, variant_schema::variant_schemas};
use crate::{
    diagnostic::Diagnostics,
    lower::{
        Context,
        effective::{self, SchemaKind, reference_of},
    },
    model::{SharedName, Type},
    openapi::{NodeId, Schema, node_id},
    source::Location,
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
    for at in effective::discriminated_schemas(context.document_set, context.document.at.file) {
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
