//! Paths and operations: which are new, gone, moved or renamed.

use std::collections::HashMap;

use super::{BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED, rename};
use crate::{
    change::Direction,
    document::{Node, short_list},
    rules,
};

/// An operation with its path item.
#[derive(Clone)]
pub(super) struct OperationNode<'d> {
    /// `GET /pets`, with the path as written.
    pub(super) name: String,
    /// The path without the names of its parameters.
    path: String,
    /// The HTTP method: `GET`.
    method: String,
    pub(super) item: Node<'d>,
    pub(super) node: Node<'d>,
}

/// The operations of `paths` or `webhooks`.
fn operations<'d>(documents: &'d crate::document::Documents, map: Option<&Node<'d>>) -> Vec<OperationNode<'d>> {
    let mut operations = Vec::new();
    for (path, item) in map.into_iter().flat_map(Node::entries) {
        let (item, _) = documents.resolve(&item);
        for (method, node) in item.operations() {
            let name = format!("{method} {path}");
            let (path, method) = (without_parameter_names(path), method.to_owned());
            operations.push(OperationNode { name, path, method, item: item.clone(), node });
        }
    }
    operations
}

/// A path with `{}` for each parameter: names in a path are not sent.
pub(crate) fn without_parameter_names(path: &str) -> String {
    let mut text = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        text += before;
        text += "{}";
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    text + rest
}

