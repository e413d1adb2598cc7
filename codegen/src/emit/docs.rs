//! Documentation as doc comments, one attribute or comment line per line.

use proc_macro2::TokenStream;
use quote::quote;

use super::code::push_indent;
use crate::{model::Docs, print::Item};

/// Outer doc attributes.
pub(super) fn outer(docs: &Docs) -> TokenStream {
    lines(&docs.0)
}

/// Outer doc attributes, from lines.
pub(super) fn lines<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let lines = lines.iter().map(|line| with_space(line.as_ref()));
    quote!(#(#[doc = #lines])*)
}

/// Outer doc comments.
pub(super) fn comment(docs: &Docs, indent: usize) -> String {
    let length = docs.0.iter().map(|line| indent + "/// ".len() + line.len() + "\n".len()).sum();
    let mut text = String::with_capacity(length);
    for line in &docs.0 {
        push_indent(&mut text, indent);
        text.push_str(if line.is_empty() { "///" } else { "/// " });
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Inner doc comments, for the start of a file.
pub(super) fn inner<S: AsRef<str>>(lines: &[S]) -> Item {
    let lines = lines.iter().map(|line| format!("//!{}\n", with_space(line.as_ref())));
    Item::Text(lines.collect())
}

/// Inner doc attributes, between other inner attributes.
pub(super) fn inner_attributes<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let lines = lines.iter().map(|line| with_space(line.as_ref()));
    quote!(#(#![doc = #lines])*)
}

/// The first line, for lists.
pub(super) fn first_line(docs: &Docs) -> String {
    docs.0.first().cloned().unwrap_or_default()
}

/// Adds the space after `///`.
fn with_space(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}
