//! [`Pending`]: the one future type that every generated `send` returns.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use crate::{AnswerStream, Error, Response};

/// A request on its way. Nothing happens until it is awaited, and dropping it stops it; what has left this machine by then
/// cannot be called back. It borrows nothing, so it can be spawned. With the feature `blocking`, `wait()` is `.await` for programs
/// that are not asynchronous.
///
/// One shared type rather than a state machine for each operation keeps generated crates quick to compile.
#[must_use = "a request does nothing until it is awaited"]
pub struct Pending<T>(Pin<Box<dyn Future<Output = Result<Response<T>, Error>> + Send>>);

/// A request on its way whose answer is read as it arrives.
pub type PendingStream = Pending<AnswerStream>;

impl<T> Pending<T> {
    /// Boxes a future.
    pub(crate) fn new(future: impl Future<Output = Result<Response<T>, Error>> + Send + 'static) -> Self {
        Self(Box::pin(future))
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pending")
    }
}
