//! Lines: from byte offsets to lines and columns, and back.

use std::{borrow::Cow, ops::Range};

/// A line and column, both counted from 1. Columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A text with the offsets of its lines.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: Cow<'t, str>,
    starts: Vec<usize>,
    /// The number of characters before each block: a line may be as long as the text.
    characters: Vec<usize>,
}

/// The number of bytes in a block.
const BLOCK: usize = 1024;

impl<'t> Lines<'t> {
    /// Finds the lines of a text. A line ends with `\n`.
    pub fn new(text: impl Into<Cow<'t, str>>) -> Self {
        let text = text.into();
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(index, _)| index + 1);
        let starts = std::iter::once(0).chain(after_breaks).collect();
        let mut before = 0;
        let mut characters = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            before += count_characters(block);
            characters.push(before);
        }
        Self { text, starts, characters }
    }

    /// The text itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of a byte offset. An offset beyond the text is its end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or_default();
        Position { line, column: self.characters_before(offset) - self.characters_before(start) + 1 }
    }

    /// The number of characters before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let rest = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.characters.get(block).copied().unwrap_or_default() + count_characters(rest)
    }

    /// The bytes of a line (counted from 1) without its line break.
    pub fn line(&self, line: usize) -> Range<usize> {
        let end = self.text.len();
        let Some(start) = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied() else {
            return end..end;
        };
        let mut stop = self.starts.get(line).map_or(end, |next| next - 1);
        if stop > start && self.text.as_bytes().get(stop - 1) == Some(&b'\r') {
            stop -= 1;
        }
        start..stop
    }

    /// The byte offset of a line and column, both counted from 1. Clamped to the line and to the text.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let range = self.line(line);
        let text = self.text.get(range.clone()).unwrap_or_default();
        let in_line = text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(index, _)| index);
        range.start + in_line
    }
}

/// The number of characters that begin in these bytes: every byte except UTF-8 continuation bytes.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_counted_from_one_in_characters() {
        let lines = Lines::new("ab\näö\r\n\nx");
        assert_eq!(lines.position(0), Position { line: 1, column: 1 });
        assert_eq!(lines.position(2), Position { line: 1, column: 3 });
        assert_eq!(lines.position(5), Position { line: 2, column: 2 });
        assert_eq!(lines.position(99), Position { line: 4, column: 2 });
        assert_eq!(lines.line(2), 3..7);
        assert_eq!(lines.line(3), 9..9);
        assert_eq!(lines.line(9), 11..11);
        assert_eq!(lines.offset(2, 2), 5);
        assert_eq!(lines.offset(2, 77), 7);
        assert_eq!(lines.offset(0, 0), 11);
    }

    #[test]
    fn columns_of_long_lines_are_correct() {
        let text = format!("{}\n{}", "ä".repeat(BLOCK), "x€".repeat(2 * BLOCK));
        let lines = Lines::new(&*text);
        let start = lines.line(2).start;
        assert_eq!(lines.position(start - 1), Position { line: 1, column: BLOCK + 1 });
        assert_eq!(lines.position(start), Position { line: 2, column: 1 });
        assert_eq!(lines.position(start + 4 * BLOCK), Position { line: 2, column: 2 * BLOCK + 1 });
        assert_eq!(lines.position(text.len()), Position { line: 2, column: 4 * BLOCK + 1 });
    }
}
