//! Spellings of a secret in text of a server: literal, escaped, and escaped twice.

/// Maximum length of an escape, two UTF-16 code units, in bytes.
const LONGEST_ESCAPE: usize = 12;

/// Whether the text begins with a character of a word, an ASCII letter or digit, and its length as spelled. Other
/// scripts may have no blanks between words.
pub(super) fn character(text: &[u8]) -> (bool, usize) {
    match parse_nested_escape(text).or_else(|| parse_escape(text)).or_else(|| literal(text)) {
        Some(([first, ..], 1, length)) => (first.is_ascii_alphanumeric(), length),
        Some((_, _, length)) => (false, length),
        None => (false, 1),
    }
}

/// The length of the word that the text begins with.
pub(super) fn word_length(text: &[u8]) -> usize {
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
pub(super) enum SecretMatch {
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
pub(super) fn at_start(text: &[u8], secret: &[u8], budget: &mut usize) -> SecretMatch {
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
    use super::*;

    fn at_start(text: &[u8], secret: &[u8]) -> SecretMatch {
        super::at_start(text, secret, &mut 1000)
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
