//! Texts and numbers of an expression.

use crate::source::Number;

use super::{Malformed, cursor::Cursor};

/// The largest whole number that every JSON reader holds exactly, as the RFC has it.
const LARGEST: i64 = (1 << 53) - 1;

/// A text in single or double quotes.
pub(super) fn string(cursor: &mut Cursor<'_>) -> Result<String, Malformed> {
    let quote = cursor.next();
    let mut text = String::new();
    loop {
        let before = cursor.offset;
        match cursor.next() {
            None => return Err(cursor.wrong("the text in quotes does not end")),
            end if end == quote => return Ok(text),
            Some('\\') => text.push(escape(cursor, quote)?),
            Some('\0'..='\u{1F}') => {
                cursor.offset = before;
                return Err(cursor.wrong("a control character has to be escaped"));
            }
            Some(character) => text.push(character),
        }
    }
}

/// What comes after a backslash.
fn escape(cursor: &mut Cursor<'_>, quote: Option<char>) -> Result<char, Malformed> {
    let before = cursor.offset;
    let next = cursor.next();
    match next {
        Some('b') => Ok('\u{8}'),
        Some('f') => Ok('\u{C}'),
        Some('n') => Ok('\n'),
        Some('r') => Ok('\r'),
        Some('t') => Ok('\t'),
        Some(character @ ('/' | '\\')) => Ok(character),
        Some(character) if next == quote => Ok(character),
        Some('u') => unicode(cursor),
        _ => {
            cursor.offset = before;
            Err(cursor.wrong("this escape is not known"))
        }
    }
}

/// Four digits, or two times four that make a character together.
fn unicode(cursor: &mut Cursor<'_>) -> Result<char, Malformed> {
    let first = hexadecimal(cursor)?;
    let unit = match first {
        0xD800..=0xDBFF => {
            cursor.expect("\\u")?;
            match hexadecimal(cursor)? {
                second @ 0xDC00..=0xDFFF => 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00),
                _ => return Err(cursor.wrong("half of a character is missing")),
            }
        }
        unit => unit,
    };
    char::from_u32(unit).ok_or_else(|| cursor.wrong("half of a character is missing"))
}

fn hexadecimal(cursor: &mut Cursor<'_>) -> Result<u32, Malformed> {
    let digits = cursor.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let unit = unit.ok_or_else(|| cursor.wrong("expected four hexadecimal digits"))?;
    cursor.offset += 4;
    Ok(unit)
}

/// A whole number for an index, if there is one.
pub(super) fn integer(cursor: &mut Cursor<'_>) -> Result<Option<i64>, Malformed> {
    let before = cursor.offset;
    let sign = if cursor.take("-") { "-" } else { "" };
    let digits = cursor.take_while(|character| character.is_ascii_digit());
    if digits.is_empty() && sign.is_empty() {
        return Ok(None);
    }
    let plain = !digits.is_empty() && (!digits.starts_with('0') || (digits.len() == 1 && sign.is_empty()));
    let number = format!("{sign}{digits}").parse::<i64>().ok();
    match number.filter(|number| plain && number.abs() <= LARGEST) {
        Some(number) => Ok(Some(number)),
        None => {
            cursor.offset = before;
            Err(cursor.wrong("this is no index"))
        }
    }
}

/// A number as JSON writes it, if there is one.
pub(super) fn number(cursor: &mut Cursor<'_>) -> Result<Option<Number>, Malformed> {
    if !cursor.peek().is_some_and(|first| first == '-' || first.is_ascii_digit()) {
        return Ok(None);
    }
    let before = cursor.offset;
    let text =
        cursor.take_while(|character| character.is_ascii_digit() || ['-', '+', '.', 'e', 'E'].contains(&character));
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = digits.split(['.', 'e', 'E']).next().unwrap_or_default();
    let plain = !whole.is_empty() && (whole == "0" || !whole.starts_with('0'));
    let fraction_ends_well = !text.ends_with('.') && !text.contains(".e") && !text.contains(".E");
    match Number::parse(text).filter(|_| plain && fraction_ends_well) {
        Some(number) => Ok(Some(number)),
        None => {
            cursor.offset = before;
            Err(cursor.wrong("this is no number"))
        }
    }
}
