//! Circular variants of unions.
//!
//! Variants may lead back to their own union through nothing but unions; decoding such a value would never end. They
//! add nothing: `A: oneOf [B, string]` and `B: oneOf [A, integer]` are both a string or a number. JSON Schema leaves
//! their meaning open (2020-12 Core, section 9.4.1).

use std::{collections::HashMap, rc::Rc};

use crate::{
    diagnostic::Diagnostics,
    lower::{Context, effective::alternatives},
    openapi::{NodeId, Schema, node_id},
};

/// A variant, and the number of the schema that it refers to.
type Variant = (Rc<Schema>, Option<usize>);

/// The unions of a document and the schemas that their variants refer to. Each is read once.
#[derive(Debug, Default)]
pub(super) struct UnionGraph {
    numbers: HashMap<NodeId, usize>,
    schemas: Vec<Rc<Schema>>,
    variants: Vec<Option<Rc<[Variant]>>>,
}

impl UnionGraph {
    fn number(&mut self, id: NodeId, schema: impl FnOnce() -> Option<Rc<Schema>>) -> Option<usize> {
        if let Some(known) = self.numbers.get(&id) {
            return Some(*known);
        }
        self.schemas.push(schema()?);
        self.variants.push(None);
        let number = self.schemas.len() - 1;
        self.numbers.insert(id, number);
        Some(number)
    }

    fn target(&mut self, context: &Context<'_>, variant: &Schema) -> Option<usize> {
        let discarded = &mut Diagnostics::default();
        let node = context.document_set.resolve(variant.reference.as_ref()?, discarded)?;
        self.number(node_id(&node.at), || context.document_set.schema(&node, discarded))
    }

    /// The variants of a schema. None if it is no union.
    fn variants(&mut self, context: &Context<'_>, number: usize) -> Rc<[Variant]> {
        if let Some(Some(known)) = self.variants.get(number) {
            return known.clone();
        }
        let Some(schema) = self.schemas.get(number).cloned() else { return Rc::default() };
        let found = alternatives(&schema).map(|variant| (variant.clone(), self.target(context, variant)));
        let found: Rc<[Variant]> = found.collect::<Vec<_>>().into();
        if let Some(slot) = self.variants.get_mut(number) {
            *slot = Some(found.clone());
        }
        found
    }

    /// Which schemas lead to a union through unions only, among those that its variants lead to.
    fn leading_to(&mut self, context: &Context<'_>, union: usize, variants: &[Variant]) -> Vec<bool> {
        let mut leading_from: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut seen: Vec<bool> = Vec::new();
        let mut open: Vec<usize> = variants.iter().filter_map(|(_, target)| *target).collect();
        while let Some(next) = open.pop() {
            if seen.len() <= next {
                seen.resize(next + 1, false);
            }
            if next == union || seen.get_mut(next).is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            for target in self.variants(context, next).iter().filter_map(|(_, target)| *target) {
                leading_from.entry(target).or_default().push(next);
                open.push(target);
            }
        }
        let mut leading = vec![false; self.schemas.len()];
        let mut open = vec![union];
        while let Some(next) = open.pop() {
            if leading.get_mut(next).is_none_or(|leading| std::mem::replace(leading, true)) {
                continue;
            }
            open.extend(leading_from.get(&next).into_iter().flatten());
        }
        leading
    }
}

/// The variants of a schema. Those that lead back to it are replaced by their other variants.
pub(super) fn without_circular_variants(
    context: &mut Context<'_>,
    schema: &Schema,
    variants: &[Rc<Schema>],
) -> Vec<Rc<Schema>> {
    let mut graph = std::mem::take(&mut context.shared.unions);
    let kept = expanded(context, &mut graph, schema, variants);
    context.shared.unions = graph;
    let Some(kept) = kept else { return variants.to_vec() };
    let message = "circular variants: the union refers to itself through unions only";
    let problem = context.diagnostics.unsupported(&schema.at, message);
    problem.note("their other variants replace them");
    kept
}

/// The variants that remain. `None` if none leads back.
fn expanded(
    context: &Context<'_>,
    graph: &mut UnionGraph,
    schema: &Schema,
    variants: &[Rc<Schema>],
) -> Option<Vec<Rc<Schema>>> {
    let written = || {
        let node = context.document_set.at(&schema.at)?;
        context.document_set.schema(&node, &mut Diagnostics::default())
    };
    let union = graph.number(node_id(&schema.at), || written().or_else(|| Some(Rc::new(schema.clone()))))?;
    let variants: Vec<Variant> =
        variants.iter().map(|variant| (variant.clone(), graph.target(context, variant))).collect();
    let leading = graph.leading_to(context, union, &variants);
    let leads_back = |target: &Option<usize>| target.is_some_and(|target| leading.get(target) == Some(&true));
    if !variants.iter().any(|(_, target)| leads_back(target)) {
        return None;
    }
    let mut taken = vec![false; leading.len()];
    if let Some(taken) = taken.get_mut(union) {
        *taken = true;
    }
    let mut kept = Vec::new();
    let mut open: Vec<Variant> = variants.into_iter().rev().collect();
    while let Some((variant, target)) = open.pop() {
        match target.filter(|_| leads_back(&target)) {
            None => kept.push(variant),
            Some(target) => {
                if taken.get_mut(target).is_some_and(|taken| !std::mem::replace(taken, true)) {
                    open.extend(graph.variants(context, target).iter().rev().cloned());
                }
            }
        }
    }
    Some(kept)
}
