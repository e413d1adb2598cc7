//! Security requirements: alternatives of schemes with their scopes.

use std::collections::{BTreeMap, BTreeSet};

use super::{BREAKS, Comparison, NodePair, UNAFFECTED};
use crate::{change::Direction, document::Node, rules};

/// One alternative: its schemes, each with its scopes.
type Alternative<'d> = BTreeMap<&'d str, BTreeSet<&'d str>>;

fn alternatives<'d>(list: &Node<'d>) -> Vec<(Node<'d>, Alternative<'d>)> {
    let schemes = |item: &Node<'d>| item.entries().map(|(name, scopes)| (name, scopes.strings().collect())).collect();
    list.items().map(|item| (item.clone(), schemes(&item))).collect()
}

fn describe(alternative: &Alternative<'_>) -> String {
    if alternative.is_empty() {
        return "no authentication".to_owned();
    }
    alternative.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}

impl<'d> Comparison<'d> {
    /// Compares the requirements of an operation. Those of the document are compared once, for all operations.
    pub(super) fn operation_security(&mut self, old: &Node<'d>, new: &Node<'d>) {
        self.security(old, new);
    }

    /// Compares the requirements of two objects: operations or documents.
    pub(super) fn security(&mut self, old: &Node<'d>, new: &Node<'d>) {
        let (old_list, new_list) = (old.get("security"), new.get("security"));
        if old_list.is_none() && new_list.is_none() {
            return;
        }
        // An operation without requirements of its own has those of the document.
        let (old_root, new_root) = match &self.roots {
            Some((old, new)) => (old.get("security"), new.get("security")),
            None => (None, None),
        };
        let (old_list, new_list) = (old_list.or(old_root), new_list.or(new_root));
        let before = old_list.as_ref().map(alternatives).unwrap_or_default();
        let after = new_list.as_ref().map(alternatives).unwrap_or_default();
        // The names of schemes are not sent.
        let before: Vec<_> = before.into_iter().map(|(node, one)| (node, self.with_new_names(one))).collect();
        let keys = |alternative: &Alternative<'d>| -> Vec<&'d str> { alternative.keys().copied().collect() };
        let was_open = before.is_empty() || before.iter().any(|(_, one)| one.is_empty());
        for (node, alternative) in &before {
            match after.iter().find(|(_, other)| keys(other) == keys(alternative)) {
                Some((same, other)) => self.scopes(node, same, alternative, other),
                None => {
                    let verdict = if after.is_empty() {
                        (UNAFFECTED, "no authentication is needed")
                    } else {
                        (BREAKS, "clients authenticate in this way")
                    };
                    let summary = format!("{} no longer suffices", describe(alternative));
                    self.report(
                        &rules::SECURITY_REMOVED,
                        NodePair::removed(node),
                        Direction::REQUEST,
                        summary,
                        verdict,
                    );
                }
            }
        }
        for (node, alternative) in &after {
            if before.iter().any(|(_, other)| keys(other) == keys(alternative)) {
                continue;
            }
            let verdict = if before.is_empty() && was_open && !alternative.is_empty() {
                (BREAKS, "clients do not authenticate")
            } else {
                (UNAFFECTED, "clients may authenticate as before")
            };
            let summary = format!("{} suffices", describe(alternative));
            self.report(&rules::SECURITY_ADDED, NodePair::added(node), Direction::REQUEST, summary, verdict);
        }
    }

    fn with_new_names(&self, alternative: Alternative<'d>) -> Alternative<'d> {
        let renamed = |name: &'d str| self.schemes.get(name).copied().unwrap_or(name);
        alternative.into_iter().map(|(name, scopes)| (renamed(name), scopes)).collect()
    }

    fn scopes(&mut self, old: &Node<'d>, new: &Node<'d>, before: &Alternative<'d>, after: &Alternative<'d>) {
        for (scheme, scopes) in before {
            let others = after.get(scheme).cloned().unwrap_or_default();
            let places = NodePair::both(old, new);
            for scope in others.difference(scopes) {
                let summary = format!("`{scheme}` requires the scope `{scope}`");
                let verdict = (BREAKS, "tokens of clients may lack the scope");
                self.report(&rules::SCOPE_ADDED, places, Direction::REQUEST, summary, verdict);
            }
            for scope in scopes.difference(&others) {
                let summary = format!("`{scheme}` no longer requires the scope `{scope}`");
                let verdict = (UNAFFECTED, "tokens of clients have more than they need");
                self.report(&rules::SCOPE_REMOVED, places, Direction::REQUEST, summary, verdict);
            }
        }
    }
}
