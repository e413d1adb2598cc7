//! Percent-encoding of everything except the unreserved characters of RFC 3986, section 2.3: `A-Z a-z 0-9 - . _ ~`.

/// Encodes every byte that is not unreserved, in upper-case hex.
pub fn encode(text: &str) -> String {
    if is_encoded(text, is_unreserved) { text.to_owned() } else { encode_bytes(text.as_bytes()) }
}

/// Whether no byte needs encoding. A fold over all bytes vectorizes; an early exit would not.
pub fn is_encoded(text: &str, may_stand: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(true, |may, byte| may & may_stand(byte))
}

/// Whether a byte is an unreserved character, which is not encoded.
pub fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// The bytes, encoded.
pub fn encode_bytes(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    encode_into(bytes, &mut encoded);
    encoded
}

/// Adds the bytes, encoded.
pub fn encode_into(bytes: &[u8], encoded: &mut String) {
    for &byte in bytes {
        if is_unreserved(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(hex_digit(byte >> 4));
            encoded.push(hex_digit(byte & 15));
        }
    }
}

/// Decodes. A `%` without two hex digits stands for itself.
pub fn decode(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        match (byte, ahead.next().and_then(hex_value), ahead.next().and_then(hex_value)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(high << 4 | low);
                bytes = ahead;
            }
            _ => decoded.push(byte),
        }
    }
    decoded
}

fn hex_digit(value: u8) -> char {
    char::from(if value < 10 { b'0' + value } else { b'A' + value - 10 })
}

fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_but_unreserved_is_encoded() {
        assert_eq!(encode("A-Z_a.z~09"), "A-Z_a.z~09");
        assert_eq!(encode("a/b c+%é"), "a%2Fb%20c%2B%25%C3%A9");
        assert_eq!(decode("%zz%"), b"%zz%");
        assert_eq!(decode("%2fx%2"), b"/x%2");
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let encoded = encode_bytes(&bytes);
            prop_assert!(encoded.is_ascii());
            prop_assert_eq!(decode(&encoded), bytes);
        }

        #[test]
        fn decoding_never_panics(text in "[%0-9a-fA-Fg\u{e9}]{0,40}") {
            let _ = decode(&text);
        }
    }
}
