//! Media types: the kind of each, and which one a request prefers.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{
    Context,
    effective::{self, SchemaKind},
};
use crate::{
    diagnostic::Code,
    openapi::{MediaType, Schema, SchemaType},
    source::Location,
};

/// The kinds of media types that a body can have, preferred ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MediaKind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

/// A media type of the document, with its name and its kind.
#[derive(Clone, Copy)]
pub(super) struct NamedMediaType<'c> {
    pub(super) name: &'c str,
    pub(super) media_type: &'c MediaType,
    pub(super) kind: MediaKind,
}

impl MediaKind {
    /// The kind of a media type (RFC 9110, section 8.3.1). Parameters are ignored.
    pub(super) fn of(media_type: &str) -> Self {
        let essence = essence(media_type);
        let is_streamed =
            essence.ends_with("/x-ndjson") || essence.ends_with("/jsonl") || essence.ends_with("json-seq");
        let is_range = essence == "*/*" || essence == "application/*";
        if essence == "application/json" || essence.ends_with("+json") || essence == "text/json" || is_range {
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
            || essence.ends_with("+yaml")
        {
            Self::Text
        } else {
            Self::Bytes
        }
    }
}

/// The media type of a parameter: the first of the best kind. The others are reported.
pub(super) fn of_parameter<'c>(
    context: &mut Context<'_>,
    content: &'c IndexMap<String, MediaType>,
) -> Option<NamedMediaType<'c>> {
    let (best, media_type) = content.iter().min_by_key(|(name, _)| MediaKind::of(name))?;
    for (name, other) in content {
        let is_twin = || MediaKind::of(name) == MediaKind::of(best) && is_same(context, best, media_type, other);
        if name != best && !is_twin() {
            let message = format!("unused media type `{name}`: `{best}` is preferred");
            context.diagnostics.report(Code::MediaTypeOmitted, &other.key, message);
        }
    }
    Some(NamedMediaType { name: best, media_type, kind: MediaKind::of(best) })
}

/// Whether two media types of one kind are the same to a client. Text and files are passed on as they arrive.
fn is_same(context: &Context<'_>, name: &str, one: &MediaType, other: &MediaType) -> bool {
    match MediaKind::of(name) {
        MediaKind::Text | MediaKind::Bytes => true,
        MediaKind::Json | MediaKind::Form | MediaKind::Multipart => has_same_schema(context, one, other),
    }
}

/// Whether two media types have the same schemas, as they are written in the document.
pub(super) fn has_same_schema(context: &Context<'_>, one: &MediaType, other: &MediaType) -> bool {
    let written = |schema: &Schema| context.document_set.at(&schema.at).map(|node| node.value);
    let is_same = |one: Option<&Rc<Schema>>, other: Option<&Rc<Schema>>| match (one, other) {
        (Some(one), Some(other)) => {
            one.at.file == other.at.file && written(one).is_some() && written(one) == written(other)
        }
        (one, other) => one.is_none() && other.is_none(),
    };
    is_same(one.schema.as_ref(), other.schema.as_ref()) && is_same(one.item_schema.as_ref(), other.item_schema.as_ref())
}

/// The media types of a request body, the preferred kind first, each kind in the document's order. `application/json`
/// precedes other JSON with its schema: ASP.NET Core lists `application/json-patch+json` first for every body.
pub(super) fn by_preference<'c>(
    context: &mut Context<'_>,
    content: &'c IndexMap<String, MediaType>,
) -> Vec<NamedMediaType<'c>> {
    let mut all = Vec::new();
    for (name, media_type) in content {
        let Some(suffix) = suffix_of_range(name) else {
            all.push(NamedMediaType { name, media_type, kind: kind(context, name, media_type) });
            continue;
        };
        if !has_twin(context, content, &suffix, media_type) {
            // No media type of the range is known, so the caller sends bytes with one.
            all.push(NamedMediaType { name, media_type, kind: MediaKind::Bytes });
        }
    }
    all.sort_by_key(|one| one.kind);
    if let Some(first) = all.first().filter(|first| first.kind == MediaKind::Json).copied() {
        let is_plain = |one: &NamedMediaType<'_>| {
            essence(one.name) == "application/json" && has_same_schema(context, first.media_type, one.media_type)
        };
        let plain = all.iter().position(is_plain);
        if let Some(before) = plain.and_then(|plain| all.get_mut(..=plain)) {
            before.rotate_right(1);
        }
    }
    all
}

