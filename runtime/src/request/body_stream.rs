//! [`BodyStream`]: the body of a request, as it is sent.

use std::{
    collections::VecDeque,
    fmt,
    future::poll_fn,
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;

use super::{body::Piece, one_shot::BoxByteStream};

/// The body of a request, as it is sent. An error ends it, and then the request must not be finished.
pub struct BodyStream(VecDeque<Source>);

enum Source {
    Bytes(Bytes),
    Stream(BoxByteStream),
}

impl BodyStream {
    /// The pieces one after the other; `None` if one of them was taken before.
    pub(super) fn of(pieces: &[Piece]) -> Option<Self> {
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
                // An empty chunk would end the body where the transfer is chunked.
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
