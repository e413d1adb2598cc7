//! Makes text of the bytes of a response, replacing only what no Rust string can hold.
//!
//! Two things are mended, because a service's slip in a message must not hide whether the request succeeded: bytes
//! that are not UTF-8, and escapes of lone surrogates (`\ud800`, which JSON's grammar allows and Unicode does not;
//! RFC 8259, section 8.2). Whether the text is JSON is not decided here.

use std::borrow::Cow;

/// The length of an escape `\uXXXX`.
const ESCAPE: usize = 6;

/// The text of a body, with U+FFFD for what cannot be text, and without a byte order mark.
pub(crate) fn decode_lossy(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    // Tried first, being the usual case and much quicker to find out.
    match std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed) {
        Cow::Borrowed(text) => surrogates(text).map_or(Cow::Borrowed(text), Cow::Owned),
        Cow::Owned(text) => Cow::Owned(surrogates(&text).unwrap_or(text)),
    }
}

/// Replaces the escapes of lone surrogates; `None` if there is none.
fn surrogates(text: &str) -> Option<String> {
    // Most texts have no escape at all, which is found out more quickly.
    if !text.contains('\\') || !text.contains("\\ud") && !text.contains("\\uD") {
        return None;
    }
    let mut mended: Option<String> = None;
    let mut rest = text;
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = rest.find('\\') {
        at += found;
        let step = match (code_unit(text, at), code_unit(text, at + ESCAPE)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 2 * ESCAPE,
            (Some(0xD800..=0xDFFF), _) => {
                let mended = mended.get_or_insert_default();
                mended.push_str(text.get(copied..at).unwrap_or_default());
                mended.push_str("\\ufffd");
                copied = at + ESCAPE;
                ESCAPE
            }
            // Any other escape: the character after the backslash belongs to it, which may be a backslash or of
            // several bytes.
            _ => 1 + text.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
        };
        at += step;
        rest = text.get(at..).unwrap_or_default();
    }
    let mut mended = mended?;
    mended.push_str(text.get(copied..).unwrap_or_default());
    Some(mended)
}

/// The UTF-16 code unit that is escaped as `\uXXXX` at this place.
fn code_unit(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + ESCAPE)?.strip_prefix("\\u")?;
    // `from_str_radix` would take a sign too.
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lone_surrogates_are_replaced_and_pairs_stay() {
        assert_eq!(decode_lossy(br#""\ud83d\ude00""#), r#""\ud83d\ude00""#);
        assert_eq!(decode_lossy(br#""a\ud800b""#), r#""a\ufffdb""#);
        assert_eq!(decode_lossy(br#""\udc00\ud800""#), r#""\ufffd\ufffd""#);
        assert_eq!(decode_lossy(br#""\ud800\ud83d\ude00""#), r#""\ufffd\ud83d\ude00""#);
        // An escaped backslash before `ud800` is not an escape.
        assert_eq!(decode_lossy(br#""\\ud800""#), r#""\\ud800""#);
        assert_eq!(decode_lossy(b"\xef\xbb\xbf{}"), "{}");
        assert_eq!(decode_lossy(b"\xff"), "\u{fffd}");
    }

    proptest! {
        #[test]
        fn any_string_literal_can_be_read_afterwards(units in proptest::collection::vec(0xD7F0_u16..0xE010, 0..20)) {
            let literals: Vec<String> = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let json = format!("\"{}\"", literals.concat());
            let read: String = serde_json::from_str(&decode_lossy(json.as_bytes())).unwrap();
            prop_assert_eq!(read, String::from_utf16_lossy(&units));
        }

        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[\\\\udD8e\u{e9}0-9\"]{0,40}") {
            let _ = decode_lossy(&bytes);
            let _ = decode_lossy(text.as_bytes());
        }
    }
}
