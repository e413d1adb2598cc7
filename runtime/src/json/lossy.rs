//! Lossy UTF-8 decoding of response bodies. Replaces only what a Rust string cannot contain.
//!
//! Two errors of a service must not hide the result of a request: bytes that are not UTF-8, and escapes of lone
//! surrogates (`\ud800`: allowed by the grammar of JSON, not by Unicode; RFC 8259, section 8.2). The result may
//! still be invalid JSON.

use std::borrow::Cow;

/// Length of an escape `\uXXXX`.
const ESCAPE: usize = 6;

/// Decodes a body. Invalid data becomes U+FFFD, and a byte order mark is removed.
pub(crate) fn decode_lossy(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    // The common case, and the fastest check.
    match std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed) {
        Cow::Borrowed(text) => surrogates(text).map_or(Cow::Borrowed(text), Cow::Owned),
        Cow::Owned(text) => Cow::Owned(surrogates(&text).unwrap_or(text)),
    }
}

/// Replaces escapes of lone surrogates; `None` if there are none.
fn surrogates(text: &str) -> Option<String> {
    // Most bodies have no escapes.
    if !text.contains('\\') || !text.contains("\\ud") && !text.contains("\\uD") {
        return None;
    }
    let mut decoded: Option<String> = None;
    let mut rest = text;
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = rest.find('\\') {
        at += found;
        let step = match (code_unit(text, at), code_unit(text, at + ESCAPE)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 2 * ESCAPE,
            (Some(0xD800..=0xDFFF), _) => {
                let decoded = decoded.get_or_insert_default();
                decoded.push_str(text.get(copied..at).unwrap_or_default());
                decoded.push_str("\\ufffd");
                copied = at + ESCAPE;
                ESCAPE
            }
            // Other escape: skip the following character, which may be a backslash or multi-byte.
            _ => 1 + text.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
        };
        at += step;
        rest = text.get(at..).unwrap_or_default();
    }
    let mut decoded = decoded?;
    decoded.push_str(text.get(copied..).unwrap_or_default());
    Some(decoded)
}

/// UTF-16 code unit of an escape `\uXXXX` at `at`.
fn code_unit(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + ESCAPE)?.strip_prefix("\\u")?;
    // `from_str_radix` would accept a sign.
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
        fn never_panics(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            text in "[\\\\udD8e\u{e9}0-9\"]{0,40}",
        ) {
            let _ = decode_lossy(&bytes);
            let _ = decode_lossy(text.as_bytes());
        }
    }
}
