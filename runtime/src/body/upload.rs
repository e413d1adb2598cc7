//! [`Upload`]: bytes that are sent as they are, from memory or as they come.

use std::{fmt, io};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::AsyncRead;

use super::request_body::{Chunks, OneShot, Piece, RequestBody};

/// Bytes to be sent: a whole body, or a file in a form.
///
/// Bytes from memory can be sent again where the operation allows it. Those that come from a reader or a stream are
/// sent once: the first request with them takes them, and another one, or one that would have to be sent again, is
/// refused.
///
/// ```
/// use wireright_runtime::Upload;
///
/// let picture = Upload::from(&b"\x89PNG"[..]).file_name("logo.png").media_type("image/png");
/// assert_eq!(picture.length(), Some(4));
/// ```
#[derive(Clone)]
pub struct Upload {
    source: Source,
    pub(crate) file_name: Option<String>,
    pub(crate) media_type: Option<String>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    Once { stream: OneShot, length: Option<u64> },
}

impl Upload {
    /// Bytes as they come from a reader, such as `tokio::fs::File`.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::from_stream(Chunks::new(reader))
    }

    /// Bytes as they come from a stream. If it fails, the request does.
    pub fn from_stream(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        Self::of(Source::Once { stream: OneShot::new(Box::pin(stream)), length: None })
    }

    /// Says how many bytes a reader or a stream will give, which many services need to be told first. If it gives
    /// another number, the request fails. Of bytes from memory it is known already.
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Source::Once { length, .. } = &mut self.source {
            *length = Some(bytes);
        }
        self
    }

    /// Says the name of the file, for a form.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Says the media type, `image/png`, where the document leaves a choice; else it is as documented, and
    /// `application/octet-stream` in a form that documents none.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// How many bytes there are, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.source {
            Source::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Source::Once { length, .. } => *length,
        }
    }

    fn of(source: Source) -> Self {
        Self { source, file_name: None, media_type: None }
    }

    /// The bytes as a piece of a body.
    pub(crate) fn piece(&self) -> Piece {
        match &self.source {
            Source::Bytes(bytes) => Piece::Bytes(bytes.clone()),
            Source::Once { stream, .. } => Piece::Once(stream.clone()),
        }
    }

    /// The bytes as a body.
    pub(crate) fn body(&self) -> RequestBody {
        match &self.source {
            Source::Bytes(bytes) => RequestBody::whole(bytes.clone()),
            Source::Once { stream, length } => RequestBody::streamed(vec![Piece::Once(stream.clone())], *length),
        }
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self::of(Source::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<&'static [u8]> for Upload {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }
}

impl From<String> for Upload {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl From<&'static str> for Upload {
    fn from(text: &'static str) -> Self {
        Self::from(text.as_bytes())
    }
}

/// Shows no bytes.
impl fmt::Debug for Upload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Upload")
            .field("length", &self.length())
            .field("file_name", &self.file_name)
            .field("media_type", &self.media_type)
            .finish_non_exhaustive()
    }
}
