//! Escaping of document text: no character may move a cursor, colour a terminal or change the writing direction.

use std::borrow::Cow;

/// The text with every invisible character escaped: `\u{1b}`.
pub fn escape_invisible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if is_invisible(character) {
            safe.extend(character.escape_default());
        } else {
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

/// A source line with every invisible character replaced by one visible character, which keeps the columns.
pub(super) fn visible(line: &str) -> String {
    line.chars()
        .map(|character| if character == '\t' || !is_invisible(character) { character } else { '\u{FFFD}' })
        .collect()
}

/// JSON text with every invisible character escaped as JSON does.
pub(super) fn escaped_json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if is_invisible(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

/// The message of a workflow command of GitHub Actions, escaped.
pub fn escape_command_message(text: &str) -> String {
    escape_invisible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a workflow command of GitHub Actions, escaped.
pub fn escape_command_property(text: &str) -> String {
    escape_command_message(text).replace(':', "%3A").replace(',', "%2C")
}

/// Whether a character has an effect instead of a visible form.
fn is_invisible(character: char) -> bool {
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
    fn only_invisible_characters_are_escaped() {
        assert_eq!(escape_invisible("a \u{1b}[31m\u{202E}\n\u{9b}é 重置"), "a \\u{1b}[31m\\u{202e}\\n\\u{9b}é 重置");
        assert!(matches!(escape_invisible("`/paths`: 重置"), Cow::Borrowed(_)));
    }

    #[test]
    fn escaped_json_is_still_json() {
        let text = "\u{202E}\u{9b}\u{E0001}\u{7f}\t\"é";
        let json = escaped_json(&serde_json::to_string(text).unwrap());
        assert_eq!(json, r#""\u202e\u009b\udb40\udc01\u007f\t\"é""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn a_visible_line_has_the_same_number_of_characters() {
        assert_eq!(visible("\ta\u{1b}\u{2066}b"), "\ta\u{FFFD}\u{FFFD}b");
    }
}
