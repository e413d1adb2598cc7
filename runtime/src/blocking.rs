//! Calls for programs that are not asynchronous: [`Pending::wait`] and the iterators [`BlockingIter`].
//!
//! The calls are the same, with the same setters and the same responses; what differs is who waits. One thread,
//! started at the first wait and shared by the whole process, sees to connections and timers, so that they go on
//! between calls and whichever thread calls. The call itself is carried out by the thread that waits for it.

use std::{
    future::{Future, poll_fn},
    io,
    pin::{Pin, pin},
    sync::{Arc, OnceLock},
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use futures_core::Stream;
use serde::de::DeserializeOwned;
use tokio::{
    runtime::{Builder, Handle},
    task::coop::{RestoreOnPending, poll_proceed},
};

use crate::{
    ByteStream, Error, Events, InvalidRequest, JsonLines, Pending, Response,
    paging::{Items, Pages},
};

/// More than the steps that tokio lets a task take before others have their turn, which are 128.
const MORE_THAN_A_TURN: usize = 1024;

impl<T> Pending<T> {
    /// Sends the request and waits for its response, without `async`. Threads may wait at the same time, each for a
    /// call of its own.
    ///
    /// # Errors
    ///
    /// Those of the call. Within an async task it is [`InvalidRequest::WouldBlock`], and nothing is sent: `.await`
    /// the call there. Where tokio lets code block, as in `spawn_blocking`, it waits.
    pub fn wait(self) -> Result<Response<T>, Error> {
        let handle = handle().map_err(Error::invalid)?;
        wait_for(&handle, self)
    }
}

/// What arrives one after the other, as an iterator that waits for each.
///
/// Within an async task the only thing that comes is [`InvalidRequest::WouldBlock`].
#[derive(Debug)]
#[must_use = "nothing is asked for until an item is wanted"]
pub struct BlockingIter<S> {
    stream: S,
    is_refused: bool,
}

impl<S> BlockingIter<S> {
    fn new(stream: S) -> Self {
        Self { stream, is_refused: false }
    }

    /// What it waits for.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for BlockingIter<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_refused {
            return None;
        }
        match handle() {
            Ok(handle) => wait_for(&handle, poll_fn(|context| Pin::new(&mut self.stream).poll_next(context))),
            Err(refusal) => {
                self.is_refused = true;
                Some(Err(Error::invalid(refusal)))
            }
        }
    }
}

impl<T: 'static> Pages<T> {
    /// The same pages, as an iterator that waits for each.
    pub fn blocking(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<T: 'static> Items<T> {
    /// The same items, as an iterator that waits for each page of them.
    pub fn blocking(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<T> Events<T> {
    /// The same events, as an iterator that waits for each.
    pub fn blocking(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl<T: DeserializeOwned> JsonLines<T> {
    /// The same values, as an iterator that waits for each.
    pub fn blocking(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

impl ByteStream {
    /// The same bytes, as an iterator that waits for them.
    pub fn blocking(self) -> BlockingIter<Self> {
        BlockingIter::new(self)
    }
}

/// Where connections and timers are seen to, if this thread may wait.
fn handle() -> Result<Handle, InvalidRequest> {
    static STARTED: OnceLock<Result<Handle, String>> = OnceLock::new();
    if !may_block() {
        return Err(InvalidRequest::WouldBlock);
    }
    let started = STARTED.get_or_init(|| start().map_err(|error| error.to_string()));
    started.clone().map_err(|error| InvalidRequest::Setting {
        problem: format!("no thread could be started to wait with: {error}"),
    })
}

/// Starts the thread that drives what was begun by any other. It lives as long as the process.
fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let drive = move || runtime.block_on(std::future::pending::<()>());
    thread::Builder::new().name("wireright-blocking".to_owned()).spawn(drive)?;
    Ok(handle)
}

/// Whether this thread is one that may wait. tokio does not say it, but counts the steps of whatever must not: a
/// task that has taken too many is asked to let others have their turn. Code that may block, in tokio or out of it,
/// takes as many as it likes.
fn may_block() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    let mut steps: Vec<RestoreOnPending> = Vec::new();
    let is_bounded = (0..MORE_THAN_A_TURN).any(|_| match poll_proceed(&mut context) {
        Poll::Ready(step) => {
            steps.push(step);
            false
        }
        Poll::Pending => true,
    });
    // Each gives back what was left before it was taken, so that the first must go last.
    while steps.pop().is_some() {}
    !is_bounded
}

/// Carries out a future on this thread.
fn wait_for<F: Future>(handle: &Handle, future: F) -> F::Output {
    let _entered = handle.enter();
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            // Woken before it sleeps, a thread does not sleep; woken for nothing, it asks once more.
            Poll::Pending => thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
