//! [`Pages`] and [`Items`]: the pages of an operation, one request after the other.

use std::{
    collections::VecDeque,
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{Client, response::Reading};
use crate::{
    Error, RawResponse, Request, Response, RetryPolicy, Timeouts,
    decode::{self, Decode, DecodeError},
    pagination::{Page, Pagination, Walk},
    transport::BoxFuture,
};

/// The pages of an operation. Each is requested when it is needed, with the settings and timeouts of a call of its
/// own. Dropping this ends it. It ends after an error.
///
/// A page is never requested twice: a service whose pages lead back to a previous page is an error.
#[must_use = "no page is asked for until it is wanted"]
pub struct Pages<T> {
    /// `None` while a page is requested, and after the last.
    state: Option<State>,
    read: Read<T>,
    turn: Option<BoxFuture<'static, Turn<T>>>,
    /// The error of the next page, which is returned after this one.
    failed: Option<Error>,
    left: Option<usize>,
}

/// Decodes the body of a page.
type Read<T> = Arc<dyn Fn(&RawResponse<'_>) -> Result<T, DecodeError> + Send + Sync>;

/// The request for the next page.
struct State {
    client: Client,
    request: Request,
    walk: Walk,
}

/// A page and the state after it.
struct Turn<T> {
    page: Result<Response<T>, Error>,
    state: Option<State>,
    failed: Option<Error>,
}

impl Client {
    /// The pages, beginning with the response to a request.
    pub fn pages<T: 'static>(&self, request: Request, pagination: &'static Pagination, decode: Decode<T>) -> Pages<T> {
        Pages::new(self, request, pagination, Arc::new(decode))
    }

    /// The items of the pages, beginning with the response to a request.
    pub fn items<T: DeserializeOwned + 'static>(&self, request: Request, pagination: &'static Pagination) -> Items<T> {
        let path = pagination.items.unwrap_or_default();
        let read = Arc::new(move |answer: &RawResponse<'_>| decode::list_at(answer, path));
        Items { pages: Pages::new(self, request, pagination, read), ready: VecDeque::new(), left: None }
    }
}

impl<T: 'static> Pages<T> {
    fn new(client: &Client, request: Request, pagination: &'static Pagination, read: Read<T>) -> Self {
        let state = State { client: client.clone(), request, walk: Walk::new(pagination) };
        Self { state: Some(state), read, turn: None, failed: None, left: None }
    }

    /// Sets the retry policy of each page.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        if let Some(state) = &mut self.state {
            state.client.retry = policy;
        }
        self
    }

    /// Sets the timeouts of each page.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        if let Some(state) = &mut self.state {
            state.client.timeouts = timeouts;
        }
        self
    }

    /// Sets the maximum number of pages.
    pub fn limit(mut self, pages: usize) -> Self {
        self.left = Some(pages);
        self
    }

    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Response<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: 'static> Stream for Pages<T> {
    type Item = Result<Response<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.turn.is_none() {
            if this.left == Some(0) {
                return Poll::Ready(None);
            }
            this.left = this.left.map(|left| left - 1);
            if let Some(error) = this.failed.take() {
                return Poll::Ready(Some(Err(error)));
            }
            let Some(state) = this.state.take() else { return Poll::Ready(None) };
            this.turn = Some(Box::pin(state.turn(Arc::clone(&this.read))));
        }
        let Some(turn) = &mut this.turn else { return Poll::Ready(None) };
        let turn = ready!(turn.as_mut().poll(context));
        (this.turn, this.state, this.failed) = (None, turn.state, turn.failed);
        Poll::Ready(Some(turn.page))
    }
}

impl State {
    /// Requests the page, decodes it, and finds the next one.
    async fn turn<T: 'static>(mut self, read: Read<T>) -> Turn<T> {
        let last = |page| Turn { page, state: None, failed: None };
        let answer =
            match self.client.execute(Box::new(self.request.clone()), self.client.deadline(), Reading::Whole).await {
                Ok(answer) => answer,
                Err(error) => return last(Err(error)),
            };
        let operation = self.request.operation;
        let plan =
            self.client.cached_credentials(&self.request, Some(self.client.deadline())).and_then(|credentials| {
                self.client.plan(Box::new(self.request.clone()), credentials).map_err(Error::invalid)
            });
        let (from, at) = match plan {
            Ok(plan) => plan.place(),
            Err(error) => return last(Err(error.of(operation))),
        };
        let page = Page { headers: answer.headers(), body: answer.body(), from: &from, at: &at };
        let next = self.walk.next(self.request, &page).map_err(|words| answer.invalid_next_page(&words));
        let page = answer.decode(|answer| read(answer));
        match next {
            _ if page.is_err() => last(page),
            Ok(None) => last(page),
            Ok(Some(request)) => {
                self.request = request;
                Turn { page, state: Some(self), failed: None }
            }
            Err(error) => Turn { page, state: None, failed: Some(error) },
        }
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").field("left", &self.left).finish_non_exhaustive()
    }
}

/// The items of the pages of an operation. A page is requested when the previous items are taken. Dropping this ends
/// it. It ends after an error.
#[must_use = "no page is asked for until an item is wanted"]
pub struct Items<T> {
    pages: Pages<Vec<T>>,
    ready: VecDeque<T>,
    left: Option<usize>,
}

impl<T: 'static> Items<T> {
    /// As [`Pages::retry`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.pages = self.pages.retry(policy);
        self
    }

    /// As [`Pages::timeouts`].
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.pages = self.pages.timeouts(timeouts);
        self
    }

    /// Sets the maximum number of items. No page is requested in vain.
    pub fn limit(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// Nothing in it is pinned: items are moved out.
impl<T> Unpin for Items<T> {}

impl<T: 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = this.ready.pop_front() {
                this.left = this.left.map(|left| left - 1);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(page)) => this.ready = page.into_body().into(),
                end => return Poll::Ready(end.and_then(Result::err).map(Err)),
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("left", &self.left).finish_non_exhaustive()
    }
}
