//! Streamed responses: bytes, server-sent events and JSON values that are read while they arrive.

use std::time::Duration;

use http::{HeaderValue, header::ACCEPT};
use serde::de::DeserializeOwned;

use super::{
    Client,
    response::{Reading, StreamLimits, Success},
};
use crate::{ByteStream, Error, Events, JsonLines, Pending, PendingStream, Request, Response, stream::Resumption};

/// The media type of server-sent events.
const EVENT_STREAM: &str = "text/event-stream";

/// The status for the end of events (WHATWG HTML, "Server-sent events").
const NO_CONTENT: u16 = 204;

/// The timeouts of an attempt and of the call ([`Timeouts`](crate::Timeouts)) are for the time until the response
/// begins. Until then, a request is retried as usual; afterwards it is not.
impl Client {
    /// Sends a request. Returns the body of a success as a stream.
    pub fn stream(&self, request: Request) -> PendingStream {
        Pending::new(
            self,
            move |client| async move { Ok(client.begin(request).await?.into_stream(client.stream_limits())) },
        )
    }

    /// Sends a request. Returns the server-sent events of a success as they arrive, with data decoded from JSON.
    pub fn events<T: DeserializeOwned + 'static>(&self, request: Request) -> Pending<Events<T>> {
        Pending::new(self, move |client| async move {
            let (answer, resumption) = client.begin_events(request).await?;
            Ok(answer.map(|bytes| Events::of_json(bytes, resumption)))
        })
    }

    /// Sends a request. Returns the server-sent events of a success as they arrive, with data as strings.
    pub fn text_events(&self, request: Request) -> Pending<Events<String>> {
        Pending::new(self, move |client| async move {
            let (answer, resumption) = client.begin_events(request).await?;
            Ok(answer.map(|bytes| Events::of_text(bytes, resumption)))
        })
    }

    /// Sends a request. Returns the JSON values of a success as they arrive, one per line.
    pub fn json_lines<T: DeserializeOwned + 'static>(&self, request: Request) -> Pending<JsonLines<T>> {
        Pending::new(self, move |client| async move { Ok(client.stream(request).await?.map(JsonLines::of_lines)) })
    }

    /// Sends a request. Returns the JSON values of a success as they arrive, each after a record separator (RFC 7464).
    pub fn json_sequence<T: DeserializeOwned + 'static>(&self, request: Request) -> Pending<JsonLines<T>> {
        Pending::new(self, move |client| async move { Ok(client.stream(request).await?.map(JsonLines::of_sequence)) })
    }

    /// Asks again for events, after a while; `None` if there are no more.
    async fn resume_events(&self, request: Request, wait: Duration) -> Result<Option<ByteStream>, Error> {
        self.shared.clock.sleep(wait).await;
        let answer = self.begin(request).await?;
        if answer.status() == NO_CONTENT {
            return Ok(None);
        }
        let bounds = self.stream_limits();
        Ok(Some(answer.expect(EVENT_STREAM, &bounds).await?.into_stream(bounds).into_body()))
    }

    async fn begin(&self, request: Request) -> Result<Success, Error> {
        self.execute(Box::new(request), self.deadline(), Reading::AsItArrives).await
    }

    async fn begin_events(&self, mut request: Request) -> Result<(Response<ByteStream>, Resumption), Error> {
        request.headers.entry(ACCEPT).or_insert(HeaderValue::from_static(EVENT_STREAM));
        let client = self.clone();
        let resumption = Resumption::new(request.clone(), move |request, wait| {
            let client = client.clone();
            Box::pin(async move { client.resume_events(request, wait).await })
        });
        let bounds = self.stream_limits();
        let answer = self.begin(request).await?.expect(EVENT_STREAM, &bounds).await?;
        Ok((answer.into_stream(bounds), resumption))
    }

    fn stream_limits(&self) -> StreamLimits {
        StreamLimits {
            clock: self.shared.clock.clone(),
            idle: self.timeouts.idle,
            longest: self.shared.max_response_bytes,
        }
    }
}
