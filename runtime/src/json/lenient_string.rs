//! [`LenientString`]: a string property of a service that also sends other JSON.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::text_of;

/// A string that accepts any JSON: other values are kept as written (`1.50` stays `1.50`).
///
/// `null` is the string `null`; use `Option<LenientString>` if null means absent. Only a JSON deserializer supports
/// it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LenientString(String);

impl LenientString {
    /// The string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<LenientString> for String {
    fn from(text: LenientString) -> Self {
        text.0
    }
}

impl<'de> Deserialize<'de> for LenientString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if raw.get().contains('\\') {
            return Ok(Self(text_of(&raw)));
        }
        // Without escapes, the text is the value, in quotes if it is a string.
        let mut text = String::from(Box::<str>::from(raw));
        if text.starts_with('"') {
            text.pop();
            text.remove(0);
        }
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_decoded_and_other_json_is_kept() {
        let read = |json: &str| serde_json::from_str::<LenientString>(json).unwrap().0;
        assert_eq!(read(r#""a\nb""#), "a\nb");
        assert_eq!(read(r#" "a é" "#), "a é");
        assert_eq!(read(r#""""#), "");
        assert_eq!(read("1.50"), "1.50");
        assert_eq!(read("123456789012345678901234567890"), "123456789012345678901234567890");
        assert_eq!(read(r#"{"a": 1}"#), r#"{"a": 1}"#);
        assert_eq!(read("true"), "true");
        assert_eq!(serde_json::from_str::<Option<LenientString>>("null").unwrap(), None);
    }
}
