//! The tables of the configuration with their keys.
//!
//! - `client`: a client, its runtime crate and its package
//! - `types`: names and types
//! - `diff`: comparisons of documents

pub(super) mod client;
pub(super) mod diff;
pub(super) mod types;

/// A key of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The name.
    pub name: &'static str,
    /// The type of the value.
    pub kind: ValueType,
    /// Whether the key is required.
    pub is_required: bool,
    /// The meaning, as Markdown.
    pub docs: &'static str,
    /// A value, as TOML.
    pub example: &'static str,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A string.
    String,
    /// A path, relative to the folder of the file.
    Path,
    /// A list of strings.
    Strings,
    /// A list of selectors of operations.
    Selectors,
    /// A list of paths.
    Paths,
    /// `true` or `false`.
    Boolean,
    /// What groups operations.
    GroupBy,
    /// A table of names by pattern.
    Names,
}

const fn key(name: &'static str, kind: ValueType, docs: &'static str, example: &'static str) -> Key {
    Key { name, kind, is_required: false, docs, example }
}

/// A table of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// The header.
    pub header: &'static str,
    /// The meaning, as Markdown.
    pub docs: &'static str,
    /// The keys.
    pub keys: &'static [Key],
}
