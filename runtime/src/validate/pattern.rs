//! Patterns that a document says a text must match, each made once.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use regex_lite::{Regex, RegexBuilder};

/// How large a pattern may become in memory, in bytes. The generator tries each pattern with the same limit.
const LARGEST: usize = 1 << 20;

/// The patterns that were asked for; `None` for one that cannot be made. They are part of the program, so this does
/// not grow.
static KNOWN: Mutex<BTreeMap<&'static str, Option<Regex>>> = Mutex::new(BTreeMap::new());

/// Whether a text matches a pattern somewhere (JSON Schema, `pattern`), as far as can be said here.
///
/// Documents write the patterns of ECMA-262. What has no meaning here, as looking ahead or classes of Unicode, is
/// left to the server: such a pattern is never broken.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = known.entry(pattern).or_insert_with(|| RegexBuilder::new(pattern).size_limit(LARGEST).build().ok());
    let regex = regex.clone();
    drop(known);
    regex.is_none_or(|regex| regex.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_anywhere_unless_anchored() {
        assert!(matches("b+", "abc"));
        assert!(!matches("^b+$", "abc"));
        assert!(matches(r"^\/v\d{1,2}\-[\w.]+$", "/v1-a.b"));
        assert!(!matches("^a$", "a\n"));
    }

    #[test]
    fn what_has_no_meaning_here_is_left_to_the_server() {
        for pattern in ["^(?!x)", r"\p{Lu}", "(", r"(a)\1"] {
            assert!(matches(pattern, "anything"), "{pattern}");
        }
    }

    #[test]
    fn time_grows_with_the_text_only() {
        assert!(!matches("^(a+)+$", &format!("{}b", "a".repeat(10_000))));
    }
}
