//! [`Lines`]: lines of what arrives in chunks.

/// Splits bytes into lines, which end with CRLF, LF or CR (WHATWG HTML, "Parsing an event stream").
#[derive(Default)]
pub(super) struct Lines {
    /// What has arrived, from the beginning of the current line on.
    buffer: Vec<u8>,
    /// How much of the buffer belongs to lines that were taken.
    taken: usize,
    /// Up to where there is no end of a line.
    searched: usize,
    /// Whether a LF that comes now belongs to the CR before it.
    after_cr: bool,
}

impl Lines {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.taken);
        self.searched -= self.taken;
        self.taken = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next line, if its end has arrived.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        if self.after_cr && self.rest().first() == Some(&b'\n') {
            self.taken += 1;
            self.searched = self.searched.max(self.taken);
            self.after_cr = false;
        }
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(found) = unsearched.iter().position(|byte| matches!(byte, b'\r' | b'\n')) else {
            self.after_cr &= self.rest().is_empty();
            self.searched = self.buffer.len();
            return None;
        };
        let end = self.searched + found;
        let line = self.buffer.get(self.taken..end).unwrap_or_default().to_vec();
        self.after_cr = self.buffer.get(end) == Some(&b'\r');
        self.taken = end + 1;
        self.searched = self.taken;
        Some(line)
    }

    /// How long the current line is so far.
    pub(super) fn pending(&self) -> usize {
        self.rest().len()
    }

    /// What is left at the end: a line without its end, or nothing.
    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.taken..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(chunks: &[&[u8]]) -> (Vec<String>, String) {
        let mut splitter = Lines::default();
        let mut lines = Vec::new();
        for chunk in chunks {
            splitter.push(chunk);
            while let Some(line) = splitter.next() {
                lines.push(String::from_utf8(line).unwrap());
            }
        }
        (lines, String::from_utf8(splitter.rest().to_vec()).unwrap())
    }

    #[test]
    fn all_three_ends_are_ends() {
        let (found, rest) = lines(&[b"a\nb\rc\r\n\r\n\n\rd"]);
        assert_eq!(found, ["a", "b", "c", "", "", ""]);
        assert_eq!(rest, "d");
        assert_eq!(lines(&[b"a\r", b"\nb\r", b"c\n"]).0, ["a", "b", "c"]);
        assert_eq!(lines(&[b"a\r", b"", b"\n\n"]).0, ["a", ""]);
    }

    proptest! {
        #[test]
        fn chunks_make_no_difference(text in "[ab\r\n]{0,30}", cuts in proptest::collection::vec(0_usize..30, 0..5)) {
            let whole = lines(&[text.as_bytes()]);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).chain([0, text.len()]).collect();
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &text.as_bytes()[pair[0]..pair[1]]).collect();
            prop_assert_eq!(lines(&chunks), whole);
        }
    }
}
