//! [`Redactor`]: removes the secrets of a request from text that a server sent back.

use std::{fmt, sync::Arc};

use http::{HeaderMap, HeaderValue};

use super::Secret;

/// Minimum length of a redacted secret. Replacing every `ab` would make a message unreadable and hide little.
const MIN_LENGTH: usize = 4;

/// Replacement of a secret.
pub(crate) const REDACTED: &str = "***";

/// The secrets of one request. Recognizes the spellings in which a server may echo them.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    /// Shared: every response has a redactor, and few use it.
    secrets: Arc<Vec<Secret>>,
}

impl Redactor {
    pub(crate) fn new(secrets: Vec<Secret>) -> Self {
        Self { secrets: Arc::new(secrets) }
    }

    /// Adds secrets.
    pub(crate) fn add(&mut self, secrets: &[Secret]) {
        if !secrets.is_empty() {
            Arc::make_mut(&mut self.secrets).extend_from_slice(secrets);
        }
    }

    /// Secrets to redact, longest first, so a secret that contains another is replaced as a whole.
    fn hidden(&self) -> Vec<&[u8]> {
        let secrets = self.secrets.iter().map(Secret::expose).filter(|text| text.chars().count() >= MIN_LENGTH);
        let mut hidden: Vec<&[u8]> = secrets.map(str::as_bytes).collect();
        hidden.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        hidden
    }

    /// Redacts text.
    pub(crate) fn redact_text(&self, text: &str) -> String {
        String::from_utf8_lossy(&replace_secrets(&self.hidden(), text.as_bytes())).into_owned()
    }

    /// Redacts bytes. Bytes without secrets are unchanged, even if they are not UTF-8.
    pub(crate) fn redact_bytes(&self, bytes: &[u8]) -> Vec<u8> {
        replace_secrets(&self.hidden(), bytes)
    }

    /// Redacts the beginning of a secret at the end of truncated bytes.
    pub(crate) fn redact_cut_bytes(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let hidden = self.hidden();
        // An escape of one byte has at most six bytes.
        let longest = hidden.first().map_or(0, |secret| secret.len() * 6);
        let begun = (bytes.len().saturating_sub(longest)..bytes.len()).find(|&place| {
            let text = bytes.get(place..).unwrap_or_default();
            hidden
                .iter()
                .any(|secret| matches!(at_start(text, secret), SecretMatch::Partial(length) if length >= MIN_LENGTH))
        });
        if let Some(place) = begun {
            bytes.truncate(place);
            bytes.extend_from_slice(REDACTED.as_bytes());
        }
        bytes
    }

