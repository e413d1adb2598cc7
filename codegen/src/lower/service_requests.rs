//! Types of the requests that the service sends: webhooks and callbacks. A client does not send these requests, and its
//! user may receive them.

use std::collections::BTreeSet;

use super::{Context, schemas, usage};
use crate::{
    diagnostic::Diagnostics,
    model::SharedName,
    openapi::{DocumentSet, Node, NodeId, Reference, node_id},
    source::Value,
};

/// The shared types that webhooks and callbacks refer to as schemas, directly or in another component. Lowers those
/// that are not lowered yet.
pub(super) fn types(context: &mut Context<'_>) -> Vec<SharedName> {
    let mut search = Search::new(context.document_set);
    if let Some(root) = context.document_set.root(context.document.at.file) {
        search.document(&root);
    }
    let types = search.schemas.iter().filter_map(|schema| schemas::referenced_type(context, &Reference::to(schema)));
    types.filter_map(|ty| usage::shared_name(&ty).cloned()).collect()
}

/// The schemas that references lead to. A dangling reference leads to none.
struct Search<'d> {
    document_set: &'d DocumentSet,
    visited: BTreeSet<NodeId>,
    schemas: Vec<Node<'d>>,
}

impl<'d> Search<'d> {
    fn new(document_set: &'d DocumentSet) -> Self {
        Self { document_set, visited: BTreeSet::new(), schemas: Vec::new() }
    }

    /// Visits the webhooks of the document and the callbacks of its operations.
    fn document(&mut self, root: &Node<'d>) {
        let mut open: Vec<Node<'d>> = root.get("webhooks").into_iter().collect();
        for item in root.get("paths").into_iter().flat_map(|paths| children(&self.target(paths))) {
            let operations = children(&item).into_iter().chain(children(&self.target(item)));
            let operations: Vec<Node<'d>> = operations.collect();
            open.extend(operations.into_iter().filter_map(|operation| self.target(operation).get("callbacks")));
        }
        while let Some(node) = open.pop() {
            self.visit(&node, false, &mut open);
        }
    }

    /// Visits a value and the values inside it. Collects the targets of references in place of schemas, and adds the
    /// other ones to `open`.
    fn visit(&mut self, node: &Node<'d>, is_schema: bool, open: &mut Vec<Node<'d>>) {
        if Reference::of(node).is_some() {
            let target = self.target(node.clone());
            let is_new = target.at != node.at && self.visited.insert(node_id(&target.at));
            match is_schema {
                _ if !is_new => {}
                true => self.schemas.push(target),
                false => open.push(target),
            }
        }
        for child in children(node) {
            let is_schema = is_schema || child.at.pointer.segments().last().is_some_and(|key| is_schema_key(&key));
            self.visit(&child, is_schema, open);
        }
    }

    /// The target of a reference, or the node itself.
    fn target(&self, node: Node<'d>) -> Node<'d> {
        let reference = Reference::of(&node);
        let target = reference.and_then(|one| self.document_set.resolve(&one, &mut Diagnostics::default()));
        target.unwrap_or(node)
    }
}

fn is_schema_key(key: &str) -> bool {
    ["schema", "itemSchema"].contains(&key)
}

/// The values of an object, or the items of an array.
fn children<'d>(node: &Node<'d>) -> Vec<Node<'d>> {
    match node.value {
        Value::Array(items) => (0..items.len()).filter_map(|index| node.get(&index.to_string())).collect(),
        _ => node.keys().into_iter().flatten().filter_map(|key| node.get(key)).collect(),
    }
}
