//! The example call in the documentation of an operation.

use super::{RustName, Type};

/// A call in the documentation.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct CallExample {
    /// The name of the client variable.
    pub client: &'static str,
    /// The values by setter, in order.
    pub values: Vec<(RustName, ExampleValue)>,
    /// The field of the response body that the example prints. `None`: the whole body.
    pub response_field: Option<RustName>,
    /// The error response that the example handles.
    pub error: Option<ExampleError>,
}

/// An error response that an example handles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleError {
    /// The variant, which has a body.
    pub variant: RustName,
    /// The field of the body that the example prints. `None`: the whole body.
    pub field: Option<RustName>,
}

/// A value in an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleValue {
    /// A string.
    String(String),
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Float(String),
    /// A boolean.
    Bool(bool),
    /// A list.
    List(Vec<ExampleValue>),
    /// A value that does not fit on one line: the example takes it as a function parameter of this type.
    Parameter(Type),
}