/// The media type without its parameters, in lowercase.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether the media type is a range of `+json`, such as `application/*+json`, which excludes `application/json`.
pub(super) fn is_json_suffix_range(name: &str) -> bool {
    suffix_of_range(name).as_deref() == Some("json")
}

/// The suffix of a range of media types with one: `xml` of `application/*+xml`.
fn suffix_of_range(name: &str) -> Option<String> {
    let essence = essence(name);
    let (range, suffix) = essence.rsplit_once('+')?;
    range.contains('*').then(|| suffix.to_owned())
}

/// Whether the media type is a range of JSON and others, such as `*/*`.
pub(super) fn is_open_range(name: &str) -> bool {
    name.contains('*') && !is_json_suffix_range(name)
}

/// Whether another media type has this suffix and the same schema, and is no range. `application/xml` has the suffix
/// `xml`.
fn has_twin(context: &Context<'_>, content: &IndexMap<String, MediaType>, suffix: &str, one: &MediaType) -> bool {
    content.iter().any(|(name, other)| {
        let essence = essence(name);
        let is_of_suffix = essence.rsplit(['/', '+']).next() == Some(suffix);
        !essence.contains('*') && is_of_suffix && has_same_schema(context, one, other)
    })
}

/// The media type of a request body, unless the caller chooses another one.
pub(super) fn preferred<'c>(
    context: &mut Context<'_>,
    content: &'c IndexMap<String, MediaType>,
) -> Option<&'c MediaType> {
    by_preference(context, content).first().map(|preferred| preferred.media_type)
}

/// The kind of a media type. A range that is not certainly JSON is for bytes, which have a media type of their own.
/// `format: binary` is the bytes of the whole body, also of JSON and text (OpenAPI 3.0.4, "Data Types"): frameworks
/// describe the download of a file so.
pub(super) fn kind(context: &mut Context<'_>, name: &str, media_type: &MediaType) -> MediaKind {
    match (MediaKind::of(name), &media_type.schema) {
        (MediaKind::Text, _) if name.contains('*') => MediaKind::Bytes,
        (MediaKind::Json, None) if name.contains("/*") => MediaKind::Bytes,
        (MediaKind::Json, Some(schema)) if name.contains("/*") => {
            let resolved = effective::value_schema(context, schema);
            if is_file(&resolved) { MediaKind::Bytes } else { MediaKind::Json }
        }
        (MediaKind::Json | MediaKind::Text, Some(schema)) => {
            let resolved = effective::value_schema(context, schema);
            if is_binary(&resolved) { MediaKind::Bytes } else { MediaKind::of(name) }
        }
        (kind, _) => kind,
    }
}

/// The media type of a part, from the list in the document: JSON for objects and arrays, otherwise the first.
pub(super) fn of_part_value(listed: &str, has_members: bool) -> Option<&str> {
    let is_content_type = |name: &&str| {
        name.contains('/')
            && !name.contains('*')
            && name.is_ascii()
            && !name.contains(|next: char| next.is_ascii_control())
    };
    // Only parameters are quoted, and a quoted comma may belong to one.
    let several = if listed.contains('"') { vec![listed] } else { listed.split(',').map(str::trim).collect() };
    let candidates: Vec<&str> = several.into_iter().filter(is_content_type).collect();
    let json = candidates.iter().find(|name| has_members && MediaKind::of(name) == MediaKind::Json);
    json.or(candidates.first()).copied()
}

