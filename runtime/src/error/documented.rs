//! [`DocumentedError`]: the failures of one operation as its document types them.

use crate::{Answer, Operation};

/// What a service documents for the failures of one operation. Generated code implements it.
pub trait DocumentedError: Sized {
    /// The operation.
    const OPERATION: &'static Operation;

    /// Reads the body documented for the answer's status; `None` if none is documented, or the body is something else.
    fn decode(answer: &Answer<'_>) -> Option<Self>;
}
