//! [`Lexer`]: the tokens of JSON text (RFC 8259). Strict, and without recursion.
//!
//! Its errors have the words of `serde_json`.

use super::{JsonError, Token, scan::plain_end};

/// JSON text and the position in it.
pub(super) struct Lexer<'t> {
    text: &'t str,
    /// Index of the next byte.
    at: usize,
    /// The last string that contained escapes.
    unescaped: String,
    /// The closing brackets of the value that is skipped.
    brackets: Vec<u8>,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, unescaped: String::new(), brackets: Vec::new() }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips whitespace. Returns the first byte of the next token, and zero at the end: no token begins with it.
    #[inline]
    pub(super) fn peek(&mut self) -> u8 {
        while let Some(byte) = self.byte() {
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return byte;
            }
            self.at += 1;
        }
        0
    }

    /// Moves behind the byte that was peeked.
    #[inline]
    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    /// Moves behind a text, if it is next.
    #[inline]
    pub(super) fn take(&mut self, text: &str) -> bool {
        let is_next = self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(text.as_bytes()));
        if is_next {
            self.at += text.len();
        }
        is_next
    }

    /// Whether nothing but whitespace follows.
    pub(super) fn end(&mut self) -> Result<(), JsonError> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { Err(self.error("trailing characters")) }
    }

    /// `true`, `false` or `null`.
    pub(super) fn literal(&mut self, literal: &str) -> Result<(), JsonError> {
        if self.take(literal) {
            return Ok(());
        }
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += literal.bytes().zip(rest).take_while(|(expected, byte)| expected == *byte).count();
        Err(self.unexpected("expected ident", "a value"))
    }

    /// The name of a property, and the colon.
    pub(super) fn name(&mut self) -> Result<&str, JsonError> {
        self.quote()?;
        let name = self.string()?;
        self.colon()?;
        Ok(name.unwrap_or(&self.unescaped))
    }

    fn skip_name(&mut self) -> Result<(), JsonError> {
        self.quote()?;
        self.skip_string()?;
        self.colon()
    }

    fn quote(&mut self) -> Result<(), JsonError> {
        if self.peek() == b'"' { Ok(()) } else { Err(self.unexpected("key must be a string", "an object")) }
    }

    fn colon(&mut self) -> Result<(), JsonError> {
        if self.peek() != b':' {
            return Err(self.unexpected("expected `:`", "an object"));
        }
        self.advance();
        Ok(())
    }

    /// The string whose quote was peeked.
    #[inline]
    pub(super) fn text(&mut self) -> Result<&str, JsonError> {
        let text = self.string()?;
        Ok(text.unwrap_or(&self.unescaped))
    }

    /// A string, or `None` if it contained escapes and is in `unescaped`.
    #[inline]
    fn string(&mut self) -> Result<Option<&'t str>, JsonError> {
        self.advance();
        let start = self.at;
        let end = plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(self.text.get(start..end));
        }
        self.unescape().map(|()| None)
    }

    fn unescape(&mut self) -> Result<(), JsonError> {
        self.unescaped.clear();
        loop {
            let start = self.at;
            self.at = plain_end(self.text.as_bytes(), start);
            self.unescaped.push_str(self.text.get(start..self.at).unwrap_or_default());
            if self.string_ends()? {
                return Ok(());
            }
            let character = self.escaped_character()?;
            self.unescaped.push(character);
        }
    }

    /// Behind plain characters: whether the string ends. Otherwise an escape follows.
    fn string_ends(&mut self) -> Result<bool, JsonError> {
        match self.byte() {
            Some(b'"') => {
                self.advance();
                Ok(true)
            }
            Some(b'\\') => Ok(false),
            Some(_) => Err(self.error("control character (\\u0000-\\u001F) found while parsing a string")),
            None => Err(self.error("EOF while parsing a string")),
        }
    }

    fn escaped_character(&mut self) -> Result<char, JsonError> {
        let unit = self.escape()?;
        let units = match unit {
            0xD800..=0xDBFF if self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(b"\\u")) => {
                [unit, self.escape()?]
            }
            _ => [unit, 0],
        };
        let count = if units[1] == 0 { 1 } else { 2 };
        match char::decode_utf16(units.into_iter().take(count)).next() {
            Some(Ok(character)) => Ok(character),
            _ => Err(self.error("lone leading surrogate in hex escape")),
        }
    }

    /// The code unit of an escape.
    fn escape(&mut self) -> Result<u16, JsonError> {
        self.advance();
        let unit = match self.byte() {
            Some(byte @ (b'"' | b'\\' | b'/')) => u16::from(byte),
            Some(b'b') => 0x8,
            Some(b'f') => 0xc,
            Some(b'n') => 0xa,
            Some(b'r') => 0xd,
            Some(b't') => 0x9,
            Some(b'u') => return self.hex_escape(),
            Some(_) => return Err(self.error("invalid escape")),
            None => return Err(self.error("EOF while parsing a string")),
        };
        self.advance();
        Ok(unit)
    }

    fn hex_escape(&mut self) -> Result<u16, JsonError> {
        self.advance();
        let digits = self.text.as_bytes().get(self.at..).and_then(<[u8]>::first_chunk::<4>);
        let Some(digits) = digits else { return Err(self.error("EOF while parsing a string")) };
        self.at += digits.len();
        let unit = digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?));
        unit.and_then(|unit| u16::try_from(unit).ok()).ok_or_else(|| self.error("invalid escape"))
    }

    /// The JSON text of a whole value, which is validated.
    pub(super) fn raw(&mut self) -> Result<&'t str, JsonError> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    fn skip(&mut self) -> Result<(), JsonError> {
        self.brackets.clear();
        loop {
            if self.skip_start()? {
                continue;
            }
            loop {
                let Some(&end) = self.brackets.last() else { return Ok(()) };
                match self.peek() {
                    b',' => {
                        self.advance();
                        if end == b'}' {
                            self.skip_name()?;
                        }
                        break;
                    }
                    byte if byte == end => {
                        self.advance();
                        self.brackets.pop();
                    }
                    _ => return Err(self.expected_end(end)),
                }
            }
        }
    }

    /// Skips a value, or the start of an array or object up to its first value. Returns whether a value follows.
    fn skip_start(&mut self) -> Result<bool, JsonError> {
        match self.peek() {
            b'"' => self.skip_string()?,
            b'-' | b'0'..=b'9' => {
                self.numeral()?;
            }
            b't' => self.literal("true")?,
            b'f' => self.literal("false")?,
            b'n' => self.literal("null")?,
            start @ (b'{' | b'[') => {
                self.advance();
                let end = if start == b'{' { b'}' } else { b']' };
                if self.peek() != end {
                    self.brackets.push(end);
                    if end == b'}' {
                        self.skip_name()?;
                    }
                    return Ok(true);
                }
                self.advance();
            }
            _ => return Err(self.unexpected("expected value", "a value")),
        }
        Ok(false)
    }

    /// Skips a string whose quote was peeked. As `serde_json`, this accepts escapes of lone surrogates: the string is
    /// not decoded.
    fn skip_string(&mut self) -> Result<(), JsonError> {
        self.advance();
        loop {
            self.at = plain_end(self.text.as_bytes(), self.at);
            if self.string_ends()? {
                return Ok(());
            }
            self.escape()?;
        }
    }

    /// A number.
    pub(super) fn number<'v>(&mut self) -> Result<Token<'v>, JsonError> {
        let start = self.at;
        let numeral = self.numeral()?;
        if let Some(token) = numeral.integer() {
            return Ok(token);
        }
        if let Some(value) = numeral.exact_float() {
            return Ok(Token::Float(value));
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        match (numeral.is_integer(), text.parse::<u64>(), text.parse::<f64>()) {
            (true, Ok(value), _) => Ok(Token::Unsigned(value)),
            (_, _, Ok(value)) if value.is_finite() => Ok(Token::Float(value)),
            _ => Err(self.error("number out of range")),
        }
    }

    fn numeral(&mut self) -> Result<Numeral, JsonError> {
        let is_negative = self.take("-");
        let starts_with_zero = self.byte() == Some(b'0');
        let mut significand = 0;
        let integer_digits = self.digits(&mut significand)?;
        if starts_with_zero && integer_digits > 1 {
            return Err(self.error("invalid number"));
        }
        let fraction_digits = if self.take(".") { self.digits(&mut significand)? } else { 0 };
        let has_exponent = matches!(self.byte(), Some(b'e' | b'E'));
        if has_exponent {
            self.advance();
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.advance();
            }
            self.digits(&mut 0)?;
        }
        Ok(Numeral { is_negative, significand, integer_digits, fraction_digits, has_exponent })
    }

    /// At least one digit. Returns their number, and appends them to a number, which may overflow.
    #[inline]
    fn digits(&mut self, number: &mut u64) -> Result<usize, JsonError> {
        let start = self.at;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            *number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        if self.at == start { Err(self.unexpected("invalid number", "a value")) } else { Ok(self.at - start) }
    }

    /// The error of another token behind an item or property.
    pub(super) fn expected_end(&self, end: u8) -> JsonError {
        if end == b'}' {
            self.unexpected("expected `,` or `}`", "an object")
        } else {
            self.unexpected("expected `,` or `]`", "a list")
        }
    }

    /// An error at the position, which is another one at the end.
    #[cold]
    pub(super) fn unexpected(&self, message: &str, parsed: &str) -> JsonError {
        if self.at < self.text.len() { self.error(message) } else { self.error(&format!("EOF while parsing {parsed}")) }
    }

    /// An error at the position.
    #[cold]
    pub(super) fn error(&self, message: &str) -> JsonError {
        let end = self.text.len().min(self.at + 1);
        let read = self.text.as_bytes().get(..end).unwrap_or_default();
        let mut lines = read.split(|byte| *byte == b'\n');
        let (line, column) = (lines.clone().count(), lines.next_back().unwrap_or_default().len());
        JsonError::syntax(format!("{message} at line {line} column {column}"))
    }
}

