//! [`OneShot`]: a stream of bytes that can be taken once, though its holder can be cloned.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use futures_core::Stream;

/// Bytes as they come.
pub(super) type BoxByteStream = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// A stream that the first of its clones to be sent takes.
#[derive(Clone)]
pub(super) struct OneShot(Arc<Mutex<Option<BoxByteStream>>>);

impl OneShot {
    pub(super) fn new(stream: BoxByteStream) -> Self {
        Self(Arc::new(Mutex::new(Some(stream))))
    }

    /// The stream; `None` if it was taken before.
    pub(super) fn take(&self) -> Option<BoxByteStream> {
        // Nobody can panic while holding the lock, so what it guards is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
