//! [`JsonError`]: why JSON does not match a type, and where.

use std::{borrow::Cow, fmt};

/// Why JSON could not be decoded: the path of the value that does not match, and the reason.
///
/// ```
/// use wireright_runtime::json;
///
/// let error = json::read::<Vec<Vec<bool>>>("[[true], [false, 7]]").unwrap_err();
/// assert_eq!(error.path(), "/1/1");
/// assert_eq!(error.to_string(), "/1/1: invalid type: an integer, expected a boolean");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    message: Cow<'static, str>,
    /// Property names and indexes, innermost first.
    steps: Vec<Step>,
    is_syntax: bool,
    is_timeout: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Property(Cow<'static, str>),
    Index(usize),
}

impl JsonError {
    /// A value that does not match its type.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Details { message: message.into(), steps: Vec::new(), is_syntax: false, is_timeout: false }))
    }

    /// Text that is not JSON.
    pub(crate) fn syntax(message: String) -> Self {
        let mut error = Self::new(message);
        error.0.is_syntax = true;
        error
    }

    /// The call ended while the text was decoded.
    pub(super) fn timeout() -> Self {
        let mut error = Self::new("the overall timeout ended while it was decoded");
        error.0.is_timeout = true;
        error
    }

    /// The error of a required property without a value. [`read_object`](super::read_object) names it before.
    pub fn incomplete() -> Self {
        Self::new("a required property is missing")
    }

    /// The error of a value inside a property.
    #[must_use]
    pub(super) fn in_property(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.0.steps.push(Step::Property(name.into()));
        self
    }

    /// The error of an item of an array.
    #[must_use]
    pub(super) fn at_index(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Index(index));
        self
    }

    /// The path of the value, as a JSON pointer (RFC 6901). Empty for the whole document.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.steps.iter().rev() {
            path.push('/');
            match step {
                Step::Property(name) => path.push_str(&name.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => path.push_str(&index.to_string()),
            }
        }
        path
    }

    /// The reason, without the path.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the call ended first.
    pub(crate) fn is_timeout(&self) -> bool {
        self.0.is_timeout
    }

    /// Whether the text is not JSON at all.
    pub fn is_syntax(&self) -> bool {
        self.0.is_syntax
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.steps.is_empty() {
            write!(formatter, "{}: ", self.path())?;
        }
        formatter.write_str(&self.0.message)
    }
}

impl std::error::Error for JsonError {}
