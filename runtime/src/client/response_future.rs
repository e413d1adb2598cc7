//! [`ResponseFuture`]: the future of a call, and the methods of [`Client`] that return it, for responses that are
//! buffered or streamed.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use http::{HeaderValue, header::ACCEPT};

use super::{
    Client,
    response::{BodyMode, Success},
};
use crate::{
    ByteStream, Error, Events, JsonLines, Request, Response, RetryPolicy, Timeouts,
    decode::Decode,
    json,
    stream::{Resumption, StreamLimits},
    transport::BoxFuture,
};

/// The media type of server-sent events.
const EVENT_STREAM: &str = "text/event-stream";

/// The status that ends a stream of events (WHATWG HTML, "Server-sent events").
const NO_CONTENT: u16 = 204;

/// A call that starts when it is awaited. Dropping it cancels the call and its retries; a request that was already
/// sent cannot be recalled. It borrows nothing, so it can be spawned. With the feature `blocking`, `wait()`
/// replaces `.await`.
///
/// Before it is awaited, settings of this call can be changed:
///
/// ```
/// # use std::time::Duration;
/// # use wireright_runtime::{Error, ResponseFuture, Response, RetryPolicy};
/// # async fn example(future: ResponseFuture<()>) -> Result<Response<()>, Error> {
/// future.retry(RetryPolicy::never()).timeout(Duration::from_secs(20)).await
/// # }
/// ```
///
/// All operations share this type: a state machine per operation would slow the compilation of generated crates.
#[must_use = "a request does nothing until it is awaited"]
pub struct ResponseFuture<T> {
    /// `None` once it is awaited.
    start: Option<Box<Start<T>>>,
    running: Option<RunningCall<T>>,
}

type RunningCall<T> = BoxFuture<'static, Result<Response<T>, Error>>;

/// A call that has not started.
struct Start<T> {
    client: Client,
    begin: Box<dyn FnOnce(Client) -> RunningCall<T> + Send>,
}

impl<T> ResponseFuture<T> {
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

impl<T> Future for ResponseFuture<T> {
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

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ResponseFuture").field("has_begun", &self.start.is_none()).finish_non_exhaustive()
    }
}

impl Client {
    /// Sends a request, with retries, and decodes the response.
    ///
    /// The returned future borrows nothing, so it can be spawned.
    pub fn send<T: 'static>(&self, request: Request, decode: Decode<T>) -> ResponseFuture<T> {
        let request = Box::new(request);
        ResponseFuture::new(self, move |client| async move {
            client.execute(request, client.deadline(), BodyMode::Buffered).await?.decode(decode)
        })
    }
}

/// The attempt timeout and the overall timeout ([`Timeouts`](crate::Timeouts)) apply until the response starts. Until
/// then a request is retried; afterwards it is not.
impl Client {
    /// Sends a request and streams the response body.
    pub fn stream(&self, request: Request) -> ResponseFuture<ByteStream> {
        ResponseFuture::new(self, move |client| async move {
            Ok(client.begin(request).await?.into_stream(client.stream_limits()))
        })
    }

    /// Sends a request and streams server-sent events, whose data is decoded as JSON.
    pub fn events<T: json::Decode + 'static>(&self, request: Request) -> ResponseFuture<Events<T>> {
        ResponseFuture::new(self, move |client| async move {
            let (response, resumption) = client.begin_events(request).await?;
            Ok(response.map(|bytes| Events::of_json(bytes, resumption)))
        })
    }

    /// Sends a request and streams server-sent events, whose data is decoded as JSON. Data that is not JSON of this
    /// type is a string of it.
    pub fn json_or_text_events<T: json::Decode + 'static>(&self, request: Request) -> ResponseFuture<Events<T>> {
        ResponseFuture::new(self, move |client| async move {
            let (response, resumption) = client.begin_events(request).await?;
            Ok(response.map(|bytes| Events::of_json_or_text(bytes, resumption)))
        })
    }

    /// Sends a request and streams server-sent events, whose data is a string.
    pub fn text_events(&self, request: Request) -> ResponseFuture<Events<String>> {
        ResponseFuture::new(self, move |client| async move {
            let (response, resumption) = client.begin_events(request).await?;
            Ok(response.map(|bytes| Events::of_text(bytes, resumption)))
        })
    }

    /// Sends a request and streams JSON values, one per line.
    pub fn json_lines<T: json::Decode + 'static>(&self, request: Request) -> ResponseFuture<JsonLines<T>> {
        ResponseFuture::new(
            self,
            move |client| async move { Ok(client.stream(request).await?.map(JsonLines::of_lines)) },
        )
    }

    /// Sends a request and streams JSON values, each after a record separator (RFC 7464).
    pub fn json_sequence<T: json::Decode + 'static>(&self, request: Request) -> ResponseFuture<JsonLines<T>> {
        ResponseFuture::new(
            self,
            move |client| async move { Ok(client.stream(request).await?.map(JsonLines::of_sequence)) },
        )
    }

    /// Requests the events again, after a delay; `None` if the service has no more events.
    async fn resume_events(&self, request: Request, wait: Duration) -> Result<Option<ByteStream>, Error> {
        self.shared.clock.sleep(wait).await;
        let response = self.begin(request).await?;
        if response.status() == NO_CONTENT {
            return Ok(None);
        }
        let limits = self.stream_limits();
        Ok(Some(response.expect_media_type(EVENT_STREAM, &limits).await?.into_stream(limits).into_body()))
    }

    async fn begin(&self, request: Request) -> Result<Success, Error> {
        self.execute(Box::new(request), self.deadline(), BodyMode::Streamed).await
    }

    async fn begin_events(&self, mut request: Request) -> Result<(Response<ByteStream>, Resumption), Error> {
        request.headers.entry(ACCEPT).or_insert(HeaderValue::from_static(EVENT_STREAM));
        let client = self.clone();
        let resumption = Resumption::new(request.clone(), move |request, wait| {
            let client = client.clone();
            Box::pin(async move { client.resume_events(request, wait).await })
        });
        let limits = self.stream_limits();
        let response = self.begin(request).await?.expect_media_type(EVENT_STREAM, &limits).await?;
        Ok((response.into_stream(limits), resumption))
    }

    fn stream_limits(&self) -> StreamLimits {
        StreamLimits {
            clock: self.shared.clock.clone(),
            idle_timeout: self.timeouts.idle,
            max_bytes: self.shared.max_response_bytes,
        }
    }
}
