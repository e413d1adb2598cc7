//! The events of a text that is known to be JSON.

use std::borrow::Cow;

use memchr::memchr2;

use super::{Event, Kind};

/// Hands the events of a JSON text to `take`, until it answers `false`.
pub(super) fn read<'t>(text: &'t str, mut take: impl FnMut(Event<'t>) -> bool) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let document = Event { kind: Kind::Document, span: 0..0, tag: None };
    if !take(document) {
        return;
    }
    while let Some(byte) = bytes.get(at) {
        let (kind, length) = match byte {
            b'{' => (Kind::Object, 1),
            b'[' => (Kind::Array, 1),
            b'}' | b']' => (Kind::End, 1),
            b'"' => {
                let written = string(text, at);
                (Kind::Scalar { text: unquoted(written), plain: false }, written.len())
            }
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => {
                at += 1;
                continue;
            }
            _ => {
                let word = word(text, at);
                (Kind::Scalar { text: Cow::Borrowed(word), plain: true }, word.len())
            }
        };
        if length == 0 || !take(Event { kind, span: at..at + length, tag: None }) {
            return;
        }
        at += length;
    }
}

/// The string that begins here, with its quotes.
fn string(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let mut end = 1;
    while let Some(found) = rest.as_bytes().get(end..).and_then(|bytes| memchr2(b'"', b'\\', bytes)) {
        end += found + 1;
        if rest.as_bytes().get(end - 1) == Some(&b'"') {
            return rest.get(..end).unwrap_or(rest);
        }
        // What is escaped ends nothing.
        end += 1;
    }
    rest
}

/// The text that a string means.
fn unquoted(written: &str) -> Cow<'_, str> {
    if written.contains('\\') {
        return Cow::Owned(serde_json::from_str(written).unwrap_or_default());
    }
    Cow::Borrowed(written.trim_matches('"'))
}

/// The number or word that begins here.
fn word(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.find([' ', '\t', '\r', '\n', ',', ':', '{', '}', '[', ']', '"']).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str) -> Vec<&str> {
        let mut spans = Vec::new();
        read(text, |event| {
            spans.push(&text[event.span]);
            true
        });
        spans
    }

    #[test]
    fn every_token_has_its_place() {
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
    fn escapes_are_understood() {
        assert_eq!(unquoted(r#""\ud83d\ude00\/""#), "😀/");
        assert_eq!(unquoted(r#""plain""#), "plain");
    }
}
