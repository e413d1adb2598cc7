//! Unions that lead back to themselves through nothing but unions: reading a value would never end.
//!
//! Such alternatives add nothing: `A: oneOf [B, string]` and `B: oneOf [A, integer]` are both a text or a number.
//! JSON Schema leaves open what they mean (2020-12 Core, section 9.4.1).

use std::{collections::BTreeSet, rc::Rc};

use super::super::Context;
use crate::{
    diagnostic::Diagnostics,
    openapi::{NodeId, Schema, node_id},
};

/// The alternatives of a schema, those that lead back to it replaced by what else they offer.
pub(super) fn broken(context: &mut Context<'_>, schema: &Schema, branches: &[Rc<Schema>]) -> Vec<Rc<Schema>> {
    let home = node_id(&schema.at);
    let mut search = Search { context, home, seen: BTreeSet::new() };
    if !branches.iter().any(|branch| search.leads_back(branch)) {
        return branches.to_vec();
    }
    let mut kept = Vec::new();
    let mut taken = BTreeSet::from([search.home.clone()]);
    for branch in branches {
        search.expand(branch, &mut taken, &mut kept);
    }
    let message = "alternatives of this schema lead back to it through nothing but alternatives";
    let problem = context.diagnostics.unsupported(&schema.at, message);
    problem.note("what else they offer stands in their place");
    kept
}

struct Search<'c, 'l> {
    context: &'c Context<'l>,
    home: NodeId,
    seen: BTreeSet<NodeId>,
}

impl Search<'_, '_> {
    /// The schema that an alternative refers to.
    fn target(&self, branch: &Schema) -> Option<(NodeId, Rc<Schema>)> {
        let unheard = &mut Diagnostics::default();
        let node = self.context.document_set.resolve(branch.reference.as_ref()?, unheard)?;
        Some((node_id(&node.at), self.context.document_set.schema(&node, unheard)?))
    }

    fn leads_back(&mut self, branch: &Schema) -> bool {
        let Some((target, schema)) = self.target(branch) else { return false };
        target == self.home
            || (self.seen.insert(target) && alternatives(&schema).any(|alternative| self.leads_back(alternative)))
    }

    fn expand(&mut self, branch: &Rc<Schema>, taken: &mut BTreeSet<NodeId>, kept: &mut Vec<Rc<Schema>>) {
        self.seen.clear();
        let Some((target, schema)) = self.target(branch).filter(|_| self.leads_back(branch)) else {
            kept.push(branch.clone());
            return;
        };
        if taken.insert(target) {
            for alternative in alternatives(&schema) {
                self.expand(alternative, taken, kept);
            }
        }
    }
}

fn alternatives(schema: &Schema) -> impl Iterator<Item = &Rc<Schema>> {
    schema.one_of.iter().chain(&schema.any_of)
}
