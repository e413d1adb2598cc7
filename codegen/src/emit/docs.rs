//! Documentation as doc attributes, one a line: a text of several lines would print as a block comment.

use proc_macro2::TokenStream;
use quote::quote;

use super::layout::indented;
use crate::{model::Docs, print::Item};

/// Documentation of the item that follows.
pub(super) fn outer(docs: &Docs) -> TokenStream {
    lines(&docs.0)
}

/// Documentation of the item that follows, from lines.
pub(super) fn lines<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line.as_ref()));
    quote!(#(#[doc = #lines])*)
}

/// Documentation as text, for what is laid out without tokens: a line of it is a line of the code.
pub(super) fn text(docs: &Docs, indent: usize) -> String {
    let length = docs.0.iter().map(|line| indent + "/// ".len() + line.len() + "\n".len()).sum();
    let mut text = String::with_capacity(length);
    for line in &docs.0 {
        indented(&mut text, indent);
        text.push_str(if line.is_empty() { "///" } else { "/// " });
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Documentation of the module that it opens.
pub(super) fn inner<S: AsRef<str>>(lines: &[S]) -> Item {
    let lines = lines.iter().map(|line| format!("//!{}\n", spaced(line.as_ref())));
    Item::Text(lines.collect())
}

/// The same as attributes, among which others may stand.
pub(super) fn attributes<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line.as_ref()));
    quote!(#(#![doc = #lines])*)
}

/// A line with the space that follows `///`.
fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}
