//! Servers, and the addresses of operations: the URL of a server and the path.

use std::collections::BTreeSet;

use super::{
    Comparison, MAY_BREAK, NodePair, UNAFFECTED,
    operations::{OperationNode, without_parameter_names},
};
use crate::{change::Direction, document::Node, rules};

/// The URL of a server without differences that have no meaning: the case of the host, and a slash at the end.
fn normal(url: &str) -> String {
    let url = url.trim_end_matches('/');
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    // The names of variables have a case.
    let host = if host.contains('{') { host.to_owned() } else { host.to_ascii_lowercase() };
    format!("{}://{host}{path}", scheme.to_ascii_lowercase())
}

/// The URLs of the servers of a document.
fn urls<'d>(root: &Node<'d>) -> Vec<&'d str> {
    let servers: Vec<_> = root.get("servers").iter().flat_map(Node::items).collect();
    let urls: Vec<&str> = servers.iter().filter_map(|server| server.text("url")).collect();
    if urls.is_empty() { vec!["/"] } else { urls }
}

impl<'d> Comparison<'d> {
    /// Whether each old server has the path of an operation at the same address as a new one.
    pub(super) fn is_same_address(&self, old: &str, new: &str) -> bool {
        let Some((old_root, new_root)) = &self.roots else { return false };
        let addresses = |root: &Node<'d>, path: &str| -> BTreeSet<String> {
            urls(root).into_iter().map(|url| normal(url) + &without_parameter_names(path)).collect()
        };
        addresses(old_root, old).is_subset(&addresses(new_root, new))
    }

    /// Whether all operations have the same addresses at a server as before: a part of the URL moved to the paths.
    fn has_same_addresses(&self, old_url: &str) -> bool {
        let Some((old_root, new_root)) = &self.roots else { return false };
        let paths = |root: &Node<'d>| -> Vec<&'d str> {
            root.get("paths").iter().flat_map(Node::entries).map(|(path, _)| path).collect()
        };
        let new: BTreeSet<String> = urls(new_root)
            .into_iter()
            .flat_map(|url| paths(new_root).into_iter().map(move |path| normal(url) + &without_parameter_names(path)))
            .collect();
        let old = paths(old_root);
        !old.is_empty() && old.iter().all(|path| new.contains(&(normal(old_url) + &without_parameter_names(path))))
    }

    /// Servers of an operation: its own, those of its path, or those of the document, which are compared once.
    pub(super) fn operation_servers(&mut self, old: &OperationNode<'d>, new: &OperationNode<'d>) {
        let own = |one: &OperationNode<'d>| one.node.get("servers").or_else(|| one.item.get("servers"));
        let (before, after) = (own(old), own(new));
        if before.is_none() && after.is_none() {
            return;
        }
        let roots = self.roots.clone();
        let of_document = |root: Option<&Node<'d>>| root.and_then(|root| root.get("servers"));
        let before = before.or_else(|| of_document(roots.as_ref().map(|(old, _)| old)));
        let after = after.or_else(|| of_document(roots.as_ref().map(|(_, new)| new)));
        self.server_lists(before.as_ref(), after.as_ref(), false);
    }

    /// Servers of a document, by URL.
    pub(super) fn servers(&mut self, old: &Node<'d>, new: &Node<'d>) {
        self.server_lists(old.get("servers").as_ref(), new.get("servers").as_ref(), true);
    }

    fn server_lists(&mut self, before: Option<&Node<'d>>, after: Option<&Node<'d>>, of_document: bool) {
        let find = |list: Option<&Node<'d>>, url: &str| {
            let is_same = |item: &Node<'d>| item.text("url").is_some_and(|other| normal(other) == normal(url));
            list.and_then(|list| list.items().find(is_same))
        };
        for server in before.into_iter().flat_map(Node::items) {
            let url = server.text("url").unwrap_or_default();
            match find(after, url) {
                None => {
                    let verdict = match of_document && self.has_same_addresses(url) {
                        true => (UNAFFECTED, "its operations have the same addresses"),
                        false => (MAY_BREAK, "clients may call it"),
                    };
                    let places = NodePair::removed(&server);
                    let summary = format!("server `{url}` removed");
                    self.report(&rules::SERVER_REMOVED, places, Direction::REQUEST, summary, verdict);
                }
                Some(same) if same.value != server.value => {
                    let variables = |node: &Node<'d>| node.get("variables").map(|node| node.value);
                    let verdict = (MAY_BREAK, "clients may use the old value");
                    let (summary, verdict) = if variables(&server) == variables(&same) {
                        (format!("server `{url}` changed"), (UNAFFECTED, "its address is the same"))
                    } else {
                        (format!("variables of the server `{url}` changed"), verdict)
                    };
                    let places = NodePair::both(&server, &same);
                    let draft = self.report(&rules::SERVER_CHANGED, places, Direction::REQUEST, summary, verdict);
                    draft.only_with_rust = verdict.0 == UNAFFECTED;
                }
                Some(_) => {}
            }
        }
        for server in after.into_iter().flat_map(Node::items) {
            let url = server.text("url").unwrap_or_default();
            if find(before, url).is_none() {
                let summary = format!("server `{url}` added");
                let verdict = (UNAFFECTED, "clients need not use it");
                self.report(&rules::SERVER_ADDED, NodePair::added(&server), Direction::REQUEST, summary, verdict);
            }
        }
    }
}
