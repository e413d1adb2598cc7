//! [`JsonLines`]: JSON values, one a line.

use std::{
    fmt,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{AnswerStream, lines::Lines};
use crate::{Error, json::mend};

/// Begins each value of a JSON text sequence (RFC 7464, section 2.2).
const RECORD_SEPARATOR: u8 = 0x1e;

/// JSON values, one a line (`application/jsonl`, `application/x-ndjson`, and `application/json-seq` with a value a line), as they
/// arrive. Empty lines are skipped.
///
/// A line that is not as documented is an error of that line alone: the next ones still come. After any other error nothing more
/// comes.
pub struct JsonLines<T> {
    bytes: AnswerStream,
    lines: Lines,
    is_done: bool,
    value: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> JsonLines<T> {
    pub(crate) fn new(bytes: AnswerStream) -> Self {
        Self { bytes, lines: Lines::default(), is_done: false, value: PhantomData }
    }

    /// The next value; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads a line; `None` if it is empty.
    fn read(&self, line: &[u8]) -> Option<Result<T, Error>> {
        let line = line.strip_prefix(&[RECORD_SEPARATOR]).unwrap_or(line).trim_ascii();
        if line.is_empty() {
            return None;
        }
        Some(serde_json::from_str(&mend(line)).map_err(|error| {
            self.bytes.context.unreadable(&format!("has a line that is not as documented: {error}"), line)
        }))
    }
}

impl<T: DeserializeOwned> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.is_done {
                return Poll::Ready(None);
            }
            while let Some(line) = this.lines.next() {
                if let Some(value) = this.read(&line) {
                    return Poll::Ready(Some(value));
                }
            }
            if this.lines.pending() > this.bytes.context.longest {
                this.is_done = true;
                return Poll::Ready(Some(Err(this.bytes.context.too_long())));
            }
            match ready!(Pin::new(&mut this.bytes).poll_next(context)) {
                Some(Ok(chunk)) => this.lines.push(&chunk),
                Some(Err(error)) => {
                    this.is_done = true;
                    return Poll::Ready(Some(Err(error)));
                }
                // The last line need not have an end.
                None => {
                    this.is_done = true;
                    return Poll::Ready(this.read(this.lines.rest()));
                }
            }
        }
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JsonLines(..)")
    }
}
