//! Alternatives that extend the same base: its discriminator tells them apart, where they have none of their own.

use std::{collections::BTreeSet, rc::Rc};

use super::{super::Context, Kind, kinds, resolve_schema};
use crate::{
    model::{Discriminator, UnknownTag},
    openapi::{NodeId, Schema},
};

/// The tag of alternatives that stand at these places.
pub(super) fn tag(context: &mut Context<'_>, branches: &[NodeId]) -> Option<Discriminator> {
    let (base, schema) = common_base(context, branches)?;
    let kinds = kinds::of(context, &schema);
    let whole = branches.iter().position(|branch| *branch == base);
    let values = kinds.values.iter().filter_map(|(value, chosen)| {
        let exact = branches.iter().position(|branch| branch == chosen);
        let is_below = |branch: &NodeId| *branch != base && context.lineage.is_below(chosen, branch);
        let index = exact.or_else(|| branches.iter().position(is_below))?;
        Some((value.clone(), index))
    });
    let values: Vec<(String, usize)> = values.collect();
    // What is none of the others is some other of the base's kinds.
    let otherwise = whole.map_or(UnknownTag::BestMatch, UnknownTag::Variant);
    (!values.is_empty()).then(|| Discriminator { property: kinds.property.clone(), values, unknown: otherwise })
}

/// The nearest base that all of these extend, or are.
fn common_base(context: &mut Context<'_>, branches: &[NodeId]) -> Option<(NodeId, Rc<Schema>)> {
    let lineage = context.lineage;
    let mut seen = BTreeSet::new();
    let mut open = vec![branches.first()?];
    let mut next = 0;
    while let Some(candidate) = open.get(next).copied() {
        next += 1;
        if !seen.insert(candidate) {
            continue;
        }
        open.extend(lineage.parents(candidate));
        if branches.iter().all(|branch| branch == candidate || lineage.is_below(branch, candidate))
            && let Some(schema) = base_at(context, candidate)
        {
            return Some((candidate.clone(), schema));
        }
    }
    None
}

fn base_at(context: &mut Context<'_>, base: &NodeId) -> Option<Rc<Schema>> {
    let at = context.lineage.location(base)?.clone();
    let schema = resolve_schema(context, &Rc::new(kinds::named(context, &at)));
    matches!(Kind::of(context, &schema), Kind::Family).then_some(schema)
}
