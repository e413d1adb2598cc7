//! Support of the tests of the generator. Depends on the generator and not on generated code.
//!
//! - `awkward_names`: a document that uses difficult names in every position that names something.
//! - `documents`: the documents of this repository.
//! - `injection`: a document with one string in every position that becomes documentation.
//! - `judge`: comparison of generated types with judges of JSON Schema.
//! - `keywords`: `docs/keywords.md` as data, and what the generator does with each keyword.
//! - `programs`: programs and libraries of the workspace, built by cargo.
//! - `temporary_workspace`: a workspace of temporary crates, which the compiler checks.

pub mod awkward_names;
pub mod documents;
pub mod injection;
pub mod judge;
pub mod keywords;
pub mod programs;
pub mod temporary_workspace;

use std::path::{Path, PathBuf};

/// The root folder of the repository.
#[must_use]
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
