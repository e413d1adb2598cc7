//! Checks of text that is sent in headers and URLs.

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
