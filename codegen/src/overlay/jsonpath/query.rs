//! The query: a parsed expression, as data.

use regex_lite::Regex;

use crate::source::Value;

/// A query: segments that start at the root of the document, or at the current value of a filter.
#[derive(Clone, Debug)]
pub(in crate::overlay) struct Query {
    /// Whether it begins with `$`. Otherwise it begins with `@`.
    pub(super) from_root: bool,
    pub(super) segments: Vec<Segment>,
    /// The offset after its first character.
    pub(super) begin: usize,
}

impl Query {
    /// Whether it selects at most one value of any document.
    pub(super) fn is_singular(&self) -> bool {
        self.segments.iter().all(|segment| {
            !segment.descendants && matches!(segment.selectors.as_slice(), [Selector::Name(_) | Selector::Index(_)])
        })
    }
}

/// A step from values to their children or descendants.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Whether it is a descendant segment (`..`).
    pub(super) descendants: bool,
    pub(super) selectors: Vec<Selector>,
    /// The offset after its last character.
    pub(super) end: usize,
}

/// The children of a value that are selected.
#[derive(Clone, Debug)]
pub(super) enum Selector {
    Name(String),
    Wildcard,
    /// A negative index counts from the end.
    Index(i64),
    Slice {
        start: Option<i64>,
        end: Option<i64>,
        step: i64,
    },
    Filter(Test),
}

/// A condition for a value.
#[derive(Clone, Debug)]
pub(super) enum Test {
    Any(Vec<Test>),
    All(Vec<Test>),
    Not(Box<Test>),
    Exists(Query),
    Compare(Operand, Operator, Operand),
    Matches { text: Operand, pattern: Pattern },
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A value to compare. It may be absent.
#[derive(Clone, Debug)]
pub(super) enum Operand {
    Literal(Value),
    /// The value that a singular query selects.
    Query(Query),
    /// `length(…)`.
    Length(Box<Operand>),
    /// `count(…)`.
    Count(Query),
    /// `value(…)`.
    Value(Query),
}

/// A regular expression.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// The expression contains it.
    Literal(Regex),
    /// The document contains it.
    Dynamic { operand: Box<Operand>, is_full_match: bool },
}

impl Pattern {
    /// A pattern that has to match a whole string, or any part of it.
    pub(super) fn new(operand: Operand, is_full_match: bool) -> Result<Self, String> {
        match operand {
            Operand::Literal(Value::String(pattern)) => match compile_pattern(&pattern, is_full_match) {
                Ok(regex) => Ok(Self::Literal(regex)),
                Err(problem) => Err(format!("unsupported regular expression: {problem}")),
            },
            Operand::Literal(_) => Err("wrong type of a regular expression: expected a string".to_owned()),
            operand => Ok(Self::Dynamic { operand: Box::new(operand), is_full_match }),
        }
    }
}

/// Compiles a pattern. I-Regexp has no anchors, and its dot matches every character except line breaks.
pub(super) fn compile_pattern(pattern: &str, is_full_match: bool) -> Result<Regex, String> {
    let mut translated = String::with_capacity(pattern.len() + 16);
    translated.push_str(if is_full_match { r"\A(?:" } else { "(?:" });
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
    translated.push_str(if is_full_match { r")\z" } else { ")" });
    Regex::new(&translated).map_err(|error| error.to_string())
}
