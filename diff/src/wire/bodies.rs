//! Request bodies, and what media types describe.

use super::{
    BREAKS, Comparison, MAY_BREAK, NodePair, UNAFFECTED,
    content::{is_binary, is_raw},
};
use crate::{
    change::Direction,
    document::{Node, Schema, short},
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
                        let verdict = (UNAFFECTED, "clients that send it are still accepted");
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
                    false => ("added, optional", (UNAFFECTED, "clients need not send it")),
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
                let verdicts =
                    ((MAY_BREAK, "what clients send may be invalid now"), (UNAFFECTED, "clients expect anything"));
                self.report_schema(
                    &rules::MEDIA_TYPE_SCHEMA,
                    NodePair::added(&after),
                    direction,
                    "schema added",
                    verdicts,
                );
            }
            (Some(before), None) => {
                let verdicts = ((UNAFFECTED, "anything is valid"), (MAY_BREAK, "the service may send anything"));
                let places = NodePair::removed(&before);
                self.report_schema(&rules::MEDIA_TYPE_SCHEMA, places, direction, "schema removed", verdicts);
            }
            (None, None) => {}
        }
        if name.starts_with("multipart/") || name.starts_with("application/x-www-form-urlencoded") {
            self.encodings(name, old, new, direction);
        }
    }

    /// Compares how the parts of a form are serialized. Other bodies have no parts.
    fn encodings(&mut self, name: &str, old: &Node<'d>, new: &Node<'d>, direction: Direction) {
        let (before, after) = (old.get("encoding"), new.get("encoding"));
        if before.as_ref().map(|node| node.value) == after.as_ref().map(|node| node.value) {
            return;
        }
        let places = NodePair::of(before.as_ref().or(Some(old)), after.as_ref().or(Some(new)));
        let properties = |documents, node: &Node<'d>| {
            node.get("schema").map(|schema| Schema::new(documents, &schema).properties()).unwrap_or_default()
        };
        let (old_parts, new_parts) = (properties(self.old, old), properties(self.new, new));
        let mut is_same = true;
        for (part, schema) in &old_parts {
            let Some((_, new_schema)) = new_parts.iter().find(|(other, _)| other == part) else { continue };
            let of = |map: &Option<Node<'d>>| map.as_ref().and_then(|map| map.get(part));
            let one = part_encoding(of(&before).as_ref(), &Schema::new(self.old, schema), name);
            let other = part_encoding(of(&after).as_ref(), &Schema::new(self.new, new_schema), name);
            for ((key, one), (_, other)) in one.iter().zip(&other).filter(|(one, other)| one != other) {
                let summary = format!("`{key}` of the part `{part}`: `{one}` → `{other}`");
                let verdicts =
                    ((BREAKS, "clients serialize the part in the old way"), (MAY_BREAK, "clients parse the old part"));
                self.report_schema(&rules::ENCODING_CHANGED, places, direction, summary, verdicts);
                is_same = false;
            }
        }
        if is_same {
            let verdicts = (
                (UNAFFECTED, "the parts are serialized as before"),
                (UNAFFECTED, "the parts are serialized as before"),
            );
            let draft = self.report_schema(&rules::ENCODING_CHANGED, places, direction, "`encoding` changed", verdicts);
            draft.only_with_rust = true;
        }
    }
}

/// The keywords of an encoding, with their defaults. OpenAPI 3.1.1, "Encoding Object".
fn part_encoding(encoding: Option<&Node<'_>>, schema: &Schema<'_>, form: &str) -> Vec<(&'static str, String)> {
    let text = |key: &str| encoding.and_then(|node| node.get(key)).map(|node| short(node.value));
    let types = schema.types();
    let is_binary = schema.text("format").is_some_and(|format| matches!(format, "binary" | "byte"))
        || schema.get("contentEncoding").is_some()
        || schema.get("contentMediaType").is_some();
    let default = match () {
        // The items of an array have their own type.
        () if types.contains("array") => "that of the items",
        () if types.contains("object") => "application/json",
        () if is_binary || types.is_empty() => "application/octet-stream",
        () => "text/plain",
    };
    let style = text("style");
    // Without any of these keywords, a part of `multipart` has no style.
    let has_style = form.starts_with("application/") || style.is_some() || text("explode").is_some();
    let style = style.unwrap_or_else(|| if has_style { "form".to_owned() } else { "none".to_owned() });
    let explode = text("explode").unwrap_or_else(|| (style == "form").to_string());
    vec![
        ("contentType", text("contentType").unwrap_or_else(|| default.to_owned())),
        ("style", style),
        ("explode", explode),
        ("allowReserved", text("allowReserved").unwrap_or_else(|| "false".to_owned())),
        ("headers", text("headers").unwrap_or_else(|| "none".to_owned())),
    ]
}
