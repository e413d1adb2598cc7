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

use super::{AnswerStream, event_parser::EventParser};
use crate::{Error, json::mend};

/// What several services send as the data of a last event that is no JSON.
const DONE: &str = "[DONE]";

/// An event of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What kind of event it is; `message` if the service says none.
    pub name: String,
    /// The id of the last event that had one, this one included; empty if there was none. A service that is asked again with it in
    /// the header `Last-Event-ID` goes on after it.
    pub id: String,
    /// What it says.
    pub data: T,
}

/// Server-sent events (`text/event-stream`), as they arrive.
///
/// Data that is not as documented is an error of that event alone: the next ones still come. After any other error nothing more
/// comes. An event whose data is `[DONE]`, as several services send it, is the end.
pub struct Events<T> {
    bytes: AnswerStream,
    parser: EventParser,
    read: fn(&str) -> Result<T, String>,
    is_done: bool,
}

impl<T: DeserializeOwned> Events<T> {
    /// Events whose data is JSON.
    pub(crate) fn of_json(bytes: AnswerStream) -> Self {
        Self::new(bytes, |data| {
            serde_json::from_str(&mend(data.as_bytes()))
                .map_err(|error| format!("has an event whose data is not as documented: {error}"))
        })
    }
}

impl Events<String> {
    /// Events whose data is text.
    pub(crate) fn of_text(bytes: AnswerStream) -> Self {
        Self::new(bytes, |data| Ok(data.to_owned()))
    }
}

impl<T> Events<T> {
    fn new(bytes: AnswerStream, read: fn(&str) -> Result<T, String>) -> Self {
        Self { bytes, parser: EventParser::default(), read, is_done: false }
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
}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.is_done {
                return Poll::Ready(None);
            }
            if let Some(event) = this.parser.next() {
                if event.data == DONE {
                    this.is_done = true;
                    continue;
                }
                let id = this.parser.last_event_id().to_owned();
                let read = (this.read)(&event.data).map(|data| Event { name: event.name, id, data });
                return Poll::Ready(Some(
                    read.map_err(|words| this.bytes.context.unreadable(&words, event.data.as_bytes())),
                ));
            }
            if this.parser.pending() > this.bytes.context.longest {
                this.is_done = true;
                return Poll::Ready(Some(Err(this.bytes.context.too_long())));
            }
            match ready!(Pin::new(&mut this.bytes).poll_next(context)) {
                Some(Ok(chunk)) => this.parser.push(&chunk),
                end => {
                    this.is_done = true;
                    return Poll::Ready(end.and_then(Result::err).map(Err));
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
