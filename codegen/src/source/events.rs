//! A text as a stream of events with their places: the second reading, which knows where things stand.
//!
//! It makes no values. It is lenient: where the text stops being YAML the stream ends.

use std::{borrow::Cow, ops::Range};

use saphyr_parser::{Event as Parsed, Parser, ScalarStyle, Tag};
use serde::de::IgnoredAny;

mod cursor;
mod json;

use cursor::Cursor;

/// Something that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event<'t> {
    pub(super) kind: Kind<'t>,
    /// The bytes that it takes.
    pub(super) span: Range<usize>,
    /// A YAML tag in front of it, as people write it: `!include`, `!!set`.
    pub(super) tag: Option<String>,
}

/// What stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// One more document begins.
    Document,
    /// An object begins.
    Object,
    /// An array begins.
    Array,
    /// The innermost object or array ends.
    End,
    /// A text, a number, a word. `plain` is one without quotes.
    Scalar { text: Cow<'t, str>, plain: bool },
    /// A value that stands elsewhere is meant: `*name`.
    Alias,
}

/// Hands the events of a text to `take`, until it answers `false` or the text is no longer understood.
pub(super) fn read<'t>(text: &'t str, mut take: impl FnMut(Event<'t>) -> bool) {
    // JSON is YAML but for details: escapes of surrogates, tabs. It has a reader of its own.
    if text.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok() {
        json::read(text, take);
        return;
    }
    let mut cursor = Cursor::new(text);
    for parsed in Parser::new_from_str(text) {
        let Ok((parsed, place)) = parsed else { return };
        let span = cursor.byte(place.start.index())..cursor.byte(place.end.index());
        let (kind, tag) = match parsed {
            Parsed::DocumentStart(_) => (Kind::Document, None),
            Parsed::MappingStart(_, tag) => (Kind::Object, tag),
            Parsed::SequenceStart(_, tag) => (Kind::Array, tag),
            Parsed::MappingEnd | Parsed::SequenceEnd => (Kind::End, None),
            Parsed::Scalar(text, style, _, tag) => (Kind::Scalar { text, plain: style == ScalarStyle::Plain }, tag),
            Parsed::Alias(_) => (Kind::Alias, None),
            Parsed::Nothing | Parsed::StreamStart | Parsed::StreamEnd | Parsed::DocumentEnd => continue,
        };
        if !take(Event { kind, span, tag: tag.map(|tag| written(&tag)) }) {
            return;
        }
    }
}

/// A tag as people write it.
fn written(tag: &Tag) -> String {
    match tag.handle.as_str() {
        "tag:yaml.org,2002:" => format!("!!{}", tag.suffix),
        "" => format!("!<{}>", tag.suffix),
        handle => format!("{handle}{}", tag.suffix),
    }
}