/// Reports a schema of a body that is a string or bytes: this generator does not read XML, YAML and other formats.
pub(super) fn check_untyped(context: &mut Context<'_>, media_type: &MediaType, kind: MediaKind) {
    let noun = match kind {
        MediaKind::Text => "a string",
        MediaKind::Bytes => "bytes",
        MediaKind::Json | MediaKind::Form | MediaKind::Multipart => return,
    };
    let Some(schema) = media_type.schema.as_ref().or(media_type.item_schema.as_ref()) else { return };
    let name = media_type.key.pointer.segments().last().unwrap_or_default().into_owned();
    if is_json_suffix_range(&name) {
        let message = format!("untyped body: `{name}` is a range, and the caller chooses a media type of it");
        let problem = context.diagnostics.report(Code::Untyped, &media_type.key, message);
        problem.help("describe the body as one media type, such as `application/json`");
        return;
    }
    let resolved = effective::schema(context, schema);
    let is_string = matches!(
        SchemaKind::of(context, &resolved),
        SchemaKind::Scalar(SchemaType::String) | SchemaKind::Enumeration(_) | SchemaKind::Any | SchemaKind::Alias(_)
    );
    if !is_string {
        let is_media_type = name.split_once('/').is_some_and(|(_, subtype)| !subtype.contains([',', '/']));
        let (reason, help) = if is_media_type {
            (format!("`{name}` is {noun}"), format!("convert {noun}, or describe the body as JSON"))
        } else {
            let reason = format!("`{name}` is not a media type, so it is {noun}");
            (reason, "write one media type, such as `application/json`, or a range".to_owned())
        };
        let message = format!("untyped body: {reason}, and its schema has no effect");
        context.diagnostics.report(Code::Untyped, &media_type.key, message).help(help);
    }
}

/// Whether the string describes a file: a media type, a range, or a list of them.
pub(super) fn is_file_media_type(name: &str) -> bool {
    let is_token = |character: char| (character.is_ascii_graphic() && character != '"') || character == ' ';
    name.contains('/') && name.chars().all(is_token)
}

/// A `Content-Type` that can be sent: a media type with its parameters. A range is only allowed for bytes, which
/// state their own media type: one of all that the document lists, which are among `others`.
pub(super) fn content_type(
    context: &mut Context<'_>,
    NamedMediaType { name, media_type, kind }: NamedMediaType<'_>,
    others: &[NamedMediaType<'_>],
) -> String {
    let is_clean =
        |name: &str| name.is_ascii() && !name.chars().any(|next| next.is_ascii_control()) && name.contains('/');
    match kind {
        MediaKind::Bytes if is_clean(name) && name.contains('*') && name != "*/*" => {
            let is_other = |other: &&NamedMediaType<'_>| other.kind == kind && other.name != name;
            let others = others.iter().filter(is_other).map(|other| other.name).filter(|name| is_clean(name));
            [name].into_iter().chain(others).collect::<Vec<_>>().join(", ")
        }
        MediaKind::Bytes if is_clean(name) => name.to_owned(),
        // The client chooses the boundary.
        MediaKind::Multipart if is_clean(name) && !name.contains('*') => {
            let mut parameters = parameters(name);
            parameters.retain(|parameter| !is_parameter(parameter, "boundary"));
            parameters.join(";")
        }
        _ if is_clean(name) && !name.contains('*') => with_sent_charset(context, name, &media_type.key),
        _ => fallback(kind).to_owned(),
    }
}

/// The media type with the charset in which text is sent, UTF-8. Reports another charset.
pub(super) fn with_sent_charset(context: &mut Context<'_>, media_type: &str, at: &Location) -> String {
    let mut parameters: Vec<String> = parameters(media_type).into_iter().map(str::to_owned).collect();
    for parameter in parameters.iter_mut().skip(1).filter(|parameter| is_parameter(parameter, "charset")) {
        let Some((_, charset)) = parameter.split_once('=') else { continue };
        let charset = charset.trim().trim_matches('"');
        // US-ASCII is the part of UTF-8 that such a service reads.
        let is_sent = ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|sent| charset.eq_ignore_ascii_case(sent));
        if !is_sent {
            context.unsupported(at, format!("unsupported charset `{charset}` of a request: it is sent as UTF-8"));
            " charset=utf-8".clone_into(parameter);
        }
    }
    parameters.join(";")
}

