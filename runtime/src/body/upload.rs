//! [`Upload`]: bytes of the caller, from memory, a reader or a stream.

use std::{fmt, io};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::AsyncRead;

use super::request_body::{Chunks, OneShot, Piece, RequestBody};

/// Bytes to send: a whole body, or a file in a form.
///
/// Bytes in memory can be sent again in a retry. A reader or a stream is sent once: the first request takes it, and
/// another request or a retry with it is rejected.
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
    pub(super) file_name: FileName,
    pub(crate) media_type: Option<String>,
}

/// The file name of a part.
#[derive(Clone, Debug)]
pub(super) enum FileName {
    /// The name of the part.
    Default,
    Given(String),
    /// None: the part is a value, and no file.
    None,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    Once { stream: OneShot, length: Option<u64> },
}

impl Upload {
    /// Bytes from a reader, such as `tokio::fs::File`.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::from_stream(Chunks::new(reader))
    }

    /// Bytes from a stream. If the stream fails, the request fails.
    pub fn from_stream(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        Self::of(Source::Once { stream: OneShot::new(Box::pin(stream)), length: None })
    }

    /// Sets the length of a reader or a stream, which many services require. If the actual length differs, the
    /// request fails. Ignored for bytes in memory.
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Source::Once { length, .. } = &mut self.source {
            *length = Some(bytes);
        }
        self
    }

    /// Sets the file name, for a form. Default: the name of the part.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = FileName::Given(name.into());
        self
    }

    /// Sends the part of a form without a file name: as a value that is no file. Without a media type of its own, it is
    /// text.
    ///
    /// ```
    /// use wireright_runtime::Upload;
    ///
    /// let photo = Upload::from("https://example.com/cat.png").without_file_name();
    /// ```
    pub fn without_file_name(mut self) -> Self {
        self.file_name = FileName::None;
        self
    }

    /// Sets the media type, such as `image/png`. Default: the documented one, or `application/octet-stream` in a
    /// form without one. If `image/*` or several media types are documented, there is no default, and a request with
    /// another media type is rejected before anything is sent.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Length in bytes, if known.
    pub fn length(&self) -> Option<u64> {
        match &self.source {
            Source::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Source::Once { length, .. } => *length,
        }
    }

    fn of(source: Source) -> Self {
        Self { source, file_name: FileName::Default, media_type: None }
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
            Source::Once { stream, length } => RequestBody::from_pieces(vec![Piece::Once(stream.clone())], *length),
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

/// Omits the bytes.
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
