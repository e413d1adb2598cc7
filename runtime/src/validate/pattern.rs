//! Patterns of a document, compiled once. Matching takes linear time.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use regex_lite::{Regex, RegexBuilder};

/// Maximum size of a compiled pattern, in bytes. The generator uses the same limit.
const MAX_SIZE: usize = 1 << 20;

/// Compiled patterns; `None` for unsupported ones. Patterns are constants of the program, so the map is bounded.
static COMPILED: Mutex<BTreeMap<String, Option<Regex>>> = Mutex::new(BTreeMap::new());

/// Whether a string contains a match (JSON Schema, `pattern`).
///
/// Documents use the patterns of ECMA-262. An unsupported pattern, such as one with look-around, always matches:
/// the server decides.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let mut known = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = match known.get(pattern) {
        Some(regex) => regex.clone(),
        None => {
            let regex = RegexBuilder::new(pattern).size_limit(MAX_SIZE).build().ok();
            known.entry(pattern.to_owned()).or_insert(regex).clone()
        }
    };
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
    fn unsupported_patterns_always_match() {
        for pattern in ["^(?!x)", r"\p{Lu}", "(", r"(a)\1"] {
            assert!(matches(pattern, "anything"), "{pattern}");
        }
    }

    #[test]
    fn matching_takes_linear_time() {
        assert!(!matches("^(a+)+$", &format!("{}b", "a".repeat(10_000))));
    }
}
