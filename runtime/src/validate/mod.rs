//! Rules of a document, checked when a caller asks for it. The server decides in the end.
//!
//! Generated code holds the rules as data ([`Rules`]) and makes one call per constrained value.
//!
//! - `check`: [`Check`] for the types of values
//! - `number`: rules of numbers, compared exactly
//! - `password`: [`PasswordRules`]
//! - `pattern`: patterns, compiled once
//! - `rules`: [`Rules`], the rules of one value as data, and [`Rule`], the name of a rule
//! - `violations`: [`Violations`], the broken rules

mod check;
mod number;
mod password;
mod pattern;
mod rules;
mod violations;

pub use password::{PasswordRules, SimilarityRule};
pub use rules::{Rule, Rules};
pub use violations::{Check, Violation, Violations};
