//! What a change of an OpenAPI document breaks: on the wire, in Rust, and for the version of the client.
//!
//! A comparison reads two sets of documents. It compares the documents for what deployed clients and servers notice,
//! and the public APIs of the two generated clients for what existing code notices. Each change of the code is joined
//! with the change of the documents that causes it. Does no I/O.
//!
//! ```
//! use wireright_codegen::{Options, SourceFile};
//! use wireright_diff::{RustLevel, Side, WireLevel, compare};
//!
//! let side = |name: &str, id: &str| {
//!     let paths = format!("{{/pets: {{get: {{operationId: {id}, responses: {{'204': {{description: x}}}}}}}}}}");
//!     let text = format!("{{openapi: 3.0.3, info: {{title: Pets, version: '1'}}, paths: {paths}}}");
//!     let files = vec![SourceFile { path: "pets.yaml".to_owned(), bytes: text.into() }];
//!     Side { name: name.to_owned(), files, options: Options { lenient: true, ..Options::default() } }
//! };
//! let report = compare(side("old", "listPets"), side("new", "allPets")).unwrap();
//! let change = &report.changes[0];
//! assert_eq!((change.wire.level, change.rust.level), (WireLevel::Unaffected, RustLevel::Breaks));
//! assert_eq!(change.rename.as_ref().unwrap().keep.as_deref(), Some("x-rust-name: list_pets"));
//! ```
//!
//! - [`api_lines`]: the verdict on two public APIs as text
//! - [`change`]: a change with its places and its two verdicts
//! - [`comparison`]: the comparison, and the report that it makes
//! - [`rules`]: what a comparison can find
//! - [`settings`]: severities, and changes that are ignored with a reason
//! - [`version`]: the version step, by Cargo's rules
//! - [`report`]: reports for terminals, pull requests, browsers and programs
//! - `document`: documents as they are written
//! - `wire`: changes of the documents
//! - `rust`: changes of the generated code
//! - `renames`: the line of the document that keeps a Rust name
#![allow(clippy::match_bool, reason = "two verdicts side by side are a small table")]
#![cfg_attr(
    not(test),
    deny(clippy::expect_used, clippy::panic, clippy::todo, clippy::unreachable, clippy::unwrap_used)
)]

pub mod api_lines;
pub mod change;
pub mod comparison;
mod document;
mod renames;
pub mod report;
pub mod rules;
mod rust;
pub mod settings;
pub mod version;
mod wire;

#[cfg(test)]
mod tests;

pub use change::{Change, RustLevel, WireLevel};
pub use comparison::{CompareError, Report, Side, compare};
