//! Types of the requests that the service sends: webhooks and callbacks. A client does not send these requests, and its
//! user may receive them.

use std::collections::BTreeSet;

use super::{Context, docs::markdown, operations::default_id, schemas, selection::Candidate, usage};
use crate::{
    diagnostic::Diagnostics,
    http::{ADDITIONAL_OPERATIONS, FIXED_METHODS},
    model::{Group, ServiceRequest},
    openapi::{DocumentSet, Node, NodeId, Reference, node_id},
    source::Value,
};

/// The shared types that selected webhooks, and the callbacks of selected operations, refer to as schemas, directly or
/// in another component. Lowers those that are not lowered yet.
pub(super) fn lower(context: &mut Context<'_>, groups: &[Group]) -> Vec<ServiceRequest> {
    let found = find(context);
    let mut requests = Vec::new();
    for (tag, schemas) in found {
        let types = schemas.iter().filter_map(|schema| schemas::referenced_type(context, &Reference::to(schema)));
        let types = types.filter_map(|ty| usage::shared_name(&ty).cloned()).collect();
        let title = tag.map(|tag| markdown::line(&tag));
        let group = title.and_then(|title| groups.iter().position(|group| group.title == title));
        requests.push(ServiceRequest { group, types });
    }
    requests
}

/// The first tag of each request that the service sends, and the schemas that it refers to.
fn find<'d>(context: &mut Context<'d>) -> Vec<(Option<String>, Vec<Node<'d>>)> {
    let document_set = context.document_set;
    let mut found = Vec::new();
    for PathItem { is_webhook, key, item } in path_items(context) {
        for (method, operation) in operations(document_set, &item) {
            let candidate = RequestOperation::of(&operation, method, key);
            if !candidate.is_selected(context, (!is_webhook).then_some(key)) {
                continue;
            }
            let mut search = Search::new(document_set);
            let roots = if is_webhook {
                [Some(operation), target(document_set, item.clone()).get("parameters")]
            } else {
                [operation.get("callbacks"), None]
            };
            search.follow(roots.into_iter().flatten().collect());
            if !search.schemas.is_empty() {
                found.push((candidate.tags.into_iter().next(), search.schemas));
            }
        }
    }
    found
}

/// The operations and webhooks of the document, and the parameters of their paths. With `only_selected`, those that are
/// generated.
pub(super) fn operation_nodes<'d>(context: &mut Context<'d>, only_selected: bool) -> Vec<Node<'d>> {
    let document_set = context.document_set;
    let mut found = Vec::new();
    for PathItem { is_webhook, key, item } in path_items(context) {
        let before = found.len();
        for (method, operation) in operations(document_set, &item) {
            let candidate = RequestOperation::of(&operation, method, key);
            if !only_selected || candidate.is_selected(context, (!is_webhook).then_some(key)) {
                found.push(operation);
            }
        }
        if found.len() > before {
            found.extend(target(document_set, item).get("parameters"));
        }
    }
    found
}

/// A webhook or a path of the document, which may be a reference.
struct PathItem<'d> {
    is_webhook: bool,
    key: &'d str,
    item: Node<'d>,
}

/// The webhooks and the paths of the document.
fn path_items<'d>(context: &Context<'d>) -> Vec<PathItem<'d>> {
    let document_set = context.document_set;
    let mut found = Vec::new();
    let Some(root) = document_set.root(context.document.at.file) else { return found };
    for (collection, is_webhook) in [("webhooks", true), ("paths", false)] {
        let Some(items) = root.get(collection).map(|items| target(document_set, items)) else { continue };
        let keys = items.keys().into_iter().flatten();
        found.extend(keys.filter_map(|key| Some(PathItem { is_webhook, key, item: items.get(key)? })));
    }
    found
}

/// The operations of a Path Item and of the one that it refers to, each with its method.
fn operations<'d>(document_set: &'d DocumentSet, item: &Node<'d>) -> Vec<(&'d str, Node<'d>)> {
    let mut items = vec![item.clone()];
    items.extend(Reference::of(item).map(|_| target(document_set, item.clone())));
    let mut operations = Vec::new();
    for item in items {
        operations.extend(FIXED_METHODS.iter().filter_map(|(key, method)| Some((*method, item.get(key)?))));
        let Some(additional) = item.get(ADDITIONAL_OPERATIONS) else { continue };
        let methods = additional.keys().into_iter().flatten();
        operations.extend(methods.filter_map(|method| Some((method, additional.get(method)?))));
    }
    operations.into_iter().map(|(method, operation)| (method, target(document_set, operation))).collect()
}

/// What selectors compare of an operation.
struct RequestOperation {
    id: String,
    tags: Vec<String>,
    is_deprecated: bool,
}

impl RequestOperation {
    fn of(operation: &Node<'_>, method: &str, path: &str) -> Self {
        let string = |node: Node<'_>| match node.value {
            Value::String(text) => Some(text.clone()),
            _ => None,
        };
        let tags = operation.get("tags").map(|tags| children(&tags)).unwrap_or_default();
        Self {
            id: operation.get("operationId").and_then(string).unwrap_or_else(|| default_id(method, path)),
            tags: tags.into_iter().filter_map(string).collect(),
            is_deprecated: operation.get("deprecated").is_some_and(|node| *node.value == Value::Bool(true)),
        }
    }

    /// Whether the operation is generated. A webhook has no path.
    fn is_selected(&self, context: &mut Context<'_>, path: Option<&str>) -> bool {
        let Self { id, tags, is_deprecated } = self;
        let candidate = Candidate { id, path, tags, is_deprecated: *is_deprecated };
        context.selection.selects(context.options, candidate)
    }
}

/// The target of a reference, or the node itself.
fn target<'d>(document_set: &'d DocumentSet, node: Node<'d>) -> Node<'d> {
    let reference = Reference::of(&node);
    let target = reference.and_then(|one| document_set.resolve(&one, &mut Diagnostics::default()));
    target.unwrap_or(node)
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

    /// Visits these values and what they refer to.
    fn follow(&mut self, mut open: Vec<Node<'d>>) {
        while let Some(node) = open.pop() {
            self.visit(&node, false, &mut open);
        }
    }

    /// Visits a value and the values inside it. Collects the targets of references in place of schemas, and adds the
    /// other ones to `open`.
    fn visit(&mut self, node: &Node<'d>, is_schema: bool, open: &mut Vec<Node<'d>>) {
        if Reference::of(node).is_some() {
            let target = target(self.document_set, node.clone());
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
