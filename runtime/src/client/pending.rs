//! [`Pending`]: the future of a call.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use crate::{ByteStream, Client, Error, Response, RetryPolicy, Timeouts, transport::BoxFuture};

/// A call that starts when it is awaited. Dropping it cancels the call and its retries; a request that was already
/// sent cannot be recalled. It borrows nothing, so it can be spawned. With the feature `blocking`, `wait()`
/// replaces `.await`.
///
/// Before it is awaited, settings of this call can be changed:
///
/// ```
/// # use std::time::Duration;
/// # use wireright_runtime::{Error, Pending, Response, RetryPolicy};
/// # async fn example(pending: Pending<()>) -> Result<Response<()>, Error> {
/// pending.retry(RetryPolicy::never()).timeout(Duration::from_secs(20)).await
/// # }
/// ```
///
/// All operations share this type: a state machine per operation would slow the compilation of generated crates.
#[must_use = "a request does nothing until it is awaited"]
pub struct Pending<T> {
    /// `None` once it is awaited.
    start: Option<Box<Start<T>>>,
    running: Option<RunningCall<T>>,
}

/// A call with a streamed response.
pub type PendingStream = Pending<ByteStream>;

type RunningCall<T> = BoxFuture<'static, Result<Response<T>, Error>>;

/// A call that has not started.
struct Start<T> {
    client: Client,
    begin: Box<dyn FnOnce(Client) -> RunningCall<T> + Send>,
}

impl<T> Pending<T> {
    /// Wraps a call. `begin` receives the client with the settings of this call.
    pub(crate) fn new<F>(client: &Client, begin: impl FnOnce(Client) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<Response<T>, Error>> + Send + 'static,
    {
        let begin = Box::new(|client| Box::pin(begin(client)) as RunningCall<T>);
        Self { start: Some(Box::new(Start { client: client.clone(), begin })), running: None }
    }

    /// Sets the retry policy of this call.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        if let Some(start) = &mut self.start {
            start.client.retry = policy;
        }
        self
    }

    /// Sets the timeouts of this call. The connect timeout stays that of the client, whose connections are shared.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        if let Some(start) = &mut self.start {
            start.client.timeouts = timeouts;
        }
        self
    }

    /// Sets the overall timeout and the timeout of each attempt of this call.
    pub fn timeout(mut self, overall: Duration) -> Self {
        if let Some(start) = &mut self.start {
            start.client.timeouts = start.client.timeouts.overall(overall).attempt(overall);
        }
        self
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(start) = self.start.take() {
            self.running = Some((start.begin)(start.client));
        }
        match &mut self.running {
            Some(running) => running.as_mut().poll(context),
            None => Poll::Pending,
        }
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pending").field("has_begun", &self.start.is_none()).finish_non_exhaustive()
    }
}
