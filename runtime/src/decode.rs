//! Reads the body of an answer into a type. Pure: bytes in, a value or the reason why not out.
//!
//! The bytes are taken as text leniently (lone surrogates and broken UTF-8 become U+FFFD) and as JSON strictly.

use std::fmt;

use serde::de::{DeserializeOwned, IgnoredAny};

use crate::json::mend;

/// Why a body could not be read. The service had already answered a success, so the request must not be sent again for it.
#[derive(Debug)]
pub struct DecodeError {
    words: String,
}

impl DecodeError {
    /// A reason, in words that complete "the answer's body …".
    pub fn new(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words)
    }
}

impl std::error::Error for DecodeError {}

/// How a generated operation has the body of a success read.
pub type Decode<T> = fn(&[u8]) -> Result<T, DecodeError>;

/// Reads JSON.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let text = mend(body);
    if text.trim_ascii().is_empty() {
        return Err(DecodeError::new("is empty where JSON was expected"));
    }
    serde_json::from_str(&text).map_err(|error| unreadable(&error))
}

/// Reads JSON into a type whose members are all optional: an empty body, or `null`, is the type with no member given.
pub fn json_or_default<T: DeserializeOwned + Default>(body: &[u8]) -> Result<T, DecodeError> {
    let text = mend(body);
    if matches!(text.trim_ascii(), "" | "null") {
        return Ok(T::default());
    }
    serde_json::from_str(&text).map_err(|error| unreadable(&error))
}

/// Reads nothing: the body must be empty, or any JSON. Other text is refused, since it was not the service that wrote it: a
/// captive portal or a proxy answers 200 with HTML.
pub fn nothing(body: &[u8]) -> Result<(), DecodeError> {
    let text = mend(body);
    if text.trim_ascii().is_empty() {
        return Ok(());
    }
    // `IgnoredAny` is skipped without recursion: depth breaks nothing.
    serde_json::from_str::<IgnoredAny>(&text)
        .map(drop)
        .map_err(|error| unreadable(&error))
}

/// Reads the documented body of a failure; `None` if it is something else.
pub fn error_body<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_str(&mend(body)).ok()
}

/// `serde_json`'s message names a line, a column and sometimes a value; an echoed secret in it is taken out by the caller.
fn unreadable(error: &serde_json::Error) -> DecodeError {
    if error.is_data() {
        DecodeError::new(format!("is JSON of another shape than documented: {error}"))
    } else {
        DecodeError::new(format!("is not JSON: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    type Object = BTreeMap<String, String>;

    #[test]
    fn empty_and_null_are_the_default() {
        for body in ["", " \n", "null", " null "] {
            assert_eq!(
                json_or_default::<Object>(body.as_bytes()).unwrap(),
                Object::new()
            );
        }
        assert!(json_or_default::<Object>(b"\"hello\"").is_err());
        assert!(json_or_default::<Object>(b"{} x").is_err());
        assert!(json::<Object>(b"").is_err());
    }

    #[test]
    fn nothing_takes_any_json_and_no_html() {
        for body in ["", "{}", "null", "5", "[1]"] {
            assert!(nothing(body.as_bytes()).is_ok(), "{body}");
        }
        assert!(nothing("[".repeat(100_000).as_bytes()).is_err());
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(nothing(deep.as_bytes()).is_ok());
        assert!(nothing(b"<html>hi</html>").is_err());
        assert!(nothing(b"{} trailing").is_err());
    }

    #[test]
    fn a_lone_surrogate_is_not_fatal() {
        let object: Object = json(br#"{"a":"x\ud800y"}"#).unwrap();
        assert_eq!(object["a"], "x\u{fffd}y");
    }
}
