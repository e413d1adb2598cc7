//! Takes secrets out of text that came back from a server.
//!
//! A server may echo what it was sent ("`hunter2` is too weak"). This must not be applied to what is sent, only to what is shown.

use std::fmt::{self, Write as _};

use http::{HeaderMap, HeaderValue};

use super::Secret;
use crate::request::percent::encode;

/// A shorter secret is left alone: replacing every `ab` of a message would make it unreadable and hide little.
const SHORTEST: usize = 4;

/// The text that stands in for a secret.
const STAND_IN: &str = "***";

/// Knows the secrets of one request, and the spellings in which a server may echo them.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    secrets: Vec<Secret>,
}

impl Redactor {
    /// Keeps these secrets. Their spellings are made when one is looked for: most requests succeed, and then none is.
    pub(crate) fn new(secrets: Vec<Secret>) -> Self {
        Self { secrets }
    }

    /// Learns more secrets.
    pub(crate) fn add(&mut self, secrets: &[Secret]) {
        self.secrets.extend_from_slice(secrets);
    }

    /// Longest first, so that a secret that contains another is replaced whole.
    fn spellings(&self) -> Vec<Secret> {
        let mut spellings = Vec::new();
        for secret in &self.secrets {
            let text = secret.expose();
            if text.chars().count() < SHORTEST {
                continue;
            }
            spellings.push(secret.clone());
            for escaped in [escape(text, false), escape(text, true), Secret::new(encode(text))] {
                if escaped.expose() != text && !spellings.contains(&escaped) {
                    spellings.push(escaped);
                }
            }
        }
        spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.expose().len()));
        spellings
    }

    /// The text without the secrets.
    pub(crate) fn text(&self, text: &str) -> String {
        self.spellings().iter().fold(text.to_owned(), |text, secret| text.replace(secret.expose(), STAND_IN))
    }

    /// The bytes without the secrets. Bytes that hold none stay as they are, even if they are not UTF-8.
    pub(crate) fn bytes(&self, bytes: Vec<u8>) -> Vec<u8> {
        without(&self.spellings(), bytes)
    }

    /// The bytes without the beginning of a secret at their end, where they were cut.
    pub(crate) fn cut_bytes(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let spellings = self.spellings();
        let begun = spellings.iter().filter_map(|secret| {
            let secret = secret.expose().as_bytes();
            (SHORTEST..secret.len())
                .rev()
                .find(|&length| secret.get(..length).is_some_and(|half| bytes.ends_with(half)))
        });
        if let Some(length) = begun.max() {
            bytes.truncate(bytes.len() - length);
            bytes.extend_from_slice(STAND_IN.as_bytes());
        }
        bytes
    }

    /// Takes the secrets out of the values of headers.
    pub(crate) fn headers(&self, headers: &mut HeaderMap) {
        let spellings = self.spellings();
        for value in headers.values_mut() {
            let redacted = without(&spellings, value.as_bytes().to_vec());
            if redacted != value.as_bytes()
                && let Ok(redacted) = HeaderValue::from_bytes(&redacted)
            {
                *value = redacted;
            }
        }
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Redactor(***)")
    }
}

/// The text as it stands inside a JSON string, without the quotes; `ascii` escapes all else too, as Python's `json` does.
fn escape(text: &str, ascii: bool) -> Secret {
    let mut escaped = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            _ if character.is_ascii_control() || (ascii && !character.is_ascii()) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    // Writing to a `String` cannot fail.
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            }
            _ => escaped.push(character),
        }
    }
    Secret::new(escaped)
}

/// The bytes without these spellings.
fn without(spellings: &[Secret], bytes: Vec<u8>) -> Vec<u8> {
    spellings.iter().fold(bytes, |bytes, secret| replace(bytes, secret.expose().as_bytes()))
}

/// Replaces every occurrence of `needle`.
fn replace(bytes: Vec<u8>, needle: &[u8]) -> Vec<u8> {
    let Some(first) = find(&bytes, needle) else {
        return bytes;
    };
    let mut replaced = Vec::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    let mut next = Some(first);
    while let Some(at) = next {
        let (before, found) = rest.split_at(at);
        replaced.extend_from_slice(before);
        replaced.extend_from_slice(STAND_IN.as_bytes());
        rest = found.get(needle.len()..).unwrap_or_default();
        next = find(rest, needle);
    }
    replaced.extend_from_slice(rest);
    replaced
}

/// Where `needle` begins. A secret is never empty here, so `windows` cannot panic.
fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len().max(1)).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_plain_and_escaped_spellings() {
        let redactor = Redactor::new(vec![Secret::new("pä\"ss\\"), Secret::new("abc")]);
        assert_eq!(redactor.text("no pä\"ss\\ here, abc stays"), "no *** here, abc stays");
        assert_eq!(redactor.text(r#"{"m":"pä\"ss\\"}"#), r#"{"m":"***"}"#);
        assert_eq!(redactor.text(r#"{"m":"p\u00e4\"ss\\"}"#), r#"{"m":"***"}"#);
    }

    #[test]
    fn the_longer_secret_goes_first() {
        let redactor = Redactor::new(vec![Secret::new("pass"), Secret::new("password")]);
        assert_eq!(redactor.text("password pass"), "*** ***");
    }

    #[test]
    fn bytes_that_are_not_text_stay() {
        let redactor = Redactor::new(vec![Secret::new("hunter2")]);
        assert_eq!(redactor.bytes(b"\xffhunter2\xfehunter2".to_vec()), b"\xff***\xfe***");
        assert_eq!(redactor.bytes(b"\xff".to_vec()), b"\xff");
    }

    #[test]
    fn half_a_secret_at_the_end_goes_too() {
        let redactor = Redactor::new(vec![Secret::new("hunter2"), Secret::new("hunted-down")]);
        let cut = |bytes: &str| String::from_utf8(redactor.cut_bytes(bytes.into())).unwrap();
        assert_eq!(cut("no hunter"), "no ***");
        assert_eq!(cut("no hunted-"), "no ***");
        assert_eq!(cut("no hunt"), "no ***");
        // Too little to tell anything.
        assert_eq!(cut("no hun"), "no hun");
        assert_eq!(cut("hunter no"), "hunter no");
    }

    #[test]
    fn headers_lose_their_secrets() {
        let redactor = Redactor::new(vec![Secret::new("hunter2")]);
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", HeaderValue::from_static("hunter2-1"));
        headers.insert("x-odd", HeaderValue::from_bytes(b"\xff").unwrap());
        redactor.headers(&mut headers);
        assert_eq!(headers["x-request-id"], "***-1");
        assert_eq!(headers["x-odd"].as_bytes(), b"\xff");
    }
}
