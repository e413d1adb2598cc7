//! [`Pattern`]: the pattern that a document says a text must match.

use std::{fmt, sync::OnceLock};

use regex_lite::Regex;

/// The pattern that a document says a text must match somewhere (JSON Schema, `pattern`). Generated code holds one `static` for each.
///
/// Documents write the patterns of ECMA-262. What has no meaning here, as looking ahead or classes of Unicode, is left to the
/// server: such a pattern is never broken.
///
/// ```
/// use wireright_runtime::{Pattern, Violations};
///
/// static NAME: Pattern = Pattern::new("^[a-z]+$");
///
/// let mut violations = Violations::new();
/// violations.pattern("name", Some("Anna"), &NAME);
/// assert_eq!(violations.finish().unwrap_err().to_string(), "`name` must match the pattern `^[a-z]+$`");
/// ```
pub struct Pattern {
    text: &'static str,
    /// Made when it is first needed; `None` if it cannot be.
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern as the document writes it.
    pub const fn new(text: &'static str) -> Self {
        Self { text, regex: OnceLock::new() }
    }

    /// The pattern, as the document writes it.
    pub fn as_str(&self) -> &'static str {
        self.text
    }

    /// Whether a text matches, as far as can be said here.
    pub fn matches(&self, text: &str) -> bool {
        let regex = self.regex.get_or_init(|| Regex::new(self.text).ok());
        regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pattern({})", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_anywhere_unless_anchored() {
        assert!(Pattern::new("b+").matches("abc"));
        assert!(!Pattern::new("^b+$").matches("abc"));
        assert!(Pattern::new(r"^\/v\d{1,2}\-[\w.]+$").matches("/v1-a.b"));
        assert!(!Pattern::new("^a$").matches("a\n"));
    }

    #[test]
    fn what_has_no_meaning_here_is_left_to_the_server() {
        for pattern in ["^(?!x)", r"\p{Lu}", "(", r"(a)\1"] {
            assert!(Pattern::new(pattern).matches("anything"), "{pattern}");
        }
    }

    #[test]
    fn time_grows_with_the_text_only() {
        let pattern = Pattern::new("^(a+)+$");
        assert!(!pattern.matches(&format!("{}b", "a".repeat(10_000))));
    }
}
