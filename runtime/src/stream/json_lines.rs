//! [`JsonLines`]: JSON values, one per line or per record.

use std::{
    fmt,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::{byte_stream::ByteStream, records::Records};
use crate::{
    Error,
    json::{self, decode_lossy},
};

/// JSON values while they arrive: one per line (`application/jsonl`, `application/x-ndjson`), or per record
/// (`application/json-seq`, RFC 7464). Empty lines are skipped.
///
/// A line that does not match the document is an error of that line only. Any other error ends the stream.
pub struct JsonLines<T> {
    bytes: ByteStream,
    records: Records,
    is_done: bool,
    value: PhantomData<fn() -> T>,
}

impl<T: json::Decode> JsonLines<T> {
    /// One value per line.
    pub(crate) fn of_lines(bytes: ByteStream) -> Self {
        Self { bytes, records: Records::lines(), is_done: false, value: PhantomData }
    }

    /// One value per record.
    pub(crate) fn of_sequence(bytes: ByteStream) -> Self {
        Self { bytes, records: Records::sequence(), is_done: false, value: PhantomData }
    }

    /// The next value; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Decodes a value; `None` if the record is empty.
    fn read(&self, record: &[u8]) -> Option<Result<T, Error>> {
        let text = record.trim_ascii();
        if text.is_empty() {
            return None;
        }
        if self.records.may_be_truncated(record) {
            return Some(Err(self.bytes.context.unreadable("has a value that may be truncated", text)));
        }
        Some(json::read(&decode_lossy(text)).map_err(|error| {
            self.bytes.context.unreadable(&format!("has a line that does not match the document: {error}"), text)
        }))
    }
}

impl<T: json::Decode> Stream for JsonLines<T> {
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
            if this.records.pending() > this.bytes.context.limits.max_bytes {
                this.is_done = true;
                return Poll::Ready(Some(Err(this.bytes.context.too_long())));
            }
            match ready!(Pin::new(&mut this.bytes).poll_next(context)) {
                Some(Ok(chunk)) => this.records.push(&chunk),
                Some(Err(error)) => {
                    this.is_done = true;
                    return Poll::Ready(Some(Err(error)));
                }
                // The last line may lack its end.
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
