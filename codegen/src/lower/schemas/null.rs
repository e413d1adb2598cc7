//! Null: which schemas allow it, by themselves or by a variant at any depth. Null is one value for all variants of a
//! union, so the union is an `Option`.

use std::{collections::BTreeSet, rc::Rc};

use crate::{
    diagnostic::Diagnostics,
    lower::{Context, effective},
    model::Type,
    openapi::{NodeId, Reference, Schema, node_id},
    source::Location,
};

/// The maximum number of references from variant to variant.
const MAX_DEPTH: usize = 100;

/// Whether a schema allows null.
pub(super) fn allows_null(context: &mut Context<'_>, schema: &Rc<Schema>) -> bool {
    let mut visited = BTreeSet::new();
    let found = is_null_reachable(context, schema, &mut visited, 0);
    if !found {
        // All that these targets lead to was visited.
        context.shared.null_targets.extend(visited.into_iter().map(|place| (place, false)));
    }
    found
}

/// Whether the schema at a location allows null. Decided once.
pub(super) fn allows_null_at(context: &mut Context<'_>, at: &Location, schema: &Rc<Schema>) -> bool {
    let place = node_id(at);
    if let Some(known) = context.shared.null_targets.get(&place) {
        return *known;
    }
    let found = allows_null(context, schema);
    context.shared.null_targets.insert(place, found);
    found
}

/// Whether the schema or a variant allows null. `visited` are the targets of references so far.
fn is_null_reachable(
    context: &mut Context<'_>,
    schema: &Rc<Schema>,
    visited: &mut BTreeSet<NodeId>,
    depth: usize,
) -> bool {
    if schema.nullable {
        return true;
    }
    if !schema.all_of.is_empty() {
        // A single part may be a reference. Several parts are merged, with their null.
        let merged = effective::merge_all_of(context, schema);
        let reference = merged.reference.as_ref();
        return merged.nullable || reference.is_some_and(|one| is_null_reachable_from(context, one, visited, depth));
    }
    let mut variants = schema.one_of.iter().chain(&schema.any_of);
    variants.any(|variant| match &variant.reference {
        None => is_null_reachable(context, variant, visited, depth),
        Some(reference) => is_null_reachable_from(context, reference, visited, depth),
    })
}

/// The same for the target of a reference.
fn is_null_reachable_from(
    context: &mut Context<'_>,
    reference: &Reference,
    visited: &mut BTreeSet<NodeId>,
    depth: usize,
) -> bool {
    // A dangling reference is reported where its type is lowered.
    let Some(node) = context.document_set.resolve(reference, &mut Diagnostics::default()) else { return false };
    let place = node_id(&node.at);
    if let Some(known) = context.shared.null_targets.get(&place) {
        return *known;
    }
    if depth == MAX_DEPTH || !visited.insert(place.clone()) {
        return false;
    }
    let target = context.document_set.schema(&node, context.diagnostics);
    let found = target.is_some_and(|target| is_null_reachable(context, &target, visited, depth + 1));
    if found {
        context.shared.null_targets.insert(place, true);
    }
    found
}

/// Wraps a nullable type in `Option`.
pub(in crate::lower) fn nullable(ty: Type, nullable: bool) -> Type {
    match ty {
        Type::Json | Type::LenientString | Type::Option(_) => ty,
        ty if nullable => Type::Option(Box::new(ty)),
        ty => ty,
    }
}
