//! [`JsonLines`]: JSON values, one a line or each behind a record separator.

use std::{
    fmt,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{byte_stream::ByteStream, records::Records};
use crate::{
    Error,
    json::{self, decode_lossy},
};

/// JSON values as they arrive: one a line (`application/jsonl`, `application/x-ndjson`), or each behind a record
/// separator (`application/json-seq`, RFC 7464). Empty lines are skipped.
///
/// A line that is not as documented is an error of that line alone: the next ones still come. After any other error
/// nothing more comes.
pub struct JsonLines<T> {
    bytes: ByteStream,
    records: Records,
    is_done: bool,
    value: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> JsonLines<T> {
    /// One a line.
    pub(crate) fn of_lines(bytes: ByteStream) -> Self {
        Self { bytes, records: Records::lines(), is_done: false, value: PhantomData }
    }

    /// Each behind a record separator.
    pub(crate) fn of_sequence(bytes: ByteStream) -> Self {
        Self { bytes, records: Records::sequence(), is_done: false, value: PhantomData }
    }

    /// The next value; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads a value; `None` if there is nothing.
    fn read(&self, record: &[u8]) -> Option<Result<T, Error>> {
        let text = record.trim_ascii();
        if text.is_empty() {
            return None;
        }
        if self.records.is_cut(record) {
            return Some(Err(self.bytes.context.unreadable("has a value that may have been cut off", text)));
        }
        Some(json::read(&decode_lossy(text)).map_err(|error| {
            self.bytes.context.unreadable(&format!("has a line that is not as documented: {error}"), text)
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
            while let Some(record) = this.records.next() {
                if let Some(value) = this.read(&record) {
                    return Poll::Ready(Some(value));
                }
            }
            if this.records.pending() > this.bytes.context.longest {
                this.is_done = true;
                return Poll::Ready(Some(Err(this.bytes.context.too_long())));
            }
            match ready!(Pin::new(&mut this.bytes).poll_next(context)) {
                Some(Ok(chunk)) => this.records.push(&chunk),
                Some(Err(error)) => {
                    this.is_done = true;
                    return Poll::Ready(Some(Err(error)));
                }
                // The last line need not have an end.
                None => {
                    this.is_done = true;
                    return Poll::Ready(this.read(&this.records.rest()));
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