/// A media type and its parameters, which may be quoted.
fn parameters(media_type: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let parts = media_type.split(|next: char| {
        is_quoted ^= next == '"';
        next == ';' && !is_quoted
    });
    parts.collect()
}

/// Whether a parameter of a media type has this name.
fn is_parameter(parameter: &str, wanted: &str) -> bool {
    parameter.split_once('=').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
}

fn fallback(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Json => "application/json",
        MediaKind::Form => "application/x-www-form-urlencoded",
        MediaKind::Multipart => "multipart/form-data",
        MediaKind::Text => "text/plain",
        MediaKind::Bytes => "application/octet-stream",
    }
}

/// Whether the value is bytes: `format: binary`.
fn is_binary(schema: &Schema) -> bool {
    has_binary_format(schema) && is_file(schema)
}

fn has_binary_format(schema: &Schema) -> bool {
    schema.format.as_ref().is_some_and(|format| format.value == "binary")
}

/// Whether the value is a file: `format: binary` (3.0), or an unencoded string with a media type (3.1). A string of
/// JSON is text: FastAPI describes a form value so, and rejects a file in its place.
pub(super) fn is_file(schema: &Schema) -> bool {
    let encoding = schema.content_encoding.as_ref().map(|encoding| encoding.value.to_ascii_lowercase());
    let is_json = |name: &str| MediaKind::of(name) == MediaKind::Json && !name.contains('*');
    let is_text = |name: &str| schema.types == [SchemaType::String] && is_json(name);
    let is_unencoded = match encoding.as_deref() {
        Some(encoding) => encoding == "binary",
        None => schema.content_media_type.as_deref().is_some_and(|name| !is_text(name)),
    };
    (has_binary_format(schema) || is_unencoded) && (schema.types.is_empty() || schema.types == [SchemaType::String])
}

/// The short name of a media type: `form`, `csv`, `merge_patch_json`.
pub(super) fn short_name(media_type: &str) -> String {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/x-www-form-urlencoded" => "form".to_owned(),
        "multipart/form-data" => "multipart".to_owned(),
        "text/plain" => "text".to_owned(),
        "application/octet-stream" | "*/*" => "bytes".to_owned(),
        _ => match essence.split_once('/') {
            Some((kind, "*")) => kind.to_owned(),
            Some((_, subtype)) => match subtype.strip_prefix("*+") {
                Some(suffix) => format!("any {suffix}"),
                None => subtype.strip_prefix("x-").unwrap_or(subtype).replace(['.', '+'], " "),
            },
            None => essence,
        },
    }
}

/// The short name of a media type beside others. Of several with one short name, those that are not `application` have
/// their type too: `text_json`, `text_xml`.
pub(super) fn distinct_short_name(media_type: &str, all: &[NamedMediaType<'_>]) -> String {
    let short = short_name(media_type);
    let is_shared = all.iter().any(|other| other.name != media_type && short_name(other.name) == short);
    match essence(media_type).split_once('/') {
        Some((kind, _)) if is_shared && kind != "application" => format!("{kind} {short}"),
        _ => short,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_value_has_one_of_the_listed_media_types() {
        assert_eq!(of_part_value("text/csv, application/json", false), Some("text/csv"));
        assert_eq!(of_part_value("text/csv, application/json", true), Some("application/json"));
        assert_eq!(of_part_value("text/csv", true), Some("text/csv"));
        assert_eq!(of_part_value(r#"text/csv; header="a,b""#, false), Some(r#"text/csv; header="a,b""#));
        for none in ["image/*", "", "text/plain\r\nX-Evil: 1", "text"] {
            assert_eq!(of_part_value(none, false), None, "{none:?}");
        }
    }

    #[test]
    fn file_may_have_several_media_types() {
        assert!(["image/png", "image/*", "image/png, image/jpeg"].into_iter().all(is_file_media_type));
        assert!(!["png", "image/png\r\nX-Evil: 1"].into_iter().any(is_file_media_type));
    }
}
