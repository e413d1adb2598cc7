//! [`Base64`]: bytes that are a Base64 string on the wire.

use std::{fmt, str::FromStr};

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};

use super::text::{ValueError, text_value};

/// Accepts missing padding and trailing bits.
const TOLERANT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

/// Bytes that are a Base64 string on the wire (RFC 4648, section 4; `format: byte`). Written with padding. Parsed
/// with or without padding, also in the URL-safe alphabet (section 5). `Debug` shows only the length.
///
/// ```
/// use wireright_runtime::Base64;
///
/// let bytes = Base64::from(b"foob".to_vec());
/// assert_eq!(bytes.to_string(), "Zm9vYg==");
/// assert_eq!("Zm9vYg".parse(), Ok(bytes));
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(Vec<u8>);

impl Base64 {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, by value.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        base64::display::Base64Display::new(&self.0, &STANDARD).fmt(formatter)
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Base64({} bytes)", self.0.len())
    }
}

impl FromStr for Base64 {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let is_for_urls = text.contains(['-', '_']);
        let alphabet = if is_for_urls { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
        // MIME inserts line breaks (RFC 2045, section 6.8).
        let text: String = text.chars().filter(|character| !matches!(character, '\r' | '\n')).collect();
        let decoded = GeneralPurpose::new(alphabet, TOLERANT).decode(text);
        decoded.map(Self).map_err(|_| ValueError::new("Base64 text"))
    }
}

text_value!(Base64, "Base64 text");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_vectors_of_rfc_4648_hold() {
        let vectors = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (bytes, text) in vectors {
            assert_eq!(Base64::from(bytes.as_bytes()).to_string(), text);
            assert_eq!(text.parse::<Base64>().unwrap().as_bytes(), bytes.as_bytes());
        }
    }

    #[test]
    fn what_services_write_is_read() {
        assert_eq!("-_8".parse::<Base64>().unwrap().as_bytes(), b"\xfb\xff");
        assert_eq!("+/8=".parse::<Base64>().unwrap().as_bytes(), b"\xfb\xff");
        assert_eq!("Zm9v\r\nYmFy".parse::<Base64>().unwrap().as_bytes(), b"foobar");
        assert!("Zm9v!".parse::<Base64>().is_err());
        assert_eq!(format!("{:?}", Base64::from(vec![1, 2])), "Base64(2 bytes)");
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let json = serde_json::to_string(&Base64::from(bytes.clone())).unwrap();
            prop_assert_eq!(serde_json::from_str::<Base64>(&json).unwrap().into_bytes(), bytes);
        }
    }
}
