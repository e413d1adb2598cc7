//! The content of strings and binary bodies. OpenAPI 3.0 describes it by formats, and 3.1 by keywords of JSON Schema.

use super::{BREAKS, ByDirection, Comparison, MAY_BREAK, NodePair, UNAFFECTED};
use crate::{
    change::Direction,
    document::{Node, Schema, is_annotation, short},
    rules,
};

/// The media type of bytes.
const BYTES: &str = "application/octet-stream";

/// What a string contains: `format: byte` is `contentEncoding: base64`, and `format: binary` the media type of bytes.
pub(super) struct Content<'d> {
    encoding: Option<&'d str>,
    media_type: Option<&'d str>,
    format: Option<&'d str>,
}

impl<'d> Content<'d> {
    pub(super) fn of(schema: &Schema<'d>) -> Self {
        let (encoding, media_type) = (schema.text("contentEncoding"), schema.text("contentMediaType"));
        let is_string = schema.types().contains("string");
        match schema.text("format").filter(|_| is_string) {
            Some("byte") => Self { encoding: encoding.or(Some("base64")), media_type, format: None },
            Some("base64url") => Self { encoding: encoding.or(Some("base64url")), media_type, format: None },
            Some("binary") => Self { encoding, media_type: media_type.or(Some(BYTES)), format: None },
            _ => Self { encoding, media_type, format: schema.text("format") },
        }
    }

    /// Whether the formats of two schemas differ in more than what a keyword of JSON Schema describes.
    pub(super) fn has_other_format(old: &Schema<'d>, new: &Schema<'d>) -> bool {
        let (before, after) = (Self::of(old), Self::of(new));
        let is_format = |keyword: &str| old.get(keyword).is_none() && new.get(keyword).is_none();
        before.format != after.format
            || (before.encoding != after.encoding && is_format("contentEncoding"))
            || (before.media_type != after.media_type && is_format("contentMediaType"))
    }
}

/// Whether the values are bytes outside of JSON: a string of the format `binary`, or no more than a media type.
pub(super) fn is_binary(schema: &Schema<'_>) -> bool {
    let is_content = |key: &str| matches!(key, "type" | "format" | "contentMediaType") || is_annotation(key);
    let is_bytes = match schema.text("type") {
        None => schema.types().is_empty() && schema.get("format").is_none(),
        Some("string") => schema.text("format") == Some("binary") || schema.get("contentMediaType").is_some(),
        Some(_) => false,
    };
    is_bytes && schema.parts.iter().all(|part| part.entries().all(|(key, _)| is_content(key)))
}

/// Whether a body of this media type is neither JSON nor a form: its bytes are not described by a schema.
pub(super) fn is_raw(media_type: &str) -> bool {
    let name = media_type.to_ascii_lowercase();
    let is_described = |part: &str| name.contains(part);
    !["json", "x-www-form-urlencoded", "multipart/", "xml", "event-stream", "*"].into_iter().any(is_described)
}

impl<'d> Comparison<'d> {
    /// Remembers the parts of a form: binary ones may lack a type.
    pub(super) fn add_parts(&mut self, schema: &Node<'d>) {
        for (_, part) in Schema::new(self.old, schema).properties() {
            self.parts.insert(part.key());
            let items = Schema::new(self.old, &part).get("items");
            self.parts.extend(items.map(|items| items.key()));
        }
    }

    /// Whether a schema is that of a part of a form.
    pub(super) fn is_part(&self, old: &Node<'d>) -> bool {
        self.parts.contains(&old.key())
    }

    /// Bytes that are described in another way.
    pub(super) fn binary(&mut self, places: NodePair<'_, 'd>, direction: Direction) {
        let verdict = (UNAFFECTED, "the bytes are the same");
        let summary = "bytes are described in another way";
        self.report(&rules::CONTENT_CHANGED, places, direction, summary, verdict).only_with_rust = true;
    }

    pub(super) fn content(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let (before, after) = (Content::of(old), Content::of(new));
        let both = ((BREAKS, "clients encode the old content"), (BREAKS, "clients decode the old content"));
        if before.encoding != after.encoding {
            self.content_keyword("contentEncoding", old, new, both, direction);
        }
        if before.media_type == after.media_type {
            return;
        }
        let verdicts = match (old.get("contentMediaType").is_some(), new.get("contentMediaType").is_some()) {
            (false, true) => {
                ((MAY_BREAK, "clients may send other content"), (UNAFFECTED, "clients accept any content"))
            }
            (true, false) => ((UNAFFECTED, "any content is valid"), (MAY_BREAK, "clients may expect the old content")),
            _ => both,
        };
        self.content_keyword("contentMediaType", old, new, verdicts, direction);
    }

    pub(super) fn content_schema(&mut self, old: &Schema<'d>, new: &Schema<'d>, direction: Direction) {
        let verdicts = match (old.get("contentSchema").is_some(), new.get("contentSchema").is_some()) {
            (false, true) => {
                ((BREAKS, "clients may send what is invalid now"), (UNAFFECTED, "clients accept any content"))
            }
            (true, false) => ((UNAFFECTED, "any content is valid"), (BREAKS, "clients expect the old content")),
            _ => ((BREAKS, "clients encode the old content"), (BREAKS, "clients decode the old content")),
        };
        self.content_keyword("contentSchema", old, new, verdicts, direction);
    }

    fn content_keyword(
        &mut self,
        keyword: &str,
        old: &Schema<'d>,
        new: &Schema<'d>,
        verdicts: ByDirection<'_>,
        direction: Direction,
    ) {
        let (before, after) = (old.get(keyword), new.get(keyword));
        if before.as_ref().map(|node| node.value) == after.as_ref().map(|node| node.value) {
            return;
        }
        let text = |node: &Option<Node<'d>>| node.as_ref().map_or("none".to_owned(), |node| short(node.value));
        let summary = format!("`{keyword}`: {} → {}", text(&before), text(&after));
        let places = NodePair::of(before.as_ref().or(Some(&old.node)), after.as_ref().or(Some(&new.node)));
        self.report_schema(&rules::CONTENT_CHANGED, places, direction, summary, verdicts);
    }
}
