//! Finds a secret in bytes, however it is spelled there: as it is, with the escapes of JSON (RFC 8259, section 7), or with those of
//! URLs and forms (RFC 3986, section 2.1). It knows nothing of what is done with it then.

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The whole secret, in so many bytes.
    Whole(usize),
    /// As many bytes of the secret, and then the end.
    Begun(usize),
    Nothing,
}

/// Whether the text begins with a secret.
pub(super) fn at_start(text: &[u8], secret: &[u8]) -> Found {
    // As it is goes first: a secret may itself look like an escape.
    match begins(text, secret, literal) {
        Found::Nothing => begins(text, secret, escaped),
        found => found,
    }
}

/// What the text spells next, as UTF-8, and in how many bytes.
type Spelled = ([u8; 4], usize, usize);

fn begins(text: &[u8], secret: &[u8], read: fn(&[u8]) -> Option<Spelled>) -> Found {
    let (mut rest, mut missing) = (text, secret);
    while !missing.is_empty() {
        if rest.is_empty() {
            return Found::Begun(secret.len() - missing.len());
        }
        let fits = |(bytes, length, step): Spelled| Some((missing.strip_prefix(bytes.get(..length)?)?, step));
        let Some((still, step)) = read(rest).and_then(fits).or_else(|| literal(rest).and_then(fits)) else {
            return if is_cut_escape(rest) { Found::Begun(secret.len() - missing.len()) } else { Found::Nothing };
        };
        missing = still;
        rest = rest.get(step..).unwrap_or_default();
    }
    Found::Whole(text.len() - rest.len())
}

/// The byte as it is.
fn literal(text: &[u8]) -> Option<Spelled> {
    Some(([*text.first()?, 0, 0, 0], 1, 1))
}

fn escaped(text: &[u8]) -> Option<Spelled> {
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

/// The UTF-16 code unit of an escape `\uXXXX`.
fn code_unit(text: &[u8]) -> Option<u16> {
    hexadecimal(text.strip_prefix(b"\\u")?.get(..4)?)
}

fn hexadecimal(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0, |number, &digit| Some(number * 16 + u16::try_from(char::from(digit).to_digit(16)?).ok()?))
}

/// Whether the text is the beginning of an escape and no more.
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
    fn every_spelling_is_found() {
        let secret = "pä\"s \\/\n😀".as_bytes();
        for text in [
            "pä\"s \\/\n😀",
            r#"pä\"s \\\/\n😀"#,
            r"p\u00e4\u0022s\u0020\u005C\u002f\u000A\uD83D\ude00",
            "p%C3%a4%22s+%5C%2F%0A%F0%9F%98%80",
            r"\u0070ä%22s%20\\/\n😀",
        ] {
            assert_eq!(at_start(text.as_bytes(), secret), Found::Whole(text.len()), "{text}");
        }
    }

    #[test]
    fn what_looks_like_an_escape_and_is_none_is_found_too() {
        for secret in [r"a\nb", r"\\\\", "100%25", "a+b", r"\u0041bc"] {
            assert_eq!(at_start(secret.as_bytes(), secret.as_bytes()), Found::Whole(secret.len()), "{secret}");
        }
        assert_eq!(at_start(br"a\\nb", br"a\nb"), Found::Whole(5));
    }

    #[test]
    fn the_beginning_of_a_secret_is_told_from_another_text() {
        assert_eq!(at_start(b"hunt", b"hunter2"), Found::Begun(4));
        assert_eq!(at_start(br"hunt\u00", b"hunter2"), Found::Begun(4));
        assert_eq!(at_start(br"hunt%6", b"hunter2"), Found::Begun(4));
        assert_eq!(at_start(b"hunting", b"hunter2"), Found::Nothing);
        assert_eq!(at_start(br"hunt\u00e", b"hunter2"), Found::Begun(4));
        assert_eq!(at_start(br"hunt\u00e4", b"hunter2"), Found::Nothing);
        assert_eq!(at_start(b"", b"hunter2"), Found::Begun(0));
    }
}
