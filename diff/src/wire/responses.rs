//! Responses by status, and their headers.

use super::{BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED, rename};
use crate::{
    change::Direction,
    document::{Node, short_list},
    rules,
};

/// Whether a status means success.
fn is_success(status: &str) -> bool {
    status.starts_with(['2', '3'])
}

/// Whether a status is one of a range: `201` of `2XX`.
fn is_part(status: &str, range: &str) -> bool {
    let is_exact = status.bytes().all(|byte| byte.is_ascii_digit());
    is_exact && range.ends_with("XX") && range.get(..1) == status.get(..1)
}

impl<'d> Comparison<'d> {
    pub(super) fn responses(&mut self, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        let list = |node: &Node<'d>| -> Vec<(String, Node<'d>)> {
            let responses = node.get("responses");
            let statuses = responses.iter().flat_map(Node::entries).filter(|(status, _)| !status.starts_with("x-"));
            // `2XX`, `2xx`, `default`.
            let normal = |status: &str| if status == "default" { status.to_owned() } else { status.to_uppercase() };
            statuses.map(|(status, node)| (normal(status), node)).collect()
        };
        let (before, after) = (list(old), list(new));
        let has = |all: &[(String, Node<'d>)], status: &str| all.iter().any(|(other, _)| other == status);
        for (status, place) in &before {
            let same: Vec<_> = match has(&after, status) {
                true => after.iter().filter(|(other, _)| other == status).collect(),
                false => after.iter().filter(|(other, _)| is_part(status, other) || is_part(other, status)).collect(),
            };
            for (_, other) in &same {
                let (response, other) = (self.old.resolve(place).0, self.new.resolve(other).0);
                self.headers(&response, &other, direction);
                self.contents(&response, &other, direction);
            }
            if has(&after, status) {
                continue;
            }
            let names: Vec<String> = same.iter().map(|(other, _)| other.clone()).collect();
            let (summary, verdict) = match (same.first(), is_success(status)) {
                (Some((range, _)), true) if is_part(status, range) => {
                    (format!("became `{range}`"), (MAY_BREAK, "the service may send another success"))
                }
                (Some(_), _) => {
                    (format!("became {}", short_list(&names)), (UNAFFECTED, "clients that know it know the others"))
                }
                (None, true) => ("removed".to_owned(), (BREAKS, "clients expect this success")),
                (None, false) => ("removed".to_owned(), (UNAFFECTED, "clients that know it no longer get it")),
            };
            self.report(&rules::RESPONSE_REMOVED, NodePair::removed(place), direction, summary, verdict);
        }
        for (status, place) in after.iter().filter(|(status, _)| !has(&before, status)) {
            // It takes the place of a status that is gone.
            let replaces =
                |(old, _): &(String, Node<'d>)| !has(&after, old) && (is_part(old, status) || is_part(status, old));
            if before.iter().any(replaces) {
                continue;
            }
            let is_covered = has(&before, "default");
            let verdict = match (is_success(status), is_covered) {
                _ if before.iter().any(|(old, _)| is_part(status, old)) => (UNAFFECTED, "clients know the range"),
                _ if status == "304" => (UNAFFECTED, "only clients that ask whether something changed get it"),
                (true, false) => (MAY_BREAK, "clients do not know this success"),
                (true, true) => (MAY_BREAK, "clients take it for the default response"),
                (false, _) => (UNAFFECTED, "clients handle unknown errors by their status"),
            };
            self.report(&rules::RESPONSE_ADDED, NodePair::added(place), direction, "added", verdict);
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
                    false => (MAY_BREAK, "clients may read it"),
                };
                self.report(&rules::HEADER_REMOVED, NodePair::removed(&place), direction, "removed", verdict);
                continue;
            };
            if name != new_name {
                let verdict = (UNAFFECTED, "the case of a header has no meaning");
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
                    let verdict = (UNAFFECTED, "the service always sends it");
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
                let verdict = (UNAFFECTED, "clients ignore unknown headers");
                self.report(&rules::HEADER_ADDED, NodePair::added(&place), direction, "added", verdict);
            }
        }
    }
}
