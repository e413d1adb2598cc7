//! A text as a stream of events with their places: the second reading, which knows where things stand.
//!
//! It makes no values. Where the text stops being YAML the stream ends.

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

/// Where and why a text is no longer understood.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) words: String,
    /// From 1, in characters.
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Hands the events of a text to `take`, until it answers `false` or the text is no longer understood.
pub(super) fn read<'t>(text: &'t str, mut take: impl FnMut(Event<'t>) -> bool) -> Option<Stop> {
    // JSON is YAML but for details: escapes of surrogates, tabs. It has a reader of its own.
    if text.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok() {
        json::read(text, take);
        return None;
    }
    let mut cursor = Cursor::new(text);
    for parsed in Parser::new_from_str(text) {
        let (parsed, place) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                let (words, mark) = (error.info().to_owned(), error.marker());
                return Some(Stop { words, line: mark.line(), column: mark.col() + 1 });
            }
        };
        let start = cursor.byte(place.start.index());
        let written = text.get(start..cursor.byte(place.end.index())).unwrap_or_default();
        let span = start..start + written.trim_end().len();
        let (kind, tag) = match parsed {
            Parsed::DocumentStart(_) => (Kind::Document, None),
            Parsed::MappingStart(_, tag) => (Kind::Object, tag),
            Parsed::SequenceStart(_, tag) => (Kind::Array, tag),
            Parsed::MappingEnd | Parsed::SequenceEnd => (Kind::End, None),
            Parsed::Scalar(text, style, _, tag) => (Kind::Scalar { text, plain: style == ScalarStyle::Plain }, tag),
            Parsed::Alias(_) => (Kind::Alias, None),
            Parsed::Nothing | Parsed::StreamStart | Parsed::StreamEnd | Parsed::DocumentEnd => continue,
        };
        if !take(Event { kind, span, tag: tag.map(|tag| tag_text(&tag)) }) {
            return None;
        }
    }
    None
}

/// A tag as people write it.
fn tag_text(tag: &Tag) -> String {
    match tag.handle.as_str() {
        "tag:yaml.org,2002:" => format!("!!{}", tag.suffix),
        "" => format!("!<{}>", tag.suffix),
        handle => format!("{handle}{}", tag.suffix),
    }
}
