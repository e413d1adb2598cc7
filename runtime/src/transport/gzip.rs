//! [`GzipBody`]: decompresses the body of a response while it arrives. A body may have several members (RFC 1952,
//! section 2.2). reqwest reads only the first of them.

use std::{
    io::{self, Write as _},
    mem,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use futures_core::Stream;
use http::{HeaderMap, header::CONTENT_ENCODING};

use super::{TransportError, TransportErrorKind};

/// The compressed bytes that are decompressed at once. They become at most 4 MiB.
const STEP: usize = 4096;

/// Whether a response is compressed with gzip. Codings are case-insensitive, and `x-gzip` is the same (RFC 9110,
/// sections 8.4.1 and 8.4.1.3).
pub(super) fn is_gzip(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    let coding = codings.next().and_then(|coding| coding.to_str().ok()).unwrap_or_default().trim();
    codings.next().is_none() && (coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip"))
}

/// The decompressed bytes of a compressed body.
pub(super) struct GzipBody<S> {
    compressed: S,
    /// Compressed bytes that arrived.
    arrived: Bytes,
    /// `None` after the end.
    decoder: Option<MultiGzDecoder<Vec<u8>>>,
    /// Whether the body is empty so far, as that of a response to HEAD.
    is_empty: bool,
}

impl<S> GzipBody<S> {
    pub(super) fn new(compressed: S) -> Self {
        let decoder = Some(MultiGzDecoder::new(Vec::new()));
        Self { compressed, arrived: Bytes::new(), decoder, is_empty: true }
    }

    /// Decompresses a step of the bytes that arrived.
    fn decompress(&mut self) -> io::Result<Vec<u8>> {
        let Some(decoder) = &mut self.decoder else { return Ok(Vec::new()) };
        let step = self.arrived.split_to(self.arrived.len().min(STEP));
        decoder.write_all(&step)?;
        // Otherwise an event of a stream waits for the next one.
        decoder.flush()?;
        Ok(mem::take(decoder.get_mut()))
    }
}

impl<S: Stream<Item = Result<Bytes, TransportError>> + Unpin> Stream for GzipBody<S> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while this.decoder.is_some() {
            if !this.arrived.is_empty() {
                this.is_empty = false;
                match this.decompress() {
                    Ok(bytes) if bytes.is_empty() => continue,
                    Ok(bytes) => return Poll::Ready(Some(Ok(bytes.into()))),
                    Err(error) => {
                        this.decoder = None;
                        return Poll::Ready(Some(Err(malformed(error))));
                    }
                }
            }
            match ready!(Pin::new(&mut this.compressed).poll_next(context)) {
                Some(Ok(chunk)) => this.arrived = chunk,
                Some(Err(error)) => {
                    this.decoder = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    let decoder = this.decoder.take().filter(|_| !this.is_empty);
                    return Poll::Ready(match decoder.map(MultiGzDecoder::finish) {
                        Some(Ok(rest)) if !rest.is_empty() => Some(Ok(rest.into())),
                        Some(Err(error)) => Some(Err(malformed(error))),
                        _ => None,
                    });
                }
            }
        }
        Poll::Ready(None)
    }
}

/// The body is malformed, or ends early.
fn malformed(error: io::Error) -> TransportError {
    let words = format!("the response cannot be decompressed: {error}");
    TransportError::new(TransportErrorKind::Interrupted, words).caused_by(error)
}

#[cfg(test)]
mod tests {
    use std::{collections::VecDeque, future::poll_fn};

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    /// Chunks in memory.
    struct Chunks(VecDeque<Bytes>);

    impl Stream for Chunks {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.pop_front().map(Ok))
        }
    }

    fn compressed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// Decompresses a body that arrives in chunks of this size.
    async fn decompress(body: &[u8], size: usize) -> Result<Vec<u8>, String> {
        let chunks = body.chunks(size).map(Bytes::copy_from_slice).collect();
        let mut stream = GzipBody::new(Chunks(chunks));
        let mut text = Vec::new();
        while let Some(chunk) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
            text.extend_from_slice(&chunk.map_err(|error| error.to_string())?);
        }
        Ok(text)
    }

    #[tokio::test]
    async fn several_members_are_one_body() {
        let long = vec![b'x'; 100_000];
        let members = [&b"hello "[..], b"", &long, b" world"];
        let body: Vec<u8> = members.iter().flat_map(|member| compressed(member)).collect();
        for size in [1, 7, 4096, body.len()] {
            assert_eq!(decompress(&body, size).await.unwrap(), members.concat(), "{size}");
            let whole = compressed(b"hello");
            for end in 1..whole.len() {
                assert!(decompress(&whole[..end], size).await.is_err(), "{end} {size}");
                let second = [&*whole, &whole[..end]].concat();
                assert!(decompress(&second, size).await.is_err(), "{end} {size}");
            }
            assert!(decompress(&[&*whole, b"garbage, longer than a header"].concat(), size).await.is_err());
        }
        assert_eq!(decompress(b"", 1).await.unwrap(), b"");
    }

    #[tokio::test]
    async fn a_flushed_event_does_not_wait_for_the_next() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"data: 1\n\n").unwrap();
        encoder.flush().unwrap();
        let mut stream = GzipBody::new(Chunks([Bytes::copy_from_slice(encoder.get_ref())].into()));
        let first = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await.unwrap().unwrap();
        assert_eq!(first, "data: 1\n\n");
    }
}
