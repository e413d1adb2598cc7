//! [`Scanner`]: takes fixed pieces off the front of a text, for dates and times.

/// What is left of a text.
pub(super) struct Scanner<'t>(&'t str);

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self(text)
    }

    /// A number of exactly this many digits.
    pub(super) fn digits<N: std::str::FromStr>(&mut self, count: usize) -> Option<N> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        digits.parse().ok()
    }

    /// All digits that follow.
    pub(super) fn all_digits(&mut self) -> &'t str {
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(end).unwrap_or_default();
        self.0 = rest;
        digits
    }

    /// One of these characters, if it follows.
    pub(super) fn one_of(&mut self, characters: &[char]) -> Option<char> {
        let found = self.0.chars().next().filter(|character| characters.contains(character))?;
        self.0 = self.0.get(found.len_utf8()..)?;
        Some(found)
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}
