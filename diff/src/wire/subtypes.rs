//! Subtypes: schemas that extend a base schema with a discriminator by `allOf`. Where the base schema is expected, each
//! of them is valid, and nothing refers to them.

use std::collections::HashMap;

use super::{BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED};
use crate::{
    change::Direction,
    document::{Documents, Node, NodeKey, Schema},
    rules,
};

/// The subtypes of each base schema, with their names.
pub(super) type Subtypes<'d> = HashMap<NodeKey, Vec<(&'d str, Node<'d>)>>;

/// The subtypes in the components of all documents.
pub(super) fn of(documents: &Documents) -> Subtypes<'_> {
    let mut subtypes: Subtypes<'_> = HashMap::new();
    let components = documents
        .entries
        .iter()
        .filter_map(|entry| documents.root(entry)?.get("components").and_then(|components| components.get("schemas")));
    for (name, node) in components.flat_map(|schemas| schemas.entries()) {
        if node.get("allOf").is_none() {
            continue;
        }
        // A base schema of a base schema, too.
        let bases = Schema::new(documents, &node).parts;
        for base in bases.iter().filter(|part| part.pointer != node.pointer && part.get("discriminator").is_some()) {
            subtypes.entry(base.key()).or_default().push((name, node.clone()));
        }
    }
    subtypes
}

impl<'d> Comparison<'d> {
    /// The subtypes of two base schemas: those with the same name are compared like other schemas.
    pub(super) fn common_subtypes(&self, old: &Node<'d>, new: &Node<'d>) -> Vec<(Node<'d>, Node<'d>)> {
        let (Some(before), Some(after)) = (self.subtypes.0.get(&old.key()), self.subtypes.1.get(&new.key())) else {
            return Vec::new();
        };
        let same = |name: &str| after.iter().find(|(other, _)| *other == name).map(|(_, node)| node.clone());
        before.iter().filter_map(|(name, node)| Some((node.clone(), same(name)?))).collect()
    }

    /// Reports subtypes that are new or gone.
    pub(super) fn subtypes(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        if old.node.get("discriminator").is_none() || new.node.get("discriminator").is_none() {
            return;
        }
        let of = |subtypes: &Subtypes<'d>, node: &Node<'d>| subtypes.get(&node.key()).cloned().unwrap_or_default();
        let (before, after) = (of(&self.subtypes.0, &old.node), of(&self.subtypes.1, &new.node));
        let renamed = |old: &str, new: &str| self.renamed.contains(&(old.to_owned(), new.to_owned()));
        let has = |name: &str, other: &str| name == other || renamed(name, other);
        let removed: Vec<_> =
            before.iter().filter(|(name, _)| !after.iter().any(|(other, _)| has(name, other))).cloned().collect();
        let added: Vec<_> =
            after.iter().filter(|(name, _)| !before.iter().any(|(other, _)| has(other, name))).cloned().collect();
        for (name, node) in removed {
            let summary = format!("subtype `{name}` removed");
            let verdicts = ((BREAKS, "clients may send it"), (UNAFFECTED, "clients no longer get it"));
            let places = NodePair::of(Some(&node), Some(&new.node));
            self.report_schema(&rules::DISCRIMINATOR_CHANGED, places, direction, summary, verdicts);
        }
        for (name, _) in added {
            let summary = format!("subtype `{name}` added");
            let verdicts = ((UNAFFECTED, "clients need not send it"), (MAY_BREAK, "clients may not know it"));
            let places = NodePair::both(&old.node, &new.node);
            self.report_schema(&rules::DISCRIMINATOR_CHANGED, places, direction, summary, verdicts);
        }
    }
}
