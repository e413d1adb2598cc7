//! [`EncodeError`]: why a body cannot be encoded.

/// Why a body cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EncodeError {
    /// Completes a message that begins with "the body".
    Body {
        /// What is wrong.
        problem: String,
    },
    /// A part of a form cannot be sent.
    Part {
        /// The part.
        name: String,
        /// What is wrong with its value.
        problem: String,
    },
}

impl From<String> for EncodeError {
    fn from(problem: String) -> Self {
        Self::Body { problem }
    }
}

impl From<&str> for EncodeError {
    fn from(problem: &str) -> Self {
        Self::Body { problem: problem.to_owned() }
    }
}
