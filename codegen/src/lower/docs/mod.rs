//! Documentation: the document's prose as Markdown, and its examples.
//!
//! - `markdown`: prose as Markdown that rustdoc accepts without a warning
//! - `html`: HTML in prose as Markdown
//! - `inline`: inline elements of Markdown
//! - `html`: simple HTML as Markdown
//! - `json`: values as JSON text
//! - `descriptions`: descriptions of operations, parameters and schemas
//! - `constraints`: the keywords that bound a value, in words
//! - `call_example`: the example call in an operation's documentation
//! - `example_password`: passwords in that call
//! - `document_examples`: the examples of the documents with their types

pub(super) mod call_example;
mod constraints;
pub(super) mod descriptions;
pub(super) mod document_examples;
mod example_password;
mod html;
mod inline;
pub(super) mod json;
pub(super) mod markdown;
