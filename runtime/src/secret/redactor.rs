//! Takes secrets out of text that came back from a server.
//!
//! A server may echo what it was sent ("`hunter2` is too weak"). This must not be applied to what is sent, only to what is shown.

use std::{fmt, sync::Arc};

use http::{HeaderMap, HeaderValue};

use super::{
    Secret,
    spelling::{Found, at_start},
};

/// A shorter secret is left alone: replacing every `ab` of a message would make it unreadable and hide little.
const SHORTEST: usize = 4;

/// The text that stands in for a secret.
const STAND_IN: &str = "***";

/// Knows the secrets of one request, and the spellings in which a server may echo them.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    /// Shared, since each answer has them and hardly one needs them.
    secrets: Arc<Vec<Secret>>,
}

impl Redactor {
    /// Keeps these secrets.
    pub(crate) fn new(secrets: Vec<Secret>) -> Self {
        Self { secrets: Arc::new(secrets) }
    }

    /// Learns more secrets.
    pub(crate) fn add(&mut self, secrets: &[Secret]) {
        if !secrets.is_empty() {
            Arc::make_mut(&mut self.secrets).extend_from_slice(secrets);
        }
    }

    /// Those that are hidden, the longest first, so that a secret that contains another is replaced whole.
    fn hidden(&self) -> Vec<&[u8]> {
        let texts = self.secrets.iter().map(Secret::expose).filter(|text| text.chars().count() >= SHORTEST);
        let mut hidden: Vec<&[u8]> = texts.map(str::as_bytes).collect();
        hidden.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        hidden
    }

    /// The text without the secrets.
    pub(crate) fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&without(&self.hidden(), text.as_bytes())).into_owned()
    }

    /// The bytes without the secrets. Bytes that hold none stay as they are, even if they are not UTF-8.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Vec<u8> {
        without(&self.hidden(), bytes)
    }

    /// The bytes without the beginning of a secret at their end, where they were cut.
    pub(crate) fn cut_bytes(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let hidden = self.hidden();
        // No byte of a secret is spelled in more than the six of an escape.
        let longest = hidden.first().map_or(0, |secret| secret.len() * 6);
        let begun = (bytes.len().saturating_sub(longest)..bytes.len()).find(|&place| {
            let text = bytes.get(place..).unwrap_or_default();
            hidden.iter().any(|secret| matches!(at_start(text, secret), Found::Begun(length) if length >= SHORTEST))
        });
        if let Some(place) = begun {
            bytes.truncate(place);
            bytes.extend_from_slice(STAND_IN.as_bytes());
        }
        bytes
    }

    /// Takes the secrets out of the values of headers.
    pub(crate) fn headers(&self, headers: &mut HeaderMap) {
        let hidden = self.hidden();
        for value in headers.values_mut() {
            let redacted = without(&hidden, value.as_bytes());
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

/// The bytes with a stand-in for each of these secrets.
fn without(hidden: &[&[u8]], bytes: &[u8]) -> Vec<u8> {
    let mut shown = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        let found = hidden.iter().find_map(|secret| match at_start(rest, secret) {
            Found::Whole(length) => Some(length),
            Found::Begun(_) | Found::Nothing => None,
        });
        match found {
            Some(length) => {
                shown.extend_from_slice(STAND_IN.as_bytes());
                rest = rest.get(length..).unwrap_or_default();
            }
            None => {
                shown.push(first);
                rest = after;
            }
        }
    }
    shown
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
        assert_eq!(redactor.text(r#"{"m":"\u0070\u00E4\u0022ss\\"}"#), r#"{"m":"***"}"#);
        assert_eq!(redactor.text("?m=p%c3%A4%22s%73%5c&n"), "?m=***&n");
    }

    #[test]
    fn the_longer_secret_goes_first() {
        let redactor = Redactor::new(vec![Secret::new("pass"), Secret::new("password")]);
        assert_eq!(redactor.text("password pass"), "*** ***");
    }

    #[test]
    fn bytes_that_are_not_text_stay() {
        let redactor = Redactor::new(vec![Secret::new("hunter2")]);
        assert_eq!(redactor.bytes(b"\xffhunter2\xfehunter2"), b"\xff***\xfe***");
        assert_eq!(redactor.bytes(b"\xff"), b"\xff");
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
