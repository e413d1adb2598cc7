//! JSONPath, RFC 9535: expressions that select values of a document.
//!
//! The whole of the RFC is understood, and one spelling more: a name after a dot may hold hyphens (`$.info.x-owner`), as
//! the examples of the Overlay Specification have it.

mod cursor;
mod evaluate;
mod filter;
mod functions;
mod literal;
mod parse;
mod parse_filter;
mod pattern;
mod query;
mod select;

pub(super) use parse::parse;
pub(super) use query::Query;

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Malformed {
    /// The byte of the text at which it ends to be one.
    pub(super) offset: usize,
    /// What is wrong, to be followed by the place.
    pub(super) message: String,
    /// What can be done about it.
    pub(super) help: Option<&'static str>,
}

#[cfg(test)]
mod tests;
