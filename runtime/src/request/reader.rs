//! Makes a stream of bytes of a reader.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

/// How much is read at once, in bytes.
const CHUNK: usize = 16 * 1024;

/// The bytes of a reader, chunk by chunk.
pub(super) struct Chunks<R> {
    reader: Pin<Box<R>>,
    buffer: Vec<u8>,
}

impl<R> Chunks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: Box::pin(reader), buffer: vec![0; CHUNK] }
    }
}

impl<R: AsyncRead> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let mut buffer = ReadBuf::new(&mut this.buffer);
        Poll::Ready(match ready!(this.reader.as_mut().poll_read(context, &mut buffer)) {
            Ok(()) if buffer.filled().is_empty() => None,
            Ok(()) => Some(Ok(Bytes::copy_from_slice(buffer.filled()))),
            Err(error) => Some(Err(error)),
        })
    }
}
