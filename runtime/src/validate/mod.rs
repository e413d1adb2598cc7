//! Rules of a document, checked when a caller asks for it. The server decides in the end.
//!
//! Generated code holds the schemas as JSON text ([`Schemas`]). The JSON of a value is checked against its schema.
//!
//! - `evaluate`: the keywords of JSON Schema 2020-12 that concern all values
//! - `arrays`, `objects`, `alternatives`, `scalars`: the keywords of one kind each
//! - `evaluated`: the properties and items that a schema describes, for `unevaluatedProperties`
//! - `check`: the methods that generated code calls
//! - `json_tree`: `JsonTree`, a JSON value that keeps the digits of numbers
//! - `number`: numbers, compared exactly
//! - `password`: [`PasswordRules`]
//! - `pattern`: patterns, compiled once
//! - `rule`: [`Rule`], the name of a rule
//! - `schemas`: [`Schemas`], the schemas of a service
//! - `violations`: [`Violations`], the broken rules

mod alternatives;
mod arrays;
mod check;
mod evaluate;
mod evaluated;
mod json_tree;
mod number;
mod objects;
mod password;
mod pattern;
mod rule;
mod scalars;
mod schemas;
mod violations;

pub use password::{PasswordRules, SimilarityRule};
pub use rule::Rule;
pub use schemas::Schemas;
pub use violations::{Violation, Violations};
