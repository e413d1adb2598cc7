//! [`StreamContext`]: what the errors of a stream need to know of its call.

use std::{sync::Arc, time::Duration};

use http::HeaderMap;

use crate::{
    Error, Operation,
    clock::Clock,
    error::{ErrorResponse, ServiceMessage},
    secret::Redactor,
    transport::TransportError,
};

/// How much of what cannot be read an error keeps, in bytes.
const KEPT: usize = 64 * 1024;

/// What the errors of a stream need to know of its call, and the bounds of the stream.
pub(crate) struct StreamContext {
    pub(crate) operation: &'static Operation,
    pub(crate) redactor: Redactor,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) attempts: u32,
    pub(crate) clock: Arc<dyn Clock>,
    /// How long nothing may arrive.
    pub(crate) idle: Duration,
    /// The longest line or event, in bytes.
    pub(crate) longest: usize,
}

impl StreamContext {
    /// The stream broke off.
    pub(super) fn broken(&self, cause: TransportError) -> Error {
        self.finish(Error::transport(cause, Some(self.answer(&[], true))))
    }

    /// Something in the stream cannot be read. `words` complete "the answer's body …".
    pub(super) fn unreadable(&self, words: &str, what: &[u8]) -> Error {
        self.finish(Error::decode(self.redactor.text(words), self.answer(what, false)))
    }

    /// A line or an event is longer than is read.
    pub(super) fn too_long(&self) -> Error {
        self.unreadable(
            &format!("has a line or an event of more than the {} bytes that this client reads", self.longest),
            &[],
        )
    }

    fn answer(&self, body: &[u8], body_is_cut: bool) -> ErrorResponse {
        let mut kept = self.redactor.bytes(body);
        let body_is_cut = body_is_cut || kept.len() > KEPT;
        kept.truncate(KEPT);
        ErrorResponse {
            status: self.status,
            headers: self.headers.clone(),
            body: kept,
            body_is_cut,
            message: ServiceMessage::default(),
        }
    }

    fn finish(&self, error: Error) -> Error {
        error.of(self.operation).after(self.attempts, true)
    }
}
