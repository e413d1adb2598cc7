//! The media types of a response: which of them are the same to a client, which are distinguished, and which are
//! streamed.

use indexmap::IndexMap;

use crate::{
    diagnostic::Code,
    lower::{
        Context,
        media_types::{self, MediaKind, essence, short_name},
    },
    openapi::MediaType,
};

/// The format of a response, in the order of a client's preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ResponseFormat {
    Json,
    Text,
    Bytes,
    /// Server-sent events.
    Events,
    /// JSON values, one per line.
    Lines,
    /// JSON values after record separators.
    Sequence,
}

impl ResponseFormat {
    fn of(context: &mut Context<'_>, name: &str, media_type: &MediaType) -> Self {
        let essence = essence(name);
        match essence.split_once('/').map_or(essence.as_str(), |(_, subtype)| subtype) {
            "event-stream" => Self::Events,
            "jsonl" | "x-jsonl" | "ndjson" | "x-ndjson" | "jsonlines" | "x-jsonlines" | "stream+json"
            | "x-json-stream" => Self::Lines,
            "json-seq" => Self::Sequence,
            subtype if subtype.ends_with("+json-seq") => Self::Sequence,
            _ => match media_types::kind(context, name, media_type) {
                MediaKind::Json => Self::Json,
                MediaKind::Text => Self::Text,
                MediaKind::Bytes if essence == "text/*" => Self::Text,
                MediaKind::Form | MediaKind::Multipart | MediaKind::Bytes => Self::Bytes,
            },
        }
    }

    /// Whether items are passed on as they arrive.
    pub(super) fn is_streamed(self) -> bool {
        matches!(self, Self::Events | Self::Lines | Self::Sequence)
    }
}

/// Media types of a response that are the same to a client.
pub(super) struct Representation<'c> {
    /// The media types as written in the document.
    pub(super) names: Vec<&'c str>,
    /// The first of them.
    pub(super) media_type: &'c MediaType,
    pub(super) format: ResponseFormat,
    /// The short name: `json`, `csv`.
    pub(super) short_name: String,
}

/// The representations of a response, the preferred one first.
pub(super) fn representations<'c>(
    context: &mut Context<'_>,
    content: &'c IndexMap<String, MediaType>,
) -> Vec<Representation<'c>> {
    let mut all: Vec<Representation<'c>> = Vec::new();
    let mut by_format: Vec<_> = content
        .iter()
        .map(|(name, media_type)| (ResponseFormat::of(context, name, media_type), name, media_type))
        .collect();
    by_format.sort_by_key(|(format, ..)| *format);
    for (format, name, media_type) in by_format {
        let short_name = short_name(name);
        let is_equivalent = |other: &Representation<'_>| {
            other.format == format
                && match format {
                    // A format other than text and JSON is a file, which states its own media type.
                    ResponseFormat::Text | ResponseFormat::Bytes => other.short_name == short_name,
                    _ => media_types::has_same_schema(context, other.media_type, media_type),
                }
        };
        if format == ResponseFormat::Text && is_alternative_rendering(name) && has_same_json(context, &all, media_type)
        {
            let message = format!("unused media type `{name}`: the same value is available as JSON");
            context.diagnostics.report(Code::MediaTypeOmitted, &media_type.key, message);
        } else if let Some(equivalent) = all.iter_mut().find(|other| is_equivalent(other)) {
            equivalent.names.push(name);
        } else if format.is_streamed() && all.iter().any(|other| other.format == format) {
            let message = format!("unused media type `{name}`: the stream is read in another media type");
            context.diagnostics.report(Code::MediaTypeOmitted, &media_type.key, message);
        } else {
            all.push(Representation { names: vec![name], media_type, format, short_name });
        }
    }
    merge_files(&mut all);
    name_single_json(&mut all);
    all
}

/// Whether the media type is an alternative that frameworks offer for every JSON response.
fn is_alternative_rendering(name: &str) -> bool {
    let essence = essence(name);
    ["text/plain", "application/xml", "text/xml"].contains(&essence.as_str()) || essence.ends_with("+xml")
}

/// Whether there is JSON with the same schema.
fn has_same_json(context: &Context<'_>, all: &[Representation<'_>], media_type: &MediaType) -> bool {
    let mut json = all.iter().filter(|other| other.format == ResponseFormat::Json);
    media_type.schema.is_some() && json.any(|other| media_types::has_same_schema(context, other.media_type, media_type))
}

/// Whether the media type is JSON.
pub(super) fn is_json(context: &mut Context<'_>, name: &str, media_type: &MediaType) -> bool {
    ResponseFormat::of(context, name, media_type) == ResponseFormat::Json
}

/// Merges representations that are all files: only the header distinguishes them.
fn merge_files(all: &mut Vec<Representation<'_>>) {
    let is_whole = |one: &Representation<'_>| !one.format.is_streamed();
    if all.iter().filter(|one| is_whole(one)).any(|one| one.format != ResponseFormat::Bytes) {
        return;
    }
    let names: Vec<&str> = all.iter().filter(|one| is_whole(one)).flat_map(|one| one.names.clone()).collect();
    let mut is_first = true;
    all.retain(|one| !is_whole(one) || std::mem::take(&mut is_first));
    if let Some(files) = all.iter_mut().find(|one| is_whole(one)) {
        files.names = names;
    }
}

/// A single JSON representation has the short name `json`, whatever its media type is.
fn name_single_json(all: &mut [Representation<'_>]) {
    let mut json: Vec<_> = all.iter_mut().filter(|one| one.format == ResponseFormat::Json).collect();
    if let [only] = json.as_mut_slice() {
        "json".clone_into(&mut only.short_name);
    }
}

/// The media types as an `Accept` header, each with a lower quality than the one before (RFC 9110, section 12.5.1).
/// Those that no header can contain are left out.
pub(super) fn accept<'c>(names: impl Iterator<Item = &'c str>) -> Option<String> {
    let mut clean: Vec<&str> = Vec::new();
    for name in names.map(str::trim) {
        let is_clean = name.contains('/') && name.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        if is_clean && !clean.contains(&name) {
            clean.push(name);
        }
    }
    let with_quality = |(index, name): (usize, &&str)| match 10_usize.saturating_sub(index).max(1) {
        10 => (*name).to_owned(),
        tenths => format!("{name};q=0.{tenths}"),
    };
    let all: Vec<String> = clean.iter().enumerate().map(with_quality).collect();
    (!all.is_empty()).then(|| all.join(", "))
}
