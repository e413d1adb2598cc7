//! [`RequestBody`]: bytes that are wiped when the last holder lets go of them, or a stream; never shown.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use zeroize::Zeroizing;

use super::{body_stream::BodyStream, one_shot::OneShot};

/// The body of a request. Cloning is cheap, and `Debug` shows nothing of it.
#[derive(Clone)]
pub struct RequestBody(Content);

#[derive(Clone)]
enum Content {
    Whole(Bytes),
    Streamed { pieces: Arc<[Piece]>, length: Option<u64> },
}

/// A piece of a body.
#[derive(Clone)]
pub(super) enum Piece {
    /// Bytes that are here.
    Bytes(Bytes),
    /// Bytes that come once.
    Once(OneShot),
}

impl RequestBody {
    /// A body that wipes its memory when the last clone is dropped. Copies that a transport makes for its socket are its own.
    pub(crate) fn wiped(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self::whole(Bytes::from_owner(bytes))
    }

    /// A body that is here.
    pub(crate) fn whole(bytes: Bytes) -> Self {
        Self(Content::Whole(bytes))
    }

    /// A body of which some pieces come once. `length` is the length of all of it, if it is known.
    pub(super) fn streamed(pieces: Vec<Piece>, length: Option<u64>) -> Self {
        Self(Content::Streamed { pieces: pieces.into(), length })
    }

    /// The bytes; none of a body that is streamed.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Content::Whole(bytes) => bytes,
            Content::Streamed { .. } => &[],
        }
    }

    /// The bytes, shared; none of a body that is streamed.
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

    /// Whether the body comes piece by piece, and once only: a request with it is not sent again.
    pub fn is_streamed(&self) -> bool {
        matches!(self.0, Content::Streamed { .. })
    }

    /// The length in bytes, if it is known before the body is read.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Whole(bytes) => u64::try_from(bytes.len()).ok(),
            Content::Streamed { length, .. } => *length,
        }
    }

    /// The body as it comes; `None` if it is streamed and was taken before.
    pub fn into_stream(self) -> Option<BodyStream> {
        match self.0 {
            Content::Whole(bytes) => BodyStream::of(&[Piece::Bytes(bytes)]),
            Content::Streamed { pieces, .. } => BodyStream::of(&pieces),
        }
    }
}

impl Default for RequestBody {
    fn default() -> Self {
        Self::whole(Bytes::new())
    }
}

/// Two streamed bodies are equal if they are one.
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

/// Shows neither the bytes nor how many: the body may be a password and little else.
impl fmt::Debug for RequestBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RequestBody(***)")
    }
}
