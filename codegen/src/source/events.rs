//! Events of a YAML or JSON text with their byte spans. Builds no values. The stream ends at the first syntax error.

use std::{borrow::Cow, ops::Range};

use memchr::memchr2;
use saphyr_parser::{Event as Parsed, Parser, ScalarStyle, Tag};
use serde::de::IgnoredAny;

/// A token of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event<'t> {
    pub(crate) kind: EventKind<'t>,
    /// Its bytes.
    pub(crate) span: Range<usize>,
    /// The YAML tag in front of it, as written: `!include`, `!!set`.
    pub(crate) tag: Option<String>,
}

/// The kind of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EventKind<'t> {
    /// A document begins.
    Document,
    /// An object begins.
    Object,
    /// An array begins.
    Array,
    /// The innermost object or array ends.
    End,
    /// A string, number, boolean or null. `plain` means: without quotes.
    Scalar { text: Cow<'t, str>, plain: bool },
    /// An alias: `*name`.
    Alias,
}

/// The syntax error that ended a stream of events.
#[derive(Debug)]
pub(crate) struct EventError {
    pub(crate) message: String,
    /// `line` and `column` count from 1, in characters.
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// What a consumer of events needs next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    Next,
    /// The next event, or the end of the object or array that has just begun. Only JSON is skipped.
    End,
    Nothing,
}

/// Passes the events of a text to `take` until it returns `false` or a syntax error occurs.
pub(crate) fn read<'t>(text: &'t str, mut take: impl FnMut(Event<'t>) -> bool) -> Option<EventError> {
    read_some(text, |event| if take(event) { Demand::Next } else { Demand::Nothing })
}

/// Passes the events that `take` needs, until a syntax error occurs.
pub(crate) fn read_some<'t>(text: &'t str, mut take: impl FnMut(Event<'t>) -> Demand) -> Option<EventError> {
    // JSON is not quite YAML (escaped surrogates, tabs), so it has its own reader.
    if text.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok() {
        read_json(text, take);
        return None;
    }
    let mut delivered = 0;
    let error = read_yaml(text, text, &mut delivered, &mut take, |text| text)?;
    if !error.message.starts_with(INDENTATION) {
        return Some(error);
    }
    let joined = join_closing_lines(text);
    read_yaml(text, &joined, &mut delivered, &mut take, |text| Cow::Owned(text.into_owned()))
}

/// The beginning of messages about indentation.
const INDENTATION: &str = "invalid indentation";

/// Passes the events of YAML except the first ones, which are delivered already. `parsed_text` has the offsets of
/// `text`.
fn read_yaml<'t, 'p>(
    text: &'t str,
    parsed_text: &'p str,
    delivered: &mut usize,
    take: &mut impl FnMut(Event<'t>) -> Demand,
    keep: impl Fn(Cow<'p, str>) -> Cow<'t, str>,
) -> Option<EventError> {
    let mut cursor = Cursor::new(text);
    for parsed in Parser::new_from_str(parsed_text).skip(*delivered) {
        let (parsed, extent) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                let before = text.get(..cursor.byte(error.marker().index())).unwrap_or_default();
                let (lines, last) = before
                    .rsplit_once('\n')
                    .map_or((0, before), |(lines, last)| (lines.matches('\n').count() + 1, last));
                let message = error.info().to_owned();
                return Some(EventError { message, line: lines + 1, column: last.chars().count() + 1 });
            }
        };
        *delivered += 1;
        let start = cursor.byte(extent.start.index());
        let written = text.get(start..cursor.byte(extent.end.index())).unwrap_or_default();
        let span = start..start + written.trim_end().len();
        let (kind, tag) = match parsed {
            Parsed::DocumentStart(_) => (EventKind::Document, None),
            Parsed::MappingStart(_, tag) => (EventKind::Object, tag),
            Parsed::SequenceStart(_, tag) => (EventKind::Array, tag),
            Parsed::MappingEnd | Parsed::SequenceEnd => (EventKind::End, None),
            Parsed::Scalar(text, style, _, tag) => {
                (EventKind::Scalar { text: keep(text), plain: style == ScalarStyle::Plain }, tag)
            }
            Parsed::Alias(_) => (EventKind::Alias, None),
            Parsed::Nothing | Parsed::StreamStart | Parsed::StreamEnd | Parsed::DocumentEnd => continue,
        };
        if take(Event { kind, span, tag: tag.map(|tag| tag_text(&tag)) }) == Demand::Nothing {
            return None;
        }
    }
    None
}

/// The text with each line that begins with a closing bracket joined to the line before it. YAML requires that such a
/// line is indented more than the key of its object or array. Other readers do not, and many documents have no such
/// indentation.
fn join_closing_lines(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let is_closing = lines.peek().is_some_and(|next| next.trim_start().starts_with(['}', ']']));
        // A bracket after a comment would be part of it.
        let has_comment = line.contains(" #") || line.trim_start().starts_with('#');
        if is_closing && !has_comment {
            let content = line.trim_end_matches(['\r', '\n']);
            joined.push_str(content);
            joined.push_str(&" ".repeat(line.len() - content.len()));
        } else {
            joined.push_str(line);
        }
    }
    joined
}

