//! [`BoxFuture`]: the future type of the traits of this crate. [`first_of`]: a future with a limit.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    task::Poll,
};

/// A boxed future, so that [`Transport`](crate::transport::Transport) and [`Clock`](crate::clock::Clock) can be used as
/// trait objects.
pub type BoxFuture<'t, T> = Pin<Box<dyn Future<Output = T> + Send + 't>>;

/// The output of a future; `None` if the limit ends first. If both are ready, the output is returned.
pub(crate) async fn first_of<T>(future: impl Future<Output = T>, limit: impl Future<Output = ()>) -> Option<T> {
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
