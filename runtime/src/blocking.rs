//! Calls without `async`: [`ResponseFuture::wait`] and the iterator [`BlockingIter`].
//!
//! The calling thread runs the call. One background thread, started at the first call and shared by the process,
//! drives connections and timers, so they continue between calls.

use std::{
    future::{Future, poll_fn},
    io,
    pin::{Pin, pin},
    sync::{Arc, OnceLock},
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use futures_core::Stream;
use tokio::{
    runtime::{Builder, Handle},
    task::coop::{RestoreOnPending, poll_proceed},
};

use crate::{
    ByteStream, Error, Events, InvalidRequest, JsonLines, Response, ResponseFuture, json,
    paging::{Items, Pages},
};

/// Number of steps that exceeds the cooperative budget of a tokio task, which is 128.
const BUDGET_PROBES: usize = 1024;

impl<T> ResponseFuture<T> {
    /// Sends the request and blocks until its response. Several threads may do so at the same time.
    ///
    /// # Errors
    ///
    /// Those of the call. Inside an async task: [`InvalidRequest::WouldBlock`], and nothing is sent; `.await` the
    /// call there. It works inside `spawn_blocking`.
    pub fn wait(self) -> Result<Response<T>, Error> {
        let handle = handle().map_err(Error::invalid)?;
        wait_for(&handle, self)
    }
}

/// An iterator that blocks until the next item.
///
/// Inside an async task its only item is [`InvalidRequest::WouldBlock`].
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is read"]
pub struct BlockingIter<S> {
    stream: S,
    is_rejected: bool,
}

impl<S> BlockingIter<S> {
    fn new(stream: S) -> Self {
        Self { stream, is_rejected: false }
    }

    /// The stream.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for BlockingIter<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_rejected {
            return None;
        }
        match handle() {
            Ok(handle) => wait_for(&handle, poll_fn(|context| Pin::new(&mut self.stream).poll_next(context))),
            Err(invalid) => {
                self.is_rejected = true;
                Some(Err(Error::invalid(invalid)))
            }
        }
    }
}

impl<T: 'static> Pages<T> {
    /// The pages as a blocking iterator.
    pub fn blocking(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<T: 'static> Items<T> {
    /// The items as a blocking iterator.
    pub fn blocking(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<T> Events<T> {
    /// The events as a blocking iterator.
    pub fn blocking(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<T: json::Decode> JsonLines<T> {
    /// The values as a blocking iterator.
    pub fn blocking(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl ByteStream {
    /// The bytes as a blocking iterator.
    pub fn blocking(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

/// The runtime of the background thread, if this thread may block.
fn handle() -> Result<Handle, InvalidRequest> {
    static STARTED: OnceLock<Result<Handle, String>> = OnceLock::new();
    if !may_block() {
        return Err(InvalidRequest::WouldBlock);
    }
    let started = STARTED.get_or_init(|| start().map_err(|error| error.to_string()));
    started.clone().map_err(|error| InvalidRequest::Setting {
        problem: format!("the background thread could not be started: {error}"),
    })
}

/// Starts the background thread. It lives as long as the process.
fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let drive = move || runtime.block_on(std::future::pending::<()>());
    thread::Builder::new().name("wireright-blocking".to_owned()).spawn(drive)?;
    Ok(handle)
}

/// Whether this thread may block. tokio does not expose it, but limits the cooperative budget of async tasks. Code
/// that may block has no budget.
fn may_block() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    let mut steps: Vec<RestoreOnPending> = Vec::new();
    let is_bounded = (0..BUDGET_PROBES).any(|_| match poll_proceed(&mut context) {
        Poll::Ready(step) => {
            steps.push(step);
            false
        }
        Poll::Pending => true,
    });
    // Each step restores the budget before it, so they are dropped in reverse.
    while steps.pop().is_some() {}
    !is_bounded
}

/// Runs a future on this thread.
fn wait_for<F: Future>(handle: &Handle, future: F) -> F::Output {
    let _entered = handle.enter();
    let waker = Waker::from(Arc::new(ThreadWaker(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            // `park` returns at once if `unpark` came first, and may return spuriously.
            Poll::Pending => thread::park(),
        }
    }
}

/// Waker that unparks a thread.
struct ThreadWaker(Thread);

impl Wake for ThreadWaker {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
