//! Example values of the document, each with the type that stands for it.

use super::{RustName, Type};
use crate::source::Location;

/// An example of the document, as a value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Where the value stands.
    pub at: Location,
    /// The schema that it is an example of.
    pub schema: Location,
    /// Which way values of the type go.
    pub side: Side,
    /// The module of the operation that the type belongs to, for a type that no other shares.
    pub module: Option<RustName>,
    /// The type.
    pub ty: Type,
    /// The value as JSON.
    pub json: String,
}

/// Which way the values of a type go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The client sends them: members that are only received are not there.
    Sent,
    /// The client receives them: members that are only sent are not there.
    Received,
    /// Either way.
    Both,
}