impl<'d> Comparison<'d> {
    /// Compares the operations of two documents. Requests of a webhook or a callback are sent by the service.
    pub(super) fn operations(&mut self, old: Option<&Node<'d>>, new: Option<&Node<'d>>, is_webhook: bool) {
        let (old, new) = (operations(self.old, old), operations(self.new, new));
        let by_key: HashMap<(&str, &str), &OperationNode<'d>> =
            new.iter().map(|operation| ((operation.method.as_str(), operation.path.as_str()), operation)).collect();
        let mut matched = Vec::new();
        let mut removed = Vec::new();
        for operation in &old {
            match by_key.get(&(operation.method.as_str(), operation.path.as_str())) {
                Some(same) => {
                    matched.push(same.node.pointer.clone());
                    self.operation(operation, same, is_webhook);
                }
                None => removed.push(operation),
            }
        }
        let mut added: Vec<&OperationNode<'d>> =
            new.iter().filter(|operation| !matched.contains(&operation.node.pointer)).collect();
        for operation in removed {
            let id = operation.node.text("operationId");
            // An operation without an id is the same if it is the only one with its content.
            let is_same = |other: &&OperationNode<'d>| {
                other.node.text("operationId") == id
                    && (id.is_some() || other.method == operation.method && other.node.value == operation.node.value)
            };
            let is_only = id.is_some() || added.iter().filter(|other| is_same(other)).count() == 1;
            let moved = added.iter().position(is_same).filter(|_| is_only);
            if let Some(index) = moved {
                let other = added.remove(index);
                self.moved(operation, other, is_webhook);
                self.operation(operation, other, is_webhook);
                continue;
            }
            self.removed(operation, is_webhook);
        }
        for operation in added {
            let places = NodePair::added(&operation.node);
            let (rule, reason) = if is_webhook {
                (&rules::WEBHOOK_CHANGED, "the service sends it only to those who subscribe")
            } else {
                (&rules::OPERATION_ADDED, "nobody calls it yet")
            };
            self.report(rule, places, Direction::NONE, "added", (UNAFFECTED, reason));
        }
    }

    fn removed(&mut self, operation: &OperationNode<'d>, is_webhook: bool) {
        let places = NodePair::removed(&operation.node);
        if is_webhook {
            let verdict = (BREAKS, "the service no longer sends it");
            self.report(&rules::WEBHOOK_CHANGED, places, Direction::RESPONSE, "removed", verdict);
            return;
        }
        let deprecated = if operation.node.flag("deprecated") { "removed after it was deprecated" } else { "removed" };
        let verdict = (BREAKS, "clients still call it");
        self.report(&rules::OPERATION_REMOVED, places, Direction::REQUEST, deprecated, verdict);
    }

    fn moved(&mut self, old: &OperationNode<'d>, new: &OperationNode<'d>, is_webhook: bool) {
        if is_webhook {
            let is_name = new.node.pointer.segments().next().is_some_and(|first| first == "webhooks");
            let verdict = match is_name && old.method == new.method {
                true => (UNAFFECTED, "the name of a webhook is not sent"),
                false => (BREAKS, "the service sends it to another address"),
            };
            let summary = format!("renamed from `{}` to `{}`", old.name, new.name);
            let places = NodePair::both(&old.node, &new.node);
            self.report(&rules::WEBHOOK_CHANGED, places, Direction::RESPONSE, summary, verdict);
            return;
        }
        let summary = format!("moved from `{}` to `{}`", old.name, new.name);
        let is_same = old.method == new.method && self.is_same_address(&old.path, &new.path);
        let verdict = match is_same {
            true => (UNAFFECTED, "its address with the server is the same"),
            false => (BREAKS, "clients send to the old address"),
        };
        let places = NodePair::both(&old.node, &new.node);
        let draft = self.report(&rules::OPERATION_MOVED, places, Direction::REQUEST, summary, verdict);
        if new.node.text("operationId").is_none() {
            draft.rename = Some(rename(&old.name, &new.name));
        }
    }

    fn operation(&mut self, old: &OperationNode<'d>, new: &OperationNode<'d>, is_webhook: bool) {
        self.identity(old, new);
        let (old_path, new_path) = (old.item.get("parameters"), new.item.get("parameters"));
        let same_context = old.node.value == new.node.value
            && old_path.as_ref().map(|node| node.value) == new_path.as_ref().map(|node| node.value);
        self.parameters(old, new);
        if !same_context {
            self.lifecycle(&old.node, &new.node);
            self.tags(&old.node, &new.node);
        }
        let (request, response) = if is_webhook {
            (Direction::RESPONSE, Direction::REQUEST)
        } else {
            (Direction::REQUEST, Direction::RESPONSE)
        };
        self.bodies(&old.node, &new.node, request);
        self.responses(&old.node, &new.node, response);
        self.operation_security(&old.node, &new.node);
        self.operation_servers(old, new);
        self.extensions(&old.node, &new.node);
        self.callbacks(&old.node, &new.node);
    }

    fn identity(&mut self, old: &OperationNode<'d>, new: &OperationNode<'d>) {
        let ids = (old.node.text("operationId"), new.node.text("operationId"));
        let place = |node: &Node<'d>| node.get("operationId").unwrap_or_else(|| node.clone());
        let (old_place, new_place) = (place(&old.node), place(&new.node));
        let places = NodePair::both(&old_place, &new_place);
        let verdict = (UNAFFECTED, "an `operationId` is not sent");
        match ids {
            (Some(one), Some(other)) if one != other => {
                let summary = format!("renamed from `{one}` to `{other}`");
                let draft = self.report(&rules::OPERATION_RENAMED, places, Direction::NONE, summary, verdict);
                draft.rename = Some(rename(one, other));
            }
            (None, Some(id)) => {
                let summary = format!("`operationId` `{id}` added");
                let draft = self.report(&rules::OPERATION_RENAMED, places, Direction::NONE, summary, verdict);
                draft.rename = Some(rename(&old.name, id));
            }
            (Some(id), None) => {
                let summary = format!("`operationId` `{id}` removed");
                let draft = self.report(&rules::OPERATION_RENAMED, places, Direction::NONE, summary, verdict);
                draft.rename = Some(rename(id, &new.name));
            }
            _ => {}
        }
    }

    /// `deprecated`, `x-sunset` and `x-stability-level`.
    pub(super) fn lifecycle(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let places = NodePair::both(old, new);
        match (old.flag("deprecated"), new.flag("deprecated")) {
            (false, true) => {
                let verdict = (UNAFFECTED, "it still works");
                self.report(&rules::OPERATION_DEPRECATED, places, Direction::NONE, "deprecated", verdict);
            }
            (true, false) => {
                let verdict = (UNAFFECTED, "it still works");
                self.report(&rules::OPERATION_DEPRECATED, places, Direction::NONE, "no longer deprecated", verdict);
            }
            _ => {}
        }
        for key in ["x-sunset", "x-stability-level"] {
            let (before, after) = (old.text(key), new.text(key));
            if before == after {
                continue;
            }
            let text = |value: Option<&str>| value.map_or_else(|| "absent".to_owned(), |value| format!("`{value}`"));
            let summary = format!("`{key}`: {} → {}", text(before), text(after));
            let is_earlier = key == "x-sunset" && matches!((before, after), (Some(one), Some(other)) if other < one);
            let verdict = match (key, is_earlier, before.is_some() && after.is_none()) {
                ("x-sunset", true, _) => (MAY_BREAK, "it is removed earlier than announced"),
                ("x-sunset", _, true) => (UNAFFECTED, "it has no announced end any more"),
                ("x-sunset", ..) => (UNAFFECTED, "it still works"),
                _ => (UNAFFECTED, "the stability is a promise, not a rule"),
            };
            self.report(&rules::SUNSET_CHANGED, places, Direction::NONE, summary, verdict);
        }
    }

    fn tags(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let list = |node: &Node<'d>| -> Vec<String> {
            node.get("tags").iter().flat_map(Node::strings).map(str::to_owned).collect()
        };
        let (before, after) = (list(old), list(new));
        if before != after {
            let changed: Vec<_> = before.iter().zip(&after).filter(|(one, other)| one != other).collect();
            let renamed = match changed.as_slice() {
                [(one, other)] if before.len() == after.len() && !before.contains(other) => Some((*one, *other)),
                _ => None,
            };
            let summary = match renamed {
                Some((one, other)) => format!("tag renamed from `{one}` to `{other}`"),
                None => format!("tags: {} → {}", short_list(&before), short_list(&after)),
            };
            let verdict = (UNAFFECTED, "tags are not sent");
            let draft = self.report(&rules::TAG_CHANGED, NodePair::both(old, new), Direction::NONE, summary, verdict);
            draft.rename = renamed.map(|(one, other)| rename(one, other));
        }
    }

    fn callbacks(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let (old, new) = (old.get("callbacks"), new.get("callbacks"));
        let of = |map: Option<&Node<'d>>, name: &str| map.and_then(|map| map.get(name));
        for (name, callback) in old.iter().flat_map(Node::entries) {
            match of(new.as_ref(), name) {
                Some(same) => {
                    let (callback, same) = (self.old.resolve(&callback).0, self.new.resolve(&same).0);
                    self.operations(Some(&callback), Some(&same), true);
                }
                None => {
                    let verdict = (BREAKS, "the service no longer sends it");
                    let places = NodePair::removed(&callback);
                    self.report(&rules::WEBHOOK_CHANGED, places, Direction::RESPONSE, "removed", verdict);
                }
            }
        }
        for (name, callback) in new.iter().flat_map(Node::entries) {
            if of(old.as_ref(), name).is_none() {
                let verdict = (UNAFFECTED, "the service sends it only to those who subscribe");
                let places = NodePair::added(&callback);
                self.report(&rules::WEBHOOK_CHANGED, places, Direction::NONE, "added", verdict);
            }
        }
    }
}
