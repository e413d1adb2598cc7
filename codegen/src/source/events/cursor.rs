//! From a count of characters to a count of bytes, cheap while the counts stay near each other.

/// A place in a text that moves to and fro.
pub(super) struct Cursor<'t> {
    text: &'t str,
    ascii: bool,
    character: usize,
    byte: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, ascii: text.is_ascii(), character: 0, byte: 0 }
    }

    /// The byte at which a character begins, counted from 0. A character beyond the text counts as its end.
    pub(super) fn byte(&mut self, character: usize) -> usize {
        if self.ascii {
            return character.min(self.text.len());
        }
        let (before, after) = self.text.split_at_checked(self.byte).unwrap_or((self.text, ""));
        if character >= self.character {
            for found in after.chars().take(character - self.character) {
                self.byte += found.len_utf8();
                self.character += 1;
            }
        } else {
            for found in before.chars().rev().take(self.character - character) {
                self.byte -= found.len_utf8();
                self.character -= 1;
            }
        }
        self.byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_moves_both_ways_and_stops_at_the_ends() {
        let mut cursor = Cursor::new("aä€x");
        assert_eq!([2, 0, 3, 1, 99, 4].map(|character| cursor.byte(character)), [3, 0, 6, 1, 7, 7]);
        assert_eq!([2, 99].map(|character| Cursor::new("abc").byte(character)), [2, 3]);
    }
}
