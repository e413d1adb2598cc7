//! Media types: what a body is written in, and which of several is preferred.

use indexmap::IndexMap;

use super::{Context, bodies, schemas};
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

/// A media type that a document offers, and its family.
pub(super) type Offered<'c> = (&'c str, &'c MediaType, Family);

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

/// The media type that is taken of a parameter's: the best family, the first of it. The others are reported.
pub(super) fn choose<'c>(context: &mut Context<'_>, content: &'c IndexMap<String, MediaType>) -> Option<Offered<'c>> {
    let (best, media_type) = content.iter().min_by_key(|(name, _)| Family::of(name))?;
    for (name, other) in content {
        let is_twin = || Family::of(name) == Family::of(best) && is_same(context, best, media_type, other);
        if name != best && !is_twin() {
            let message = format!("the media type `{name}` is not offered, because `{best}` is there as well");
            context.diagnostics.warning(Code::MediaTypeOmitted, &other.key, message);
        }
    }
    Some((best, media_type, Family::of(best)))
}

/// Whether two media types of one family are one to a client. A text or a file is handed over as it arrives.
fn is_same(context: &Context<'_>, name: &str, one: &MediaType, other: &MediaType) -> bool {
    match Family::of(name) {
        Family::Text | Family::Bytes => true,
        Family::Json | Family::Form | Family::Multipart => has_same_schema(context, one, other),
    }
}

/// Whether two media types have the same schema.
pub(super) fn has_same_schema(context: &Context<'_>, one: &MediaType, other: &MediaType) -> bool {
    let schema = |media_type: &MediaType| {
        let node = context.document_set.at(&media_type.key)?;
        node.get("schema").map(|schema| schema.value)
    };
    schema(one) == schema(other)
}

/// The media types of a request's body, best first: each family in the document's order.
pub(super) fn sent<'c>(context: &mut Context<'_>, content: &'c IndexMap<String, MediaType>) -> Vec<Offered<'c>> {
    let offered = |(name, media_type): (&'c String, &'c MediaType)| {
        (name.as_str(), media_type, family(context, name, media_type))
    };
    let mut all: Vec<_> = content.iter().map(offered).collect();
    all.sort_by_key(|(_, _, family)| *family);
    all
}

/// The media type that a request's body is in, unless the caller says otherwise.
pub(super) fn preferred<'c>(
    context: &mut Context<'_>,
    content: &'c IndexMap<String, MediaType>,
) -> Option<&'c MediaType> {
    sent(context, content).first().map(|&(_, media_type, _)| media_type)
}

/// A range of media types that is not surely JSON is for bytes, which bring a media type of their own.
pub(super) fn family(context: &mut Context<'_>, name: &str, media_type: &MediaType) -> Family {
    match (Family::of(name), &media_type.schema) {
        (Family::Text, _) if name.contains('*') => Family::Bytes,
        (Family::Json, None) if name.contains("/*") => Family::Bytes,
        (Family::Json, Some(schema)) if name.contains("/*") => {
            let facts = schemas::resolve_schema(context, schema);
            if bodies::is_file(&facts) { Family::Bytes } else { Family::Json }
        }
        (family, _) => family,
    }
}

/// The media type of a value, of those that a document lists for it: JSON for what has members, else the first.
pub(super) fn of_value(listed: &str, has_members: bool) -> Option<&str> {
    let is_sendable = |name: &&str| {
        name.contains('/')
            && !name.contains('*')
            && name.is_ascii()
            && !name.contains(|next: char| next.is_ascii_control())
    };
    // Only a parameter is quoted, and then a comma may belong to it.
    let several = if listed.contains('"') { vec![listed] } else { listed.split(',').map(str::trim).collect() };
    let sendable: Vec<&str> = several.into_iter().filter(is_sendable).collect();
    let json = sendable.iter().find(|name| has_members && Family::of(name) == Family::Json);
    json.or(sendable.first()).copied()
}

/// Whether the text can say what a file is: a media type, a range, or a list of them.
pub(super) fn is_of_a_file(name: &str) -> bool {
    let is_token = |character: char| (character.is_ascii_graphic() && character != '"') || character == ' ';
    name.contains('/') && name.chars().all(is_token)
}

/// A content type that can be sent: a media type and its parameters. A range stands only where the bytes say which of it they are.
pub(super) fn sendable(name: &str, family: Family) -> String {
    let is_clean = name.is_ascii() && !name.chars().any(|next| next.is_ascii_control()) && name.contains('/');
    let is_sent = family == Family::Bytes || !name.contains('*');
    if is_clean && is_sent { name.to_owned() } else { fallback(family).to_owned() }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_media_type_of_those_listed() {
        assert_eq!(of_value("text/csv, application/json", false), Some("text/csv"));
        assert_eq!(of_value("text/csv, application/json", true), Some("application/json"));
        assert_eq!(of_value("text/csv", true), Some("text/csv"));
        assert_eq!(of_value(r#"text/csv; header="a,b""#, false), Some(r#"text/csv; header="a,b""#));
        for none in ["image/*", "", "text/plain\r\nX-Evil: 1", "text"] {
            assert_eq!(of_value(none, false), None, "{none:?}");
        }
    }

    #[test]
    fn a_file_may_be_of_several() {
        assert!(["image/png", "image/*", "image/png, image/jpeg"].into_iter().all(is_of_a_file));
        assert!(!["png", "image/png\r\nX-Evil: 1"].into_iter().any(is_of_a_file));
    }
}
