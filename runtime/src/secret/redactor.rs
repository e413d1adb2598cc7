//! [`Redactor`]: removes the secrets of a request from text that a server sent back.

use std::{fmt, sync::Arc};

use http::{HeaderMap, HeaderValue};

use super::{
    Secret,
    spelling::{SecretMatch, at_start, character, word_length},
};

/// Minimum length of a redacted secret. Replacing every `ab` would make a message unreadable and hide little.
const MIN_LENGTH: usize = 4;

/// Replacement of a secret.
pub(crate) const REDACTED: &str = "***";

/// Length from which a secret of letters is hidden inside a longer word too.
const MIN_LENGTH_IN_WORD: usize = 16;

/// Maximum bytes for one byte of a secret: an escape of six bytes whose backslash is escaped by six.
const MAX_SPELLING: usize = 11;

/// The secrets of one request. Recognizes the spellings in which a server may echo them.
///
/// A secret inside a longer word hides the whole word, since the rest would show where the secret is. A short secret
/// of letters only is a coincidence there: hiding `longer` would give the secret `long` away.
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

    fn search(&self) -> SecretSearch<'_> {
        SecretSearch::new(self.secrets.iter().map(Secret::expose))
    }

    /// Redacts text.
    pub(crate) fn redact_text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.search().replace(text.as_bytes())).into_owned()
    }

    /// Redacts bytes and keeps at most `max_bytes`. `is_truncated`: bytes are missing at the end already. Bytes without
    /// secrets are unchanged, even if they are not UTF-8.
    pub(crate) fn redact_bytes(&self, bytes: &[u8], max_bytes: usize, is_truncated: bool) -> Vec<u8> {
        let search = self.search();
        // A secret that begins in the kept bytes is complete in this part.
        let part = bytes.get(..max_bytes.saturating_add(search.longest())).unwrap_or(bytes);
        let mut shown = search.replace(part);
        if is_truncated || part.len() < bytes.len() {
            search.cut_partial(&mut shown);
        }
        shown.truncate(max_bytes);
        shown
    }

    /// Redacts header values.
    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        let search = self.search();
        for value in headers.values_mut() {
            let redacted = search.replace(value.as_bytes());
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

/// The secrets to search for.
struct SecretSearch<'s> {
    /// The longest first, so a secret that contains another is replaced as a whole.
    secrets: Vec<&'s [u8]>,
    /// Whether a spelling of a secret may begin with a byte.
    starts: [bool; 256],
}

/// A secret in a text.
struct FoundSecret {
    length: usize,
    /// Whether a word begins before it, and goes on after it.
    begins_in_word: bool,
    ends_in_word: bool,
}

impl<'s> SecretSearch<'s> {
    fn new(secrets: impl Iterator<Item = &'s str>) -> Self {
        let mut secrets: Vec<&[u8]> =
            secrets.filter(|text| text.chars().count() >= MIN_LENGTH).map(str::as_bytes).collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        let mut starts = [false; 256];
        if !secrets.is_empty() {
            let firsts = secrets.iter().filter_map(|secret| secret.first());
            for byte in firsts.chain(br"\%+") {
                if let Some(is_start) = starts.get_mut(usize::from(*byte)) {
                    *is_start = true;
                }
            }
        }
        Self { secrets, starts }
    }

    /// Length of the longest spelling of a secret.
    fn longest(&self) -> usize {
        self.secrets.first().map_or(0, |secret| secret.len().saturating_mul(MAX_SPELLING))
    }

    /// The number of characters that may be compared in a text of this length. Comparing a periodic secret at each
    /// place of a periodic text would take the product of both lengths.
    fn budget(&self, length: usize) -> usize {
        length.saturating_add(4096).saturating_mul(8 + 4 * self.secrets.len())
    }

