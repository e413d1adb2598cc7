//! Request bodies and media types.

use super::{BREAKS, Comparison, FINE, MAY, NodePair};
use crate::{change::Direction, document::Node, rules};

impl<'d> Comparison<'d> {
    /// Compares the request bodies of an operation. `direction` is that of the body: the service sends a webhook's.
    pub(super) fn bodies(&mut self, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        let (before, after) = (old.get("requestBody"), new.get("requestBody"));
        match (before, after) {
            (Some(place), Some(new_place)) => {
                let (before, after) = (self.old.resolve(&place).0, self.new.resolve(&new_place).0);
                let places = NodePair::both(&before, &after);
                match (before.flag("required"), after.flag("required")) {
                    (false, true) => {
                        let verdict = (BREAKS, "clients that send no body are rejected");
                        self.report(&rules::BODY_REQUIRED, places, direction, "became required", verdict);
                    }
                    (true, false) => {
                        let verdict = (FINE, "clients that send it are still accepted");
                        self.report(&rules::BODY_REQUIRED, places, direction, "became optional", verdict);
                    }
                    _ => {}
                }
                self.extensions(&before, &after);
                self.contents(&before, &after, direction);
            }
            (None, Some(body)) => {
                let (resolved, _) = self.new.resolve(&body);
                let (summary, verdict) = match resolved.flag("required") {
                    true => ("added, required", (BREAKS, "clients send no body")),
                    false => ("added, optional", (FINE, "clients need not send it")),
                };
                self.report(&rules::BODY_ADDED, NodePair::added(&body), direction, summary, verdict);
            }
            (Some(body), None) => {
                let verdict = (BREAKS, "clients still send it: the service may ignore or reject it");
                self.report(&rules::BODY_REMOVED, NodePair::removed(&body), direction, "removed", verdict);
            }
            (None, None) => {}
        }
    }

    /// Compares the media types of a body or a response.
    pub(super) fn contents(&mut self, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        let (before, after) = (old.get("content"), new.get("content"));
        let is_request = direction.request;
        for (name, media_type) in before.iter().flat_map(Node::entries) {
            match after.as_ref().and_then(|map| find(map, name)) {
                Some(same) => self.media_type(&media_type, &same, direction),
                None => {
                    let verdict = (BREAKS, if is_request { "clients send it" } else { "clients expect it" });
                    let summary = format!("media type `{name}` removed");
                    self.report(
                        &rules::MEDIA_TYPE_REMOVED,
                        NodePair::removed(&media_type),
                        direction,
                        summary,
                        verdict,
                    );
                }
            }
        }
        for (name, media_type) in after.iter().flat_map(Node::entries) {
            if before.as_ref().and_then(|map| find(map, name)).is_none() {
                let verdict = match (is_request, before.is_some()) {
                    (true, _) => (FINE, "clients need not send it"),
                    (false, true) => (FINE, "clients get it only if they accept it"),
                    (false, false) => (FINE, "clients that expect no body ignore it"),
                };
                let summary = format!("media type `{name}` added");
                self.report(&rules::MEDIA_TYPE_ADDED, NodePair::added(&media_type), direction, summary, verdict);
            }
        }
    }

    fn media_type(&mut self, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        match (old.get("schema"), new.get("schema")) {
            (Some(before), Some(after)) => self.pairs.add(before, after, direction),
            (None, Some(after)) => {
                let verdicts = ((MAY, "what clients send may be invalid now"), (FINE, "clients expect anything"));
                self.report_schema(
                    &rules::MEDIA_TYPE_SCHEMA,
                    NodePair::added(&after),
                    direction,
                    "schema added",
                    verdicts,
                );
            }
            (Some(before), None) => {
                let verdicts = ((FINE, "anything is valid"), (MAY, "the service may send anything"));
                let places = NodePair::removed(&before);
                self.report_schema(&rules::MEDIA_TYPE_SCHEMA, places, direction, "schema removed", verdicts);
            }
            (None, None) => {}
        }
        let (before, after) = (old.get("encoding"), new.get("encoding"));
        if before.as_ref().map(|node| node.value) != after.as_ref().map(|node| node.value) {
            let places = NodePair::of(before.as_ref().or(Some(old)), after.as_ref().or(Some(new)));
            let verdicts = ((BREAKS, "clients serialize the parts in the old way"), (MAY, "the parts are different"));
            self.report_schema(&rules::ENCODING_CHANGED, places, direction, "`encoding` changed", verdicts);
        }
    }
}

/// The media type with this name: case and white space do not matter.
fn find<'d>(map: &Node<'d>, name: &str) -> Option<Node<'d>> {
    let normal = |name: &str| name.to_ascii_lowercase().replace(' ', "");
    map.get(name).or_else(|| map.entries().find(|(other, _)| normal(other) == normal(name)).map(|(_, node)| node))
}
