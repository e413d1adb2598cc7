//! The text of an expression, read from left to right.

use super::Malformed;

/// How deep filters, parentheses and functions may be nested.
const DEEPEST: usize = 32;

/// A place in a text.
pub(super) struct Cursor<'t> {
    text: &'t str,
    pub(super) offset: usize,
    depth: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, offset: 0, depth: 0 }
    }

    /// What has not been read.
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

    /// Reads exactly this, if it is there.
    pub(super) fn take(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.offset += wanted.len();
        }
        found
    }

    /// Reads exactly this, or tells that it is missing.
    pub(super) fn expect(&mut self, wanted: &str) -> Result<(), Malformed> {
        if self.take(wanted) { Ok(()) } else { Err(self.wrong(format!("expected `{wanted}`"))) }
    }

    /// Reads as many characters as these are.
    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|character| !wanted(character)).unwrap_or(rest.len());
        self.offset += length;
        rest.get(..length).unwrap_or_default()
    }

    pub(super) fn skip_blanks(&mut self) {
        self.take_while(|character| [' ', '\t', '\n', '\r'].contains(&character));
    }

    /// What is wrong here.
    pub(super) fn wrong(&self, message: impl Into<String>) -> Malformed {
        Malformed { offset: self.offset, message: message.into(), help: None }
    }

    /// Reads something that may contain itself, unless that has gone on for too long.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Malformed>) -> Result<T, Malformed> {
        if self.depth == DEEPEST {
            return Err(self.wrong(format!("more than {DEEPEST} levels of nesting")));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }
}
