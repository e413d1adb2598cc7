//! [`RequestBody`]: bytes that are wiped when the last holder lets go of them, and never shown.

use std::fmt;

use bytes::Bytes;
use zeroize::Zeroizing;

/// The body of a request. Cloning is cheap, and `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RequestBody(Bytes);

impl RequestBody {
    /// A body that wipes its memory when the last clone is dropped. Copies that a transport makes for its socket are its own.
    pub(crate) fn wiped(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(Bytes::from_owner(bytes))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes, shared.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// Whether there is no body.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Shows neither the bytes nor how many: the body may be a password and little else.
impl fmt::Debug for RequestBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RequestBody(***)")
    }
}
