//! Text of headers and URLs: control characters, blanks, and quoted strings (RFC 9110, section 5.6).

use std::borrow::Cow;

/// Whether the text contains a control character, ASCII or Unicode.
pub(crate) fn has_control(text: &str) -> bool {
    // A fold over all bytes vectorizes; an early exit would not.
    text.bytes().fold(false, |found, byte| found | byte.is_ascii_control())
        || (!text.is_ascii() && text.chars().any(char::is_control))
}

/// The text without the spaces and tabs around it.
pub(crate) fn trim_blanks(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// The parts between separators. A separator in a quoted string separates nothing.
pub(crate) fn split_unquoted(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut start = 0;
    unquoted_positions(text, separator).chain([text.len()]).filter_map(move |end| {
        let part = text.get(start..end);
        start = end + separator.len_utf8();
        part
    })
}

/// Positions of a character outside quoted strings (RFC 9110, section 5.6.4).
///
/// No rule of HTTP has a quoted string directly after a token. Such a quotation mark is one of the text: `5" pipe`.
pub(crate) fn unquoted_positions(text: &str, wanted: char) -> impl Iterator<Item = usize> {
    let (mut is_quoted, mut is_escaped, mut previous) = (false, false, wanted);
    text.char_indices().filter_map(move |(place, character)| {
        let was_escaped = std::mem::take(&mut is_escaped);
        let before = std::mem::replace(&mut previous, character);
        match character {
            '\\' if is_quoted && !was_escaped => is_escaped = true,
            '"' if is_quoted => is_quoted = was_escaped,
            '"' => is_quoted = !is_token(before),
            _ => {}
        }
        (character == wanted && !is_quoted).then_some(place)
    })
}

/// Whether tokens contain the character (RFC 9110, section 5.6.2).
fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

/// The value of a token or a quoted string.
pub(crate) fn unquote(text: &str) -> Cow<'_, str> {
    let Some(inner) = text.strip_prefix('"') else { return Cow::Borrowed(text) };
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut characters = inner.chars();
    let unescaped = std::iter::from_fn(|| match characters.next() {
        Some('\\') => characters.next(),
        other => other,
    });
    Cow::Owned(unescaped.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        split_unquoted(text, ',').collect()
    }

    #[test]
    fn separators_in_quoted_strings_separate_nothing() {
        assert_eq!(split(r#""a,b",c"#), [r#""a,b""#, "c"]);
        assert_eq!(
            split(r#"W/"a,b", d;desc="x, \"y,\"", "\\", z"#),
            [r#"W/"a,b""#, r#" d;desc="x, \"y,\"""#, r#" "\\""#, " z"]
        );
        assert_eq!(split(",a,"), ["", "a", ""]);
        assert_eq!(split(""), [""]);
    }

    #[test]
    fn a_quotation_mark_after_a_token_is_text() {
        assert_eq!(split(r#"5" pipe, 6" pipe, é"#), [r#"5" pipe"#, r#" 6" pipe"#, " é"]);
    }

    #[test]
    fn quoted_pairs_are_unescaped() {
        for (text, value) in [("a", "a"), (r#""a""#, "a"), (r#""a\"\\b""#, r#"a"\b"#), (r#""a"#, "a"), (r#"""#, "")] {
            assert_eq!(unquote(text), value, "{text}");
        }
    }
}
