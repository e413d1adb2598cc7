//! Request bodies, and what media types describe.

use super::{
    BREAKS, Comparison, FINE, MAY, NodePair,
    content::{is_binary, is_raw},
};
use crate::{
    change::Direction,
    document::{Node, Schema},
    rules,
};

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

    /// Compares two descriptions of a media type.
    pub(super) fn media_type(&mut self, name: &str, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        if let Some(schema) = old.get("schema").filter(|_| name.starts_with("multipart/")) {
            self.add_parts(&schema);
        }
        let (before, after) = (old.get("schema"), new.get("schema"));
        let is_bytes = |documents, schema: &Option<Node<'d>>| {
            schema.as_ref().is_none_or(|schema| is_binary(&Schema::new(documents, schema)))
        };
        let is_same = before.as_ref().map(|node| node.value) == after.as_ref().map(|node| node.value);
        match (before, after) {
            (before, after) if is_raw(name) && is_bytes(self.old, &before) && is_bytes(self.new, &after) => {
                if !is_same {
                    self.binary(NodePair::both(old, new), direction);
                }
            }
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
