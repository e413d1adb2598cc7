//! An expression that has been read.

use crate::source::Value;

use super::pattern::Pattern;

/// Segments from the root of the document, or from the value that a filter looks at.
#[derive(Clone, Debug)]
pub(in crate::overlay) struct Query {
    /// Whether it begins with `$`; with `@` otherwise.
    pub(super) from_root: bool,
    pub(super) segments: Vec<Segment>,
    /// The byte after its first character.
    pub(super) begin: usize,
}

impl Query {
    /// Whether it can select one value at most, whatever the document.
    pub(super) fn is_singular(&self) -> bool {
        self.segments.iter().all(|segment| {
            !segment.descendants && matches!(segment.selectors.as_slice(), [Selector::Name(_) | Selector::Index(_)])
        })
    }
}

/// A step from values to values inside them.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Whether values at any depth are looked at (`..`), not only children.
    pub(super) descendants: bool,
    pub(super) selectors: Vec<Selector>,
    /// The byte after its last character.
    pub(super) end: usize,
}

/// Which children of a value are selected.
#[derive(Clone, Debug)]
pub(super) enum Selector {
    Name(String),
    Wildcard,
    /// Counted from the end where it is negative.
    Index(i64),
    Slice {
        start: Option<i64>,
        end: Option<i64>,
        step: i64,
    },
    Filter(Test),
}

/// Something that holds for a value or does not.
#[derive(Clone, Debug)]
pub(super) enum Test {
    Any(Vec<Test>),
    All(Vec<Test>),
    Not(Box<Test>),
    Exists(Query),
    Compare(Operand, Operator, Operand),
    Matches { text: Operand, pattern: Pattern },
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A value to compare, which may turn out to be nothing.
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
