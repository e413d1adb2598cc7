//! [`Events`]: server-sent events, typed.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_core::Stream;

use super::{byte_stream::ByteStream, event_parser::EventParser};
use crate::{
    Error, InvalidRequest, Request,
    json::{self, decode_lossy},
    transport::BoxFuture,
};

/// Marker that several services send after the last event, where the other events are JSON. It is not data.
const DONE: &str = "[DONE]";

/// Default reconnection time (WHATWG HTML, "Server-sent events": "a reconnection time … probably in the region of a
/// few seconds").
const RECONNECTION_TIME: Duration = Duration::from_secs(3);

/// Minimum reconnection time, also if the service requests less. A service that ends each response at once would
/// otherwise receive hundreds of requests a second.
const MIN_RECONNECTION_TIME: Duration = Duration::from_secs(1);

/// A server-sent event.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// Name of the event; `message` if the service sends none.
    pub name: String,
    /// Id of the last event that had one, including this event; empty if none had. A request with it in the header
    /// `Last-Event-ID` continues after it.
    pub id: String,
    /// Decoded data.
    pub data: T,
    raw: String,
}

impl<T> Event<T> {
    /// Data as received.
    pub fn raw(&self) -> &str {
        &self.raw
    }
}

/// Omits the received data: only the decoded type knows what is secret.
impl<T: fmt::Debug> fmt::Debug for Event<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Event")
            .field("name", &self.name)
            .field("id", &self.id)
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}

/// Server-sent events (`text/event-stream`) while they arrive.
///
/// Data that does not match the document is an error of that event only; the error keeps it ([`Error::body`]). Any
/// other error ends the stream. If the data is JSON, an event with the data `[DONE]` ends the stream, as several
/// services send it; if the data is text, it is ordinary data.
///
/// [`reconnecting`](Self::reconnecting) sends the request again when the response ends or breaks.
pub struct Events<T> {
    bytes: ByteStream,
    parser: EventParser,
    read: DataDecoder<T>,
    resumption: Resumption,
    /// Whether the stream reconnects.
    reconnects: bool,
    /// The next response while reconnecting.
    next_response: Option<BoxFuture<'static, Result<Option<ByteStream>, Error>>>,
    is_done: bool,
}

/// Decoder of the data.
enum DataDecoder<T> {
    Json(fn(&str) -> Result<T, json::JsonError>),
    Text(fn(&str) -> T),
}

impl<T: json::Decode> Events<T> {
    /// Events with JSON data.
    pub(crate) fn of_json(bytes: ByteStream, resumption: Resumption) -> Self {
        Self::new(bytes, resumption, DataDecoder::Json(|data| json::read(&decode_lossy(data.as_bytes()))))
    }
}

impl<T: json::Decode> Events<T> {
    /// Events with JSON data, or with text that is a string of the type.
    pub(crate) fn of_json_or_text(bytes: ByteStream, resumption: Resumption) -> Self {
        let read = |data: &str| {
            let text = || json::read(&serde_json::Value::from(data).to_string()).ok();
            json::read(&decode_lossy(data.as_bytes())).or_else(|error| text().ok_or(error))
        };
        Self::new(bytes, resumption, DataDecoder::Json(read))
    }
}

impl Events<String> {
    /// Events with text data.
    pub(crate) fn of_text(bytes: ByteStream, resumption: Resumption) -> Self {
        Self::new(bytes, resumption, DataDecoder::Text(str::to_owned))
    }
}

impl<T> Events<T> {
    fn new(bytes: ByteStream, resumption: Resumption, read: DataDecoder<T>) -> Self {
        let parser = EventParser::default();
        Self { bytes, parser, read, resumption, reconnects: false, next_response: None, is_done: false }
    }

    /// Reconnects when the response ends or breaks. After the time that the service requests (default: 3 seconds,
    /// minimum: 1 second), the client sends the request again with the id of the last event in the header
    /// `Last-Event-ID` (WHATWG HTML, "Server-sent events"). Status 204 or `[DONE]` ends the stream. A failure that
    /// retries do not fix is an error, and ends the stream.
    ///
    /// # Errors
    ///
    /// The operation is not idempotent, or its body can be sent once only.
    pub fn reconnecting(mut self) -> Result<Self, Error> {
        self.resumption.check()?;
        self.reconnects = true;
        Ok(self)
    }

    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Id of the last event that had one; empty if none had.
    pub fn last_event_id(&self) -> &str {
        self.parser.last_event_id()
    }

