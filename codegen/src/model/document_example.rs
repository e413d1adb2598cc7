//! Example and default values of the documents, each with its Rust type.

use super::{RustName, Type};
use crate::source::Location;

/// An example value of a document, or the default value of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentExample {
    /// The location of the value.
    pub location: Location,
    /// The location of its schema.
    pub schema: Location,
    /// Whether the type is used in requests, responses or both.
    pub direction: Direction,
    /// The module of the operation that defines the type. `None` for a shared type.
    pub module: Option<RustName>,
    /// The type.
    pub ty: Type,
    /// The value as JSON.
    pub json: String,
}

/// The direction in which values of a type travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// In requests: read-only properties are left out.
    Request,
    /// In responses: write-only properties are left out.
    Response,
    /// In both.
    Both,
}
