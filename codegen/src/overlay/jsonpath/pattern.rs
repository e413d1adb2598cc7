//! Regular expressions of `match` and `search`: I-Regexp, RFC 9485.

use regex_lite::Regex;

use crate::source::Value;

use super::query::Operand;

/// A regular expression, read once where the expression gives it as a text.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    Known(Regex),
    /// It stands in the document.
    Found {
        operand: Box<Operand>,
        whole: bool,
    },
}

impl Pattern {
    /// A pattern that has to match the whole of a text, or any part of it.
    pub(super) fn new(operand: Operand, whole: bool) -> Result<Self, String> {
        match operand {
            Operand::Literal(Value::String(pattern)) => match compile(&pattern, whole) {
                Ok(regex) => Ok(Self::Known(regex)),
                Err(problem) => Err(format!("the regular expression is not supported: {problem},")),
            },
            Operand::Literal(_) => Err("a regular expression is a text; something else stands".to_owned()),
            operand => Ok(Self::Found { operand: Box::new(operand), whole }),
        }
    }
}

/// Reads a pattern. I-Regexp knows no anchors, and its dot is every character but those that break a line.
pub(super) fn compile(pattern: &str, whole: bool) -> Result<Regex, String> {
    let mut translated = String::with_capacity(pattern.len() + 16);
    translated.push_str(if whole { r"\A(?:" } else { "(?:" });
    let (mut escaped, mut in_class) = (false, false);
    for character in pattern.chars() {
        match character {
            '.' if !escaped && !in_class => translated.push_str(r"[^\n\r]"),
            other => translated.push(other),
        }
        if escaped {
            escaped = false;
            continue;
        }
        match character {
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
    }
    translated.push_str(if whole { r")\z" } else { ")" });
    Regex::new(&translated).map_err(|error| error.to_string())
}
