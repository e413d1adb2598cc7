//! [`RequestBody`] and [`BodyStream`]: the body of a request, in memory or streamed, and as it is sent.

use std::{
    collections::VecDeque,
    fmt,
    future::poll_fn,
    io::{self, Write},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};
use zeroize::Zeroizing;

/// A request body. Cloning is cheap. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct RequestBody(Content);

#[derive(Clone)]
enum Content {
    Whole(Bytes),
    Streamed { pieces: Arc<[Piece]>, length: Option<u64> },
}

/// Piece of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    /// Bytes in memory.
    Bytes(Bytes),
    /// A stream that is sent once.
    Once(OneShot),
}

impl RequestBody {
    /// A body that zeroes its memory when the last clone is dropped. It does not control copies that a transport
    /// makes.
    pub(crate) fn zeroizing(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self::whole(Bytes::from_owner(bytes))
    }

    /// A body in memory.
    pub(crate) fn whole(bytes: Bytes) -> Self {
        Self(Content::Whole(bytes))
    }

    /// A body with streamed pieces. `length` is the total length, if known.
    pub(crate) fn from_pieces(pieces: Vec<Piece>, length: Option<u64>) -> Self {
        Self(Content::Streamed { pieces: pieces.into(), length })
    }

    /// The bytes; empty if the body is streamed.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Content::Whole(bytes) => bytes,
            Content::Streamed { .. } => &[],
        }
    }

    /// The bytes, shared; empty if the body is streamed.
    pub fn into_bytes(self) -> Bytes {
        match self.0 {
            Content::Whole(bytes) => bytes,
            Content::Streamed { .. } => Bytes::new(),
        }
    }

    /// Whether there is no body.
    pub fn is_empty(&self) -> bool {
        matches!(&self.0, Content::Whole(bytes) if bytes.is_empty())
    }

    /// Whether the body is streamed. A request with such a body is sent once and not retried.
    pub fn is_streamed(&self) -> bool {
        matches!(self.0, Content::Streamed { .. })
    }

    /// Length in bytes, if it is known before the body is read.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Whole(bytes) => u64::try_from(bytes.len()).ok(),
            Content::Streamed { length, .. } => *length,
        }
    }

    /// The body as a stream. `None` if it is streamed and was taken before.
    pub fn into_stream(self) -> Option<BodyStream> {
        match self.0 {
            Content::Whole(bytes) => BodyStream::of(&[Piece::Bytes(bytes)]),
            Content::Streamed { pieces, .. } => BodyStream::of(&pieces),
        }
    }
}

impl From<Vec<u8>> for RequestBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self::zeroizing(Zeroizing::new(bytes))
    }
}

impl Default for RequestBody {
    fn default() -> Self {
        Self::whole(Bytes::new())
    }
}

/// Streamed bodies are equal if they are the same body.
impl PartialEq for RequestBody {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Content::Whole(left), Content::Whole(right)) => left == right,
            (Content::Streamed { pieces: left, .. }, Content::Streamed { pieces: right, .. }) => {
                Arc::ptr_eq(left, right)
            }
            _ => false,
        }
    }
}

impl Eq for RequestBody {}

/// Omits the bytes and their number: the body may be little more than a password.
impl fmt::Debug for RequestBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RequestBody(***)")
    }
}

/// A buffer that zeroes its old memory when it grows. A plain `Vec` would leave a copy on the heap.
#[derive(Clone, Default)]
pub(crate) struct WipedBuffer(Zeroizing<Vec<u8>>);

impl WipedBuffer {
    /// Adds bytes.
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut grown = Zeroizing::new(Vec::with_capacity(needed.max(256).next_power_of_two()));
            grown.extend_from_slice(&self.0);
            // Dropping the old buffer zeroes it.
            self.0 = grown;
        }
        self.0.extend_from_slice(bytes);
    }

    /// Whether the buffer is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The contents.
    pub(crate) fn into_inner(self) -> Zeroizing<Vec<u8>> {
        self.0
    }
}

impl Write for WipedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A boxed stream of bytes.
pub(crate) type BoxByteStream = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// A stream that can be taken once, by the first of its clones.
#[derive(Clone)]
pub(crate) struct OneShot(Arc<Mutex<Option<BoxByteStream>>>);

impl OneShot {
    pub(crate) fn new(stream: BoxByteStream) -> Self {
        Self(Arc::new(Mutex::new(Some(stream))))
    }

    /// The stream; `None` if it was taken before.
    pub(crate) fn take(&self) -> Option<BoxByteStream> {
        // No code panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The body of a request while it is sent. An error ends it; the request must then not be completed.
pub struct BodyStream(VecDeque<Source>);

enum Source {
    Bytes(Bytes),
    Stream(BoxByteStream),
}

impl BodyStream {
    /// The pieces in order; `None` if a stream was taken before.
    pub(crate) fn of(pieces: &[Piece]) -> Option<Self> {
        let sources = pieces.iter().map(|piece| match piece {
            Piece::Bytes(bytes) => Some(Source::Bytes(bytes.clone())),
            Piece::Once(stream) => stream.take().map(Source::Stream),
        });
        sources.collect::<Option<_>>().map(Self)
    }

    /// The next chunk; `None` after the last.
    pub async fn chunk(&mut self) -> Option<io::Result<Bytes>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for BodyStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let next = match self.0.front_mut() {
                None => return Poll::Ready(None),
                Some(Source::Bytes(bytes)) => Some(Ok(std::mem::take(bytes))).filter(|chunk| !is_empty(chunk)),
                Some(Source::Stream(stream)) => ready!(stream.as_mut().poll_next(context)),
            };
            match next {
                // An empty chunk would end a chunked transfer.
                Some(chunk) if is_empty(&chunk) => {}
                Some(chunk) => return Poll::Ready(Some(chunk)),
                None => drop(self.0.pop_front()),
            }
        }
    }
}

fn is_empty(chunk: &io::Result<Bytes>) -> bool {
    chunk.as_ref().is_ok_and(Bytes::is_empty)
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BodyStream(..)")
    }
}

/// Size of a chunk, in bytes.
const CHUNK: usize = 16 * 1024;

/// The bytes of a reader as a stream of chunks.
pub(crate) struct Chunks<R> {
    reader: Pin<Box<R>>,
    buffer: Vec<u8>,
}

impl<R> Chunks<R> {
    pub(crate) fn new(reader: R) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_written_is_there() {
        let mut buffer = WipedBuffer::default();
        for _ in 0..1000 {
            buffer.write_all(b"0123456789").unwrap();
        }
        assert_eq!(buffer.into_inner().as_slice(), "0123456789".repeat(1000).as_bytes());
    }
}