    /// Replaces each secret. The rest is hidden if the text takes too long to search.
    fn replace(&self, text: &[u8]) -> Vec<u8> {
        let mut budget = self.budget(text.len());
        let mut shown = Vec::with_capacity(text.len());
        // Where the current word begins in `shown`, and where the current character ends in `text`.
        let mut word = None;
        let mut character_end = 0;
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            let rest = text.get(at..).unwrap_or_default();
            let is_character = at >= character_end;
            if self.starts.get(usize::from(byte)).is_some_and(|is_start| *is_start) {
                let found = self.find(rest, is_character && word.is_some(), &mut budget);
                if budget == 0 {
                    shown.extend_from_slice(REDACTED.as_bytes());
                    break;
                }
                if let Some(found) = found {
                    if let Some(start) = word.filter(|_| found.begins_in_word) {
                        shown.truncate(start);
                    }
                    shown.extend_from_slice(REDACTED.as_bytes());
                    at += found.length;
                    if found.ends_in_word {
                        at += word_length(text.get(at..).unwrap_or_default());
                    }
                    (word, character_end) = (None, at);
                    continue;
                }
            }
            if is_character {
                let (is_in_word, length) = character(rest);
                word = if is_in_word { word.or(Some(shown.len())) } else { None };
                character_end = at + length;
            }
            shown.push(byte);
            at += 1;
        }
        shown
    }

    /// The longest secret that the text begins with.
    fn find(&self, text: &[u8], is_in_word: bool, budget: &mut usize) -> Option<FoundSecret> {
        self.secrets.iter().find_map(|secret| {
            let SecretMatch::Whole(length) = at_start(text, secret, budget) else { return None };
            let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
            let begins_in_word = is_in_word && is_letter(secret.first());
            let after = text.get(length..).unwrap_or_default();
            let ends_in_word = is_letter(secret.last()) && !after.is_empty() && character(after).0;
            let is_coincidence = (begins_in_word || ends_in_word)
                && secret.len() < MIN_LENGTH_IN_WORD
                && secret.iter().all(u8::is_ascii_alphabetic);
            (!is_coincidence).then_some(FoundSecret { length, begins_in_word, ends_in_word })
        })
    }

    /// Hides the beginning of a secret at the end of truncated bytes.
    fn cut_partial(&self, bytes: &mut Vec<u8>) {
        let mut budget = self.budget(self.longest());
        let first = bytes.len().saturating_sub(self.longest());
        let begun = (first..bytes.len()).find(|&place| {
            let text = bytes.get(place..).unwrap_or_default();
            let mut is_partial = |secret: &&[u8]| {
                matches!(at_start(text, secret, &mut budget), SecretMatch::Partial(length) if length >= MIN_LENGTH)
            };
            self.secrets.iter().any(&mut is_partial) || budget == 0
        });
        if let Some(place) = begun {
            bytes.truncate(place);
            bytes.extend_from_slice(REDACTED.as_bytes());
        }
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
        assert_eq!(redactor.redact_bytes(b"\xffhunter2\xfehunter2", 99, false), b"\xff***\xfe***");
        assert_eq!(redactor.redact_bytes(b"\xff", 99, false), b"\xff");
    }

    #[test]
    fn a_partial_secret_at_the_end_is_redacted() {
        let redactor = Redactor::new(vec![Secret::new("hunter2"), Secret::new("hunted-down")]);
        let cut = |bytes: &str| String::from_utf8(redactor.redact_bytes(bytes.as_bytes(), 99, true)).unwrap();
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

    /// As in a JSON string that quotes the JSON of a request.
    #[test]
    fn a_secret_whose_escapes_are_escaped_is_found() {
        let secret = "pä\"s\\/\n😀";
        let once = serde_json::to_string(secret).unwrap();
        let ascii = r#""p\u00e4\"s\\\/\n\uD83D\ude00""#;
        for json in [once.as_str(), ascii] {
            let twice = serde_json::to_string(&format!("no {json}, no")).unwrap();
            assert_eq!(redact(secret, &twice), r#""no \"***\", no""#);
        }
        assert_eq!(redact("a\"bc", "?q=%5B%22a%5C%22bc%22%5D"), "?q=%5B%22***%22%5D");
        assert_eq!(redact("hort", r#"{"m":"{\"a\":\"too\\nhort\"}"}"#), r#"{"m":"{\"a\":\"too\\n***\"}"}"#);
    }

    fn redact(secret: &str, text: &str) -> String {
        Redactor::new(vec![Secret::new(secret)]).redact_text(text)
    }

    #[test]
    fn a_part_of_a_word_tells_no_secret() {
        assert_eq!(redact("long", "it is longer than 8"), "it is longer than 8");
        assert_eq!(redact("long", "it is long, or \\u006cong"), "it is ***, or ***");
        assert_eq!(redact("hort", r#"{"m":"too\nshort"}"#), r#"{"m":"too\nshort"}"#);
        assert_eq!(redact("hort", r#"{"m":"too\nhort"}"#), r#"{"m":"too\n***"}"#);
    }

    #[test]
    fn a_secret_inside_a_word_hides_the_word() {
        assert_eq!(redact("hunter2", "no userhunter2x, 2hunter2\\u0041."), "no ***, ***.");
        assert_eq!(redact("1234", "call 88123455"), "call ***");
        assert_eq!(redact("abcdefghijklmnop", "xabcdefghijklmnopx y"), "*** y");
        assert_eq!(redact("hunter2", "密码hunter2错误"), "密码***错误");
        assert_eq!(redact("hunter2", r"C:\nhunter2"), r"C:\n***");
        assert_eq!(redact("hunter2", "hunter2hunter2 hunter2"), "*** ***");
    }

    #[test]
    fn a_secret_across_the_end_of_the_kept_bytes_is_redacted() {
        let redactor = Redactor::new(vec![Secret::new("hunter2")]);
        for before in 0..20 {
            let text = format!("{}hunter2 and more", ".".repeat(before));
            let shown = String::from_utf8(redactor.redact_bytes(text.as_bytes(), 12, false)).unwrap();
            assert!(shown.len() <= 12 && !shown.contains("hunt"), "{shown}");
        }
    }

    /// Each text takes the product of its length and that of the secret if every place is compared to its end.
    #[test]
    fn a_search_that_takes_too_long_hides_the_rest() {
        let secret = "ab".repeat(5_000) + "c";
        let redactor = Redactor::new(vec![Secret::new(&*secret), Secret::new("hunter2")]);
        for text in ["ab".repeat(250_000), "x".repeat(500_000), "hunter".repeat(80_000)] {
            let redacted = redactor.redact_text(&format!("{text} hunter2"));
            assert!(!redacted.contains("hunter2"));
            // Each place of the first text begins with most of the secret. The others are searched to their end.
            let is_hidden = text.starts_with("ab");
            assert_eq!(redacted.len() < text.len(), is_hidden, "{} of {} bytes", redacted.len(), text.len());
            let shown = redactor.redact_bytes(format!("{text}hunter2").as_bytes(), 64 * 1024, true);
            assert!(!shown.windows(7).any(|bytes| bytes == b"hunter2"));
            let mut headers = HeaderMap::new();
            headers.insert("x", HeaderValue::from_bytes(&text.as_bytes()[..50_000]).unwrap());
            redactor.redact_headers(&mut headers);
        }
    }
}
