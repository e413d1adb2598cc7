//! [`Pending`]: the one future type that every generated `send` returns.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use crate::{ByteStream, Client, Error, Response, RetryPolicy, Timeouts, transport::BoxFuture};

/// A request on its way. Nothing happens until it is awaited, and dropping it stops it, with no repeat left behind;
/// what has left this machine by then cannot be called back. It borrows nothing, so it can be spawned. With the
/// feature `blocking`, `wait()` is `.await` for programs that are not asynchronous.
///
/// Until it is awaited, this call alone may be given other settings than the client's:
///
/// ```
/// # use std::time::Duration;
/// # use wireright_runtime::{Error, Pending, Response, RetryPolicy};
/// # async fn example(pending: Pending<()>) -> Result<Response<()>, Error> {
/// pending.retry(RetryPolicy::never()).timeout(Duration::from_secs(20)).await
/// # }
/// ```
///
/// One shared type rather than a state machine for each operation keeps generated crates quick to compile.
#[must_use = "a request does nothing until it is awaited"]
pub struct Pending<T> {
    /// `None` once it was awaited.
    start: Option<Box<Start<T>>>,
    running: Option<RunningCall<T>>,
}

/// A request on its way whose response is read as it arrives.
pub type PendingStream = Pending<ByteStream>;

type RunningCall<T> = BoxFuture<'static, Result<Response<T>, Error>>;

/// A call that has not begun, so that its settings can be changed.
struct Start<T> {
    client: Client,
    begin: Box<dyn FnOnce(Client) -> RunningCall<T> + Send>,
}

impl<T> Pending<T> {
    /// A call that begins when it is awaited, with the client that it is then given.
    pub(crate) fn new<F>(client: &Client, begin: impl FnOnce(Client) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<Response<T>, Error>> + Send + 'static,
    {
        let begin = Box::new(|client| Box::pin(begin(client)) as RunningCall<T>);
        Self { start: Some(Box::new(Start { client: client.clone(), begin })), running: None }
    }

    /// Says for this call how often and after what waits it is sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        if let Some(start) = &mut self.start {
            start.client.retry = policy;
        }
        self
    }

    /// Says for this call how long it may take. The bound of connecting stays that of the client, whose connections
    /// are shared.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        if let Some(start) = &mut self.start {
            start.client.timeouts = timeouts;
        }
        self
    }

    /// Says for this call how long it may take as a whole, and an attempt no less: the attempts, the waits between
    /// them, and the look-ups that it needs.
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
