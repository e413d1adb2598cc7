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
            let regex = compile(pattern);
            known.entry(pattern.to_owned()).or_insert(regex).clone()
        }
    };
    drop(known);
    regex.is_none_or(|regex| regex.is_match(text))
}

/// Compiles a pattern. `None` if it is unsupported as written, which the generator reports.
fn compile(pattern: &str) -> Option<Regex> {
    let written = RegexBuilder::new(pattern).size_limit(MAX_SIZE).build().ok()?;
    let translated = with_ecma_classes(pattern);
    // A class of ECMA-262 has at most six times the ranges of the engine's own.
    Some(RegexBuilder::new(&translated).size_limit(8 * MAX_SIZE).build().unwrap_or(written))
}

/// White space and line terminators of ECMA-262, sections 12.2 and 12.3, as ranges of a class.
const WHITE_SPACE: &str = r"\t-\r\x20\xa0\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}";

/// All other characters.
const NO_WHITE_SPACE: &str = concat!(
    r"\x00-\x08\x0e-\x1f\x21-\x9f\xa1-\u{167f}\u{1681}-\u{1fff}\u{200b}-\u{2027}\u{202a}-\u{202e}",
    r"\u{2030}-\u{205e}\u{2060}-\u{2fff}\u{3001}-\u{fefe}\u{ff00}-\u{10ffff}",
);

/// The characters that `.` matches.
const NO_LINE_TERMINATOR: &str = r"[^\n\r\u{2028}\u{2029}]";

/// The pattern with the classes `\s`, `\S` and `.` of ECMA-262: those of the engine are ASCII, and exclude only `\n`.
/// Its `\d`, `\w`, `\b`, `^` and `$` are the same.
fn with_ecma_classes(pattern: &str) -> String {
    let is_dot_all = has_dot_all(pattern);
    let mut translated = String::with_capacity(pattern.len());
    let mut is_in_class = false;
    let mut rest = pattern.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '\\' => match rest.next() {
                Some(kind @ ('s' | 'S')) => {
                    let ranges = if kind == 's' { WHITE_SPACE } else { NO_WHITE_SPACE };
                    if is_in_class {
                        translated.push_str(ranges);
                        // A hyphen after a class is literal.
                        translated.extend(rest.peek().filter(|after| **after == '-').map(|_| '\\'));
                    } else {
                        translated.extend(["[", ranges, "]"]);
                    }
                }
                other => translated.extend([next].into_iter().chain(other)),
            },
            '[' if !is_in_class => {
                is_in_class = true;
                translated.push(next);
                translated.extend(rest.next_if_eq(&'^'));
                translated.extend(rest.next_if_eq(&']'));
            }
            ']' => {
                is_in_class = false;
                translated.push(next);
            }
            '.' if !is_in_class && !is_dot_all => translated.push_str(NO_LINE_TERMINATOR),
            _ => translated.push(next),
        }
    }
    translated
}

/// Whether a group has the modifier `s`, with which `.` matches every character.
fn has_dot_all(pattern: &str) -> bool {
    pattern.split("(?").skip(1).any(|group| {
        let end = group.find(|next: char| !next.is_ascii_lowercase()).unwrap_or(group.len());
        let (modifiers, rest) = group.split_at(end);
        modifiers.contains('s') && rest.starts_with([':', ')', '-'])
    })
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

    /// ECMA-262, sections 22.2.1 (`.`), 12.2 (white space), 12.3 (line terminators) and 22.2.2.9 (classes).
    #[test]
    fn classes_are_those_of_ecma_262() {
        let white_space =
            "\t\u{b}\u{c}\u{feff} \u{a0}\u{1680}\u{2000}\u{200a}\u{202f}\u{205f}\u{3000}\n\r\u{2028}\u{2029}";
        for (character, is_space) in
            white_space.chars().map(|one| (one, true)).chain("a_\u{85}\u{180e}\u{200b}".chars().map(|one| (one, false)))
        {
            let text = character.to_string();
            for (pattern, expected) in [
                (r"^\s$", is_space),
                (r"^[\s]$", is_space),
                (r"^[^\S]$", is_space),
                (r"^\S$", !is_space),
                (r"^[^\s,]+$", !is_space),
                (r"^[\S,]$", !is_space),
                (r"^[\s\S]$", true),
                (r"^[\d\D]$", true),
                (r"^.$", !matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')),
                (r"^(?s:.)$", true),
                (r"^[^\S\n]$", is_space && character != '\n'),
            ] {
                assert_eq!(matches(pattern, &text), expected, "{pattern} {character:?}");
            }
        }
        // An escaped or listed character is none.
        assert!(matches(r"^\\s\.[.][\]\\s]$", "\\s..s"));
        assert!(!matches(r"^[.]$|^\.$", "a"));
        assert!(matches(r"^[a\s-]+$", "a\u{a0}-") && matches(r"^[\S-]+$", "a-") && !matches(r"^[\s-]+$", "\u{ff00}"));
        assert!(!matches(r"^\d\w\b$", "\u{661}\u{e9}"));
        assert!(!matches(r"^.{2}$", "a\r") && matches(r"^.{2}$", "a\u{e9}"));
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
