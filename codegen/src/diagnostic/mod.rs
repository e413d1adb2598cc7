//! Everything that is said to people about their documents: collected, sorted, and shown in three forms.
//!
//! A problem has a stable [`Code`], a message, a place, and often a word of help. Layers report into [`Diagnostics`] and
//! go on; the caller gets the list sorted by place and hands it to [`render()`]. Nothing here decides what a problem is.

mod code;
mod collector;
mod github;
mod human;
mod jsonl;
mod problem;
mod render;
mod repeated;
mod resolve;
mod sanitize;
mod snippet;
mod suggest;

pub use code::{Code, Severity};
pub use collector::Diagnostics;
pub use problem::{Diagnostic, SourceLocation, Workaround};
pub use render::{Format, render};
pub use sanitize::escaped;
pub use suggest::suggest;

#[cfg(test)]
mod tests;
