//! `docs/keywords.md` as data, and the behavior of the generator for each keyword.
//!
//! - `outcome`: the difference that a keyword makes
//! - `readers`: keys that the readers of the generator read, found in their source code
//! - `sample`: a common base, the context of an object, and a value for each keyword
//! - `table`: tables of `docs/keywords.md`, and the lists of keywords in the specifications

mod outcome;
mod readers;
mod sample;
mod table;

pub use outcome::{Outcome, Output};
pub use readers::{KeyRead, keys_read};
pub use sample::{Object, Sample, objects, pointer_of_key};
pub use table::{FormatRow, Row, formats, rows, specification};

/// Reads a file of the repository.
///
/// # Panics
///
/// If the file cannot be read.
pub fn text(path: &str) -> String {
    let path = crate::project().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
