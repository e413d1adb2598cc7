//! Diagnostics: the problems of documents, collected by all layers, judged by a policy and rendered in three forms.
//!
//! Layers report into [`Diagnostics`] and continue. The caller gets the problems sorted by location and passes them to
//! [`render()`].
//!
//! - `code`: the stable codes, each with a title, advice and tolerance
//! - `problem`: one problem and its location
//! - `policy`: error, warning or accepted, for strict and lenient runs
//! - `collector`: reporting and sorting
//! - `resolver`: from locations to lines and columns
//! - `render`: output for people, for programs and for GitHub
//! - `escape`: text of documents made harmless for terminals and for commands of GitHub
//! - `suggest`: similar names for misspelled ones

mod code;
mod collector;
mod escape;
mod policy;
mod problem;
mod render;
mod resolver;
mod suggest;

pub(crate) use code::Tolerance;
pub use code::{Code, Severity};
pub use collector::Diagnostics;
pub(crate) use collector::sort_problems;
pub use escape::{escape_command_message, escape_command_property, escape_invisible};
pub use policy::Policy;
pub use problem::{Diagnostic, SourceLocation, Workaround};
pub use render::{Format, render};
pub use suggest::suggest;

#[cfg(test)]
mod tests;
