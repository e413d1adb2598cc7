//! [`Redactor`]: removes the secrets of a request from text that a server sent back.

use std::{fmt, sync::Arc};

use http::{HeaderMap, HeaderValue};

use super::Secret;

/// Minimum length of a redacted secret. Replacing every `ab` would make a message unreadable and hide little.
const MIN_LENGTH: usize = 4;

/// Replacement of a secret.
pub(crate) const REDACTED: &str = "***";

/// Length from which a secret of letters is hidden inside a longer word too.
const MIN_LENGTH_IN_WORD: usize = 16;

/// Maximum length of an escape, two UTF-16 code units, in bytes.
const LONGEST_ESCAPE: usize = 12;

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

    /// Redacts bytes and keeps at most `longest`. `is_cut`: more bytes are missing at the end. Bytes without secrets
    /// are unchanged, even if they are not UTF-8.
    pub(crate) fn redact_bytes(&self, bytes: &[u8], longest: usize, is_cut: bool) -> Vec<u8> {
        let search = self.search();
        // A secret that begins in the kept bytes is complete in this part.
        let part = bytes.get(..longest.saturating_add(search.longest())).unwrap_or(bytes);
        let mut shown = search.replace(part);
        if is_cut || part.len() < bytes.len() {
            search.cut_partial(&mut shown);
        }
        shown.truncate(longest);
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

/// Whether the text begins with a character of a word, an ASCII letter or digit, and its length as spelled. Other
/// scripts may have no blanks between words.
fn character(text: &[u8]) -> (bool, usize) {
    match parse_nested_escape(text).or_else(|| parse_escape(text)).or_else(|| literal(text)) {
        Some(([first, ..], 1, length)) => (first.is_ascii_alphanumeric(), length),
        Some((_, _, length)) => (false, length),
        None => (false, 1),
    }
}

/// The length of the word that the text begins with.
fn word_length(text: &[u8]) -> usize {
    let mut end = 0;
    while let Some(rest) = text.get(end..).filter(|rest| !rest.is_empty()) {
        let (is_in_word, length) = character(rest);
        if !is_in_word {
            break;
        }
        end += length;
    }
    end
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

/// Whether the text begins with a secret: literally, with JSON escapes (RFC 8259, section 7), with escapes of URLs and
/// forms (RFC 3986, section 2.1), or with escapes that are escaped again, as in a JSON string that quotes JSON.
///
/// `budget` is the number of characters that may be compared.
fn at_start(text: &[u8], secret: &[u8], budget: &mut usize) -> SecretMatch {
    // The literal spelling is tried first: a secret may look like an escape.
    let spellings = [literal, parse_escape, parse_nested_escape];
    let mut matches = spellings.into_iter().map(|read| begins(text, secret, read, budget));
    matches.find(|found| *found != SecretMatch::None).unwrap_or(SecretMatch::None)
}

/// The next character of the text as UTF-8, its length, and its length as spelled.
type CharacterSpelling = ([u8; 4], usize, usize);

fn begins(text: &[u8], secret: &[u8], read: fn(&[u8]) -> Option<CharacterSpelling>, budget: &mut usize) -> SecretMatch {
    let (mut rest, mut missing) = (text, secret);
    while !missing.is_empty() {
        *budget = budget.saturating_sub(1);
        if *budget == 0 {
            return SecretMatch::None;
        }
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

/// Escapes within escapes: `\\\"`.
fn parse_nested_escape(text: &[u8]) -> Option<CharacterSpelling> {
    if !matches!(text, [b'\\' | b'%', ..]) {
        return None;
    }
    let (mut inner, mut ends, mut count, mut end) = ([0; LONGEST_ESCAPE], [0; LONGEST_ESCAPE], 0, 0);
    for (byte, inner_end) in inner.iter_mut().zip(&mut ends) {
        let rest = text.get(end..).unwrap_or_default();
        let Some(([first, ..], 1, length)) = parse_escape(rest).or_else(|| literal(rest)) else { break };
        end += length;
        (*byte, *inner_end) = (first, end);
        count += 1;
    }
    let (bytes, length, step) = parse_escape(inner.get(..count)?)?;
    Some((bytes, length, *ends.get(step.checked_sub(1)?)?))
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
    use std::time::{Duration, Instant};

    use super::*;

    fn at_start(text: &[u8], secret: &[u8]) -> SecretMatch {
        super::at_start(text, secret, &mut 1000)
    }

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
    fn the_time_of_a_search_is_bounded() {
        let secret = "ab".repeat(5_000) + "c";
        let redactor = Redactor::new(vec![Secret::new(&*secret), Secret::new("hunter2")]);
        let begin = Instant::now();
        for text in ["ab".repeat(250_000), "x".repeat(500_000), "hunter".repeat(80_000)] {
            assert!(!redactor.redact_text(&format!("{text} hunter2")).contains("hunter2"));
            let shown = redactor.redact_bytes(format!("{text}hunter2").as_bytes(), 64 * 1024, true);
            assert!(!shown.windows(7).any(|bytes| bytes == b"hunter2"));
            let mut headers = HeaderMap::new();
            headers.insert("x", HeaderValue::from_bytes(&text.as_bytes()[..50_000]).unwrap());
            redactor.redact_headers(&mut headers);
        }
        assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    }
}
