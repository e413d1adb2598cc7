//! [`Events`]: server-sent events, typed.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{byte_stream::ByteStream, event_parser::EventParser};
use crate::{
    Client, Error, InvalidRequest, Request,
    json::{self, decode_lossy},
    transport::BoxFuture,
};

/// What several services send as the data of a last event, where all others are JSON. It is none, so it is not data.
const DONE: &str = "[DONE]";

/// How long to wait before connecting again where the service does not say: "a reconnection time … probably in the
/// region of a few seconds" (WHATWG HTML, "Server-sent events").
const RECONNECTION_TIME: Duration = Duration::from_secs(3);

/// An event of a service.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What kind of event it is; `message` if the service says none.
    pub name: String,
    /// The id of the last event that had one, this one included; empty if there was none. A service that is asked
    /// again with it in the header `Last-Event-ID` goes on after it.
    pub id: String,
    /// What it says.
    pub data: T,
    raw: String,
}

impl<T> Event<T> {
    /// The data as it was sent.
    pub fn raw(&self) -> &str {
        &self.raw
    }
}

/// Shows the data as its type does, which knows what is secret, and not as it was sent.
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

/// Server-sent events (`text/event-stream`), as they arrive.
///
/// Data that is not as documented is an error of that event alone, which keeps it ([`Error::body`]): the next ones
/// still come. After any other error nothing more comes. Where the data of events is JSON, an event whose data is
/// `[DONE]` is the end, as several services send it; where it is text, that is a text like any other.
///
/// [`reconnecting`](Self::reconnecting) has the service asked again when the response ends or breaks off.
pub struct Events<T> {
    bytes: ByteStream,
    parser: EventParser,
    read: Read<T>,
    resumption: Resumption,
    /// Whether the service is asked again.
    reconnects: bool,
    /// The response that is to come in place of the one that ended.
    next_response: Option<BoxFuture<'static, Result<Option<ByteStream>, Error>>>,
    is_done: bool,
}

/// How the data of an event is read.
enum Read<T> {
    Json(fn(&str) -> Result<T, serde_json::Error>),
    Text(fn(&str) -> T),
}

impl<T: DeserializeOwned> Events<T> {
    /// Events whose data is JSON.
    pub(crate) fn of_json(bytes: ByteStream, resumption: Resumption) -> Self {
        Self::new(bytes, resumption, Read::Json(|data| json::read(&decode_lossy(data.as_bytes()))))
    }
}

impl Events<String> {
    /// Events whose data is text.
    pub(crate) fn of_text(bytes: ByteStream, resumption: Resumption) -> Self {
        Self::new(bytes, resumption, Read::Text(str::to_owned))
    }
}

impl<T> Events<T> {
    fn new(bytes: ByteStream, resumption: Resumption, read: Read<T>) -> Self {
        let parser = EventParser::default();
        Self { bytes, parser, read, resumption, reconnects: false, next_response: None, is_done: false }
    }

    /// The same events, and when the response ends or breaks off, those of a new one: after the time that the
    /// service asks for (or 3 seconds), the request is sent again with the id of the last event in the header
    /// `Last-Event-ID`, as the standard has it (WHATWG HTML, "Server-sent events"). A service that has nothing more
    /// to say responds with status 204, and the events end; they also end with `[DONE]`. A failure that no retry
    /// mends is an error, and the last thing that comes.
    ///
    /// # Errors
    ///
    /// If the operation may not be repeated, or if its body can be sent once only.
    pub fn reconnecting(mut self) -> Result<Self, Error> {
        self.resumption.check()?;
        self.reconnects = true;
        Ok(self)
    }

    /// The next event; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// The id to go on after: that of the last event that had one. Empty if there was none.
    pub fn last_event_id(&self) -> &str {
        self.parser.last_event_id()
    }

    /// How long the service asks to wait before it is asked again, if it said so.
    pub fn retry(&self) -> Option<Duration> {
        self.parser.retry()
    }

    /// The next event of what has arrived; `None` where more must arrive.
    fn parsed(&mut self) -> Option<Result<Event<T>, Error>> {
        let event = self.parser.next()?;
        let data = match self.read {
            Read::Json(_) if event.data == DONE => {
                self.is_done = true;
                return None;
            }
            Read::Json(read) => read(&event.data),
            Read::Text(read) => Ok(read(&event.data)),
        };
        let id = self.parser.last_event_id().to_owned();
        Some(match data {
            Ok(data) => Ok(Event { name: event.name, id, data, raw: event.data }),
            Err(error) => {
                let words = format!("has an event whose data is not as documented: {error}");
                Err(self.bytes.context.unreadable(&words, event.data.as_bytes()))
            }
        })
    }

    /// The response has ended: asks again, or gives up.
    fn ended(&mut self, error: Option<Error>) -> Option<Error> {
        let may_pass = error.as_ref().is_none_or(Error::is_transient);
        if !self.reconnects || !may_pass {
            self.is_done = true;
            return error;
        }
        let wait = self.parser.retry().unwrap_or(RECONNECTION_TIME);
        self.next_response = Some(self.resumption.again(self.parser.last_event_id(), wait));
        None
    }
}

// Nothing is pinned in place.
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
            if let Some(event) = this.parsed() {
                return Poll::Ready(Some(event));
            }
            if this.is_done {
                continue;
            }
            if this.parser.pending() > this.bytes.context.longest {
                this.is_done = true;
                return Poll::Ready(Some(Err(this.bytes.context.too_long())));
            }
            match ready!(Pin::new(&mut this.bytes).poll_next(context)) {
                Some(Ok(chunk)) => this.parser.push(&chunk),
                end => {
                    if let Some(error) = this.ended(end.and_then(Result::err)) {
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

/// The call that an event stream came from, to be made again.
pub(crate) struct Resumption {
    client: Client,
    request: Request,
}

impl Resumption {
    pub(crate) fn new(client: Client, request: Request) -> Self {
        Self { client, request }
    }

    /// Whether the call may be made again.
    pub(super) fn check(&self) -> Result<(), Error> {
        let operation = self.request.operation;
        let problem = if !operation.idempotent {
            "the events cannot go on in a new response: this operation may not be repeated"
        } else if self.request.body.is_streamed() {
            "the events cannot go on in a new response: the body of the request can be sent once only"
        } else {
            return Ok(());
        };
        Err(Error::invalid(InvalidRequest::Setting { problem: problem.to_owned() }).of(operation))
    }

    /// Asks for the events after that with this id, after a while. No response: the service has nothing more to say.
    pub(super) fn again(
        &self,
        last_event_id: &str,
        wait: Duration,
    ) -> BoxFuture<'static, Result<Option<ByteStream>, Error>> {
        let client = self.client.clone();
        let mut request = self.request.clone();
        if !last_event_id.is_empty() {
            request = request.header("last-event-id", last_event_id);
        }
        Box::pin(async move { client.resume_events(request, wait).await })
    }
}