/// Whether a text is a number.
pub(super) fn is_number(text: &str) -> bool {
    let mut lexer = Lexer::new(text);
    lexer.numeral().is_ok() && lexer.at == text.len()
}

/// The parts of a number.
struct Numeral {
    is_negative: bool,
    /// All digits before the exponent. It overflows if there are more than 19.
    significand: u64,
    integer_digits: usize,
    fraction_digits: usize,
    has_exponent: bool,
}

/// Powers of ten that a float represents exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

impl Numeral {
    fn is_integer(&self) -> bool {
        self.fraction_digits == 0 && !self.has_exponent
    }

    /// Any number of so many digits has 64 bits.
    fn is_exact(&self) -> bool {
        self.integer_digits + self.fraction_digits <= 19
    }

    /// An integer of 64 bits. `-0` is a float.
    #[inline]
    fn integer<'v>(&self) -> Option<Token<'v>> {
        if !self.is_integer() || !self.is_exact() {
            return None;
        }
        if self.is_negative {
            return 0_i64.checked_sub_unsigned(self.significand).filter(|value| *value < 0).map(Token::Signed);
        }
        Some(Token::Unsigned(self.significand))
    }

    /// The nearest float, if one division of exact floats gives it.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "the integer is exact")]
    fn exact_float(&self) -> Option<f64> {
        if self.has_exponent || !self.is_exact() || self.significand >= 1 << f64::MANTISSA_DIGITS {
            return None;
        }
        let value = self.significand as f64 / POWERS.get(self.fraction_digits)?;
        Some(if self.is_negative { -value } else { value })
    }
}
