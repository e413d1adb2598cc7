//! The lexer: reading characters, strings and numbers of an expression from left to right.

use super::ParseError;
use crate::source::Number;

/// The maximum nesting of filters, parentheses and functions.
const MAX_DEPTH: usize = 32;

/// A position in an expression.
pub(super) struct Cursor<'t> {
    text: &'t str,
    pub(super) offset: usize,
    depth: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, offset: 0, depth: 0 }
    }

    /// The text after the position.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.offset += next.len_utf8();
        Some(next)
    }

    /// Reads this text, if it is next.
    pub(super) fn take(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.offset += wanted.len();
        }
        found
    }

    /// Reads this text, or fails.
    pub(super) fn expect(&mut self, wanted: &str) -> Result<(), ParseError> {
        if self.take(wanted) { Ok(()) } else { Err(self.error(format!("expected `{wanted}`"))) }
    }

    /// Reads characters while they pass the filter.
    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|character| !wanted(character)).unwrap_or(rest.len());
        self.offset += length;
        rest.get(..length).unwrap_or_default()
    }

    pub(super) fn skip_blanks(&mut self) {
        self.take_while(|character| [' ', '\t', '\n', '\r'].contains(&character));
    }

    /// An error at the position.
    pub(super) fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError { offset: self.offset, message: message.into(), help: None }
    }

    /// Reads a recursive construct, up to the maximum nesting.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ParseError>) -> Result<T, ParseError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(format!("nesting too deep, the limit is {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }
}

/// The maximum absolute value of an index, by the RFC.
const MAX_INDEX: i64 = (1 << 53) - 1;

/// A string in single or double quotes.
pub(super) fn string(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    let quote = cursor.next();
    let mut text = String::new();
    loop {
        let before = cursor.offset;
        match cursor.next() {
            None => return Err(cursor.error("unterminated string")),
            end if end == quote => return Ok(text),
            Some('\\') => text.push(escape(cursor, quote)?),
            Some('\0'..='\u{1F}') => {
                cursor.offset = before;
                return Err(cursor.error("unescaped control character"));
            }
            Some(character) => text.push(character),
        }
    }
}

/// The character after a backslash.
fn escape(cursor: &mut Cursor<'_>, quote: Option<char>) -> Result<char, ParseError> {
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
            Err(cursor.error("unknown escape"))
        }
    }
}

/// Four hexadecimal digits, or a surrogate pair.
fn unicode(cursor: &mut Cursor<'_>) -> Result<char, ParseError> {
    let first = hexadecimal(cursor)?;
    let unit = match first {
        0xD800..=0xDBFF => {
            cursor.expect("\\u")?;
            match hexadecimal(cursor)? {
                second @ 0xDC00..=0xDFFF => 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00),
                _ => return Err(cursor.error("unpaired surrogate")),
            }
        }
        unit => unit,
    };
    char::from_u32(unit).ok_or_else(|| cursor.error("unpaired surrogate"))
}

fn hexadecimal(cursor: &mut Cursor<'_>) -> Result<u32, ParseError> {
    let digits = cursor.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let unit = unit.ok_or_else(|| cursor.error("expected four hexadecimal digits"))?;
    cursor.offset += 4;
    Ok(unit)
}

/// An index, if there is one.
pub(super) fn integer(cursor: &mut Cursor<'_>) -> Result<Option<i64>, ParseError> {
    let before = cursor.offset;
    let sign = if cursor.take("-") { "-" } else { "" };
    let digits = cursor.take_while(|character| character.is_ascii_digit());
    if digits.is_empty() && sign.is_empty() {
        return Ok(None);
    }
    let plain = !digits.is_empty() && (!digits.starts_with('0') || (digits.len() == 1 && sign.is_empty()));
    let number = format!("{sign}{digits}").parse::<i64>().ok();
    match number.filter(|number| plain && number.abs() <= MAX_INDEX) {
        Some(number) => Ok(Some(number)),
        None => {
            cursor.offset = before;
            Err(cursor.error("invalid index"))
        }
    }
}

/// A number in JSON notation, if there is one.
pub(super) fn number(cursor: &mut Cursor<'_>) -> Result<Option<Number>, ParseError> {
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
            Err(cursor.error("invalid number"))
        }
    }
}
