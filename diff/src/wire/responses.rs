//! Responses by status, and their headers.

use super::{BREAKS, Comparison, FINE, MAY, NodePair, rename};
use crate::{change::Direction, document::Node, rules};

/// Whether a status means success.
fn is_success(status: &str) -> bool {
    status.starts_with(['2', '3'])
}

impl<'d> Comparison<'d> {
    pub(super) fn responses(&mut self, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        let (before, after) = (old.get("responses"), new.get("responses"));
        let of = |map: Option<&Node<'d>>, status: &str| map.and_then(|map| map.get(status));
        for (status, place) in before.iter().flat_map(Node::entries).filter(|(status, _)| !status.starts_with("x-")) {
            if let Some(same) = of(after.as_ref(), status) {
                let (response, same) = (self.old.resolve(&place).0, self.new.resolve(&same).0);
                self.headers(&response, &same, direction);
                self.contents(&response, &same, direction);
                continue;
            }
            let verdict = match is_success(status) {
                true => (BREAKS, "clients expect this success"),
                false => (FINE, "clients that know it no longer get it"),
            };
            self.report(&rules::RESPONSE_REMOVED, NodePair::removed(&place), direction, "removed", verdict);
        }
        for (status, place) in after.iter().flat_map(Node::entries).filter(|(status, _)| !status.starts_with("x-")) {
            if of(before.as_ref(), status).is_some() {
                continue;
            }
            let covered = of(before.as_ref(), "default").is_some();
            let verdict = match (is_success(status), covered) {
                (true, false) => (MAY, "clients do not know this success"),
                (true, true) => (MAY, "clients take it for the default response"),
                (false, _) => (FINE, "clients handle unknown errors by their status"),
            };
            self.report(&rules::RESPONSE_ADDED, NodePair::added(&place), direction, "added", verdict);
        }
    }

    fn headers(&mut self, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        let (before, after) = (old.get("headers"), new.get("headers"));
        let of = |map: Option<&Node<'d>>, name: &str| {
            map.and_then(|map| map.entries().find(|(other, _)| other.eq_ignore_ascii_case(name)))
        };
        for (name, place) in before.iter().flat_map(Node::entries) {
            let (header, _) = self.old.resolve(&place);
            let Some((new_name, same)) = of(after.as_ref(), name) else {
                let verdict = match header.flag("required") {
                    true => (BREAKS, "clients may rely on it"),
                    false => (MAY, "clients may read it"),
                };
                self.report(&rules::HEADER_REMOVED, NodePair::removed(&place), direction, "removed", verdict);
                continue;
            };
            if name != new_name {
                let verdict = (FINE, "the case of a header has no meaning");
                let places = NodePair::both(&place, &same);
                let summary = format!("renamed from `{name}` to `{new_name}`");
                let draft = self.report(&rules::HEADER_RENAMED, places, direction, summary, verdict);
                draft.rename = Some(rename(name, new_name));
                draft.only_with_rust = true;
            }
            let (same, _) = self.new.resolve(&same);
            let places = NodePair::both(&header, &same);
            match (header.flag("required"), same.flag("required")) {
                (true, false) => {
                    let verdict = (BREAKS, "the service may leave it out");
                    self.report(&rules::HEADER_REQUIRED, places, direction, "became optional", verdict);
                }
                (false, true) => {
                    let verdict = (FINE, "the service always sends it");
                    self.report(&rules::HEADER_REQUIRED, places, direction, "became required", verdict);
                }
                _ => {}
            }
            if let (Some(before), Some(after)) = (header.get("schema"), same.get("schema")) {
                self.pairs.add(before, after, direction);
            }
        }
        for (name, place) in after.iter().flat_map(Node::entries) {
            if of(before.as_ref(), name).is_none() {
                let verdict = (FINE, "clients ignore unknown headers");
                self.report(&rules::HEADER_ADDED, NodePair::added(&place), direction, "added", verdict);
            }
        }
    }
}
