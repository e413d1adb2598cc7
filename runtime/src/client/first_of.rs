//! Waits for a future, but no longer than for another.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

/// What the future gives; `None` if the limit ends first. The future is asked first, so that what is ready is never late.
pub(super) async fn first_of<T>(future: impl Future<Output = T>, limit: impl Future<Output = ()>) -> Option<T> {
    let mut future = pin!(future);
    let mut limit = pin!(limit);
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await
}
