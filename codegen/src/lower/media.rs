//! Media types: what a body is written in, and which of several is taken.

use indexmap::IndexMap;

use super::{Context, schemas::Direction};
use crate::{diagnostic::Code, openapi::MediaType};

/// The families of media types that a body can be in, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

impl Family {
    /// The family of a media type (RFC 9110, section 8.3.1), its parameters aside.
    pub(super) fn of(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_streamed =
            essence.ends_with("/x-ndjson") || essence.ends_with("/jsonl") || essence.ends_with("json-seq");
        if essence == "application/json" || essence.ends_with("+json") || essence == "*/*" || essence == "text/json" {
            Self::Json
        } else if essence == "application/x-www-form-urlencoded" {
            Self::Form
        } else if essence.starts_with("multipart/") {
            Self::Multipart
        } else if essence.starts_with("text/") && essence != "text/event-stream" && !is_streamed
            || essence.ends_with("/xml")
            || essence.ends_with("+xml")
            || essence.ends_with("/yaml")
            || essence.ends_with("/x-yaml")
        {
            Self::Text
        } else {
            Self::Bytes
        }
    }
}

/// The media type that is taken of a body's: the best family, the first of it. The others are reported, but for those
/// that make no difference.
pub(super) fn choose<'c>(
    context: &mut Context<'_>,
    content: &'c IndexMap<String, MediaType>,
    direction: Direction,
) -> Option<(&'c str, &'c MediaType, Family)> {
    let (best, media_type) = content.iter().min_by_key(|(name, _)| Family::of(name))?;
    for (name, other) in content {
        let is_twin = || Family::of(name) == Family::of(best) && is_same(context, direction, best, media_type, other);
        if name != best && !is_twin() {
            let message = format!("the media type `{name}` is not offered, because `{best}` is there as well");
            context.diagnostics.warning(Code::MediaTypeLeftOut, &other.key, message);
        }
    }
    Some((best, media_type, Family::of(best)))
}

/// Whether two media types of one family are one to a client. A text or a file that is sent has its own name; one that
/// arrives is handed over as it is.
fn is_same(context: &Context<'_>, direction: Direction, name: &str, one: &MediaType, other: &MediaType) -> bool {
    match Family::of(name) {
        Family::Text | Family::Bytes => direction == Direction::Received,
        Family::Json | Family::Form | Family::Multipart => {
            let schema = |media_type: &MediaType| {
                let node = context.library.at(&media_type.key)?;
                node.get("schema").map(|schema| schema.value)
            };
            schema(one) == schema(other)
        }
    }
}

/// A content type that can be sent: a media type and its parameters, without wildcards.
pub(super) fn sendable(name: &str) -> String {
    let is_clean = name.is_ascii() && !name.chars().any(|next| next.is_ascii_control()) && !name.contains('*');
    if is_clean && name.contains('/') { name.to_owned() } else { fallback(Family::of(name)).to_owned() }
}

fn fallback(family: Family) -> &'static str {
    match family {
        Family::Json => "application/json",
        Family::Form => "application/x-www-form-urlencoded",
        Family::Multipart => "multipart/form-data",
        Family::Text => "text/plain",
        Family::Bytes => "application/octet-stream",
    }
}
