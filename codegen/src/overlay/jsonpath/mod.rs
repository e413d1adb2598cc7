//! JSONPath (RFC 9535): expressions that select values of a document.
//!
//! The whole RFC is supported. As an extension, a name after a dot may contain hyphens (`$.info.x-owner`), as in
//! examples of the Overlay Specification. Parsing depth and evaluation are bounded: overlays are untrusted.
//!
//! - `lexer`: characters, strings and numbers
//! - `parser`: an expression as a query
//! - `query`: the query as data
//! - `evaluate`: selecting values

mod evaluate;
mod lexer;
mod parser;
mod query;

pub(super) use parser::parse;
pub(super) use query::Query;

/// The error of a malformed expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ParseError {
    /// The byte offset of the error.
    pub(super) offset: usize,
    /// The detail of the error.
    pub(super) message: String,
    /// Advice on how to fix it.
    pub(super) help: Option<&'static str>,
}

#[cfg(test)]
mod tests;