/// A tag as written.
fn tag_text(tag: &Tag) -> String {
    match tag.handle.as_str() {
        "tag:yaml.org,2002:" => format!("!!{}", tag.suffix),
        "" => format!("!<{}>", tag.suffix),
        handle => format!("{handle}{}", tag.suffix),
    }
}

/// Converts character offsets to byte offsets. Cheap while successive offsets are near each other.
struct Cursor<'t> {
    text: &'t str,
    ascii: bool,
    character: usize,
    byte: usize,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, ascii: text.is_ascii(), character: 0, byte: 0 }
    }

    /// The byte offset of a character, counted from 0, or the length of the text.
    fn byte(&mut self, character: usize) -> usize {
        if self.ascii {
            return character.min(self.text.len());
        }
        let (before, after) = self.text.split_at_checked(self.byte).unwrap_or((self.text, ""));
        if character >= self.character {
            for found in after.chars().take(character - self.character) {
                self.byte += found.len_utf8();
                self.character += 1;
            }
        } else {
            for found in before.chars().rev().take(self.character - character) {
                self.byte -= found.len_utf8();
                self.character -= 1;
            }
        }
        self.byte
    }
}

/// Passes the events of valid JSON that `take` needs.
fn read_json<'t>(text: &'t str, mut take: impl FnMut(Event<'t>) -> Demand) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let document = Event { kind: EventKind::Document, span: 0..0, tag: None };
    if take(document) == Demand::Nothing {
        return;
    }
    while let Some(byte) = bytes.get(at) {
        let (kind, length) = match byte {
            b'{' => (EventKind::Object, 1),
            b'[' => (EventKind::Array, 1),
            b'}' | b']' => (EventKind::End, 1),
            b'"' => {
                let written = json_string(text, at);
                (EventKind::Scalar { text: remove_quotes(written), plain: false }, written.len())
            }
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => {
                at += 1;
                continue;
            }
            _ => {
                let word = json_word(text, at);
                (EventKind::Scalar { text: Cow::Borrowed(word), plain: true }, word.len())
            }
        };
        if length == 0 {
            return;
        }
        let begins = matches!(kind, EventKind::Object | EventKind::Array);
        match take(Event { kind, span: at..at + length, tag: None }) {
            Demand::End if begins => at = closing_bracket(text, at),
            Demand::Next | Demand::End => at += length,
            Demand::Nothing => return,
        }
    }
}

/// The offset of the bracket that ends the object or array at `start`, or the length of the text.
fn closing_bracket(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return at,
            b'}' | b']' => depth -= 1,
            b'"' => at += json_string(text, at).len() - 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// The string that begins at `start`, with its quotes.
fn json_string(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let mut end = 1;
    while let Some(found) = rest.as_bytes().get(end..).and_then(|bytes| memchr2(b'"', b'\\', bytes)) {
        end += found + 1;
        if rest.as_bytes().get(end - 1) == Some(&b'"') {
            return rest.get(..end).unwrap_or(rest);
        }
        // Skip the escaped character.
        end += 1;
    }
    rest
}

/// The value of a string in quotes.
fn remove_quotes(written: &str) -> Cow<'_, str> {
    if written.contains('\\') {
        return Cow::Owned(serde_json::from_str(written).unwrap_or_default());
    }
    Cow::Borrowed(written.trim_matches('"'))
}

/// The number or word that begins at `start`.
fn json_word(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.find([' ', '\t', '\r', '\n', ',', ':', '{', '}', '[', ']', '"']).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_moves_both_ways_and_stops_at_the_ends() {
        let mut cursor = Cursor::new("aä€x");
        assert_eq!([2, 0, 3, 1, 99, 4].map(|character| cursor.byte(character)), [3, 0, 6, 1, 7, 7]);
        assert_eq!([2, 99].map(|character| Cursor::new("abc").byte(character)), [2, 3]);
    }

    fn spans(text: &str) -> Vec<&str> {
        let mut spans = Vec::new();
        read_json(text, |event| {
            spans.push(&text[event.span]);
            Demand::Next
        });
        spans
    }

    #[test]
    fn every_json_token_has_its_span() {
        let text = r#"{"a\"ö": [1.5e3, true,null ], "b":{"c" : "\ud83d\ude00"}}"#;
        let expected = [
            "",
            "{",
            r#""a\"ö""#,
            "[",
            "1.5e3",
            "true",
            "null",
            "]",
            r#""b""#,
            "{",
            r#""c""#,
            r#""\ud83d\ude00""#,
            "}",
            "}",
        ];
        assert_eq!(spans(text), expected);
    }

    #[test]
    fn the_content_of_an_array_can_be_skipped() {
        let text = r#"{"a": [[1, "]\""], {"b": []}], "c": {}, "d": [ ]}"#;
        let mut spans = Vec::new();
        read_json(text, |event| {
            spans.push(&text[event.span]);
            if event.kind == EventKind::Array { Demand::End } else { Demand::Next }
        });
        let expected = ["", "{", "\"a\"", "[", "]", "\"c\"", "{", "}", "\"d\"", "[", "]", "}"];
        assert_eq!(spans, expected);
        assert_eq!(closing_bracket("[[1]", 0), 4, "the end of the text");
    }

    #[test]
    fn json_escapes_are_decoded() {
        assert_eq!(remove_quotes(r#""\ud83d\ude00\/""#), "😀/");
        assert_eq!(remove_quotes(r#""plain""#), "plain");
    }
}