    /// Reconnection time that the service requested.
    pub fn retry(&self) -> Option<Duration> {
        self.parser.retry()
    }

    /// The next event in the data so far; `None` if more data is needed.
    fn parse_event(&mut self) -> Option<Result<Event<T>, Error>> {
        let event = self.parser.next()?;
        let data = match self.read {
            DataDecoder::Json(_) if event.data == DONE => {
                self.is_done = true;
                return None;
            }
            DataDecoder::Json(read) => read(&event.data),
            DataDecoder::Text(read) => Ok(read(&event.data)),
        };
        let id = self.parser.last_event_id().to_owned();
        Some(match data {
            Ok(data) => Ok(Event { name: event.name, id, data, raw: event.data }),
            Err(error) => {
                let words = format!("has an event whose data does not match the document: {error}");
                Err(self.bytes.context.unreadable(&words, event.data.as_bytes()))
            }
        })
    }

    /// Reconnects at the end of the response, or returns the error.
    fn handle_end(&mut self, error: Option<Error>) -> Option<Error> {
        let may_pass = error.as_ref().is_none_or(Error::is_transient);
        if !self.reconnects || !may_pass {
            self.is_done = true;
            return error;
        }
        let wait = self.parser.retry().unwrap_or(RECONNECTION_TIME).max(MIN_RECONNECTION_TIME);
        self.next_response = Some(self.resumption.reconnect(self.parser.last_event_id(), wait));
        None
    }
}

// No field is pinned.
impl<T> Unpin for Events<T> {}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.is_done {
                return Poll::Ready(None);
            }
            if let Some(response) = &mut this.next_response {
                let response = ready!(response.as_mut().poll(context));
                this.next_response = None;
                match response {
                    Ok(Some(bytes)) => {
                        this.bytes = bytes;
                        this.parser.restart();
                    }
                    end => {
                        this.is_done = true;
                        return Poll::Ready(end.err().map(Err));
                    }
                }
            }
            if let Some(event) = this.parse_event() {
                return Poll::Ready(Some(event));
            }
            if this.is_done {
                continue;
            }
            if this.parser.pending() > this.bytes.context.limits.max_bytes {
                this.is_done = true;
                return Poll::Ready(Some(Err(this.bytes.context.too_long())));
            }
            match ready!(Pin::new(&mut this.bytes).poll_next(context)) {
                Some(Ok(chunk)) => this.parser.push(&chunk),
                end => {
                    if let Some(error) = this.handle_end(end.and_then(Result::err)) {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        }
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Events").field("last_event_id", &self.last_event_id()).finish_non_exhaustive()
    }
}

/// The call of an event stream, to be sent again.
pub(crate) struct Resumption {
    request: Request,
    resend: ResendFn,
}

/// Sends a request after a delay. `None` if the service has no more events.
type ResendFn =
    Box<dyn Fn(Request, Duration) -> BoxFuture<'static, Result<Option<ByteStream>, Error>> + Send + Sync + 'static>;

impl Resumption {
    /// `resend` sends a request after a delay, and returns `None` if the service has no more events.
    pub(crate) fn new<F>(request: Request, resend: F) -> Self
    where
        F: Fn(Request, Duration) -> BoxFuture<'static, Result<Option<ByteStream>, Error>> + Send + Sync + 'static,
    {
        Self { request, resend: Box::new(resend) }
    }

    /// Whether the call may be sent again.
    pub(super) fn check(&self) -> Result<(), Error> {
        let operation = self.request.operation;
        let problem = if !operation.idempotent {
            "cannot reconnect: the operation is not idempotent"
        } else if self.request.body.is_streamed() {
            "cannot reconnect: the body of the request can be sent only once"
        } else {
            return Ok(());
        };
        Err(Error::invalid(InvalidRequest::Setting { problem: problem.to_owned() }).of(operation))
    }

    /// Requests the events after `last_event_id`, after `wait`. `None` if the service has no more.
    pub(super) fn reconnect(
        &self,
        last_event_id: &str,
        wait: Duration,
    ) -> BoxFuture<'static, Result<Option<ByteStream>, Error>> {
        let mut request = self.request.clone();
        if !last_event_id.is_empty() {
            request = request.header("last-event-id", last_event_id);
        }
        (self.resend)(request, wait)
    }
}
