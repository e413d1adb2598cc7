//! Text of a document made safe to show: nothing in it may move a cursor, colour a terminal or turn the writing round.

use std::borrow::Cow;

/// The text with every character that acts instead of being seen written as an escape: `\u{1b}`.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) {
            safe.extend(character.escape_default());
        } else {
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

/// The same for a line of the document, where each such character becomes one that is seen, so that columns stay.
pub(super) fn visible(line: &str) -> String {
    line.chars().map(|character| if character == '\t' || !acts(character) { character } else { '\u{FFFD}' }).collect()
}

/// The same for text that is JSON already, by escapes that JSON knows.
pub(super) fn escaped_json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Whether a character does something other than being seen.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            // Soft hyphen, Arabic letter mark, Mongolian vowel separator, zero widths and marks of direction, line and
            // paragraph separators, embeddings, overrides and isolates, invisible operators, the byte order mark,
            // annotations, tags.
            '\u{AD}'
                | '\u{61C}'
                | '\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_escaped_and_what_is_seen_stays() {
        assert_eq!(escaped("a \u{1b}[31m\u{202E}\n\u{9b}é 重置"), "a \\u{1b}[31m\\u{202e}\\n\\u{9b}é 重置");
        assert!(matches!(escaped("`/paths`: 重置"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_stays_json() {
        let text = "\u{202E}\u{9b}\u{E0001}\u{7f}\t\"é";
        let json = escaped_json(&serde_json::to_string(text).unwrap());
        assert_eq!(json, r#""\u202e\u009b\udb40\udc01\u007f\t\"é""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn a_line_keeps_its_length_in_characters() {
        assert_eq!(visible("\ta\u{1b}\u{2066}b"), "\ta\u{FFFD}\u{FFFD}b");
    }
}
