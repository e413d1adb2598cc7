//! [`Pages`] and [`Items`]: the pages of a paginated operation, and their items. Each page is one request.

use std::{
    collections::VecDeque,
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{Client, response::BodyMode};
use crate::{
    Error, RawResponse, Request, Response, RetryPolicy, Timeouts,
    decode::{self, Decode, DecodeError},
    json,
    pagination::{Page, Pagination, Walk},
    transport::BoxFuture,
};

/// The pages of an operation, as a stream. Each page is requested when it is polled, as a call with its own timeouts
/// and retries. Dropping the stream cancels the current request. The stream ends after an error.
///
/// No page is requested twice: a link to an earlier page is an error.
#[must_use = "no page is requested until the stream is polled"]
pub struct Pages<T> {
    /// The next page; `None` while a page is fetched, and after the last.
    cursor: Option<PageCursor>,
    decode: DecodePage<T>,
    fetching: Option<BoxFuture<'static, FetchedPage<T>>>,
    /// The error of the link to the next page, returned after the current page.
    next_error: Option<Error>,
    /// The number of pages left; `None` if it is not limited.
    left: Option<usize>,
}

/// Decodes the body of a page.
type DecodePage<T> = Arc<dyn Fn(&RawResponse<'_>) -> Result<T, DecodeError> + Send + Sync>;

/// The request for the next page, and the pages before it.
struct PageCursor {
    client: Client,
    request: Request,
    walk: Walk,
}

/// A page, and the cursor for the next one or the error of its link.
struct FetchedPage<T> {
    page: Result<Response<T>, Error>,
    cursor: Option<PageCursor>,
    next_error: Option<Error>,
}

impl Client {
    /// The pages of an operation, from the page of this request on.
    pub fn pages<T: 'static>(&self, request: Request, pagination: &'static Pagination, decode: Decode<T>) -> Pages<T> {
        Pages::new(self, request, pagination, Arc::new(decode))
    }

    /// The items of the pages of an operation, from the page of this request on.
    pub fn items<T: json::Decode + 'static>(&self, request: Request, pagination: &'static Pagination) -> Items<T> {
        let path = pagination.items.unwrap_or_default();
        let decode = Arc::new(move |response: &RawResponse<'_>| decode::list_at(response, path));
        Items { pages: Pages::new(self, request, pagination, decode), ready: VecDeque::new(), left: None }
    }
}

impl<T: 'static> Pages<T> {
    fn new(client: &Client, request: Request, pagination: &'static Pagination, decode: DecodePage<T>) -> Self {
        let cursor = PageCursor { client: client.clone(), request, walk: Walk::new(pagination) };
        Self { cursor: Some(cursor), decode, fetching: None, next_error: None, left: None }
    }

    /// Sets the retry policy of each page's request.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        if let Some(cursor) = &mut self.cursor {
            cursor.client.retry = policy;
        }
        self
    }

    /// Sets the timeouts of each page's request.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        if let Some(cursor) = &mut self.cursor {
            cursor.client.timeouts = timeouts;
        }
        self
    }

    /// Sets the maximum number of pages. Default: no limit.
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
        if this.fetching.is_none() {
            if this.left == Some(0) {
                return Poll::Ready(None);
            }
            this.left = this.left.map(|left| left - 1);
            if let Some(error) = this.next_error.take() {
                return Poll::Ready(Some(Err(error)));
            }
            let Some(cursor) = this.cursor.take() else { return Poll::Ready(None) };
            this.fetching = Some(Box::pin(cursor.fetch(Arc::clone(&this.decode))));
        }
        let Some(fetching) = &mut this.fetching else { return Poll::Ready(None) };
        let fetched = ready!(fetching.as_mut().poll(context));
        (this.fetching, this.cursor, this.next_error) = (None, fetched.cursor, fetched.next_error);
        Poll::Ready(Some(fetched.page))
    }
}

impl PageCursor {
    /// Fetches and decodes the page, and finds the request for the next one.
    async fn fetch<T: 'static>(mut self, decode: DecodePage<T>) -> FetchedPage<T> {
        let last = |page| FetchedPage { page, cursor: None, next_error: None };
        let success =
            match self.client.execute(Box::new(self.request.clone()), self.client.deadline(), BodyMode::Buffered).await
            {
                Ok(success) => success,
                Err(error) => return last(Err(error)),
            };
        let operation = self.request.operation;
        let plan =
            self.client.cached_credentials(&self.request, Some(self.client.deadline())).and_then(|credentials| {
                self.client.plan(Box::new(self.request.clone()), credentials).map_err(Error::invalid)
            });
        let (from, at) = match plan {
            Ok(plan) => plan.into_target(),
            Err(error) => return last(Err(error.of(operation))),
        };
        let page = Page { headers: success.headers(), body: success.body(), from: &from, at: &at };
        let next = self.walk.next(self.request, &page).map_err(|problem| success.pagination_error(&problem));
        let page = success.decode(|response| decode(response));
        match next {
            _ if page.is_err() => last(page),
            Ok(None) => last(page),
            Ok(Some(request)) => {
                self.request = request;
                FetchedPage { page, cursor: Some(self), next_error: None }
            }
            Err(error) => FetchedPage { page, cursor: None, next_error: Some(error) },
        }
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").field("left", &self.left).finish_non_exhaustive()
    }
}

/// The items of the pages of an operation, as a stream. A page is requested when all items of the previous pages are
/// returned. Dropping the stream cancels the current request. The stream ends after an error.
#[must_use = "no page is requested until the stream is polled"]
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

    /// Sets the maximum number of items. Pages beyond it are not requested. Default: no limit.
    pub fn limit(mut self, items: usize) -> Self {
        self.left = Some(items);
        self
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// No item is pinned.
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
