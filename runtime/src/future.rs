//! [`BoxFuture`]: the future type of the traits of this crate.

use std::pin::Pin;

/// A boxed future, so that [`Transport`](crate::transport::Transport) and [`Clock`](crate::clock::Clock) can be used as
/// trait objects.
pub type BoxFuture<'t, T> = Pin<Box<dyn Future<Output = T> + Send + 't>>;
