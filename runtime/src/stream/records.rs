//! [`Lines`] and [`Records`]: splitters of bytes that arrive in chunks. No I/O.

/// Splits bytes into lines that end with CRLF, LF or CR (WHATWG HTML, "Parsing an event stream").
#[derive(Default)]
pub(super) struct Lines {
    /// Data from the beginning of the current line.
    buffer: Vec<u8>,
    /// Length of the lines in the buffer that were returned.
    taken: usize,
    /// Length of the buffer that was searched for a line end.
    searched: usize,
    /// Whether a following LF belongs to the preceding CR.
    after_cr: bool,
}

impl Lines {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.taken);
        self.searched -= self.taken;
        self.taken = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next complete line.
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

    /// Length of the incomplete line.
    pub(super) fn pending(&self) -> usize {
        self.rest().len()
    }

    /// The incomplete line.
    pub(super) fn rest(&self) -> &[u8] {
        self.buffer.get(self.taken..).unwrap_or_default()
    }
}

/// Precedes each value of a JSON text sequence (RFC 7464, section 2.2).
const RECORD_SEPARATOR: u8 = 0x1e;

/// Splits bytes into the text of JSON values.
pub(super) enum Records {
    /// One per line. A leading record separator is removed.
    Lines(Lines),
    /// One per record (RFC 7464). A record may have several lines.
    Sequence {
        buffer: Vec<u8>,
        /// Length of the values in the buffer that were returned.
        taken: usize,
        /// Length of the buffer that was searched for a separator.
        searched: usize,
    },
}

impl Records {
    pub(super) fn lines() -> Self {
        Self::Lines(Lines::default())
    }

    pub(super) fn sequence() -> Self {
        Self::Sequence { buffer: Vec::new(), taken: 0, searched: 0 }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        match self {
            Self::Lines(lines) => lines.push(bytes),
            Self::Sequence { buffer, taken, searched } => {
                buffer.drain(..*taken);
                *searched -= *taken;
                *taken = 0;
                buffer.extend_from_slice(bytes);
            }
        }
    }

    /// The next complete value. It may be empty.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        match self {
            Self::Lines(lines) => lines.next().map(|line| {
                let line = line.strip_prefix(&[RECORD_SEPARATOR]).unwrap_or(&line);
                line.trim_ascii().to_vec()
            }),
            Self::Sequence { buffer, taken, searched } => {
                let found = buffer.get(*searched..)?.iter().position(|byte| *byte == RECORD_SEPARATOR);
                let Some(found) = found else {
                    *searched = buffer.len();
                    return None;
                };
                let end = *searched + found;
                let record = buffer.get(*taken..end).unwrap_or_default().to_vec();
                *taken = end + 1;
                *searched = *taken;
                Some(record)
            }
        }
    }

    /// Length of the incomplete value.
    pub(super) fn pending(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.pending(),
            Self::Sequence { buffer, taken, .. } => buffer.len() - taken,
        }
    }

    /// The incomplete value.
    pub(super) fn rest(&self) -> Vec<u8> {
        match self {
            Self::Lines(lines) => {
                let rest = lines.rest();
                rest.strip_prefix(&[RECORD_SEPARATOR]).unwrap_or(rest).trim_ascii().to_vec()
            }
            Self::Sequence { buffer, taken, .. } => buffer.get(*taken..).unwrap_or_default().to_vec(),
        }
    }

    /// Whether a value may be truncated: a number or a literal at the end of a sequence (RFC 7464, section 2.4).
    pub(super) fn may_be_truncated(&self, record: &[u8]) -> bool {
        let is_open = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'.';
        let is_simple = record.trim_ascii_start().first().is_some_and(|byte| is_open(byte) || *byte == b'-');
        matches!(self, Self::Sequence { .. }) && is_simple && record.last().is_some_and(is_open)
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
    fn lines_end_with_crlf_lf_or_cr() {
        let (found, rest) = lines(&[b"a\nb\rc\r\n\r\n\n\rd"]);
        assert_eq!(found, ["a", "b", "c", "", "", ""]);
        assert_eq!(rest, "d");
        assert_eq!(lines(&[b"a\r", b"\nb\r", b"c\n"]).0, ["a", "b", "c"]);
        assert_eq!(lines(&[b"a\r", b"", b"\n\n"]).0, ["a", ""]);
    }

    proptest! {
        #[test]
        fn chunks_make_no_difference_to_lines(
            text in "[ab\r\n]{0,30}",
            cuts in proptest::collection::vec(0_usize..30, 0..5),
        ) {
            let whole = lines(&[text.as_bytes()]);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).chain([0, text.len()]).collect();
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &text.as_bytes()[pair[0]..pair[1]]).collect();
            prop_assert_eq!(lines(&chunks), whole);
        }
    }

    fn records(mut splitter: Records, chunks: &[&[u8]]) -> Vec<Vec<u8>> {
        let mut records = Vec::new();
        for chunk in chunks {
            splitter.push(chunk);
            while let Some(record) = splitter.next() {
                records.push(record);
            }
        }
        records.push(splitter.rest());
        records
    }

    #[test]
    fn a_value_of_a_sequence_may_have_several_lines() {
        let found = records(Records::sequence(), &[b"\x1e{\n\"a\": 1\n}\n\x1e\x1e2\n"]);
        assert_eq!(found, [b"".as_slice(), b"{\n\"a\": 1\n}\n", b"", b"2\n"]);
    }

    #[test]
    fn a_number_at_the_end_of_a_sequence_may_be_truncated() {
        let sequence = Records::sequence();
        for cut in [b"12".as_slice(), b" -1.", b"tru", b"null"] {
            assert!(sequence.may_be_truncated(cut) && !Records::lines().may_be_truncated(cut), "{cut:?}");
        }
        for whole in [b"12\n".as_slice(), b"{}", b"[1]", b"\"a\"", b""] {
            assert!(!sequence.may_be_truncated(whole), "{whole:?}");
        }
    }

    proptest! {
        #[test]
        fn chunks_make_no_difference_to_records(
            text in "[a1 \u{1e}\r\n]{0,30}",
            cuts in proptest::collection::vec(0_usize..30, 0..5),
        ) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).chain([0, text.len()]).collect();
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &text.as_bytes()[pair[0]..pair[1]]).collect();
            for new in [Records::lines, Records::sequence] {
                prop_assert_eq!(records(new(), &chunks), records(new(), &[text.as_bytes()]));
            }
        }
    }
}
