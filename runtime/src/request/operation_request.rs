//! [`OperationRequest`]: the operation and the response of a request type.

use crate::{Operation, ResponseFuture};

/// A request type. [`request!`](crate::request) implements it.
pub trait OperationRequest {
    /// What `send` returns.
    type Future: FutureOutput;

    /// The operation.
    const OPERATION: &'static Operation;
}

/// A call that is not sent yet: [`ResponseFuture`]. Sealed.
pub trait FutureOutput: sealed::Sealed {
    /// The decoded body of the response.
    type Body;
}

impl<T> FutureOutput for ResponseFuture<T> {
    type Body = T;
}

mod sealed {
    /// Seals [`super::FutureOutput`].
    pub trait Sealed {}

    impl<T> Sealed for crate::ResponseFuture<T> {}
}