    /// Redacts header values.
    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        let hidden = self.hidden();
        for value in headers.values_mut() {
            let redacted = replace_secrets(&hidden, value.as_bytes());
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

/// Replaces each secret.
fn replace_secrets(hidden: &[&[u8]], bytes: &[u8]) -> Vec<u8> {
    let mut shown = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        let found = hidden.iter().find_map(|secret| match at_start(rest, secret) {
            SecretMatch::Whole(length) => Some(length),
            SecretMatch::Partial(_) | SecretMatch::None => None,
        });
        match found {
            Some(length) => {
                shown.extend_from_slice(REDACTED.as_bytes());
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

/// Result of a search at one position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SecretMatch {
    /// The whole secret, in this many bytes.
    Whole(usize),
    /// The first bytes of the secret, up to the end of the text.
    Partial(usize),
    None,
}

/// Whether the text begins with a secret: literally, with JSON escapes (RFC 8259, section 7), or with escapes of
/// URLs and forms (RFC 3986, section 2.1).
fn at_start(text: &[u8], secret: &[u8]) -> SecretMatch {
    // The literal spelling is tried first: a secret may look like an escape.
    match begins(text, secret, literal) {
        SecretMatch::None => begins(text, secret, parse_escape),
        found => found,
    }
}

/// The next character of the text as UTF-8, its length, and its length as spelled.
type CharacterSpelling = ([u8; 4], usize, usize);

fn begins(text: &[u8], secret: &[u8], read: fn(&[u8]) -> Option<CharacterSpelling>) -> SecretMatch {
    let (mut rest, mut missing) = (text, secret);
    while !missing.is_empty() {
        if rest.is_empty() {
            return SecretMatch::Partial(secret.len() - missing.len());
        }
        let fits = |(bytes, length, step): CharacterSpelling| Some((missing.strip_prefix(bytes.get(..length)?)?, step));
        let Some((still, step)) = read(rest).and_then(fits).or_else(|| literal(rest).and_then(fits)) else {
            return if is_cut_escape(rest) {
                SecretMatch::Partial(secret.len() - missing.len())
            } else {
                SecretMatch::None
            };
        };
        missing = still;
        rest = rest.get(step..).unwrap_or_default();
    }
    SecretMatch::Whole(text.len() - rest.len())
}

/// A literal byte.
fn literal(text: &[u8]) -> Option<CharacterSpelling> {
    Some(([*text.first()?, 0, 0, 0], 1, 1))
}

fn parse_escape(text: &[u8]) -> Option<CharacterSpelling> {
    let of_character = |character: char, step| {
        let mut bytes = [0; 4];
        let length = character.encode_utf8(&mut bytes).len();
        Some((bytes, length, step))
    };
    match text {
        [b'\\', b'u', ..] => {
            let first = code_unit(text)?;
            let second = text.get(6..).and_then(code_unit);
            let units = [first, second.unwrap_or_default()];
            match char::decode_utf16(units).next()? {
                Ok(character) => of_character(character, 6 * character.len_utf16()),
                Err(_) => None,
            }
        }
        [b'\\', b'n', ..] => of_character('\n', 2),
        [b'\\', b'r', ..] => of_character('\r', 2),
        [b'\\', b't', ..] => of_character('\t', 2),
        [b'\\', b'b', ..] => of_character('\u{8}', 2),
        [b'\\', b'f', ..] => of_character('\u{c}', 2),
        [b'\\', sign @ (b'"' | b'\\' | b'/'), ..] => of_character(char::from(*sign), 2),
        [b'%', high, low, ..] => Some(([hexadecimal(&[*high, *low])?.try_into().ok()?, 0, 0, 0], 1, 3)),
        [b'+', ..] => of_character(' ', 1),
        _ => None,
    }
}

/// UTF-16 code unit of an escape `\uXXXX`.
fn code_unit(text: &[u8]) -> Option<u16> {
    hexadecimal(text.strip_prefix(b"\\u")?.get(..4)?)
}

fn hexadecimal(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0, |number, &digit| Some(number * 16 + u16::try_from(char::from(digit).to_digit(16)?).ok()?))
}

/// Whether the text is an incomplete escape.
fn is_cut_escape(text: &[u8]) -> bool {
    match text {
        [b'\\' | b'%'] => true,
        [b'%', digit] => digit.is_ascii_hexdigit(),
        [b'\\', b'u', digits @ ..] => digits.len() < 4 && digits.iter().all(u8::is_ascii_hexdigit),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_plain_and_escaped_spellings() {
        let redactor = Redactor::new(vec![Secret::new("pä\"ss\\"), Secret::new("abc")]);
        assert_eq!(redactor.redact_text("no pä\"ss\\ here, abc stays"), "no *** here, abc stays");
        assert_eq!(redactor.redact_text(r#"{"m":"pä\"ss\\"}"#), r#"{"m":"***"}"#);
        assert_eq!(redactor.redact_text(r#"{"m":"p\u00e4\"ss\\"}"#), r#"{"m":"***"}"#);
        assert_eq!(redactor.redact_text(r#"{"m":"\u0070\u00E4\u0022ss\\"}"#), r#"{"m":"***"}"#);
        assert_eq!(redactor.redact_text("?m=p%c3%A4%22s%73%5c&n"), "?m=***&n");
    }

    #[test]
    fn the_longer_secret_is_redacted_first() {
        let redactor = Redactor::new(vec![Secret::new("pass"), Secret::new("password")]);
        assert_eq!(redactor.redact_text("password pass"), "*** ***");
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_kept() {
        let redactor = Redactor::new(vec![Secret::new("hunter2")]);
        assert_eq!(redactor.redact_bytes(b"\xffhunter2\xfehunter2"), b"\xff***\xfe***");
        assert_eq!(redactor.redact_bytes(b"\xff"), b"\xff");
    }

    #[test]
    fn a_partial_secret_at_the_end_is_redacted() {
        let redactor = Redactor::new(vec![Secret::new("hunter2"), Secret::new("hunted-down")]);
        let cut = |bytes: &str| String::from_utf8(redactor.redact_cut_bytes(bytes.into())).unwrap();
        assert_eq!(cut("no hunter"), "no ***");
        assert_eq!(cut("no hunted-"), "no ***");
        assert_eq!(cut("no hunt"), "no ***");
        // Too little to tell anything.
        assert_eq!(cut("no hun"), "no hun");
        assert_eq!(cut("hunter no"), "hunter no");
    }

    #[test]
    fn headers_are_redacted() {
        let redactor = Redactor::new(vec![Secret::new("hunter2")]);
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", HeaderValue::from_static("hunter2-1"));
        headers.insert("x-odd", HeaderValue::from_bytes(b"\xff").unwrap());
        redactor.redact_headers(&mut headers);
        assert_eq!(headers["x-request-id"], "***-1");
        assert_eq!(headers["x-odd"].as_bytes(), b"\xff");
    }

    #[test]
    fn every_spelling_is_found() {
        let secret = "pä\"s \\/\n😀".as_bytes();
        for text in [
            "pä\"s \\/\n😀",
            r#"pä\"s \\\/\n😀"#,
            r"p\u00e4\u0022s\u0020\u005C\u002f\u000A\uD83D\ude00",
            "p%C3%a4%22s+%5C%2F%0A%F0%9F%98%80",
            r"\u0070ä%22s%20\\/\n😀",
        ] {
            assert_eq!(at_start(text.as_bytes(), secret), SecretMatch::Whole(text.len()), "{text}");
        }
    }

    #[test]
    fn a_secret_that_looks_like_an_escape_is_found() {
        for secret in [r"a\nb", r"\\\\", "100%25", "a+b", r"\u0041bc"] {
            assert_eq!(at_start(secret.as_bytes(), secret.as_bytes()), SecretMatch::Whole(secret.len()), "{secret}");
        }
        assert_eq!(at_start(br"a\\nb", br"a\nb"), SecretMatch::Whole(5));
    }

    #[test]
    fn a_partial_secret_differs_from_other_text() {
        assert_eq!(at_start(b"hunt", b"hunter2"), SecretMatch::Partial(4));
        assert_eq!(at_start(br"hunt\u00", b"hunter2"), SecretMatch::Partial(4));
        assert_eq!(at_start(br"hunt%6", b"hunter2"), SecretMatch::Partial(4));
        assert_eq!(at_start(b"hunting", b"hunter2"), SecretMatch::None);
        assert_eq!(at_start(br"hunt\u00e", b"hunter2"), SecretMatch::Partial(4));
        assert_eq!(at_start(br"hunt\u00e4", b"hunter2"), SecretMatch::None);
        assert_eq!(at_start(b"", b"hunter2"), SecretMatch::Partial(0));
    }
}
