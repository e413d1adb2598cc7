//! Security schemes: which are new, gone, renamed or different.

use super::{BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED, rename};
use crate::{
    change::{Direction, WireLevel},
    document::{Documents, Node, short},
    rules,
};

/// What authenticates a request.
const DEFINITION: [&str; 7] = ["type", "scheme", "in", "name", "openIdConnectUrl", "flows", "x-authenticator"];

/// The URLs of an OAuth flow.
const URLS: [&str; 4] = ["authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl"];

/// Whether a part of two schemes is the same. Names of headers and of HTTP schemes have no case.
fn is_same(old: &Node<'_>, new: &Node<'_>, key: &str) -> bool {
    let has_case = match key {
        "scheme" => false,
        "name" => old.text("in") != Some("header") || new.text("in") != Some("header"),
        _ => true,
    };
    match (old.text(key), new.text(key)) {
        (Some(one), Some(other)) if !has_case => one.eq_ignore_ascii_case(other),
        _ => old.get(key).map(|node| node.value) == new.get(key).map(|node| node.value),
    }
}

impl<'d> Comparison<'d> {
    /// Compares the security schemes of two documents.
    pub(super) fn schemes(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let list = |documents: &'d Documents, node: &Node<'d>| -> Vec<(&'d str, Node<'d>, Node<'d>)> {
            let map = node.get("components").and_then(|node| node.get("securitySchemes"));
            let schemes = map.iter().flat_map(Node::entries);
            schemes.map(|(name, place)| (name, place.clone(), documents.resolve(&place).0)).collect()
        };
        let (before, mut after) = (list(self.old, old), list(self.new, new));
        let rule = &rules::SECURITY_SCHEME_CHANGED;
        let verdict = (UNAFFECTED, "the requirements of operations decide");
        let mut removed = Vec::new();
        for (name, place, scheme) in before {
            match after.iter().position(|(other, ..)| *other == name) {
                Some(index) => self.scheme(&scheme, &after.remove(index).2),
                None => removed.push((name, place, scheme)),
            }
        }
        for (name, place, scheme) in removed {
            let is_renamed = |other: &Node<'d>| DEFINITION.iter().all(|key| is_same(&scheme, other, key));
            match after.iter().position(|(.., other)| is_renamed(other)) {
                Some(index) => {
                    let (new_name, new_place, _) = after.remove(index);
                    let summary = format!("renamed from `{name}` to `{new_name}`");
                    let verdict = (UNAFFECTED, "names of security schemes are not sent");
                    let places = NodePair::both(&place, &new_place);
                    self.report(rule, places, Direction::REQUEST, summary, verdict).rename =
                        Some(rename(name, new_name));
                    self.schemes.insert(name, new_name);
                }
                None => {
                    self.report(rule, NodePair::removed(&place), Direction::REQUEST, "removed", verdict);
                }
            }
        }
        for (_, place, _) in after {
            self.report(rule, NodePair::added(&place), Direction::REQUEST, "added", verdict);
        }
    }

    fn scheme(&mut self, old: &Node<'d>, new: &Node<'d>) {
        for key in DEFINITION.into_iter().filter(|key| !is_same(old, new, key)) {
            if key == "flows" && old.get(key).is_some() && new.get(key).is_some() {
                self.flows(old, new);
                continue;
            }
            let text = |node: &Node<'d>| {
                node.get(key).map_or_else(|| "absent".to_owned(), |node| format!("`{}`", short(node.value)))
            };
            let summary = format!("`{key}`: {} → {}", text(old), text(new));
            let verdict = match key {
                "x-authenticator" => (UNAFFECTED, "it is not sent"),
                _ => (BREAKS, "clients authenticate in the old way"),
            };
            self.report(
                &rules::SECURITY_SCHEME_CHANGED,
                NodePair::both(old, new),
                Direction::REQUEST,
                summary,
                verdict,
            );
        }
    }

    /// The flows of OAuth. Descriptions of scopes are not compared.
    fn flows(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let mut found: Vec<(String, (WireLevel, &str))> = Vec::new();
        let (before, after) = (old.get("flows"), new.get("flows"));
        let of = |map: &Option<Node<'d>>, name: &str| map.as_ref().and_then(|map| map.get(name));
        for (name, flow) in before.iter().flat_map(Node::entries).filter(|(name, _)| !name.starts_with("x-")) {
            let Some(same) = of(&after, name) else {
                found.push((format!("flow `{name}` removed"), (BREAKS, "clients may use it")));
                continue;
            };
            for key in URLS.into_iter().filter(|key| flow.text(key) != same.text(key)) {
                let text = |node: &Node<'d>| node.text(key).map_or("absent".to_owned(), |url| format!("`{url}`"));
                let summary = format!("`{key}` of the flow `{name}`: {} → {}", text(&flow), text(&same));
                found.push((summary, (MAY_BREAK, "clients use the old URL")));
            }
            let scopes = |flow: &Node<'d>| -> Vec<&'d str> {
                flow.get("scopes").iter().flat_map(Node::entries).map(|(scope, _)| scope).collect()
            };
            let (one, other) = (scopes(&flow), scopes(&same));
            for scope in one.iter().filter(|scope| !other.contains(scope)) {
                let summary = format!("scope `{scope}` of the flow `{name}` removed");
                found.push((summary, (MAY_BREAK, "clients may ask for it")));
            }
            for scope in other.iter().filter(|scope| !one.contains(scope)) {
                let summary = format!("scope `{scope}` of the flow `{name}` added");
                found.push((summary, (UNAFFECTED, "clients need not ask for it")));
            }
        }
        for (name, _) in after.iter().flat_map(Node::entries).filter(|(name, _)| !name.starts_with("x-")) {
            if of(&before, name).is_none() {
                found.push((format!("flow `{name}` added"), (UNAFFECTED, "clients need not use it")));
            }
        }
        for (summary, verdict) in found {
            let places = NodePair::both(old, new);
            self.report(&rules::SECURITY_SCHEME_CHANGED, places, Direction::REQUEST, summary, verdict);
        }
    }
}
