//! Streamed responses: bodies, server-sent events and JSON sequences that the caller reads while they arrive.

use std::time::Duration;

use http::{HeaderValue, header::ACCEPT};
use serde::de::DeserializeOwned;

use super::{
    Client,
    response::{BodyMode, StreamLimits, Success},
};
use crate::{ByteStream, Error, Events, JsonLines, Pending, PendingStream, Request, Response, stream::Resumption};

/// The media type of server-sent events.
const EVENT_STREAM: &str = "text/event-stream";

/// The status that ends a stream of events (WHATWG HTML, "Server-sent events").
const NO_CONTENT: u16 = 204;

/// The attempt timeout and the overall timeout ([`Timeouts`](crate::Timeouts)) apply until the response starts. Until
/// then a request is retried; afterwards it is not.
impl Client {
    /// Sends a request and streams the response body.
    pub fn stream(&self, request: Request) -> PendingStream {
        Pending::new(
            self,
            move |client| async move { Ok(client.begin(request).await?.into_stream(client.stream_limits())) },
        )
    }

    /// Sends a request and streams server-sent events, whose data is decoded as JSON.
    pub fn events<T: DeserializeOwned + 'static>(&self, request: Request) -> Pending<Events<T>> {
        Pending::new(self, move |client| async move {
            let (response, resumption) = client.begin_events(request).await?;
            Ok(response.map(|bytes| Events::of_json(bytes, resumption)))
        })
    }

    /// Sends a request and streams server-sent events, whose data is a string.
    pub fn text_events(&self, request: Request) -> Pending<Events<String>> {
        Pending::new(self, move |client| async move {
            let (response, resumption) = client.begin_events(request).await?;
            Ok(response.map(|bytes| Events::of_text(bytes, resumption)))
        })
    }

    /// Sends a request and streams JSON values, one per line.
    pub fn json_lines<T: DeserializeOwned + 'static>(&self, request: Request) -> Pending<JsonLines<T>> {
        Pending::new(self, move |client| async move { Ok(client.stream(request).await?.map(JsonLines::of_lines)) })
    }

    /// Sends a request and streams JSON values, each after a record separator (RFC 7464).
    pub fn json_sequence<T: DeserializeOwned + 'static>(&self, request: Request) -> Pending<JsonLines<T>> {
        Pending::new(self, move |client| async move { Ok(client.stream(request).await?.map(JsonLines::of_sequence)) })
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
